import GreenlaneCore
import GreenlaneEngine

/// What the forms of a shipment's page do: each sends one event through the door.
enum ShipmentForms {
    static let all: [ConsolePage] = [step, document, note]

    static let step = ConsolePage.post(
        "/shipments/{id}/steps/{event}", .takeSteps, subject: .shipment("id"),
        maximumBytes: 1_048_576
    ) { call in
        try await take(call, try call.call.name("event")) { form throws(Refusal) in
            try form.input(call.form)
        }
    }

    static let note = ConsolePage.post(
        "/shipments/{id}/notes", .takeSteps, subject: .shipment("id")
    ) { call in
        try await take(call, "add_note") { _ in
            JSONObject([.init("text", .string(call.form["text"] ?? ""))])
        }
    }

    static let document = ConsolePage.post(
        "/shipments/{id}/documents", .attachDocuments, subject: .shipment("id"),
        maximumBytes: AttachmentOperations.maximumBytes + ConsoleForm.maximumBytes
    ) { call in
        guard let file = call.form.file("file") else { throw fileMissing }
        let paper = Paper(name: file.name, bytes: file.bytes)
        return try await take(
            call, "attach_document", papers: [paper], done: ("doneDocument", file.name)
        ) { _ in
            JSONObject([
                .init("kind", .string(call.form["kind"] ?? "")),
                .init("digest", .string(paper.digest)), .init("name", .string(file.name)),
            ])
        }
    }

    private static let fileMissing = Refusal(
        .input, "file-missing",
        LocalizedText(zh: "没有选择文件。", en: "No file was chosen."),
        remedy: LocalizedText(zh: "返回上一页选择文件。", en: "Go back and choose one."))

    private static func take(
        _ call: PageCall, _ event: String, papers: [Paper] = [],
        done: (word: String, about: String)? = nil,
        _ input: (StepForm) throws(Refusal) -> JSONObject
    ) async throws -> Reply {
        let id = try call.call.name("id")
        let (known, documents) = try await ShipmentPage.look(call, id) {
            ($0.view.flow.event(named: event), $0.documents)
        }
        guard let definition = known else { throw APIRefusal.noRoute }
        do {
            guard let version = call.form["version"].flatMap({ Int($0) }), version > 0 else {
                throw APIRefusal.versionNeeded
            }
            let form = StepForm(call: call, definition: definition, documents: documents)
            let roles = definition.roles.compactMap { Actor.Role(rawValue: $0) }
            var envelope = Envelope(
                .step(shipment: id, event: event, input: try input(form)),
                by: try call.caller().actor(among: roles), expectedVersion: version,
                idempotencyKey: try call.idempotencyKey())
            envelope.papers = papers
            let outcome = try await call.service.desk.handle(envelope).get()
            let title = call.text(definition.title ?? LocalizedText(zh: event, en: event))
            let word = outcome.fits ? done?.word ?? "doneStep" : "doneRecorded"
            return call.done(word, about: done?.about ?? title, at: "/shipments/\(id)")
        } catch let refusal as Refusal where refusal.code == "stale-version" {
            let context = try await ShipmentPage.look(call, id) {
                ConflictPage.context(call, definition, $0)
            }
            return call.page("error", context, status: 412)
        } catch let refusal as Refusal where refusal.kind != .fault {
            let sent = ShipmentPage.Sent(event: event, form: call.form, refusal: refusal)
            return try await ShipmentPage.page(
                call, id, sent: sent, status: Problem.status(of: refusal))
        }
    }
}
