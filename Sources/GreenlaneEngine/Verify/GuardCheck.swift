import GreenlaneCore
import GreenlaneStore
import TransparencyLog

/// Keys that make commands safe to repeat: the rows against what the entries say of them.
struct GuardCheck {
    /// A guarded command whose last event is not known yet.
    private struct Pending {
        var key: String
        var fingerprint: String
        var first: Int64
        var last: Int64
        /// Of an erasure, which may take several events.
        var erasureRecorded: Timestamp?
    }

    private var pending: Pending?
    private var sums: RowSums
    /// Collected instead of summed, where the rows of a range are wanted.
    private var collected: [Int64: Int]?
    private let findings: Findings

    init(_ findings: Findings, lastPosition: Int64) {
        self.findings = findings
        sums = RowSums(maximum: lastPosition)
    }

    mutating func take(_ entry: EntryParts, at position: Int64, fingerprint: String?) {
        if let cause = entry.cause {
            if pending?.first == cause { pending?.last = position }
            return
        }
        let isErasure = JSONScanner.equal(entry.type, "personal_data.erased")
        if isErasure, entry.idempotency.isEmpty, let recorded = pending?.erasureRecorded,
            recorded == entry.recorded
        {
            pending?.last = position
            return
        }
        close()
        guard !entry.idempotency.isEmpty, let fingerprint else { return }
        let key = EntryView.inner(EntryParts.member(entry.idempotency, "key"))
        pending = Pending(
            key: EntryView.text(key), fingerprint: fingerprint, first: position, last: position,
            erasureRecorded: isErasure ? entry.recorded : nil)
    }

    private mutating func close() {
        guard let known = pending else { return }
        pending = nil
        let hash = Self.hash(known.key, known.fingerprint, known.last)
        if collected != nil {
            collected?[known.last] = hash
        } else {
            sums.expect(known.last, hash)
        }
    }

    private static func hash(_ keyDigest: String, _ command: String, _ position: Int64) -> Int {
        var hasher = Hasher()
        hasher.combine(text: keyDigest)
        hasher.combine(text: command)
        hasher.combine(position)
        return hasher.finalize()
    }

    private static func hash(_ row: StoredRow) -> Int {
        let digest = ContentDigest.sha256(UnsafeRawBufferPointer(row.bytes(0))).text
        var hasher = Hasher()
        hasher.combine(text: digest)
        hasher.combine(text: row.bytes(1))
        hasher.combine(row.integer(2))
        return hasher.finalize()
    }

    mutating func compare(_ store: LogStore) throws {
        close()
        var sums = sums
        try store.forEachRow(of: .idempotency) { sums.found($0.integer(2), Self.hash($0)) }
        if sums.isOutside { findings.add(0, "idempotency-differs") }
        for range in sums.differing { try locate(range, store) }
    }

    private func locate(_ range: ClosedRange<Int64>, _ store: LogStore) throws {
        var again = GuardCheck(findings, lastPosition: 0)
        again.collected = [:]
        var sealed = SealedWalk()
        let unheard = Findings()
        try store.scan(from: max(1, range.lowerBound - RowSums.width)) { view in
            guard view.position <= range.upperBound + RowSums.width else { return false }
            guard let entry = EntryParts(view.entry) else { return true }
            let values = sealed.take(
                entry, view.sealedBytes, at: view.position, personal: [], wantsName: false,
                unheard)
            again.take(entry, at: view.position, fingerprint: values.fingerprint)
            return true
        }
        again.close()
        var expected = again.collected ?? [:]
        var count = 0
        try store.forEachRow(of: .idempotency) { row in
            let position = row.integer(2)
            guard range.contains(position) else { return }
            if expected.removeValue(forKey: position) != Self.hash(row) {
                findings.add(position, "idempotency-differs")
                count += 1
            }
        }
        for position in expected.keys.sorted() where range.contains(position) {
            findings.add(position, "idempotency-differs")
            count += 1
        }
        if count == 0 { findings.add(range.lowerBound, "idempotency-differs") }
    }
}
