import GreenlaneCore
import GreenlaneStore

/// Subscriptions, what is to be delivered to them, and what was tried.
struct DeliveryCheck {
    private struct Subscriber {
        var row: SubscriptionRow
        var created: Timestamp
        /// Position and time of its end.
        var ended: (position: Int64, at: Timestamp)?
    }

    private struct Delivery: Hashable {
        var subscription: Int64
        var position: Int64
    }

    /// What a delivery says of its event.
    private struct Told: Equatable {
        var stream: Int64
        /// Milliseconds since 1970 of the first try.
        var due: Int64
    }

    private var subscribers: [Subscriber] = []
    private var rows: RowSums
    private var dues: RowSums
    private var attempts: RowSums
    /// Ranges in which something was tried: the time of a try is its own.
    private var tried: [Int64: Bool] = [:]
    /// How many deliveries of a range wait for their first try.
    private var untried: [Int64: Int] = [:]
    /// Deliveries that may be there or not: of events recorded in the same moment as a change of
    /// the subscription, whose transaction nobody wrote down.
    private var optional: [Delivery: Told] = [:]
    private let heads: [Int64: Int64]

    /// Tries of one delivery beyond which nobody tries.
    private static let maximumAttempts: Int64 = 1_000

    /// `heads` are the sizes and times of signed heads, of which some are told.
    init(lastPosition: Int64, heads: [Int64: Int64]) {
        self.heads = heads
        rows = RowSums(maximum: lastPosition)
        dues = RowSums(maximum: lastPosition)
        attempts = RowSums(maximum: lastPosition)
    }

    // MARK: On the way

    mutating func changed(
        _ entry: EntryParts, _ name: String, at position: Int64, _ findings: Findings
    ) {
        guard let recorded = entry.recorded else { return }
        if JSONScanner.equal(entry.type, "subscription.created") {
            let data = entry.json
            guard let url = data?["endpoint"]?.stringValue, let format = data?["format"]?.stringValue
            else {
                findings.add(position, "entry-unreadable")
                return
            }
            subscribers.append(
                Subscriber(
                    row: SubscriptionRow(
                        id: Int64(subscribers.count + 1), name: name, url: url, format: format,
                        active: true, since: position), created: recorded))
        } else if let index = subscribers.firstIndex(where: { $0.row.name == name }) {
            subscribers[index].row.active = false
            subscribers[index].ended = (position, recorded)
        }
    }

    /// Every event but a refusal is told to those who listen.
    @inline(__always)
    mutating func take(
        _ entry: EntryParts, stream: Int64, at position: Int64, isHeard: Bool
    ) {
        guard !subscribers.isEmpty, let recorded = entry.recorded else { return }
        for subscriber in subscribers {
            let row = subscriber.row
            if row.format == SubscriptionRow.checkpointFormat {
                guard let at = heads[position], subscriber.ended == nil else { continue }
                expect(row.id, position, stream, at)
                continue
            }
            guard isHeard, row.since < position else { continue }
            // The end itself is still told.
            let isOver = subscriber.ended.map { $0.position < position } ?? false
            if subscriber.created == recorded || isOver && subscriber.ended?.at == recorded {
                optional[Delivery(subscription: row.id, position: position)] = Told(
                    stream: stream, due: recorded.milliseconds)
            } else if !isOver {
                expect(row.id, position, stream, recorded.milliseconds)
            }
        }
    }

    private mutating func expect(
        _ subscription: Int64, _ position: Int64, _ stream: Int64, _ due: Int64
    ) {
        rows.expect(position, Self.hash(subscription, position, stream))
        dues.expect(position, Self.hash(subscription, position, due))
    }

    private static func hash(_ first: Int64, _ second: Int64, _ third: Int64) -> Int {
        var hasher = Hasher()
        hasher.combine(first)
        hasher.combine(second)
        hasher.combine(third)
        return hasher.finalize()
    }

    // MARK: Comparing

    mutating func compare(_ store: LogStore, _ findings: Findings) throws {
        try compareSubscriptions(store, findings)
        try store.forEachRow(of: .outbox) { take(outbox: $0, findings) }
        try store.forEachRow(of: .attempt) { take(attempt: $0, findings) }
        for sums in [rows, attempts] {
            if sums.isOutside { findings.add(0, "outbox-differs") }
            for range in sums.differing {
                findings.add(range.lowerBound, "outbox-differs", range: range)
            }
        }
        for range in dues.differing {
            let index = range.lowerBound / RowSums.width
            if tried[index] == nil {
                findings.add(range.lowerBound, "outbox-differs", "due", range: range)
            } else if untried[index] != nil {
                try checkDues(range, store, findings)
            }
        }
    }

