import GreenlaneCore
import GreenlaneEngine

/// The documents of a shipment: what is there, what usually belongs to the next step, and the form
/// to hand one in.
enum ShipmentDocuments {
    private static let event = "attach_document"

    static func rows(
        _ documents: [Attachments.Document], _ view: ShipmentView, _ call: PageCall
    ) -> [JSONValue] {
        var rows = documents.filter { !$0.isWithdrawn }.map { row($0, view, call) }
        for (kind, step) in lacking(view, call) {
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
        return rows
    }

    /// Kinds that the steps that are awaited from this reader go with, and that are not there.
    private static func lacking(
        _ view: ShipmentView, _ call: PageCall
    ) -> [(kind: DocumentKind, step: ShipmentView.StepView)] {
        let expected = ShipmentSteps.expected(view, call.reader)
        var found: [(kind: DocumentKind, step: ShipmentView.StepView)] = []
        for step in view.next where expected.contains(step.event) {
            for kind in step.missingDocuments
            where !found.contains(where: { $0.kind.id == kind.id }) {
                found.append((kind, step))
            }
        }
        return found
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
    static func upload(
        _ view: ShipmentView, _ call: PageCall, _ sent: ShipmentPage.Sent?
    ) -> JSONValue? {
        guard call.reader.principal?.may(.attachDocuments) == true,
            view.next.contains(where: { $0.event == event })
        else { return nil }
        let sent = sent?.event == event ? sent : nil
        // What the awaited step lacks is most likely what they have in hand; else they say.
        let kinds =
            [("", call.text("请选择", "Choose"))]
            + view.flow.documentKinds.map { ($0.id, call.text($0.title)) }
        let kind = sent?.form["kind"] ?? lacking(view, call).first?.kind.id ?? ""
        let megabytes = AttachmentOperations.maximumBytes / 1_048_576
        var object = JSONObject()
        object.append("action", .string("/shipments/\(view.shipment.id)/documents"))
        object.append("version", .integer(Int64(view.shipment.version)))
        object.append("key", .string(SecretText.randomID(length: 22)))
        if let refusal = sent?.refusal {
            object.append("reasons", [ErrorPage.reason(refusal, call.language)])
        }
        object.append(
            "fields",
            [
                FormField.choice(
                    "kind", call.text("种类", "Kind"), kinds, value: kind, id: "document-kind"),
                FormField.file(
                    "file", call.text("文件", "File"),
                    hint: call.text(
                        "PDF、图片或表格，不超过 \(megabytes) MB",
                        "PDF, pictures or tables, \(megabytes) MB at most"),
                    id: "document-file"),
            ])
        return .object(object)
    }
}
