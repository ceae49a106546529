import GreenlaneCore

/// A state in a word, with a shape: never by colour alone.
enum Chip {
    enum Kind: String {
        case now, done, part, open, plain, soon, late
    }

    static func json(_ kind: Kind, _ text: String) -> JSONValue {
        ["kind": .string(kind.rawValue), "text": .string(text)]
    }
}

/// Titles of roles, as a sentence names whose move it is.
enum RoleTitles {
    /// `报关员（您）`; nothing where no role is named.
    static func text(_ roles: [String], _ reader: ConsoleReader) -> String {
        let known = roles.compactMap { Actor.Role(rawValue: $0) }
        guard !known.isEmpty else { return "" }
        let titles = known.map { $0.title.text(reader.language) }
            .joined(separator: reader.language == .zh ? "、" : ", ")
        let isOwn = reader.principal?.roles.contains { known.contains($0) } ?? false
        guard isOwn else { return titles }
        return titles + (reader.language == .zh ? "（您）" : " (you)")
    }
}

/// What of a permit or an entry is used, promised and left, as a bar with its numbers.
enum BalanceBar {
    /// Nil where no amount was granted.
    static func json(_ balance: Balance, until: CalendarDate?, _ call: PageCall) -> JSONValue? {
        guard let granted = balance.granted, let left = balance.remaining else { return nil }
        let used = percent(balance.consumed, of: granted.amount)
        let kept = min(100 - used, percent(balance.reserved, of: granted.amount))
        let isExceeded = balance.shortfall > .zero
        let over = Quantity(balance.shortfall, granted.unit)
        var zh = "核定 \(granted)，已用 \(balance.consumed)，预留 \(balance.reserved)，"
        zh += isExceeded ? "超出 \(over)" : "余 \(left)"
        var en =
            "\(granted) granted, \(balance.consumed) used, \(balance.reserved) reserved, "
        en += isExceeded ? "exceeded by \(over)" : "\(left) left"
        if let until {
            zh += "；有效至 \(until)"
            en += "; valid to \(until)"
        }
        return [
            "usedPercent": .integer(Int64(used)), "keptPercent": .integer(Int64(kept)),
            "sentence": .string(call.text(zh, en)), "isExceeded": .bool(isExceeded),
        ]
    }

    /// Whole percent for drawing; numbers stand beside.
    private static func percent(_ part: Decimal, of whole: Decimal) -> Int {
        guard whole > .zero else { return 0 }
        let millionths = whole.millionths
        return Int(min(100, max(0, part.millionths / max(1, millionths / 100))))
    }
}
