import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// What leaves the house: evidence for a stranger, EPCIS for a partner.
enum EvidenceOperations {
    static let all: [Operation] = [bundle, check, epcis]
    /// Bytes of a bundle that is handed in for checking.
    static let maximumBundleBytes = 33_554_432

    static let bundle = Operation(
        id: "make-bundle", method: .get, path: "/shipments/{id}/bundle", group: .evidence,
        title: LocalizedText(zh: "证据：一个文件，任何人可离线核对", en: "Evidence that anybody can check offline"),
        access: .signedIn(.makeBundles), subject: .shipment("id"),
        parameters: [
            ShipmentOperations.id,
            .query(
                "form", "网页或数据", "A page, or data",
                ["type": "string", "enum": ["html", "json"]]),
        ],
        answers: [
            AnswerForm(200, "证据", "The bundle", mediaType: "text/html", isFile: true),
            AnswerForm(200, "证据", "The bundle", schema: "Bundle"),
        ],
        refusals: [
            RefusalForm(404, "shipment-unknown"), RefusalForm(404, "checkpoint-missing"),
            RefusalForm(409, "checkpoint-behind"), RefusalForm(409, "log-behind-checkpoint"),
            RefusalForm(409, "log-differs-from-checkpoint"),
            RefusalForm(409, "checkpoint-conflict"), RefusalForm(409, "checkpoint-file-missing"),
            RefusalForm(409, "log-key-missing"), RefusalForm(409, "log-key-damaged"),
            RefusalForm(503, "checkpoint-invalid"), RefusalForm(503, "head-not-kept"),
        ]
    ) { call in
        let id = try call.name("id")
        let isPage =
            try call.query["form"].map { form throws(Refusal) in
                guard form == "html" || form == "json" else {
                    throw APIRefusal.parameter("form", "应为 html 或 json", "takes html or json")
                }
                return form == "html"
            } ?? true
        // The head must cover the last event: sign it now.
        try await call.service.desk.perform { _, keeper in _ = try keeper.sign() }
        let now = call.now
        let bytes = try await call.service.longReading.read { store in
            let head = try EvidenceMaker.head(of: store)
            let made = try EvidenceMaker(store: store, head: head).make(id, at: now)
            return isPage
                ? EvidencePage.render(made.bundle) : Array((made.bundle.json.text + "\n").utf8)
        }
        var reply = Reply.bytes(
            bytes, type: isPage ? "text/html; charset=utf-8" : Reply.jsonType)
        let name = "\(id).evidence.\(isPage ? "html" : "json")"
        reply.headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        return reply
    }

    static let check = Operation(
        id: "check-bundle", method: .post, path: "/bundle-checks", group: .evidence,
        title: LocalizedText(zh: "核对一份证据", en: "Check a bundle"),
        access: .signedIn(.readProofs),
        parameters: [.query("key", "日志的公钥", "The log's public key", ["type": "string"])],
        body: BodyForm(
            mediaTypes: ["text/html", "application/json"], schema: "Bundle",
            maximumBytes: maximumBundleBytes),
        answers: [AnswerForm(200, "结果", "What was found", schema: "BundleCheck")],
        refusals: DocumentReadingRefusals.bundles
    ) { call in
        let (bytes, key) = (call.body, call.query["key"])
        let report = try await call.service.longReading.work {
            try EvidenceCheck.run(EvidenceReader.read(bytes, name: "body"), key: key)
        }
        return .json(report.json)
    }

    static let epcis = Operation(
        id: "export-epcis", method: .get, path: "/shipments/{id}/epcis", group: .evidence,
        title: LocalizedText(zh: "EPCIS 2.0 文档", en: "Its life as an EPCIS 2.0 document"),
        access: .signedIn(.readEvents), subject: .shipment("id"),
        parameters: [ShipmentOperations.id],
        answers: [AnswerForm(200, "文档", "The document", mediaType: "application/ld+json")],
        refusals: [RefusalForm(404, "shipment-unknown")]
    ) { call in
        let id = try call.name("id")
        let (now, definitions) = (call.now, call.service.definitions)
        let bytes = try await call.service.longReading.read { store in
            var bytes: [UInt8] = []
            _ = try EPCISExporter(store: store, definitions: definitions).export(
                EPCISSelection(shipments: [id]), created: now
            ) { bytes += $0 }
            return bytes
        }
        return .bytes(bytes, type: "application/ld+json; charset=utf-8")
    }
}
