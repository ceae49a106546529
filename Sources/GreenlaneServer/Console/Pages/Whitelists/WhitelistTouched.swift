import GreenlaneCore
import GreenlaneEngine

/// What publishing a list means beside the changes themselves: for what is used and reserved
/// already, and for entries that the list does not name.
struct WhitelistTouched: Sendable {
    static let rows = 50

    /// An entry that the list says otherwise or takes away.
    struct Entry: Sendable {
        /// As it would be.
        var after: WhitelistEntry
        /// As it is.
        var account: EntryAccount

        /// What is used and reserved, against what would be listed.
        var balance: Balance {
            var balance = account.balance
            balance.granted = after.approved
            return balance
        }
    }

    /// What is used and reserved would be more than what is listed.
    let exceeded: [Entry]
    /// Shipments reserve on them.
    let reserved: [Entry]
    /// The shipments of the first of these, in the same order.
    let holders: [[LedgerReservations.Holder]]
    /// In force or soon so, of schemes that the list is about, and not named by it.
    let unlisted: [WhitelistEntry]

    static func read(
        _ list: WhitelistAnswers.ReadList, _ call: PageCall
    ) async throws -> WhitelistTouched {
        let entries = list.changes.removed + list.changes.changed.map(\.entry)
        let touched = call.service.ledgers.read { book -> [Entry] in
            entries.compactMap { entry in
                book.entry(entry.id).map { Entry(after: entry, account: $0) }
            }
        }
        let reserved = touched.filter { $0.account.balance.reserved > .zero }
        let ids = reserved.prefix(rows).map(\.account.entry.id)
        let holders = try await call.read { store in
            try ids.map { try LedgerReservations.standing(.entry, $0, store) }
        }
        return WhitelistTouched(
            exceeded: touched.filter { $0.balance.shortfall > .zero }, reserved: reserved,
            holders: holders, unlisted: unlisted(list, call))
    }

    private static func unlisted(
        _ list: WhitelistAnswers.ReadList, _ call: PageCall
    ) -> [WhitelistEntry] {
        let named = Set(list.entries.map(\.id))
        let concerned = Set(list.entries.map(\.scheme))
        let schemes = call.service.definitions.schemes
        let known = call.service.ledgers.read { book in book.allEntries.map(\.entry) }
        return known.filter { entry in
            guard concerned.contains(entry.scheme), !named.contains(entry.id) else { return false }
            switch WhitelistWords.state(entry, schemes, on: call.now.date).state {
            case .current, .soon, .upcoming: return true
            case .ended, .suspended, .removed: return false
            }
        }
    }

    // MARK: Words

    /// A list for each of the three of which there is something to say.
    func sections(_ call: PageCall) -> [JSONValue] {
        var sections: [JSONValue] = []
        if !exceeded.isEmpty {
            let count = PageWords.grouped(Int64(exceeded.count))
            sections.append(
                section(
                    call.text(
                        "核定数量将低于已用与预留（\(count) 条）",
                        "Quantities that would be below what is used and reserved (\(count))"),
                    exceeded.prefix(Self.rows).map {
                        row($0.after.id, Self.excess($0.balance, call), isLate: true)
                    }))
        }
        if !reserved.isEmpty {
            let count = PageWords.grouped(Int64(reserved.count))
            sections.append(
                section(
                    call.text(
                        "受影响的条目上还有在办货物（\(count) 条）",
                        "Entries touched on which shipments still reserve (\(count))"),
                    zip(reserved, holders).map { entry, holders in
                        row(entry.after.id, Self.held(entry.account.balance, holders, call))
                    }))
        }
        if !unlisted.isEmpty {
            let count = PageWords.grouped(Int64(unlisted.count))
            sections.append(
                section(
                    call.text(
                        "不在这份文件里的有效条目（\(count) 条）：发布后维持原样，仍然有效",
                        "Entries in force that this file does not name (\(count)): "
                            + "they stay as they are"),
                    unlisted.prefix(Self.rows).map { entry in
                        row(entry.id, Self.named(entry, call))
                    }))
        }
        return sections
    }

    private func section(_ title: String, _ rows: [JSONValue]) -> JSONValue {
        ["title": .string(title), "rows": .array(rows)]
    }

    private func row(_ id: String, _ sentence: String, isLate: Bool = false) -> JSONValue {
        [
            "id": .string(id), "href": .string("/whitelists/" + QueryText.escaped(id)),
            "sentence": .string(sentence), "isLate": .bool(isLate),
        ]
    }

    private static func excess(_ balance: Balance, _ call: PageCall) -> String {
        let unit = balance.granted?.unit.rawValue
        func amount(_ value: Decimal) -> String { PageWords.quantity(value.description, unit) }
        let listed = amount(balance.granted?.amount ?? .zero)
        let (used, kept) = (amount(balance.consumed), amount(balance.reserved))
        let over = amount(balance.shortfall)
        return call.text(
            "将核定 \(listed)，已用 \(used)，预留 \(kept)：超出 \(over)，发布后不能再预留。",
            "\(listed) listed, \(used) used, \(kept) reserved: exceeded by \(over); "
                + "nothing more can be reserved.")
    }

    private static func held(
        _ balance: Balance, _ holders: [LedgerReservations.Holder], _ call: PageCall
    ) -> String {
        let reserved = PageWords.quantity(
            balance.reserved.description, balance.granted?.unit.rawValue)
        let shipments = PageWords.list(holders.map(\.shipment), call, limit: 5)
        return call.text(
            "仍预留着 \(reserved)：\(shipments)。", "\(reserved) still reserved: \(shipments).")
    }

    private static func named(_ entry: WhitelistEntry, _ call: PageCall) -> String {
        [
            entry.unitName, WhitelistWords.goods(entry, call),
            WhitelistWords.approved(entry, call),
        ].filter { !$0.isEmpty }.joined(separator: call.text("，", ", "))
    }
}
