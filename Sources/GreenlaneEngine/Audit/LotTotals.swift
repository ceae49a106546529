import GreenlaneCore

/// What several accounts come to. Amounts of different units are never added.
struct LotTotals {
    private struct Sum {
        var unit: String
        var requested = Decimal.zero
        var accepted = Decimal.zero
        var released = Decimal.zero
        var delivered = Decimal.zero
        var used = Decimal.zero
        var destroyed = Decimal.zero
        var returned = Decimal.zero
        var left = Decimal.zero
    }

    private(set) var lines = 0
    private var gaps = 0
    private var open = 0
    private var sums: [Sum] = []

    mutating func add(_ account: LineAccount) {
        lines += 1
        if !account.gaps.isEmpty { gaps += 1 }
        if account.books == .open { open += 1 }
        let unit = account.unit?.rawValue ?? ""
        let place = sums.firstIndex { $0.unit == unit } ?? sums.count
        if place == sums.count { sums.append(Sum(unit: unit)) }
        sums[place].requested = sums[place].requested + account.requested
        sums[place].accepted = sums[place].accepted + account.accepted
        sums[place].released = sums[place].released + account.released
        sums[place].delivered = sums[place].delivered + account.delivered
        sums[place].used = sums[place].used + account.used
        sums[place].destroyed = sums[place].destroyed + account.destroyed
        sums[place].returned =
            sums[place].returned + account.returned + account.surrendered
        sums[place].left = sums[place].left + account.left
    }

    var json: JSONObject {
        let totals = sums.sorted { $0.unit < $1.unit }.map { sum -> JSONValue in
            [
                "unit": .string(sum.unit), "requested": .string(sum.requested.description),
                "accepted": .string(sum.accepted.description),
                "released": .string(sum.released.description),
                "delivered": .string(sum.delivered.description),
                "used": .string(sum.used.description),
                "destroyed": .string(sum.destroyed.description),
                "returned": .string(sum.returned.description),
                "left": .string(sum.left.description),
            ]
        }
        return JSONObject([
            .init("lines", .integer(Int64(lines))), .init("gaps", .integer(Int64(gaps))),
            .init("open", .integer(Int64(open))),
            .init("closes", .bool(gaps == 0 && open == 0 && lines > 0)),
            .init("totals", .array(totals)),
        ])
    }
}
