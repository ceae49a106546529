public import GreenlaneCore
import GreenlaneStore

/// What a benchmark is to do.
public struct BenchOptions: Sendable {
    public var shipments: Int
    /// How many of them, the last, stay under way, each one step further than the one before it;
    /// the others are then cleared, which ends them. With 0 all come as far as their delivery.
    public var open: Int
    /// Commands of different shipments to one commit.
    public var batch: Int
    /// The database file; it must not exist.
    public var path: String
    /// Runs the bare loop on the same rows in the same run, for the ratio.
    public var comparesWithBareLoop: Bool

    /// Shipments of one run.
    public static let maximumShipments = 10_000_000

    public init(
        shipments: Int, open: Int = 0, batch: Int, path: String, comparesWithBareLoop: Bool
    ) {
        self.shipments = shipments
        self.open = open
        self.batch = batch
        self.path = path
        self.comparesWithBareLoop = comparesWithBareLoop
    }
}

/// What the machine tells a benchmark: the only clock and memory gauge it knows.
public struct BenchGauges: Sendable {
    /// Nanoseconds that only grow.
    public var nanoseconds: @Sendable () -> Int64
    /// Peak resident memory, in megabytes.
    public var peakMemory: @Sendable () -> Int64

    public init(
        nanoseconds: @escaping @Sendable () -> Int64, peakMemory: @escaping @Sendable () -> Int64
    ) {
        self.nanoseconds = nanoseconds
        self.peakMemory = peakMemory
    }
}

/// The real engine and store under load: one-item shipments of the shipped workflow, each through
/// eight durable guarded commands, and then a replay of all.
public final class BenchRun {
    /// Events that the bare loop writes again: enough for a steady rate.
    public static let maximumBareRows = 200_000

    private let options: BenchOptions
    private let definitions: DefinitionSet
    private let gauges: BenchGauges
    private var latencies: [Int64] = []
    private var now: Timestamp
    private var transitions = 0
    private var acknowledged: (Int64) -> Void = { _ in }

    public init(_ options: BenchOptions, definitions: DefinitionSet, gauges: BenchGauges) {
        self.options = options
        self.definitions = definitions
        self.gauges = gauges
        now = Timestamp(startOf: CalendarDate(dayNumber: 20_698)).adding(milliseconds: 36_000_000)
    }

    /// One JSON object: the contract's members, and the bare loop's rate beside them.
    /// `acknowledged` is told the last position after each commit: what must outlive a crash.
    public func run(
        progress: (Int, Int) -> Void = { _, _ in },
        acknowledged: @escaping (Int64) -> Void = { _ in }
    ) throws -> JSONValue {
        self.acknowledged = acknowledged
        let store = try LogStore.open(path: options.path)
        let engine = try Engine(store: store, definitions: definitions, salts: .seeded(1)) {
            [unowned self] in now
        }
        // A subscriber, so that every transition writes its outbox row as in life.
        _ = try engine.handle(
            Envelope(
                .subscribe(name: "bench", endpoint: "http://127.0.0.1:1/", format: "cloudevents"),
                by: Actor(role: .administrator, name: "bench"))
        ).get()
        let start = gauges.nanoseconds()
        try drive(engine, progress)
        let elapsed = gauges.nanoseconds() - start
        let memoryAfterWriting = gauges.peakMemory()
        let replay = try Replayer(store: store).run(seconds: gauges.nanoseconds)
        guard replay.isClean else { throw BenchFault.diverged(replay.divergenceCount) }
        let rows = options.comparesWithBareLoop ? try sample(store) : []
        try store.close()
        var report = JSONObject()
        let rate = perSecond(transitions, elapsed)
        report.append("transitions_per_s", .integer(rate))
        report.append("replay_events_per_s", .integer(replay.eventsPerSecond))
        report.append("peak_rss_mb", .integer(memoryAfterWriting))
        latencies.sort()
        report.append("p50_us", .integer(percentile(50)))
        report.append("p99_us", .integer(percentile(99)))
        report.append("durability", .string(LogStore.durability))
        report.append("batch", .integer(Int64(options.batch)))
        report.append("shipments", .integer(Int64(options.shipments)))
        report.append("transitions", .integer(Int64(transitions)))
        report.append("peak_rss_mb_after_replay", .integer(gauges.peakMemory()))
        if options.comparesWithBareLoop { try compare(rows, rate, &report) }
        return .object(report)
    }

    // MARK: Driving

    /// The eight commands of a shipment that needs no permit.
    private static let steps: [(event: String, role: Actor.Role)] = [
        ("dispatch", .broker), ("goods_arrived", .carrier), ("lodge_declaration", .broker),
        ("receipt.accepted", .customs), ("receipt.released", .customs), ("store", .warehouse),
        ("deliver", .warehouse),
    ]

