import GreenlaneCore
import GreenlaneEngine

/// What is left of permits and whitelist entries, and which of them end soon; of those whose
/// holders are within reach.
struct PanoramaBalances {
    struct Row: Sendable {
        /// What it is for, and its number.
        var title: String
        var number: String
        var holder: String
        var balance: Balance
        var until: CalendarDate?

        var name: String { title + " " + number }
        var label: String { title + "\n" + number }
    }

    /// Rows of a block.
    static let maximumRows = 12
    /// Days ahead that are looked for ends.
    static let ahead = 60

    /// Those with a quantity, most used first.
    private(set) var quotas: [Row] = []
    /// Those that end soon, soonest first.
    private(set) var ending: [Row] = []
    private(set) var quotaCount = 0
    private(set) var endingCount = 0

    var isEmpty: Bool { quotas.isEmpty && ending.isEmpty }

    init(_ call: PageCall, _ reach: Reach) {
        let permits = Dictionary(
            call.service.definitions.rules.permits.map { ($0.code, $0.name) },
            uniquingKeysWith: { first, _ in first })
        let today = call.now.date
        let language = call.language
        let rows = call.service.ledgers.read { book -> [Row] in
            var rows: [Row] = []
            for permit in book.allPermits
            where permit.status == .valid && permit.validTo >= today
                && reach.includes(importer: permit.holder)
            {
                let title = permits[permit.code]?.text(language) ?? permit.code
                rows.append(
                    Row(
                        title: title, number: permit.number, holder: permit.holder,
                        balance: permit.balance, until: permit.validTo))
            }
            for account in book.allEntries
            where account.entry.status == .active
                && account.entry.validTo.map({ $0 >= today }) ?? true
                && reach.includes(importer: account.entry.unitUscc)
            {
                let entry = account.entry
                let names = [entry.itemNameZh, entry.itemNameEn]
                let name = language == .zh ? names[0] ?? names[1] : names[1] ?? names[0]
                rows.append(
                    Row(
                        title: name ?? entry.id, number: entry.id, holder: entry.unitName,
                        balance: account.balance, until: entry.validTo))
            }
            return rows
        }
        let limited = rows.filter { $0.balance.granted != nil }
        quotaCount = limited.count
        quotas = Array(
            limited.sorted { (Self.used($1), $0.name) < (Self.used($0), $1.name) }
                .prefix(Self.maximumRows))
        let last = today.adding(days: Self.ahead)
        let soon = rows.filter { $0.until.map { $0 <= last } ?? false }
        endingCount = soon.count
        ending = Array(
            soon.sorted { ($0.until ?? last, $0.name) < ($1.until ?? last, $1.name) }
                .prefix(Self.maximumRows))
    }

    /// Used up and promised, in thousandths of what was granted: more than a thousand where the
    /// grant was lowered afterwards.
    static func used(_ row: Row) -> Int {
        share(row.balance.consumed + row.balance.reserved, of: row.balance)
    }

    /// More than that has no room beside its bar.
    private static let maximumShare: Int128 = 99_999

    static func share(_ amount: Decimal, of balance: Balance) -> Int {
        guard let granted = balance.granted?.amount, granted > .zero else { return 0 }
        let share = amount.millionths * 1_000 / granted.millionths
        return Int(min(max(share, 0), maximumShare))
    }
}
