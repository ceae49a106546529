import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// Documents of a shipment: handed in, listed, read back.
enum AttachmentOperations {
    static let all: [Operation] = [attach, list, open]

    static let digest = Parameter.path(
        "digest", "文件摘要", "The document's digest",
        ["type": "string", "pattern": "^sha256:[0-9a-f]{64}$"])
    /// Bytes of a document, as the engine has it.
    static let maximumBytes = Paper.maximumBytes

    static let attach = Operation(
        id: "attach-document", method: .post, path: "/shipments/{id}/attachments",
        group: .documents, title: LocalizedText(zh: "上传文件", en: "Hand in a document"),
        access: .signedIn(.attachDocuments), subject: .shipment("id"),
        parameters: [
            ShipmentOperations.id,
            .query(
                "kind", "文件种类", "Kind of document", ["type": "string", "minLength": 1],
                isRequired: true),
            .query(
                "name", "文件名", "File name",
                ["type": "string", "minLength": 1, "maxLength": 200], isRequired: true),
        ],
        body: BodyForm(
            mediaTypes: ["*/*"], schema: "", maximumBytes: maximumBytes, isDocument: true),
        answers: [
            AnswerForm(201, "已收到", "Taken", schema: "StepOutcome", hasVersion: true),
            AnswerForm(200, "同一指令早已办理", "Taken before", schema: "StepOutcome", hasVersion: true),
        ],
        refusals: StepRefusals.all + StepRefusals.documents, isRepeatable: true,
        needsVersion: true
    ) { call in
        guard let kind = call.query["kind"], !kind.isEmpty else {
            throw APIRefusal.parameter("kind", "必须给出", "must be stated")
        }
        guard let name = call.query["name"], !name.isEmpty, name.count <= 200 else {
            throw APIRefusal.parameter("name", "必须给出，不超过 200 个字符", "must be stated, 200 characters")
        }
        let outcome = try await handIn(
            Paper(name: name, bytes: call.body), as: kind, to: try call.name("id"), call,
            expectedVersion: try call.expectedVersion(),
            idempotencyKey: try call.idempotencyKey())
        return try await ShipmentCalls.reply(
            outcome, call, status: outcome.isRepeat ? 200 : 201)
    }

    /// Attaches a document of a kind to a shipment that the caller reaches.
    static func handIn(
        _ paper: Paper, as kind: String, to id: String, _ call: Call, expectedVersion: Int?,
        idempotencyKey: String?
    ) async throws -> Outcome {
        let input = JSONObject([
            .init("kind", .string(kind)), .init("digest", .string(paper.digest)),
            .init("name", .string(paper.name)),
        ])
        var envelope = Envelope(
            .step(shipment: id, event: "attach_document", input: input),
            by: try call.caller().actor(), expectedVersion: expectedVersion,
            idempotencyKey: idempotencyKey)
        envelope.papers = [paper]
        return try await call.service.desk.handle(envelope).get()
    }

    static let list = Operation(
        id: "list-attachments", method: .get, path: "/shipments/{id}/attachments",
        group: .documents, title: LocalizedText(zh: "文件清单", en: "Its documents"),
        access: .signedIn(.readShipments), subject: .shipment("id"),
        parameters: [ShipmentOperations.id],
        answers: [AnswerForm(200, "文件", "Documents", schema: "DocumentList")],
        refusals: [RefusalForm(404, "shipment-unknown")]
    ) { call in
        let id = try call.name("id")
        let definitions = call.service.definitions
        let documents = try await call.service.reading.read { store in
            try Attachments(store: store, definitions: definitions).list(id).map(\.json)
        }
        return .json(["shipment": .string(id), "documents": .array(documents)])
    }

    static let open = Operation(
        id: "read-attachment", method: .get, path: "/shipments/{id}/attachments/{digest}",
        group: .documents, title: LocalizedText(zh: "取回一份文件", en: "One document"),
        access: .signedIn(.readShipments), subject: .shipment("id"),
        parameters: [ShipmentOperations.id, digest],
        answers: MediaType.allCases.map {
            AnswerForm(200, "内容", "Its contents", mediaType: $0.rawValue, isFile: true)
        },
        refusals: [
            RefusalForm(404, "shipment-unknown"), RefusalForm(404, "document-unknown"),
            RefusalForm(404, "document-erased"), RefusalForm(404, "document-not-kept"),
            RefusalForm(409, "document-altered"),
        ]
    ) { call in
        let (id, digest) = (try call.name("id"), try call.name("digest"))
        let definitions = call.service.definitions
        let opened = try await call.service.longReading.read { store in
            try Attachments(store: store, definitions: definitions).open(digest, of: id)
        }
        var reply = Reply.bytes(opened.bytes, type: opened.type.rawValue)
        // Never shown in place: whatever is inside cannot act as a page of ours.
        reply.headers[.contentDisposition] =
            "attachment; filename*=UTF-8''\(QueryText.escaped(opened.name))"
        reply.headers[.contentSecurityPolicy] = "sandbox; default-src 'none'"
        return reply
    }
}
