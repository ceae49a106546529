import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore

/// One way through the open shipments within reach.
struct WorkPass {
    /// Small, and without anything counted: there may be a hundred thousand.
    private struct Item {
        var index: Int
        var due: Int64?
        var isLate: Bool
        var isMine: Bool
        /// Place among the cards; nil where none was looked at.
        var card: Int?
    }

    private let reading: WorkReading
    private let book: OpenShipments.Book
    private var items: [Item] = []
    private var cards: [ShipmentCard] = []
    private let isExact: Bool
    private let soonEnd: Int64

    init(_ reading: WorkReading, _ store: LogStore) throws {
        self.reading = reading
        book = try reading.service.open.book(store, now: reading.now)
        soonEnd = reading.soonEnd.milliseconds
        let (book, now) = (book, reading.now.milliseconds)
        let isMine = book.turns.map { $0.move(of: reading.roles) != nil }
        for index in book.entries.indices
        where !book.entries[index].isFinal && Self.includes(reading.reach, book, index) {
            let due = book.entries[index].due
            items.append(
                Item(
                    index: index, due: due,
                    isLate: book.entries[index].isOverdue || due.map { $0 < now } ?? false,
                    isMine: isMine[book.entries[index].situation]))
        }
        isExact = items.count <= WorkReading.exactLimit
        guard isExact else { return }
        for place in items.indices {
            let entry = book.entries[items[place].index]
            guard let card = try reading.card(entry.id, entry.version, store) else { continue }
            let row = reading.row(card)
            items[place] = Item(
                index: items[place].index, due: row.due?.milliseconds, isLate: row.isLate,
                isMine: row.mine != nil, card: cards.count)
            cards.append(card)
        }
    }

    private static func includes(
        _ reach: Reach, _ book: OpenShipments.Book, _ index: Int
    ) -> Bool {
        reach == .everything || reach.includes(importer: book.entries[index].importer)
    }

    /// Counts, and the first rows of a page; `others` are filters to count beside it.
    func answer(
        _ filter: WorkFilter, others: [WorkFilter], _ store: LogStore
    ) throws -> WorkAnswer {
        var answer = WorkAnswer()
        let test = self.test(of: filter)
        var foremost = Foremost<Item>(
            filter.isEnded ? 0 : filter.page * filter.size, by: order(of: filter))
        let today = Timestamp(endOf: reading.now.date).milliseconds
        var total = 0
        for item in items {
            answer.counts.open += 1
            if item.isLate { answer.counts.late += 1 }
            if isSoon(item) { answer.counts.soon += 1 }
            if item.isMine {
                answer.counts.mine += 1
                if item.isLate { answer.counts.mineLate += 1 }
                if !item.isLate, let due = item.due, due <= today { answer.counts.mineToday += 1 }
            }
            if test?(item) ?? true {
                total += 1
                foremost.take(item)
            }
        }
        answer.total = total
        answer.hasMore = total > filter.page * filter.size
        if isExact {
            answer.others = others.map { other in
                guard let test = self.test(of: other) else { return items.count }
                return items.count(where: test)
            }
        }
        let shown = foremost.elements.dropFirst((filter.page - 1) * filter.size)
        answer.rows = try shown.compactMap { item in
            if let card = item.card { return reading.row(cards[card]) }
            let entry = book.entries[item.index]
            return try reading.card(entry.id, entry.version, store).map(reading.row)
        }
        return answer
    }

    /// Those that changed since a moment, the latest first, also where they have ended.
    func changed(
        since moment: Timestamp, limit: Int, _ store: LogStore
    ) throws -> [ShipmentCard] {
        var foremost = Foremost<Int>(limit) { [book] in
            (book.entries[$0].updated, $0) > (book.entries[$1].updated, $1)
        }
        for index in book.entries.indices
        where book.entries[index].updated >= moment.milliseconds
            && Self.includes(reading.reach, book, index)
        {
            foremost.take(index)
        }
        return try foremost.elements.compactMap { index in
            try reading.card(book.entries[index].id, book.entries[index].version, store)
        }
    }

    private func isSoon(_ item: Item) -> Bool {
        guard !item.isLate, let due = item.due else { return false }
        return due <= soonEnd
    }

    /// Nil where the filter leaves everything.
    private func test(of filter: WorkFilter) -> ((Item) -> Bool)? {
        guard !filter.isEnded else { return { _ in false } }
        guard filter.isActive else { return nil }
        let search = WorkSearch(filter.text)
        let role = Actor.Role(rawValue: filter.move)
        let isTheirs = book.turns.map { turn in role.map { turn.roles.contains($0) } ?? true }
        let named = search.isEmpty ? [] : importers(named: search)
        return { [book, cards] item in
            let index = item.index
            if filter.move == WorkFilter.mine, !item.isMine { return false }
            if role != nil {
                let isTheirs =
                    item.card.map { card in
                        role.map { cards[card].turn.roles.contains($0) } ?? true
                    }
                    ?? isTheirs[book.entries[index].situation]
                if !isTheirs { return false }
            }
            if filter.due == WorkFilter.late, !item.isLate { return false }
            if filter.due == WorkFilter.soon, !isSoon(item) { return false }
            if !filter.importer.isEmpty, book.entries[index].importer != filter.importer {
                return false
            }
            if !filter.place.isEmpty, book.entries[index].milestone != filter.place,
                book.entries[index].state != filter.place
            {
                return false
            }
            if search.isEmpty { return true }
            return search.finds(code: book.entries[index].id)
                || search.finds(code: book.entries[index].reference)
                || named.contains(book.entries[index].importer)
                || item.card.map { search.finds(cards[$0]) } ?? false
        }
    }

    /// Importers whose name or USCC is looked for.
    private func importers(named search: WorkSearch) -> Set<String> {
        let organisations = reading.service.access.book.allOrganisations
        return Set(
            organisations.filter { organisation in
                search.finds(organisation.name.zh) || search.finds(organisation.name.en)
                    || organisation.uscc.map { search.finds($0) } ?? false
            }.compactMap(\.uscc))
    }

    private func order(of filter: WorkFilter) -> (Item, Item) -> Bool {
        let forward = forward(filter.sort)
        guard filter.isDescending else { return forward }
        // What has no deadline comes last either way.
        if filter.sort == .due {
            return { left, right in
                guard (left.due == nil) == (right.due == nil) else { return left.due != nil }
                return left.due == nil ? left.index < right.index : forward(right, left)
            }
        }
        return { forward($1, $0) }
    }

    private func forward(_ sort: WorkFilter.Sort) -> (Item, Item) -> Bool {
        let entries = book.entries
        switch sort {
        case .due:
            return { left, right in
                let one = (left.isLate ? 0 : 1, left.due ?? .max, left.index)
                return one < (right.isLate ? 0 : 1, right.due ?? .max, right.index)
            }
        case .id: return { entries[$0.index].id < entries[$1.index].id }
        case .importer:
            return { left, right in
                (entries[left.index].importer, left.index)
                    < (entries[right.index].importer, right.index)
            }
        case .state:
            return { left, right in
                (Self.rank(entries[left.index]), entries[left.index].state, left.index)
                    < (Self.rank(entries[right.index]), entries[right.index].state, right.index)
            }
        case .updated:
            return { left, right in
                (entries[left.index].updated, left.index)
                    < (entries[right.index].updated, right.index)
            }
        }
    }

    private static func rank(_ entry: OpenShipments.Entry) -> Int {
        Milestone(rawValue: entry.milestone)?.order ?? Milestone.allCases.count
    }
}
