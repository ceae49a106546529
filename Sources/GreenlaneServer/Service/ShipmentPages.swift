import GreenlaneCore
import GreenlaneStore
import NIOCore
import Synchronization

/// Answers about shipments that were given: the same question, with nothing changed meanwhile and
/// no deadline passed, gets the same bytes.
final class ShipmentPages: Sendable {
    /// Answers kept.
    static let maximumCount = 4_096
    /// Milliseconds that an answer is kept at most: time alone may change what can be done next.
    static let maximumAge: Int64 = 30_000

    struct Page: Sendable {
        var version: Int64
        var body: ByteBuffer
        /// State of the ledgers that it was made from.
        var generation: UInt64
        /// Good before that.
        var until: Timestamp
    }

    private struct Shelf: Sendable {
        var pages: [String: Page] = [:]
        /// Versions of shipments that changed since `epoch` began: an older page comes too late.
        var versions: [String: Int64] = [:]
        /// Goes up when all is forgotten.
        var epoch: UInt64 = 0

        mutating func clear() {
            pages.removeAll(keepingCapacity: true)
            versions.removeAll(keepingCapacity: true)
            epoch &+= 1
        }
    }

    private let shelf = Mutex(Shelf())

    /// How long an answer made now is good: until a deadline passes or the day ends.
    static func end(_ deadlines: [Timestamp], now: Timestamp) -> Timestamp {
        let end = min(now.adding(milliseconds: maximumAge), Timestamp(endOf: now.date))
        // It is overdue from the moment after.
        let next = deadlines.filter { now <= $0 }.min()
        return next.map { min(end, $0.adding(milliseconds: 1)) } ?? end
    }

    /// Shipments that changed.
    func forget(_ rows: [ShipmentRow]) {
        guard !rows.isEmpty else { return }
        shelf.withLock { shelf in
            if shelf.versions.count >= Self.maximumCount { shelf.clear() }
            for row in rows {
                shelf.pages[row.id] = nil
                shelf.versions[row.id] = row.version
            }
        }
    }

    func forgetAll() { shelf.withLock { $0.clear() } }

    /// What to hand back to `keep`, taken before the answer is made.
    var epoch: UInt64 { shelf.withLock { $0.epoch } }

    func page(_ id: String, generation: UInt64, now: Timestamp) -> Page? {
        guard let page = shelf.withLock({ $0.pages[id] }), page.generation == generation,
            now < page.until
        else { return nil }
        return page
    }

    /// Keeps an answer, unless the shipment changed meanwhile, or all was forgotten since `epoch`.
    func keep(_ page: Page, of id: String, since epoch: UInt64) {
        shelf.withLock { shelf in
            guard shelf.epoch == epoch, page.version >= shelf.versions[id] ?? 0 else { return }
            if shelf.pages.count >= Self.maximumCount {
                shelf.pages.removeAll(keepingCapacity: true)
            }
            shelf.pages[id] = page
        }
    }
}
