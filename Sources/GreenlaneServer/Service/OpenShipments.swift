import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import Synchronization

/// Every shipment that has not ended, with whose move it is: what worklists are made of. A page
/// asks for some of a hundred thousand by role, deadline and name, which no index of the store
/// answers.
///
/// Commits only say which shipments were touched; whoever asks next reads them.
final class OpenShipments: Sendable {
    /// A shipment as lists sort and choose by.
    struct Entry: Sendable {
        var id: String
        var importer: String
        var reference: String
        var version: Int64
        var milestone: String
        var state: String
        /// Milliseconds since 1970 of the earliest timer.
        var due: Int64?
        var isOverdue: Bool
        var isFinal: Bool
        /// Milliseconds since 1970 of the last event's recording.
        var updated: Int64
        /// Index of its situation.
        var situation: Int
    }

    /// All of them at one moment. A copy shares the memory.
    struct Book: Sendable {
        /// Nearly in order of id: later ones come at the end.
        fileprivate(set) var entries: [Entry] = []
        /// What follows from where a shipment stands.
        fileprivate(set) var turns: [Turn] = []
        fileprivate var places: [String: Int] = [:]
        fileprivate var situations: [String: Int] = [:]
        fileprivate var isLoaded = false
        /// Entries that have ended.
        fileprivate var ended = 0

        func turn(of entry: Entry) -> Turn { turns[entry.situation] }
    }

    private struct Touched {
        var ids: Set<String> = []
        var isTooMany = false
    }

    /// Days after which one that has ended is forgotten: pages tell what changed since yesterday.
    private static let daysKept: Int64 = 3
    /// Touched shipments beyond which all are read anew.
    private static let maximumTouched = 20_000

    private let definitions: DefinitionSet
    private let book = Mutex(Book())
    private let touched = Mutex(Touched())

    init(_ definitions: DefinitionSet) {
        self.definitions = definitions
    }

    /// Shipments that changed.
    func touch(_ rows: [ShipmentRow]) {
        guard !rows.isEmpty else { return }
        touched.withLock { touched in
            guard !touched.isTooMany else { return }
            for row in rows { touched.ids.insert(row.id) }
            if touched.ids.count > Self.maximumTouched {
                touched = Touched(ids: [], isTooMany: true)
            }
        }
    }

    /// As of the last commit.
    func book(_ store: LogStore, now: Timestamp) throws -> Book {
        try book.withLock { book in
            let news = touched.withLock { touched in
                defer { touched = Touched() }
                return touched
            }
            do {
                if !book.isLoaded || news.isTooMany {
                    book = try load(store, now)
                } else if !news.ids.isEmpty {
                    for row in try store.placed(news.ids.sorted()) { put(row, in: &book) }
                    if book.ended > 1_000, book.ended * 4 > book.entries.count {
                        book = try load(store, now)
                    }
                }
            } catch {
                // What was touched is not known any more.
                book.isLoaded = false
                throw error
            }
            return book
        }
    }

    private func load(_ store: LogStore, _ now: Timestamp) throws -> Book {
        var book = Book()
        let since = now.adding(milliseconds: -Self.daysKept * 86_400_000).milliseconds
        try store.forEachPlaced(touchedSince: since) { put($0, in: &book) }
        book.isLoaded = true
        return book
    }

    private func put(_ row: PlacedShipment, in book: inout Book) {
        let shipment = row.shipment
        let entry = Entry(
            id: shipment.id, importer: shipment.importer, reference: shipment.reference,
            version: shipment.version, milestone: shipment.milestone, state: shipment.state,
            due: shipment.due, isOverdue: shipment.overdue, isFinal: shipment.final,
            updated: shipment.updated, situation: situation(row, in: &book))
        if let place = book.places[entry.id] {
            guard book.entries[place].version <= entry.version else { return }
            if entry.isFinal, !book.entries[place].isFinal { book.ended += 1 }
            book.entries[place] = entry
        } else {
            if entry.isFinal { book.ended += 1 }
            book.places[entry.id] = book.entries.count
            book.entries.append(entry)
        }
    }

    private func situation(_ row: PlacedShipment, in book: inout Book) -> Int {
        let key = row.shipment.final ? "" : row.shipment.state + row.at
        if let known = book.situations[key] { return known }
        let number = book.turns.count
        book.turns.append(key.isEmpty ? .none : turn(row))
        book.situations[key] = number
        return number
    }

    /// Under the first workflow of ours that knows all the states: an earlier version of it calls
    /// them the same.
    private func turn(_ row: PlacedShipment) -> Turn {
        let names: [String]
        do throws(JSONSyntaxError) {
            names = try JSONParser.parse(row.at).arrayValue?.compactMap(\.stringValue) ?? []
        } catch { return .none }
        for flow in definitions.shipped {
            if let turn = Turn(flow, leaves: names, shown: row.shipment.state) { return turn }
        }
        return .none
    }
}
