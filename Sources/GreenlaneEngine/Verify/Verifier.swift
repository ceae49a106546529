public import GreenlaneCore
public import GreenlaneStore
public import TransparencyLog

/// What a verification is held against beside the file itself.
public struct VerifyOptions: Sendable {
    /// Keys that the auditor has from elsewhere; with one, the last head must be signed by it or by
    /// a key that it handed over to.
    public var pins: [NoteVerifierKey]
    /// Heads of the tree that were kept outside the file.
    public var heads: [KeptHead]

    public init(pins: [NoteVerifierKey] = [], heads: [KeptHead] = []) {
        self.pins = pins
        self.heads = heads
    }
}

/// Recomputes everything from the stored bytes: leaves, tree, tiles, signed heads, streams, sealed
/// values, and every table that follows from the log. Writes nothing, decides nothing again.
public final class Verifier {
    private let store: LogStore
    private let options: VerifyOptions
    private let texts: WorkflowTexts
    private let findings = Findings()
    private var report = VerifyReport()

    /// `texts` may be shared by verifications that follow each other.
    public init(
        store: LogStore, options: VerifyOptions = VerifyOptions(),
        texts: WorkflowTexts = WorkflowTexts()
    ) {
        self.texts = texts
        self.store = store
        self.options = options
    }

    /// `progress` is told the position now and then, `seconds` is asked for elapsed nanoseconds.
    /// What SQLite cannot read becomes a finding; other failures are thrown.
    public func run(
        progress: (Int64) -> Void = { _ in }, seconds: () -> Int64 = { 0 }
    ) throws -> VerifyReport {
        let start = seconds()
        try section { try verify(progress) }
        report.nanoseconds = seconds() - start
        report.problems = findings.problems.sorted {
            ($0.position, $0.kind) < ($1.position, $1.kind)
        }
        report.problemCount = findings.count
        return report
    }

    /// A file that SQLite cannot even open is a finding as well; nil where it is another failure.
    public static func report(unreadable refusal: Refusal) -> VerifyReport? {
        guard isUnreadable(refusal) else { return nil }
        var report = VerifyReport()
        report.problems = [
            VerifyReport.Problem(
                position: 0, kind: "unreadable", about: refusal.message.en)
        ]
        report.problemCount = 1
        return report
    }

    private static func isUnreadable(_ refusal: Refusal) -> Bool {
        ["data-damaged", "storage-fault", "data-file-foreign"].contains(refusal.code)
    }

    /// One part of the work: a page that cannot be read ends it, and not the others.
    private func section(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let refusal as Refusal where Self.isUnreadable(refusal) {
            findings.add(Int64(report.events) + 1, "unreadable", refusal.message.en)
        }
    }

    private func verify(_ progress: (Int64) -> Void) throws {
        var names: Set<String> = []
        try section {
            names = Set(try store.schema().filter { $0.kind == "table" }.map(\.name))
            try SchemaCheck.run(store, findings)
        }
        func has(_ table: StoredTable) -> Bool { names.contains(table.rawValue) }
        let heads = try HeadCheck(
            store, hasHeads: has(.checkpoint), outside: options.heads, pins: options.pins, findings)
        var walk = try LogWalk(
            store, findings, texts, sizes: heads.sizes, hasTiles: has(.tile),
            hasPapers: has(.paper),
            times: has(.checkpoint) ? try headTimes() : [:])
        try section {
            try walk.run { position in
                report.events = Int(position)
                progress(position)
            }
        }
        report.events = walk.events
        report.root = walk.tree.tree.root.hex
        try section { try walk.tree.compareTiles(isLast: true) }
        try section { try walk.tree.compareRow() }
        findings.add(walk.tree.findings)
        try section {
            report.checkpoints = heads.count
            report.lastCheckpoint = heads.run(
                roots: walk.tree.roots, size: walk.tree.tree.size, keys: try LogKeys(store))
            if has(.token) { try heads.checkTokens(store) }
        }
        try section { try walk.shipments.compare() }
        try section { try walk.ledgers.compare(store, findings) }
        if has(.access) { try section { try walk.access.compare(store, findings) } }
        try section { try walk.definitions.compare(store, findings) }
        try section { try walk.deliveries.compare(store, findings) }
        try section { try walk.guards.compare(store) }
        try section { try walk.compareStreams() }
        if has(.trace) { try section { try walk.traces.compare(store, findings) } }
        if has(.refusalTally) { try section { try walk.tallies.compare(store, findings) } }
        walk.sealed.finish(findings)
        walk.papers.finish(findings)
        report.erased = walk.sealed.erased
        report.attachments = (walk.papers.count, walk.papers.cited)
    }

    private func headTimes() throws -> [Int64: Int64] {
        var times: [Int64: Int64] = [:]
        try store.forEachRow(of: .checkpoint) { times[$0.integer(0)] = $0.integer(1) }
        return times
    }
}
