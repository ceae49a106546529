import GreenlaneCore
import GreenlaneEngine

/// One shipment: where it is, whose move, by when, what blocks it, and the forms of its steps.
enum ShipmentPage {
    static let all: [ConsolePage] = [show] + ShipmentForms.all

    static let show = ConsolePage.get(
        "/shipments/{id}", .readShipments, subject: .shipment("id"), query: ["step"]
    ) { call in
        try await page(call, try call.call.name("id"), sent: nil, status: 200)
    }

    /// A form that was sent and refused, to be shown again with what was typed.
    struct Sent: Sendable {
        var event: String
        var form: ConsoleForm
        var refusal: Refusal
    }

    /// What the page is made from. Its view looks into the ledgers that the writer keeps, so it
    /// does not leave the place where they stand still.
    struct Material {
        var view: ShipmentView
        var history: [JSONValue]
        var documents: [Attachments.Document]
    }

    /// Looks at a shipment, its history and its documents.
    static func look<T: Sendable>(
        _ call: PageCall, _ id: String, _ body: @escaping @Sendable (Material) throws -> T
    ) async throws -> T {
        let service = call.service
        let now = call.now
        return try await call.read { store in
            let views = ShipmentViews(store: store, definitions: service.definitions)
            let history = try views.history(id: id)
            let documents = try Attachments(store: store, definitions: service.definitions)
                .list(id)
            return try service.ledgers.read { book in
                try body(
                    Material(
                        view: try views.show(id: id, now: now, book: book), history: history,
                        documents: documents))
            }
        }
    }

    static func page(
        _ call: PageCall, _ id: String, sent: Sent?, status: Int
    ) async throws -> Reply {
        let made = try await look(call, id) { try context(call, id, sent, $0) }
        return call.page("shipment", made, status: status)
    }

    private static func context(
        _ call: PageCall, _ id: String, _ sent: Sent?, _ material: Material
    ) throws -> JSONObject {
        let view = material.view
        let parts = ShipmentParts(call: call, view: view)
        let steps = ShipmentSteps(
            call: call, view: view, choices: StepChoices(view), sent: sent,
            open: sent?.event ?? call.query["step"], documents: material.documents,
            permits: PermitChoices(view, call))
        var context = JSONObject()
        context.append("page", parts.heading)
        context.append("live", ["href": "/changes"])
        context.append("at", .string("/shipments/\(id)"))
        context.append(
            "picture",
            .string(ShipmentPicture.svg(view, material.history, call.language)))
        context.append("actions", steps.json)
        context.append("items", .array(parts.items))
        context.append("permits", .array(parts.permits))
        if let open = parts.openPermits { context.append("openPermits", .string(open)) }
        if parts.permits.isEmpty {
            context.append(
                "noPermits", .string(call.text("不需要许可证件。", "No permit is needed.")))
        }
        let documents = ShipmentDocuments.rows(material.documents, view, call)
        context.append("documents", .array(documents))
        if documents.isEmpty {
            context.append(
                "noDocuments", .string(call.text("还没有单证。", "No documents yet.")))
        }
        if let upload = ShipmentDocuments.upload(view, call, sent) {
            context.append("upload", upload)
        }
        let history = ShipmentHistory(call: call, view: view)
        // The form that was refused may stand far down the page.
        let refused = sent.map { ("late", call.text($0.refusal.message)) }
        let held = history.held(material.history).map { ("soon", $0) }
        let notices = [refused, held].compactMap(\.self).map { notice -> JSONValue in
            ["kind": .string(notice.0), "sentence": .string(notice.1)]
        }
        if !notices.isEmpty { context.append("notices", .array(notices)) }
        context.append("history", .array(history.entries(material.history)))
        context.append("notes", .array(history.notes(material.history)))
        if let form = history.noteForm(sent) { context.append("noteForm", form) }
        if try call.caller().may(.readEvents) {
            context.append(
                "audit",
                [
                    "href": .string("/audit/shipments/\(id)"),
                    "title": .string(call.text("逐步回放与核对", "Replay step by step")),
                ])
        }
        parts.aside.members.forEach { context.append($0.name, $0.value) }
        return context
    }
}
