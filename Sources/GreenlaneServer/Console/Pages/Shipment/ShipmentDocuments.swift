import GreenlaneCore
import GreenlaneEngine

/// The documents of a shipment: what is there, what usually belongs to the next step, and the form
/// to hand one in.
enum ShipmentDocuments {
    static func rows(
        _ documents: [Attachments.Document], _ view: ShipmentView, _ call: PageCall
    ) -> [JSONValue] {
        var rows = documents.filter { !$0.isWithdrawn }.map { row($0, view, call) }
        var kinds: [DocumentKind] = []
        let expected = ShipmentSteps.expected(view, call.reader)
        for step in view.next where expected.contains(step.event) {
            for kind in step.missingDocuments where !kinds.contains(where: { $0.id == kind.id }) {
                kinds.append(kind)
                let why = call.text(
                    "“\(step.title.zh)”一般应随附", "Usually goes with “\(step.title.en)”")
                rows.append([
                    "kind": .string(call.text(kind.title)),
                    "missing": [
                        "state": Chip.json(.open, call.text("还没有", "Missing")),
                        "why": .string(why),
                    ],
                ])
            }
        }
        return rows
    }

    private static func row(
        _ document: Attachments.Document, _ view: ShipmentView, _ call: PageCall
    ) -> JSONValue {
        var object = JSONObject()
        object.append("kind", .string(call.text(document.title)))
        if let digest = document.digest {
            let path = "\(APIRoot.path)/shipments/\(view.shipment.id)/attachments/\(digest)"
            object.append(
                "file",
                [
                    "href": .string(path),
                    "name": .string(document.name ?? document.reference ?? digest),
                    "size": .string(document.size.map(size) ?? ""),
                    "digest": .string(digest),
                    "digestShort": .string(String(digest.prefix(19)) + "…"),
                ])
        } else {
            object.append(
                "missing",
                [
                    "state": Chip.json(.plain, call.text("仅有编号", "number only")),
                    "why": .string(document.reference ?? ""),
                ])
        }
        let moment = ConsoleDates.moment(document.attachedAt, call.language, now: call.now)
        let actor = Actor(document.attachedBy)?.name ?? ""
        let name = call.service.access.book.account(signInName: actor)?.displayName ?? actor
        object.append("when", .string("\(moment) \(name)"))
        return .object(object)
    }

    private static func size(_ bytes: Int64) -> String {
        bytes < 1_000_000 ? "\(max(1, bytes / 1_000)) kB" : "\(bytes / 1_000_000) MB"
    }

    /// Nil where this reader may not hand anything in now.
    static func upload(_ view: ShipmentView, _ call: PageCall) -> JSONValue? {
        guard call.reader.principal?.may(.attachDocuments) == true,
            view.next.contains(where: { $0.event == "attach_document" })
        else { return nil }
        let kinds = view.flow.documentKinds.map { ($0.id, call.text($0.title)) }
        let megabytes = AttachmentOperations.maximumBytes / 1_048_576
        return [
            "action": .string("/shipments/\(view.shipment.id)/documents"),
            "version": .integer(Int64(view.shipment.version)),
            "key": .string(SecretText.randomID(length: 22)),
            "fields": [
                FormField.choice(
                    "kind", call.text("种类", "Kind"), kinds, id: "document-kind"),
                FormField.file(
                    "file", call.text("文件", "File"),
                    hint: call.text(
                        "PDF、图片或表格，不超过 \(megabytes) MB",
                        "PDF, pictures or tables, \(megabytes) MB at most"),
                    id: "document-file"),
            ],
        ]
    }
}