    /// Where some were tried, those that were not are looked at one by one.
    private func checkDues(
        _ range: ClosedRange<Int64>, _ store: LogStore, _ findings: Findings
    ) throws {
        var recorded: [Int64: Int64] = [:]
        try store.scan(from: max(1, range.lowerBound)) { view in
            guard view.position <= range.upperBound else { return false }
            recorded[view.position] = EntryParts(view.entry)?.recorded?.milliseconds
            return true
        }
        let heads = Set(
            subscribers.filter { $0.row.format == SubscriptionRow.checkpointFormat }.map(\.row.id))
        try store.forEachRow(of: .outbox) { row in
            let position = row.integer(1)
            guard range.contains(position), row.integer(4) == 0 else { return }
            let due = heads.contains(row.integer(0)) ? self.heads[position] : recorded[position]
            if due != row.integer(5) { findings.add(position, "outbox-differs", "due") }
        }
    }

    private func compareSubscriptions(_ store: LogStore, _ findings: Findings) throws {
        var left = subscribers
        try store.forEachRow(of: .subscription) { row in
            let id = row.integer(0)
            guard let index = left.firstIndex(where: { $0.row.id == id }) else {
                findings.add(0, "subscription-differs", row.text(1))
                return
            }
            let known = left.remove(at: index).row
            let isSame =
                row.text(1).isSame(as: known.name) && row.text(2).isSame(as: known.url)
                && row.text(3).isSame(as: known.format)
                && row.integer(4) == (known.active ? 1 : 0) && row.integer(5) == known.since
            if !isSame { findings.add(known.since, "subscription-differs", known.name) }
        }
        for subscriber in left {
            findings.add(subscriber.row.since, "subscription-differs", subscriber.row.name)
        }
    }

    private mutating func take(outbox row: StoredRow, _ findings: Findings) {
        let subscription = row.integer(0)
        let position = row.integer(1)
        let status = row.integer(3)
        let count = row.integer(4)
        let known = Delivery(subscription: subscription, position: position)
        let told = Told(stream: row.integer(2), due: row.integer(5))
        if let possible = optional.removeValue(forKey: known) {
            if possible.stream != told.stream || count == 0 && possible.due != told.due {
                findings.add(position, "outbox-differs")
            }
        } else {
            if count == 0 { untried[position / RowSums.width, default: 0] += 1 }
            rows.found(position, Self.hash(subscription, position, row.integer(2)))
            dues.found(position, Self.hash(subscription, position, row.integer(5)))
        }
        let isKnown = (0...2).contains(status) && (0...Self.maximumAttempts).contains(count)
        guard isKnown, status == 0 || count > 0 else {
            findings.add(position, "outbox-differs", "status")
            return
        }
        guard count > 0 else { return }
        tried[position / RowSums.width] = true
        for number in 1...count {
            attempts.expect(position, Self.hash(subscription, position, number))
        }
        if status == 1 { attempts.expect(position, Self.hash(subscription, position, -count)) }
    }

    private mutating func take(attempt row: StoredRow, _ findings: Findings) {
        let subscription = row.integer(0)
        let position = row.integer(1)
        let number = row.integer(2)
        attempts.found(position, Self.hash(subscription, position, number))
        let outcome = row.text(4)
        let status = row.isNull(5) ? nil : row.integer(5)
        if Self.isSuccess(outcome, status) {
            attempts.found(position, Self.hash(subscription, position, -number))
        }
        if !Self.isOutcome(outcome, status) {
            findings.add(position, "outbox-differs", "attempt \(number)")
        }
    }

    /// What ends a delivery well: an answer of 2xx, or an event that need not be told.
    private static func isSuccess(_ outcome: String, _ status: Int64?) -> Bool {
        outcome == "skipped"
            || outcome == "response" && status.map { (200..<300).contains($0) } ?? false
    }

    private static func isOutcome(_ outcome: String, _ status: Int64?) -> Bool {
        switch outcome {
        case "skipped", "connection-fault": status == nil
        case "target-refused": true
        case "response": status.map { (100..<600).contains($0) } ?? false
        default: outcome.hasPrefix("bot-") && status.map { (200..<300).contains($0) } ?? false
        }
    }
}
