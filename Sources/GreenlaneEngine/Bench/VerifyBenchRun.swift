public import GreenlaneCore
import GreenlaneStore
import TransparencyLog

/// How fast a log is verified, measured against the barest loop that reads and hashes its rows, and
/// what the tree costs: a proof, and an append.
public struct VerifyBenchRun {
    /// Rows that are committed again with and without the tree.
    public static let appendedRows = 20_000
    /// Rows of one commit there.
    private static let rowsPerCommit = 8
    /// Rows committed by one side before the other takes its turn.
    private static let turn = 1_000
    /// Proofs that are timed in each tree.
    private static let proofs = 500

    private let path: String
    private let scratch: String
    private let gauges: BenchGauges

    /// `path` is the file of a log that is there already; `scratch` a folder that the caller
    /// removes.
    public init(path: String, scratch: String, gauges: BenchGauges) {
        self.path = path
        self.scratch = scratch
        self.gauges = gauges
    }

    /// One JSON object; times of the better of two runs. `leaves` are the sizes of the synthetic
    /// trees whose proofs are timed, each in a file of the scratch folder.
    public func run(leaves: [Int64]) throws -> JSONValue {
        let store = try LogStore.openReadOnly(path: path)
        var report = JSONObject()
        let bare = try best { try bareLoop(store) }
        var events = 0
        let verified = try best {
            let found = try Verifier(store: store).run()
            guard found.isClean else { throw BenchFault.diverged(found.problemCount) }
            events = found.events
        }
        report.append("events", .integer(Int64(events)))
        report.append("verify_events_per_s", .integer(perSecond(events, verified)))
        report.append("bare_loop_per_s", .integer(perSecond(events, bare)))
        report.append("ratio_to_bare_loop", .string(Self.hundredths(bare, of: verified)))
        report.append("peak_rss_mb", .integer(gauges.peakMemory()))
        let rows = try sample(store)
        try store.close()
        report.append("append_ratio_with_tree", .string(try append(rows)))
        var proofs: [JSONValue] = []
        for count in leaves { proofs.append(try prove(leaves: count)) }
        report.append("proofs", .array(proofs))
        return .object(report)
    }

    private func best(_ body: () throws -> Void) throws -> Int64 {
        var best = Int64.max
        for _ in 0..<2 {
            let start = gauges.nanoseconds()
            try body()
            best = min(best, gauges.nanoseconds() - start)
        }
        return best
    }

    private func bareLoop(_ store: LogStore) throws {
        var folded: UInt8 = 0
        try store.scan { view in
            let digest = ContentDigest.sha256(UnsafeRawBufferPointer(view.entry))
            folded ^= digest.bytes[0]
            return true
        }
        // The sum keeps the loop from being taken away.
        if folded == 255 { _ = gauges.nanoseconds() }
    }

    private func perSecond(_ count: Int, _ nanoseconds: Int64) -> Int64 {
        nanoseconds > 0 ? Int64(count) * 1_000_000_000 / nanoseconds : 0
    }

    /// `0.53`.
    private static func hundredths(_ part: Int64, of whole: Int64) -> String {
        let value = whole > 0 ? part * 100 / whole : 0
        return "\(value / 100)." + (value % 100 < 10 ? "0\(value % 100)" : "\(value % 100)")
    }

    // MARK: Appending

    private func sample(_ store: LogStore) throws -> [EventRow] {
        var rows: [EventRow] = []
        try store.scan { view in
            rows.append(view.row)
            return rows.count < Self.appendedRows
        }
        return rows
    }

    /// The same rows committed with leaf, tiles and frontier, and without: the ratio of the times.
    private func append(_ rows: [EventRow]) throws -> String {
        let with = try LogStore.open(path: scratch + "/with.sqlite")
        let without = try LogStore.open(path: scratch + "/without.sqlite")
        var tree = TileTree()
        var times: (with: Int64, without: Int64) = (0, 0)
        var known: (with: Int64, without: Int64) = (0, 0)
        for start in stride(from: 0, to: rows.count, by: Self.turn) {
            let part = rows[start..<min(start + Self.turn, rows.count)]
            let begin = gauges.nanoseconds()
            try commit(part, to: with, &known.with) { tree.append(MerkleHash.leafHash($0)) } tree: {
                ($0.tiles, $0.frontier) = (tree.drain().map(TileRow.init), tree.range.bytes)
            }
            let middle = gauges.nanoseconds()
            try commit(part, to: without, &known.without) { _ in } tree: { _ in }
            times.with += middle - begin
            times.without += gauges.nanoseconds() - middle
        }
        try with.close()
        try without.close()
        return Self.hundredths(times.with, of: times.without)
    }

    private func commit(
        _ rows: ArraySlice<EventRow>, to store: LogStore, _ known: inout Int64,
        leaf: ([UInt8]) -> Void, tree: (inout Batch) -> Void
    ) throws {
        var batch = Batch()
        for row in rows {
            if row.stream > known {
                known = row.stream
                batch.streams.append(StreamRow(id: row.stream, name: "bench/\(row.stream)"))
            }
            leaf(row.entry)
            batch.events.append(row)
            guard batch.events.count == Self.rowsPerCommit || row.position == rows.last?.position
            else { continue }
            batch.treeSize = row.position
            tree(&batch)
            try store.commit(batch)
            batch = Batch()
        }
    }

    // MARK: Proving

    /// A tree of made-up leaves, kept as tiles, and proofs from it.
    private func prove(leaves count: Int64) throws -> JSONValue {
        // Whole tiles: no event lies behind these leaves.
        let size = max(1, count / Int64(Tile.width)) * Int64(Tile.width)
        let store = try LogStore.open(path: "\(scratch)/\(size).sqlite")
        var tree = TileTree()
        var rows: [TileRow] = []
        for index in 0..<size {
            withUnsafeBytes(of: index) { tree.append(MerkleHash.leafHash($0)) }
            guard tree.size % 65_536 == 0 else { continue }
            rows += tree.drain().map(TileRow.init)
            try store.replaceTiles(rows)
            rows = []
        }
        try store.replaceTiles(tree.drain().map(TileRow.init))
        var batch = Batch()
        batch.treeSize = size
        batch.frontier = tree.range.bytes
        try store.commit(batch)
        var times: [Int64] = []
        for number in 0..<Self.proofs {
            let position = Int64(number) * size / Int64(Self.proofs) + 1
            let start = gauges.nanoseconds()
            let proof = try LogProofs(store: store).inclusion(
                position: position, size: UInt64(size))
            times.append(gauges.nanoseconds() - start)
            guard proof.path.count > 1 else { throw BenchFault.diverged(1) }
        }
        try store.close()
        times.sort()
        return [
            "leaves": .integer(size), "p50_us": .integer(times[times.count / 2] / 1_000),
            "max_us": .integer((times.last ?? 0) / 1_000),
        ]
    }
}
