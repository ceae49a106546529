import GreenlaneCore

/// Permits and whitelist entries: their balances move only because a shipment moved them.
extension Replayer {
    func apply(_ entry: EntryView, position: Int64) {
        let name = EntryView.text(entry.stream)
        guard case .success(let data) = JSONParser.parse(entry.data),
            let event = LedgerEvent(stream: name, type: EntryView.text(entry.type), data: data)
        else { return unreadable(entry, position) }
        if let cause = entry.cause, cause == expectedCause {
            if expectedIndex < expected.count {
                let wanted = expected[expectedIndex]
                if wanted != event { differ(wanted, entry, data, position) }
                expectedIndex += 1
            } else {
                unexpected(entry, position)
            }
        } else if case .balance = event.change, only == nil, expectedCause >= 0 {
            unexpected(entry, position)
        }
        ledgers.apply(event)
    }

    func finishExpected(at position: Int64) {
        if expectedIndex < expected.count {
            let wanted = expected[expectedIndex]
            var found = ReplayDivergence(
                position: position, stream: wanted.stream, kind: "missing")
            found.decided = Self.text(wanted)
            found.inputs = [.init("cause", .integer(expectedCause))]
            found.under = String(decoding: under, as: UTF8.self)
            diverge(found)
        }
        expected = []
        expectedIndex = 0
    }

    /// What a shipment's event did to another permit, or another amount, than was decided.
    private func differ(
        _ wanted: LedgerEvent, _ entry: EntryView, _ data: JSONValue, _ position: Int64
    ) {
        var found = ReplayDivergence(
            position: position, stream: EntryView.text(entry.stream), kind: "event-differs")
        let decided = Self.text(wanted)
        found.decided = decided
        found.recorded = EntryView.text(entry.data)
        found.check = "balance"
        found.inputs = [.init("cause", .integer(expectedCause))]
        found.under = EntryView.text(entry.under)
        var first = JSONObject()
        var second = JSONObject()
        first.append("stream", .string(wanted.stream))
        second.append("stream", .string(EntryView.text(entry.stream)))
        first.append("type", .string(wanted.type))
        second.append("type", .string(EntryView.text(entry.type)))
        if case .success(let value) = Result(catching: { try JSONParser.parse(decided) }) {
            first.append("data", value)
        }
        second.append("data", data)
        found.differences = JSONDifference.find(
            .object(first), .object(second), limit: ReplayDivergence.maximumDifferences)
        diverge(found)
    }

    /// A balance that no shipment's decision moved.
    private func unexpected(_ entry: EntryView, _ position: Int64) {
        var found = ReplayDivergence(
            position: position, stream: EntryView.text(entry.stream), kind: "unexpected")
        found.recorded = EntryView.text(entry.data)
        found.check = "balance"
        found.inputs = [
            .init("cause", entry.cause.map { .integer($0) } ?? .null),
            .init("decided", .integer(Int64(expected.count))),
        ]
        found.under = EntryView.text(entry.under)
        diverge(found)
    }

    private static func text(_ event: LedgerEvent) -> String {
        var writer = JSONWriter(capacity: 256)
        event.write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
