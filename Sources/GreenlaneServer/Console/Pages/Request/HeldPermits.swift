import GreenlaneCore

/// Permits that the importer has already and that can still be drawn on: beside a permit that is
/// needed, the first thing to know.
struct HeldPermits {
    /// Permits of one kind that are named.
    private static let maximumNamed = 3

    private let call: PageCall
    private var known: [String: [Permit]] = [:]

    /// What of the permits that an assessment asks for the importer holds; nothing where the reader
    /// may not look at permits.
    init(_ answer: Assessment, of holder: String?, _ call: PageCall) {
        self.call = call
        let reach = call.reader.principal?.reach(of: .readPermits)
        guard let holder, reach?.includes(importer: holder) == true else { return }
        let needed = answer.items.flatMap(\.permits).filter { $0.status == .required }.map(\.code)
        let day = answer.asOf
        known = call.service.ledgers.read { book in
            var found: [String: [Permit]] = [:]
            for code in needed where found[code] == nil {
                found[code] = book.permits(code: code, holder: holder).filter {
                    Self.isOpen($0, on: day)
                }
            }
            return found
        }
    }

    /// In force, and something is left of it.
    static func isOpen(_ permit: Permit, on day: CalendarDate) -> Bool {
        guard permit.isValid(on: day) else { return false }
        if permit.singleUse, !permit.balance.shipments.isEmpty { return false }
        return permit.balance.remaining.map { $0.amount > .zero } ?? true
    }

    /// Nil where there is none.
    func sentence(_ code: String) -> String? {
        guard let permits = known[code], !permits.isEmpty else { return nil }
        // What ends first is used first.
        let ordered = permits.sorted { ($0.validTo, $0.id) < ($1.validTo, $1.id) }
        let named = ordered.prefix(Self.maximumNamed).map(words)
            .joined(separator: call.text("；", "; "))
        let rest = permits.count - Self.maximumNamed
        let more = rest > 0 ? call.text("；另有 \(rest) 份", "; and \(rest) more") : ""
        return call.text("已有可用许可：", "You hold: ") + named + more + call.text("。", ".")
    }

    private func words(_ permit: Permit) -> String {
        let day = ConsoleDates.day(permit.validTo, call.language, now: call.now)
        let left =
            permit.balance.remaining.map { call.text("余 \($0)，", "\($0) left, ") }
            ?? call.text("不限量，", "no quantity limit, ")
        let goods = permit.goods.map { PlainText.printable($0) + call.text("，", ", ") } ?? ""
        let number = PlainText.printable(permit.number)
        return "\(number) (\(permit.id)) " + goods + left
            + call.text("有效至 \(day)", "until \(day)")
    }
}
