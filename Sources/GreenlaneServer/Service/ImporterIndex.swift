import GreenlaneStore
import Synchronization

/// Whose goods a shipment holds: asked at every request, and never changed.
final class ImporterIndex: Sendable {
    /// Shipments known; beyond that the index begins anew.
    static let maximumCount = 100_000

    private let known = Mutex<[String: String]>([:])

    func importer(of shipment: String) -> String? {
        known.withLock { $0[shipment] }
    }

    func take(_ rows: [ShipmentRow]) {
        known.withLock { known in
            for row in rows where known[row.id] == nil {
                if known.count >= Self.maximumCount { known.removeAll(keepingCapacity: true) }
                known[row.id] = row.importer
            }
        }
    }
}
