import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore

/// A shipment of a list.
struct WorkRow: Sendable {
    var card: ShipmentCard
    /// The move that is the reader's.
    var mine: Turn.Move?
    var due: Timestamp?
    var isLate: Bool
}

/// How many open shipments within reach there are of each kind.
struct WorkCounts: Sendable {
    var open = 0
    var mine = 0
    var late = 0
    var soon = 0
    /// Of those that are the reader's move.
    var mineLate = 0
    var mineToday = 0
}

/// One page of a list, and what stands around it.
struct WorkAnswer: Sendable {
    var rows: [WorkRow] = []
    /// Shipments that the filter leaves; nil where nobody counted.
    var total: Int?
    var hasMore = false
    var counts = WorkCounts()
    /// Of other filters, in their order; nil where there are too many shipments to say.
    var others: [Int]?
}

/// Reads worklists for somebody: the shipments within reach, with whose move each is.
///
/// Up to a few hundred open shipments everything is exact, down to which permits were applied for.
/// Beyond, the state decides whose move it is and the store's timers by when; the rows that are
/// shown are exact all the same.
struct WorkReading: Sendable {
    let service: ClearanceService
    let reach: Reach
    let roles: [Actor.Role]
    let now: Timestamp

    /// Open shipments up to which every card is looked at.
    static let exactLimit = 400
    /// Importers that the filter offers.
    static let maximumImporters = 200

    init(_ call: PageCall) throws(Refusal) {
        service = call.service
        let caller = try call.caller()
        // A list of goods, whatever the page itself asks for.
        reach = caller.reach(of: .readShipments)
        roles = caller.roles
        now = call.now
    }

    /// The last moment of what is due soon: the end of the day before the next working day but two.
    var soonEnd: Timestamp {
        var day = now.date
        var left = ConsoleDates.soonDays
        for _ in 0..<60 {
            let next = day.adding(days: 1)
            if service.definitions.calendar.isWorking(next) ?? (next.weekday <= 5) {
                if left == 0 { break }
                left -= 1
            }
            day = next
        }
        return Timestamp(endOf: day)
    }

    /// One page; `others` are filters to count beside it.
    func answer(
        _ filter: WorkFilter, others: [WorkFilter] = [], _ store: LogStore
    ) throws -> WorkAnswer {
        var answer = try WorkPass(self, store).answer(filter, others: others, store)
        if filter.isEnded { try ended(filter, store, &answer) }
        return answer
    }

    private func ended(
        _ filter: WorkFilter, _ store: LogStore, _ answer: inout WorkAnswer
    ) throws {
        var importers: [String]?
        if case .importers(let known) = reach { importers = known }
        if !filter.importer.isEmpty, reach.includes(importer: filter.importer) {
            importers = [filter.importer]
        }
        let found = try store.endedShipments(
            importers: importers, milestone: filter.place.isEmpty ? nil : filter.place,
            text: filter.text.isEmpty ? nil : filter.text,
            offset: (filter.page - 1) * filter.size, limit: filter.size)
        answer.total = nil
        answer.hasMore = found.count > filter.size
        answer.rows = try found.prefix(filter.size).compactMap { row in
            try card(row.id, row.version, store).map {
                WorkRow(card: $0, mine: nil, due: nil, isLate: false)
            }
        }
    }

    func card(_ id: String, _ version: Int64, _ store: LogStore) throws -> ShipmentCard? {
        try service.cards.card(id, version: version, store, service.definitions)
    }

    func row(_ card: ShipmentCard) -> WorkRow {
        // The day that passed says more than the next one.
        let due = card.overdueSince ?? card.deadlines.first?.due
        return WorkRow(
            card: card, mine: card.turn.move(of: roles), due: due,
            isLate: card.isOverdue || due.map { $0 < now } ?? false)
    }
}
