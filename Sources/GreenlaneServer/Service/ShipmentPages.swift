import GreenlaneCore
import GreenlaneStore
import NIOCore
import Synchronization

/// Answers about shipments that were just given: the same question within a second, with nothing
/// changed meanwhile, gets the same bytes.
final class ShipmentPages: Sendable {
    /// Answers kept.
    static let maximumCount = 4_096
    /// Milliseconds after which time itself may have changed the answer: what is overdue.
    static let maximumAge: Int64 = 1_000

    struct Page: Sendable {
        var version: Int64
        var body: ByteBuffer
        /// State of the ledgers that it was made from.
        var generation: UInt64
        var made: Timestamp
    }

    private struct Shelf: Sendable {
        var pages: [String: Page] = [:]
        /// Goes up with every commit that changed a shipment.
        var epoch: UInt64 = 0
    }

    private let shelf = Mutex(Shelf())

    /// Shipments that changed.
    func forget(_ rows: [ShipmentRow]) {
        guard !rows.isEmpty else { return }
        shelf.withLock { shelf in
            shelf.epoch &+= 1
            for row in rows { shelf.pages[row.id] = nil }
        }
    }

    /// What to hand back to `keep`, taken before the answer is made.
    var epoch: UInt64 { shelf.withLock { $0.epoch } }

    func page(_ id: String, generation: UInt64, now: Timestamp) -> Page? {
        guard let page = shelf.withLock({ $0.pages[id] }), page.generation == generation,
            now.milliseconds - page.made.milliseconds < Self.maximumAge
        else { return nil }
        return page
    }

    /// Keeps an answer, unless a shipment changed since `epoch`.
    func keep(_ page: Page, of id: String, since epoch: UInt64) {
        shelf.withLock { shelf in
            guard shelf.epoch == epoch else { return }
            if shelf.pages.count >= Self.maximumCount { shelf.pages.removeAll() }
            shelf.pages[id] = page
        }
    }
}
