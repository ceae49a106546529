import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore

/// Reads the log for somebody who may see a part of it.
struct EventReading: Sendable {
    private let service: ClearanceService
    private let reach: Reach
    /// Events that are looked through for one page; the page says how far it came.
    static let maximumScanned = 20_000

    init(_ service: ClearanceService, _ reach: Reach) {
        self.service = service
        self.reach = reach
    }

    struct Found: Sendable {
        var position: Int64
        var type: String
        var json: JSONValue
    }

    struct Answer: Sendable {
        var events: [Found] = []
        /// How far the log was looked through: where the next page begins.
        var position: Int64
        var hasMore = false
    }

    /// Events after a position that the reader may see.
    func page(after: Int64, limit: Int) async throws -> Answer {
        let (service, reach) = (service, reach)
        return try await service.reading.read { store in
            var answer = Answer(position: after)
            var audience = Audience(store: store, service: service, reach: reach)
            var scanned = 0
            var rows: [EventRow] = []
            try store.scan(from: after + 1) { view in
                guard scanned < Self.maximumScanned, rows.count < limit else {
                    answer.hasMore = true
                    return false
                }
                scanned += 1
                answer.position = view.position
                rows.append(view.row)
                return true
            }
            for row in rows where try audience.includes(row.stream) {
                answer.events.append(
                    Found(
                        position: row.position, type: row.type,
                        json: try EventJSON.value(row)))
            }
            return answer
        }
    }
}

/// Which streams a reader may see: those of shipments and permits within reach, and what is
/// published for everybody.
private struct Audience {
    let store: LogStore
    let service: ClearanceService
    let reach: Reach
    private var known: [Int64: Bool] = [:]

    init(store: LogStore, service: ClearanceService, reach: Reach) {
        self.store = store
        self.service = service
        self.reach = reach
    }

    mutating func includes(_ stream: Int64) throws -> Bool {
        if reach == .everything { return true }
        if let answer = known[stream] { return answer }
        let answer = try look(stream)
        known[stream] = answer
        return answer
    }

    private func look(_ stream: Int64) throws -> Bool {
        guard let name = try store.streamName(stream), let slash = name.firstIndex(of: "/") else {
            return false
        }
        let id = String(name[name.index(after: slash)...])
        switch name[..<slash] {
        case "shipment":
            if let importer = service.importers.importer(of: id) {
                return reach.includes(importer: importer)
            }
            guard let row = try store.shipment(id: id) else { return false }
            service.importers.take([row])
            return reach.includes(importer: row.importer)
        case "permit":
            let holder = service.ledgers.read { $0.permit(id)?.holder }
            return holder.map { reach.includes(importer: $0) } ?? false
        case "entry":
            let unit = service.ledgers.read { $0.entry(id)?.entry.unitUscc }
            return unit.map { reach.includes(importer: ItemName.code($0)) } ?? false
        default: return false
        }
    }
}
