import GreenlaneCore
import GreenlaneEngine

/// The steps of a shipment as forms: what this reader may do, what is blocked and why, and what is
/// awaited from others.
struct ShipmentSteps {
    let call: PageCall
    let view: ShipmentView
    let choices: StepChoices
    /// A form to be shown again with what was typed.
    let sent: ShipmentPage.Sent?
    /// The form that stands open.
    let open: String?
    let documents: [Attachments.Document]
    let permits: PermitChoices

    /// Events with a form of their own on the page.
    static let elsewhere = ["add_note", "attach_document"]

    private var shipment: Shipment { view.shipment }

    var json: JSONValue {
        var object = JSONObject()
        let own = mine(choices.own) + mine(choices.always)
        let facts = mine(choices.awaited)
        let expected = Self.expected(view, call.reader)
        let found = (own + facts).filter { !Self.elsewhere.contains($0.event) }
        // What is waited for comes first, and stands open; the unusual comes after.
        let steps =
            found.filter { expected.contains($0.event) }
            + found.filter { !expected.contains($0.event) }
        let first = open ?? steps.first { expected.contains($0.event) }?.event
        object.append("steps", .array(steps.map { form($0, isOpen: $0.event == first) }))
        let blocked = mine(choices.blocked)
        object.append(
            "blocked", .array(blocked.prefix(12).map { self.blocked($0, isOpen: $0.event == open) })
        )
        if steps.isEmpty {
            object.append(
                "done",
                .string(
                    shipment.isFinal
                        ? call.text("已经办结。", "It is closed.")
                        : call.text("现在不需要您做什么。", "Nothing is asked of you now.")))
        }
        if let others { object.append("others", .string(others)) }
        return .object(object)
    }

    /// The steps that the shipment waits for from this reader.
    static func expected(_ view: ShipmentView, _ reader: ConsoleReader) -> [String] {
        let turn = Turn(
            view.flow, active: view.shipment.configuration.active, shown: view.shipment.state)
        let roles = reader.principal?.roles ?? []
        return turn.moves.filter { roles.contains($0.role) }.compactMap(\.event)
    }

    /// Steps that one of the reader's roles may take.
    private func mine(_ steps: [ShipmentView.StepView]) -> [ShipmentView.StepView] {
        guard let principal = call.reader.principal, principal.may(.takeSteps) else { return [] }
        return steps.filter { step in
            step.roles.isEmpty || principal.roles.contains { step.roles.contains($0.rawValue) }
        }
    }

    private func form(_ step: ShipmentView.StepView, isOpen: Bool) -> JSONValue {
        let sent = sent?.event == step.event ? sent : nil
        var object = JSONObject()
        object.append("event", .string(step.event))
        object.append("title", .string(call.text(step.title)))
        if let leads = step.leadsTo {
            object.append(
                "leads", .string(call.text("办完后：\(leads.zh)", "Then: \(leads.en)")))
        }
        object.append("open", .bool(isOpen))
        object.append("action", .string("/shipments/\(shipment.id)/steps/\(step.event)"))
        object.append("version", .integer(Int64(shipment.version)))
        object.append("key", .string(SecretText.randomID(length: 22)))
        let isGrave = step.definition.isOverride || step.event.hasPrefix("cancel")
        object.append("grave", .bool(isGrave))
        if isGrave {
            object.append(
                "warning",
                .string(call.text("会留在记录中，不能撤回。", "It stays on the record.")))
        }
        if sent == nil, let address = correction(step) {
            object.append(
                "elsewhere",
                ["href": .string(address), "title": .string(call.text(step.title))])
            return .object(object)
        }
        let form = StepForm(
            call: call, definition: step.definition, documents: documents,
            permits: permits, filled: filled(step))
        object.append(
            "fields",
            .array(form.fields(prefix: step.event, sent: sent?.form, refusal: sent?.refusal)))
        if let refusal = sent?.refusal {
            object.append("problem", .string(call.text(refusal.message)))
            object.append("reasons", .array([ErrorPage.reason(refusal, call.language)]))
        }
        if !step.missingDocuments.isEmpty {
            let kinds = step.missingDocuments.map { call.text($0.title) }
                .joined(separator: call.text("、", ", "))
            object.append(
                "advice",
                .string(
                    call.text("一般应随附：\(kinds)（尚未上传）。", "Usually goes with it: \(kinds).")))
        }
        return .object(object)
    }

    /// Where the step has the form of a new request for its own; nil where that form cannot hold
    /// what the request says. Of long requests that is looked at once somebody asks for the form.
    private func correction(_ step: ShipmentView.StepView) -> String? {
        guard step.definition.records == RequestCorrection.records else { return nil }
        let request = shipment.request
        let isTried =
            request.items.count <= RequestCorrection.maximumTried || open == step.event
        if isTried, let parties = try? SheetParties(call),
            !RequestCorrection.fits(request, parties)
        {
            return nil
        }
        return RequestCorrection.address(of: shipment.id)
    }

    /// What a form begins with: a document is corrected from what it says now.
    private func filled(_ step: ShipmentView.StepView) -> [String: String] {
        guard step.definition.records == RequestCorrection.records else { return [:] }
        let text = shipment.request.json.text
        guard text.utf8.count <= RequestCorrection.maximumShown else { return [:] }
        return [RequestCorrection.requestMember: text]
    }

    private func blocked(_ step: ShipmentView.StepView, isOpen: Bool) -> JSONValue {
        let because = step.reasons.first.map { call.text($0.message) } ?? ""
        return [
            "event": .string(step.event), "title": .string(call.text(step.title)),
            "because": .string(because), "open": .bool(isOpen),
            "reasons": .array(step.reasons.map { ErrorPage.reason($0, call.language) }),
        ]
    }

    /// One sentence of what others may do next.
    private var others: String? {
        let mine = mine(choices.own + choices.awaited).map(\.event)
        let steps = (choices.own + choices.awaited).filter { !mine.contains($0.event) }
        guard !steps.isEmpty, !shipment.isFinal else { return nil }
        var groups: [(roles: [String], titles: [String])] = []
        for step in steps.prefix(12) {
            let title = call.text(step.title)
            if let place = groups.firstIndex(where: { $0.roles == step.roles }) {
                groups[place].titles.append(title)
            } else {
                groups.append((step.roles, [title]))
            }
        }
        let comma = call.text("、", ", ")
        let texts = groups.map { group in
            let roles = group.roles.compactMap {
                Actor.Role(rawValue: $0).map { call.text($0.title) }
            }
            .joined(separator: comma)
            let titles = group.titles.joined(separator: comma)
            return call.text("\(titles)（\(roles)）", "\(titles) (\(roles))")
        }
        return call.text("等消息：", "Awaited: ") + texts.joined(separator: call.text("；", "; "))
            + call.text("。", ".")
    }
}
