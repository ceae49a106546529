import Foundation
import GreenlaneCatalog
public import GreenlaneCore
public import GreenlaneEngine
public import GreenlaneStore

/// A fresh data directory with the real engine, the real store and the shipped definitions; time
/// moves only when a test says so.
public final class World {
    public let folder: String
    public private(set) var store: LogStore
    public private(set) var engine: Engine
    public var now: Timestamp

    /// The package's root: where Workflows, Whitelists and Samples are.
    public static let home: String = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path
    }()

    /// Loaded once for all tests.
    public static let definitions: DefinitionSet? = {
        do {
            return try DefinitionSet.load(home: home)
        } catch {
            print("definitions do not load: \(error)")
            return nil
        }
    }()

    public struct NoDefinitions: Error {}

    public init(
        at moment: String = "2026-09-01T09:00:00+08:00", seed: UInt64 = 7,
        whitelists: Bool = true
    ) throws {
        guard let definitions = Self.definitions, let start = Timestamp(moment) else {
            throw NoDefinitions()
        }
        folder = NSTemporaryDirectory() + "greenlane-test-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        now = start
        store = try LogStore.open(path: folder + "/greenlane.sqlite")
        let box = Clock()
        box.now = start
        clock = box
        engine = try Engine(store: store, definitions: definitions, salts: .seeded(seed)) {
            box.now
        }
        if whitelists {
            let lists = try ShippedWhitelists.read(home: Self.home, schemes: definitions.schemes)
            try ShippedWhitelists.publish(lists, through: engine)
        }
    }

    deinit {
        // The folder is scratch: what cannot be removed is the system's to clean.
        do { try store.close() } catch {}
        do { try FileManager.default.removeItem(atPath: folder) } catch {}
    }

    private final class Clock: @unchecked Sendable {
        var now = Timestamp(milliseconds: 0)
    }

    private let clock: Clock

    public func move(to moment: String) {
        if let time = Timestamp(moment) { move(to: time) }
    }

    public func move(to moment: Timestamp) {
        now = moment
        clock.now = moment
    }

    public func advance(days: Int) {
        move(to: now.adding(milliseconds: Int64(days) * 86_400_000))
    }

    /// Closes and opens the store again, as another process would.
    public func reopen() throws {
        try store.close()
        store = try LogStore.open(path: folder + "/greenlane.sqlite")
        guard let definitions = Self.definitions else { throw NoDefinitions() }
        let box = clock
        engine = try Engine(store: store, definitions: definitions, salts: .seeded(99)) { box.now }
    }

    /// Closes the store and looks at the file as an auditor would.
    public func reopenReadOnly(_ body: (LogStore) throws -> Void) throws {
        try store.close()
        let copy = try LogStore.openReadOnly(path: folder + "/greenlane.sqlite")
        try body(copy)
        try copy.close()
    }

    /// The shipment as the engine holds it in memory.
    public func warmShipment(_ id: String) -> Shipment? { engine.warmShipment(id) }

    /// Files a request and gives the shipment's id.
    @discardableResult
    public func file(_ request: ImportRequest) throws -> Outcome {
        try engine.handle(Envelope(.file(request), by: Actor(role: .labManager, name: "li.na")))
            .get()
    }

    /// One step; throws the refusal.
    @discardableResult
    public func step(
        _ id: String, _ event: String, by actor: String, _ input: JSONValue = [:],
        occurred: String? = nil, expecting version: Int? = nil, key: String? = nil
    ) throws -> Outcome {
        guard let actor = Actor(actor), let input = input.objectValue else {
            throw NoDefinitions()
        }
        return try engine.handle(
            Envelope(
                .step(shipment: id, event: event, input: input), by: actor,
                occurred: occurred.flatMap { Timestamp($0) }, expectedVersion: version,
                idempotencyKey: key)
        ).get()
    }

    /// The code of the refusal that a step meets; nil where it was accepted.
    public func refusal(
        _ id: String, _ event: String, by actor: String, _ input: JSONValue = [:],
        occurred: String? = nil, expecting version: Int? = nil, key: String? = nil
    ) throws -> Refusal? {
        do {
            try step(
                id, event, by: actor, input, occurred: occurred, expecting: version, key: key)
            return nil
        } catch let refusal as Refusal {
            return refusal
        }
    }
}

/// Import requests that tests start from.
public enum Requests {
    /// Plastic ware on fully stated facts: no permit at all.
    public static func consumables(_ reference: String = "T-1", lines: Int = 1) -> ImportRequest {
        var items: [ImportItem] = []
        for line in 1...lines {
            var item = ImportItem(line: line, nameZh: "细胞培养板", nameEn: "Culture plate")
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
            items.append(item)
        }
        return ImportRequest(
            reference: reference,
            importer: Party(
                name: "合成单位甲", uscc: "91440115MAXXX0015E", kind: .enterprise,
                district: "440115"),
            purpose: .preclinicalResearch,
            transport: ImportRequest.Transport(mode: .air, portOfEntry: "5141"), items: items)
    }

    /// The request of a sample story.
    public static func sample(_ name: String) throws -> ImportRequest {
        let path = World.home + "/Samples/\(name)/request.json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return try ImportRequestReader.read(Array(data), file: path, for: .filing)
    }
}
