import GreenlaneCore
import GreenlaneEngine

/// The history of a shipment in plain words, newest first, and its notes.
struct ShipmentHistory {
    let call: PageCall
    let view: ShipmentView

    /// Events that the page shows; the replay has them all.
    static let maximumEntries = 60
    /// The member by which a step is explained, in every workflow.
    private static let reason = "reason"

    func entries(_ lines: [JSONValue]) -> [JSONValue] {
        var reached = ""
        var entries: [JSONValue] = []
        for (line, changes) in zip(lines, changes(lines)) {
            let milestone = line["milestone"]?.stringValue ?? reached
            entries.append(
                entry(line, reached: milestone == reached ? nil : milestone, changes))
            reached = milestone
        }
        return entries.suffix(Self.maximumEntries).reversed()
    }

    /// What each event changed of the import request; only of those that are shown.
    func changes(_ lines: [JSONValue]) -> [[String]] {
        var request: JSONObject?
        var before: JSONObject?
        return lines.enumerated().map { index, line in
            let effects = line["data"]?["effects"]?.arrayValue ?? []
            if effects.contains(where: { $0["do"] == "undone" }) {
                request = before
                return []
            }
            if line["data"]?["undoable"] == true { before = request }
            // As it is kept, not as it was sent: defaults and spelling are no changes.
            let corrected = effects.first { $0["do"] == "corrected" }?["request"]
            let stated = (line["data"]?["filed"]?["request"] ?? corrected)?.objectValue
            let earlier = request
            request = stated ?? request
            guard let earlier, let stated, lines.count - index <= Self.maximumEntries else {
                return []
            }
            return RequestChanges(call: call).told(from: earlier, to: stated)
        }
    }

    /// Why it is held up: the reason that came with the step which brought it where it stands.
    func held(_ lines: [JSONValue]) -> String? {
        let state = view.flow.chart.states[view.shipment.state]
        func isHere(_ line: JSONValue) -> Bool {
            line["data"]?["state"]?.stringValue == state.name
        }
        guard state.definition.tags.contains(ClearanceWorkflow.holdTag), !view.shipment.isFinal,
            let before = lines.lastIndex(where: { !isHere($0) }),
            let line = lines.dropFirst(before + 1).first
        else { return nil }
        let command = line["data"]?["command"]?.stringValue ?? ""
        guard let definition = view.flow.event(named: command), !definition.isOverride,
            let field = definition.input.first(where: {
                $0.name == Self.reason && !$0.personal
            }),
            let reason = line["data"]?["input"]?[field.name]?.stringValue, !reason.isEmpty
        else { return nil }
        let moment = moment(line)
        return call.text(
            "\(did(line))（\(moment)）：\(reason)", "\(did(line)) (\(moment)): \(reason)")
    }

    private func entry(
        _ line: JSONValue, reached: String?, _ changes: [String]
    ) -> JSONValue {
        var object = JSONObject()
        object.append("number", .integer(line["version"]?.integerValue ?? 0))
        object.append("iso", line["occurred"] ?? .null)
        object.append("when", .string(moment(line)))
        object.append("did", .string(did(line)))
        object.append("who", .string(who(line)))
        if let reached, let milestone = Milestone(rawValue: reached) {
            object.append("reached", .string(call.text(milestone.title)))
        }
        let facts = [facts(line)].filter { !$0.isEmpty } + changes
        if !facts.isEmpty {
            object.append("facts", .string(facts.joined(separator: call.text("；", "; "))))
        }
        if line["late"] == true, let recorded = time(line, "recorded") {
            let text = ConsoleDates.moment(recorded, call.language, now: call.now)
            object.append("lateNote", .string(call.text("\(text) 补记", "recorded on \(text)")))
        }
        return .object(object)
    }

    func moment(_ line: JSONValue) -> String {
        time(line, "occurred").map {
            ConsoleDates.moment($0, call.language, now: call.now)
        } ?? ""
    }

    private func time(_ line: JSONValue, _ name: String) -> Timestamp? {
        line[name]?.stringValue.flatMap { Timestamp($0) }
    }

