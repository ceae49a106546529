import GreenlaneCore
import GreenlaneStore
import Testing

/// Balances made again from the log alone, line by line and without the product's own fold: the
/// plainest bookkeeping that could be right.
struct NaiveBalances {
    struct Hold: Hashable {
        var ledger: String
        var shipment: String
        var line: Int
    }

    private(set) var reserved: [Hold: Decimal] = [:]
    private(set) var consumed: [Hold: Decimal] = [:]
    private(set) var position: Int64 = 0
    /// What could not have been: a line that gives back or uses up what it never had.
    private(set) var problems: [String] = []

    mutating func read(_ store: LogStore) throws {
        var seen: [(type: String, entry: [UInt8])] = []
        try store.scan(from: position + 1) { view in
            position = view.position
            if view.type.hasPrefix("permit.") || view.type.hasPrefix("entry.") {
                seen.append((view.type, Array(view.entry)))
            }
            return true
        }
        for (type, entry) in seen { try add(type, try JSONParser.parse(entry)) }
    }

    private mutating func add(_ type: String, _ entry: JSONValue) throws {
        guard let data = entry["data"], let stream = entry["stream"]?.stringValue,
            let shipment = data["shipment"]?.stringValue, let line = data["line"]?.integerValue,
            let amount = data["amount"]?.stringValue.flatMap({ Decimal($0) })
        else { return }
        let hold = Hold(ledger: stream, shipment: shipment, line: Int(line))
        let before = reserved[hold] ?? .zero
        switch type.split(separator: ".").last {
        case "reserved":
            if before != .zero { problems.append("\(hold) reserves twice") }
            reserved[hold] = before + amount
        case "consumed":
            if before != amount { problems.append("\(hold) uses \(amount) of \(before)") }
            reserved[hold] = before - amount
            consumed[hold] = (consumed[hold] ?? .zero) + amount
        case "freed":
            if before != amount { problems.append("\(hold) gives back \(amount) of \(before)") }
            reserved[hold] = before - amount
        case "returned":
            let used = consumed[hold] ?? .zero
            if used < amount { problems.append("\(hold) gets \(amount) of \(used) back") }
            consumed[hold] = used - amount
        default: break
        }
    }

    private func sum(_ amounts: [Hold: Decimal], _ ledger: String) -> Decimal {
        amounts.reduce(.zero) { $1.key.ledger == ledger ? $0 + $1.value : $0 }
    }

    /// Every ledger of the store against this bookkeeping.
    func differences(_ store: LogStore) throws -> [String] {
        var found = problems
        for row in try store.ledgers() {
            let name = "\(row.kind)/\(row.id)"
            guard let json = try JSONParser.parse(row.body)["balance"],
                let balance = Balance(json: json)
            else {
                found.append("\(name) cannot be read")
                continue
            }
            let (held, used) = (sum(reserved, name), sum(consumed, name))
            if balance.reserved != held || balance.consumed != used {
                found.append(
                    "\(name): ledger \(balance.reserved)+\(balance.consumed), log \(held)+\(used)")
            }
            if held < .zero || used < .zero { found.append("\(name) is below zero") }
            guard let granted = balance.granted, let remaining = balance.remaining else { continue }
            if granted.amount != remaining.amount + held + used {
                found.append("\(name): \(granted) is not \(remaining) + \(held) + \(used)")
            }
        }
        return found
    }

    /// What the shipments believe they hold, against the log.
    func differences(_ shipments: [Shipment]) -> [String] {
        var found: [String] = []
        for shipment in shipments {
            var believed: [Hold: Decimal] = [:]
            for draw in shipment.draws where draw.status == .reserved {
                let hold = Hold(
                    ledger: "\(draw.ledger.rawValue)/\(draw.id)", shipment: shipment.id,
                    line: draw.line)
                believed[hold] = (believed[hold] ?? .zero) + draw.amount
            }
            let known = reserved.filter { $0.key.shipment == shipment.id && $0.value != .zero }
            if known != believed.filter({ $0.value != .zero }) {
                found.append("\(shipment.id) believes \(believed), the log says \(known)")
            }
        }
        return found
    }
}
