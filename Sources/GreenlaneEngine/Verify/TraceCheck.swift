import GreenlaneCore
import GreenlaneStore

/// The table that finds events by what they are about, against what the entries say.
struct TraceCheck {
    private var sums: RowSums

    init(lastPosition: Int64) {
        sums = RowSums(maximum: lastPosition)
    }

    @inline(__always)
    mutating func take(_ entry: EntryParts) {
        for row in TraceProjection.rows(of: entry) {
            var hasher = Hasher()
            hasher.combine(text: row.topic)
            hasher.combine(text: row.key)
            hasher.combine(row.position)
            sums.expect(row.position, hasher.finalize())
        }
    }

    mutating func compare(_ store: LogStore, _ findings: Findings) throws {
        try store.forEachRow(of: .trace) { row in
            var hasher = Hasher()
            hasher.combine(text: row.bytes(0))
            hasher.combine(text: row.bytes(1))
            hasher.combine(row.integer(2))
            sums.found(row.integer(2), hasher.finalize())
        }
        if sums.isOutside { findings.add(0, "trace-differs") }
        for range in sums.differing {
            findings.add(range.lowerBound, "trace-differs", range: range)
        }
    }
}
