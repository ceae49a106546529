import GreenlaneCore

/// Tells a divergence in full. Slow, and asked only where something is wrong.
extension Replayer {
    /// The log has what the rules refuse.
    func refuse(_ attempt: ReplayAttempt, _ refusal: Refusal, _ account: RefusalAccount?) {
        var found = divergence("refused", attempt)
        found.refusal = refusal
        found.recorded = EntryView.text(attempt.entry.data)
        tell(account, attempt, &found)
        diverge(found)
        resync(attempt)
        // What the refused event did to permits is part of the same finding.
        expected = []
        expectedIndex = 0
        expectedCause = -1
    }

    /// The log has another event than was decided.
    func differ(_ decision: Decision, _ attempt: ReplayAttempt) {
        let entry = attempt.entry
        let chart = attempt.flow.workflow.chart
        var found = divergence("event-differs", attempt)
        writer.removeAll()
        decision.event.write(to: &writer, chart)
        let decided = String(decoding: writer.bytes, as: UTF8.self)
        let recorded = EntryView.text(entry.data)
        found.decided = decided
        found.recorded = recorded
        let first = Self.parsed(decided)
        let second = Self.parsed(recorded)
        found.differences = JSONDifference.find(
            members(of: decision, first, attempt), members(of: entry, second),
            limit: ReplayDivergence.maximumDifferences)
        found.rules = rules(first, second)
        if !decision.event.fits {
            let account = Shipment.account(
                attempt.before, attempt.command, by: attempt.role, attempt.facts)
            found.refusal = account?.refusal
            tell(account, attempt, &found)
        } else {
            let states = second?["at"]?.arrayValue?.compactMap(\.stringValue) ?? []
            let account = Shipment.account(
                attempt.before, attempt.command, notReaching: states, attempt.facts)
            found.refusal = account.obstacle?.refusal
            tell(account.obstacle, attempt, &found)
            if found.definition == nil {
                found.definition = found.rules.first ?? account.taken.map { place($0, attempt) }
            }
        }
        diverge(found)
        resync(attempt)
        expected = whatIf == nil ? decision.ledger : []
        expectedIndex = 0
        expectedCause = whatIf == nil ? attempt.position : -1
    }

    private func divergence(_ kind: String, _ attempt: ReplayAttempt) -> ReplayDivergence {
        var found = ReplayDivergence(
            position: attempt.position, stream: EntryView.text(attempt.entry.stream), kind: kind)
        found.under = EntryView.text(attempt.entry.under)
        return found
    }

    func tell(
        _ account: RefusalAccount?, _ attempt: ReplayAttempt, _ found: inout ReplayDivergence
    ) {
        guard let account else { return }
        found.check = account.check
        found.inputs = account.inputs
        found.definition = place(account.place, attempt)
        // The rule that asks for a permit stands in a text of its own.
        if case .string(let rule)? = account.inputs.first(where: { $0.name == "rule" })?.value,
            let place = place(ofRule: rule), !found.rules.contains(place)
        {
            found.rules.append(place)
        }
    }

    private func place(
        _ place: SourcePlace, _ attempt: ReplayAttempt
    ) -> ReplayDivergence.TextPlace {
        ReplayDivergence.TextPlace(
            rule: "", name: attempt.flow.name, digest: attempt.flow.digest, line: place.line,
            column: place.column)
    }

    private func place(ofRule id: String) -> ReplayDivergence.TextPlace? {
        guard let rules = definitions?.rules, let known = rules.places[id] else { return nil }
        let digest = rules.sources.first { $0.id == known.file }?.digest ?? ""
        return ReplayDivergence.TextPlace(
            rule: id, name: known.file, digest: digest, line: known.place.line,
            column: known.place.column)
    }

    // MARK: Differences

    private static func parsed(_ text: String) -> JSONValue? {
        guard case .success(let value) = Result(catching: { try JSONParser.parse(text) }) else {
            return nil
        }
        return value
    }

    /// The members of an entry that follow from a decision.
    private func members(
        of decision: Decision, _ data: JSONValue?, _ attempt: ReplayAttempt
    ) -> JSONValue {
        var object = JSONObject()
        object.append("type", .string(decision.event.type))
        object.append("version", .integer(Int64(decision.shipment.version)))
        let attachments = EventAttachments.digests(decision.event)
        if !attachments.isEmpty {
            object.append("attachments", .array(attachments.map { .string($0) }))
        }
        object.append("data", data ?? .null)
        if EntryWriter.isLate(
            occurred: attempt.facts.occurred, recorded: attempt.facts.recorded)
        {
            object.append("late", true)
        }
        return .object(object)
    }

    private func members(of entry: EntryView, _ data: JSONValue?) -> JSONValue {
        var object = JSONObject()
        object.append("type", .string(EntryView.text(entry.type)))
        object.append("version", .integer(entry.version))
        if !entry.attachments.isEmpty {
            object.append("attachments", Self.parsed(EntryView.text(entry.attachments)) ?? .null)
        }
        object.append("data", data ?? .null)
        if entry.isLate { object.append("late", true) }
        return .object(object)
    }

    /// The rules of the requirements that only one of the two has, in their order.
    private func rules(
        _ first: JSONValue?, _ second: JSONValue?
    ) -> [ReplayDivergence.TextPlace] {
        let decided = Self.requirements(first)
        let recorded = Self.requirements(second)
        var found: [ReplayDivergence.TextPlace] = []
        for (own, other) in [(decided, recorded), (recorded, decided)] {
            for requirement in own where !other.contains(requirement) {
                guard let id = requirement["rule"]?.stringValue else { continue }
                let place =
                    place(ofRule: id)
                    ?? ReplayDivergence.TextPlace(
                        rule: id, name: "", digest: "", line: 0, column: 0)
                if !found.contains(place) { found.append(place) }
            }
        }
        return found
    }

    private static func requirements(_ data: JSONValue?) -> [JSONValue] {
        (data?["effects"]?.arrayValue ?? []).flatMap { $0["requirements"]?.arrayValue ?? [] }
    }
}