    /// What ends a shipment after its delivery.
    private static let ending = (event: "receipt.cleared", role: Actor.Role.customs)

    /// Waves of shipments go side by side, so that a commit holds commands of different ones.
    private func drive(_ engine: Engine, _ progress: (Int, Int) -> Void) throws {
        var filed = 0
        while filed < options.shipments {
            let wave = min(options.batch, options.shipments - filed)
            var ids: [String] = []
            let requests = (0..<wave).map { Self.request(filed + $0) }
            for outcome in try submit(engine, requests.map { .file($0) }, .labManager) {
                ids.append(outcome.id)
            }
            for (number, step) in (Self.steps + [Self.ending]).enumerated() {
                now = now.adding(milliseconds: 60_000)
                let commands = ids.enumerated().filter { number < steps(of: filed + $0.offset) }.map
                {
                    Command.step(shipment: $0.element, event: step.event, input: JSONObject())
                }
                if commands.isEmpty { break }
                _ = try submit(engine, commands, step.role)
            }
            filed += wave
            progress(filed, options.shipments)
        }
    }

    /// How many steps a shipment takes.
    private func steps(of index: Int) -> Int {
        guard options.open > 0 else { return Self.steps.count }
        return index < options.shipments - options.open
            ? Self.steps.count + 1 : index % Self.steps.count
    }

    private func submit(
        _ engine: Engine, _ commands: [Command], _ role: Actor.Role
    ) throws -> [Outcome] {
        let actor = Actor(role: role, name: "bench")
        let start = gauges.nanoseconds()
        let results = try engine.handle(commands.map { Envelope($0, by: actor) })
        latencies.append((gauges.nanoseconds() - start) / 1000)
        transitions += commands.count
        acknowledged(engine.size)
        return try results.map { try $0.get() }
    }

    /// Plastic ware on fully stated facts: the fast lane.
    private static func request(_ index: Int) -> ImportRequest {
        var item = ImportItem(
            line: 1, nameZh: "细胞培养板（合成数据）", nameEn: "Cell culture plate, SYNTHETIC")
        item.form = .consumable
        item.origin = ImportItem.Origin(material: ImportItem.Material.none, components: [])
        item.hs = "3926909090"
        item.composition = []
        item.managedAs = ImportItem.ManagedAs.none
        item.pathogen = ImportItem.Pathogen(contains: .no)
        item.controls = []
        item.cites = ImportItem.Cites.none
        item.humanGeneticResource = false
        item.processing = ImportItem.Processing.none
        item.quantity = Quantity(Decimal(100), .piece)
        return ImportRequest(
            reference: "BENCH-\(index + 1)",
            importer: Party(
                name: "合成单位甲", uscc: "91440115MAXXX0015E", kind: .enterprise, district: "440115"),
            purpose: .preclinicalResearch,
            transport: ImportRequest.Transport(mode: .air, portOfEntry: "5141"), items: [item])
    }

    // MARK: Figures

    private func sample(_ store: LogStore) throws -> [EventRow] {
        var rows: [EventRow] = []
        try store.scan { view in
            if view.version > 0 { rows.append(view.row) }
            return rows.count < Self.maximumBareRows
        }
        return rows
    }

    private func compare(
        _ rows: [EventRow], _ rate: Int64, _ report: inout JSONObject
    ) throws {
        let bare = try BareLoop(path: options.path + ".bare", rows: rows)
        let start = gauges.nanoseconds()
        try bare.run(batch: options.batch)
        let elapsed = gauges.nanoseconds() - start
        try bare.close()
        let bareRate = perSecond(rows.count, elapsed)
        report.append("bare_loop_per_s", .integer(bareRate))
        let hundredths = bareRate > 0 ? rate * 100 / bareRate : 0
        let digits = hundredths % 100 < 10 ? "0\(hundredths % 100)" : "\(hundredths % 100)"
        report.append("ratio_to_bare_loop", .string("\(hundredths / 100).\(digits)"))
    }

    private func perSecond(_ count: Int, _ nanoseconds: Int64) -> Int64 {
        nanoseconds > 0 ? Int64(count) * 1_000_000_000 / nanoseconds : 0
    }

    private func percentile(_ percent: Int) -> Int64 {
        guard !latencies.isEmpty else { return 0 }
        return latencies[min(latencies.count - 1, latencies.count * percent / 100)]
    }
}

/// A benchmark whose log does not replay measured nothing.
public enum BenchFault: Error, Hashable, Sendable {
    case diverged(Int)
    /// A look-up in a synthetic list did not find the entry of this row.
    case whitelistLookup(Int)
}