    func did(_ line: JSONValue) -> String {
        let text = line["title"]?[call.language == .zh ? "zh" : "en"]?.stringValue ?? ""
        guard line["data"]?["fits"] == false else { return text }
        return text + call.text("（只记录）", " (recorded only)")
    }

    /// The role's title and the name; a name that was erased is not there.
    func who(_ line: JSONValue) -> String {
        guard let text = line["actor"]?.stringValue, let actor = Actor(text) else { return "" }
        let isSealed = actor.name.hasPrefix("sha256:") || actor.name.hasPrefix("hmac")
        let role = call.text(actor.role.title)
        guard actor.role != .system else { return call.text("系统", "System") }
        guard !isSealed else { return role }
        // People know each other by their names, not by what they sign in with.
        let account = call.service.access.book.account(signInName: actor.name)
        return "\(role) \(account?.displayName ?? actor.name)"
    }

    /// What was stated with the event, in the words of its form.
    private func facts(_ line: JSONValue) -> String {
        let command = line["data"]?["command"]?.stringValue ?? ""
        guard let definition = view.flow.event(named: command),
            let input = line["data"]?["input"]?.objectValue
        else { return "" }
        let texts = definition.input.compactMap { field -> String? in
            guard !field.personal, let value = input[field.name] else { return nil }
            let label = field.title.map(call.text) ?? field.name
            switch value {
            // The name of the file says it, and the replay has the digest.
            case .string(let text) where text.hasPrefix("sha256:"):
                return command == "attach_document"
                    ? nil : label + call.text("：", ": ") + document(text)
            case .string(let text):
                let words = call.text(InputWords.stated(text, in: field, of: command, view.flow))
                return label + call.text("：", ": ") + words + (field.unit.map { " \($0)" } ?? "")
            case .integer(let number): return label + call.text("：", ": ") + String(number)
            case .bool(let isTrue):
                let answer = isTrue ? call.text("是", "yes") : call.text("否", "no")
                return label + call.text("：", ": ") + answer
            case .array(let values):
                let parts = values.compactMap { $0.stringValue ?? $0.integerValue.map(String.init) }
                return label + call.text("：", ": ") + parts.joined(separator: call.text("、", ", "))
            default: return nil
            }
        }
        return texts.joined(separator: call.text("；", "; "))
    }

    /// A document of the shipment by its kind; the beginning of its digest where it has none.
    private func document(_ digest: String) -> String {
        let known = view.shipment.documents.first { $0.digest == digest }
        let kind = known.flatMap { view.flow.documentKind($0.kind) }
        return kind.map { call.text($0.title) } ?? String(digest.prefix(19)) + "…"
    }

    // MARK: Notes

    func notes(_ lines: [JSONValue]) -> [JSONValue] {
        lines.filter { $0["data"]?["command"] == "add_note" }.reversed().map { line in
            [
                "text": line["data"]?["input"]?["text"] ?? "",
                "who": .string(who(line)), "iso": line["occurred"] ?? .null,
                "when": .string(moment(line)),
            ]
        }
    }

    /// `sent` has a note that was refused.
    func noteForm(_ sent: ShipmentPage.Sent?) -> JSONValue? {
        let isOpen = view.next.contains { step in
            step.event == "add_note"
                && (call.reader.principal?.roles.contains { step.roles.contains($0.rawValue) }
                    ?? false)
        }
        guard isOpen else { return nil }
        var object = JSONObject([
            .init("action", .string("/shipments/\(view.shipment.id)/notes")),
            .init("version", .integer(Int64(view.shipment.version))),
            .init("key", .string(SecretText.randomID(length: 22))),
        ])
        if let sent, sent.event == "add_note" {
            object.append("typed", .string(sent.form.exact("text") ?? ""))
            let parts = [sent.refusal.message] + sent.refusal.details.map(\.message)
            object.append(
                "problem",
                .string(parts.map(call.text).joined(separator: call.text("", " "))))
        }
        return .object(object)
    }
}
