import GreenlaneCore
import GreenlaneStore

/// Counts of refusals against the marks on the record: a count lies from the last mark to below
/// the next one, which is ten times as much.
struct TallyCheck {
    private struct Key: Hashable {
        var day: String
        var actor: String
        var target: String
        var command: String
        var code: String
    }

    private var marks: [Key: Int64] = [:]
    private var positions: [Key: Int64] = [:]
    /// Marks of actors whose names were erased: several may share one row that is left.
    private var nameless: [Key: ClosedRange<Int64>] = [:]

    /// A refusal on the record. `name` is nil where it was erased.
    mutating func take(
        _ entry: EntryParts, _ data: JSONValue, name: String?, at position: Int64,
        _ findings: Findings
    ) {
        guard let code = data["code"]?.stringValue, let count = data["count"]?.integerValue,
            let day = entry.recorded?.date.description, count > 0
        else {
            findings.add(position, "entry-unreadable")
            return
        }
        var key = Key(day: day, actor: "", target: "", command: "", code: "")
        if let command = data["command"]?.stringValue {
            key = Key(
                day: day, actor: "\(entry.role):\(name ?? "")",
                target: data["target"]?.stringValue ?? "", command: command, code: code)
            if name == nil {
                let known = nameless[key] ?? count...count
                nameless[key] = min(known.lowerBound, count)...max(known.upperBound, count)
                positions[key] = position
                return
            }
        }
        marks[key] = max(marks[key] ?? 0, count)
        positions[key] = position
    }

    func compare(_ store: LogStore, _ findings: Findings) throws {
        var marks = marks
        var nameless = nameless
        try store.forEachRow(of: .refusalTally) { row in
            let key = Key(
                day: row.text(0), actor: row.text(1), target: row.text(2), command: row.text(3),
                code: row.text(4))
            let count = row.integer(5)
            if let mark = marks.removeValue(forKey: key) {
                if count < mark || count / 10 >= mark {
                    findings.add(positions[key] ?? 0, "tally-differs", key.actor)
                }
            } else if let range = nameless.removeValue(forKey: key) {
                if count < range.lowerBound || count / 10 >= range.upperBound {
                    findings.add(positions[key] ?? 0, "tally-differs", key.actor)
                }
            } else {
                findings.add(0, "tally-differs", key.actor)
            }
        }
        let left = (Array(marks.keys) + Array(nameless.keys)).map { positions[$0] ?? 0 }
        for position in left.sorted() { findings.add(position, "tally-differs") }
    }
}
