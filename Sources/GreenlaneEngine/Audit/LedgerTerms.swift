import GreenlaneCore
import GreenlaneStore

/// What the log says of one permit or whitelist entry over time, without its draws.
struct LedgerTerms {
    struct Statement {
        var position: Int64
        /// The day on which it happened in the world: what is recorded late counts from then on.
        var day: CalendarDate
        var change: LedgerEvent.Change
    }

    /// Why a permit or an entry does not count on a day.
    struct Fault: Hashable {
        /// Stable: `expired`, `not-yet-valid`, `revoked`, `suspended`, `removed` or `unknown`.
        var code: String
        /// First or last day of validity, or the day from which it was taken away.
        var since: CalendarDate?
        /// The event that says so.
        var position: Int64?
    }

    var statements: [Statement] = []

    /// Reads the events that the trace names, and no draw.
    static func read(_ stream: String, _ store: LogStore) throws -> LedgerTerms {
        var terms = LedgerTerms()
        let rows = try store.traces(topic: TraceTopic.terms.rawValue, keys: stream...stream)
        for row in rows {
            guard let event = try store.event(at: row.position) else { continue }
            let head = try EventHead.parse(event.entry)
            guard let change = LedgerEvent(stream: head.stream, type: head.type, data: head.data)
            else { continue }
            terms.statements.append(
                Statement(
                    position: head.position, day: head.occurred.date, change: change.change))
        }
        return terms
    }

    /// The permit as it was granted; nil where it is none.
    var permit: Permit? {
        for statement in statements {
            if case .granted(let permit) = statement.change { return permit }
        }
        return nil
    }

    /// The entry as it was last stated.
    var entry: WhitelistEntry? {
        statements.compactMap(Self.entry).last?.entry
    }

    /// The unit in which it counts; nil where no quantity limits it.
    var unit: Unit? { permit?.balance.granted?.unit ?? entry?.approved?.unit }

    private static func entry(_ statement: Statement) -> (at: Statement, entry: WhitelistEntry)? {
        switch statement.change {
        case .published(let entry), .restated(let entry): (statement, entry)
        default: nil
        }
    }

    /// Whether the entry stands for the permit, by what was said of it up to the day.
    func waives(_ code: String, on day: CalendarDate) -> Bool {
        (statement(on: day)?.entry ?? entry)?.waives.contains(code) ?? false
    }

    private func statement(on day: CalendarDate) -> (at: Statement, entry: WhitelistEntry)? {
        let said = statements.compactMap(Self.entry)
        return said.last { $0.at.day <= day } ?? said.first
    }

    /// Why it did not count on the day; nil where it did.
    func fault(on day: CalendarDate, _ schemes: WhitelistSchemeBook) -> Fault? {
        guard let first = statements.first else { return Fault(code: "unknown") }
        for statement in statements {
            guard case .revoked = statement.change, statement.day <= day else { continue }
            let code = permit == nil ? "removed" : "revoked"
            return Fault(code: code, since: statement.day, position: statement.position)
        }
        if let permit {
            return outside(permit.validFrom, permit.validTo, day, first.position)
        }
        if let status = laterStatus(day) { return status }
        guard let (at, entry) = statement(on: day) else { return Fault(code: "unknown") }
        if let fault = Self.status(entry, at, on: day) { return fault }
        let scheme = schemes.scheme(entry.scheme, on: day)
        let last = scheme?.lastDay(of: entry) ?? entry.validTo
        return outside(entry.validFrom, last, day, at.position)
    }

    /// A list that came out later may say from which day an entry was suspended or removed.
    private func laterStatus(_ day: CalendarDate) -> Fault? {
        for statement in statements where day < statement.day {
            guard let (at, entry) = Self.entry(statement), let since = entry.statusDate,
                since <= day
            else { continue }
            if let fault = Self.status(entry, at, on: day) { return fault }
        }
        return nil
    }

    private static func status(
        _ entry: WhitelistEntry, _ at: Statement, on day: CalendarDate
    ) -> Fault? {
        let since = entry.statusDate ?? at.day
        guard entry.status != .active, since <= day else { return nil }
        return Fault(code: entry.status.rawValue, since: since, position: at.position)
    }

    private func outside(
        _ from: CalendarDate?, _ to: CalendarDate?, _ day: CalendarDate, _ position: Int64
    ) -> Fault? {
        if let from, day < from {
            return Fault(code: "not-yet-valid", since: from, position: position)
        }
        if let to, to < day { return Fault(code: "expired", since: to, position: position) }
        return nil
    }
}
