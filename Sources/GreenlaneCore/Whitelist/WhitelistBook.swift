/// Where entries come from: a loaded file, or the ledgers as of a position of the log.
public protocol WhitelistEntrySource {
    /// Entries of one unit; the code is in normal form.
    func whitelistEntries(ofUnit uscc: String) -> [WhitelistEntry]
    /// Entries of any unit whose name or CAS number is this one in normal form; empty where the
    /// source keeps no such index, and then a miss cannot name another unit's entry.
    func whitelistEntries(named name: String) -> [WhitelistEntry]
    /// Entries of one unit that name this item: what every check asks first.
    func whitelistEntries(ofUnit uscc: String, like item: ItemIdentity) -> [WhitelistEntry]
    /// The first entries of one unit: what a miss is explained with.
    func whitelistEntries(ofUnit uscc: String, first limit: Int) -> [WhitelistEntry]
}

extension WhitelistEntrySource {
    /// By looking at all entries of the unit.
    public func whitelistEntries(
        ofUnit uscc: String, like item: ItemIdentity
    ) -> [WhitelistEntry] {
        whitelistEntries(ofUnit: uscc).filter { item.isSame(as: ItemIdentity($0)) }
    }

    /// Of all entries of the unit.
    public func whitelistEntries(ofUnit uscc: String, first limit: Int) -> [WhitelistEntry] {
        Array(whitelistEntries(ofUnit: uscc).prefix(limit))
    }
}

/// The rows of one list, wherever they are kept: in memory, or as the bytes of a file that are
/// read when somebody asks.
public protocol WhitelistRows: Sendable {
    var count: Int { get }
    /// The entry of a row, from 0.
    func entry(at row: Int) -> WhitelistEntry
}

/// One list with its index.
public struct IndexedWhitelist: Sendable {
    /// Which rows have an id, a unit, a name, or a unit with a name.
    public struct Tables: Sendable {
        public var ids: WhitelistIndex
        public var units: WhitelistIndex
        public var names: WhitelistIndex
        public var pairs: WhitelistIndex

        public init(
            ids: WhitelistIndex, units: WhitelistIndex, names: WhitelistIndex,
            pairs: WhitelistIndex
        ) {
            self.ids = ids
            self.units = units
            self.names = names
            self.pairs = pairs
        }

        /// Bytes that the tables take.
        public var bytes: Int { ids.bytes + units.bytes + names.bytes + pairs.bytes }
    }

    /// In the order of the list.
    public let rows: any WhitelistRows
    public let tables: Tables

    /// A list whose reader has made the tables already.
    public init(_ rows: any WhitelistRows, tables: Tables) {
        self.rows = rows
        self.tables = tables
    }

    /// Of two rows with one id the later one counts.
    public init(_ entries: [WhitelistEntry]) {
        var ids = WhitelistIndex(expecting: entries.count)
        var units = ids
        var names = WhitelistIndex(expecting: entries.count * 3)
        var pairs = names
        for (row, entry) in entries.enumerated().reversed() {
            let id = WhitelistHash.of(entry.id)
            let isReplaced = ids.rows(id).contains { entries[$0].id == entry.id }
            if isReplaced { continue }
            ids.insert(id, row: row)
            let unit = WhitelistHash.of(ItemName.code(entry.unitUscc))
            units.insert(unit, row: row)
            for name in ItemIdentity(entry).names {
                let hash = WhitelistHash.of(name)
                names.insert(hash, row: row)
                pairs.insert(WhitelistHash.pair(unit, hash), row: row)
            }
        }
        rows = StoredRows(entries: entries)
        tables = Tables(ids: ids, units: units, names: names, pairs: pairs)
    }

    func row(_ id: String) -> Int? {
        tables.ids.rows(WhitelistHash.of(id)).first { rows.entry(at: $0).id == id }
    }

    /// Those of the rows that hold, in the order of the list.
    func entries(_ candidates: [Int], where holds: (WhitelistEntry) -> Bool) -> [WhitelistEntry] {
        var found: [WhitelistEntry] = []
        var last = -1
        for row in candidates.sorted() where row != last {
            last = row
            let entry = rows.entry(at: row)
            if holds(entry) { found.append(entry) }
        }
        return found
    }
}

private struct StoredRows: WhitelistRows {
    let entries: [WhitelistEntry]

    var count: Int { entries.count }

    func entry(at row: Int) -> WhitelistEntry { entries[row] }
}

/// Entries of loaded lists, indexed for matching. A later list replaces entries of earlier ones.
public struct WhitelistBook: WhitelistEntrySource, Sendable {
    private var lists: [IndexedWhitelist]

    public static let empty = WhitelistBook(lists: [])

    /// Of two rows with one id the later one counts.
    public init(_ rows: [WhitelistEntry]) {
        lists = rows.isEmpty ? [] : [IndexedWhitelist(rows)]
    }

    /// Lists in the order in which they were published.
    public init(lists: [IndexedWhitelist]) {
        self.lists = lists
    }

    /// All entries, list by list; those that a later list replaces are left out.
    public var entries: [WhitelistEntry] {
        lists.indices.flatMap { place in
            let list = lists[place]
            return (0..<list.rows.count).compactMap { row in
                let entry = list.rows.entry(at: row)
                let counts = list.row(entry.id) == row && !isReplaced(entry.id, after: place)
                return counts ? entry : nil
            }
        }
    }

    /// The entry with this id.
    public func entry(_ id: String) -> WhitelistEntry? {
        for list in lists.reversed() {
            if let row = list.row(id) { return list.rows.entry(at: row) }
        }
        return nil
    }

    /// The same book with another list added; a row replaces one with its id.
    public func adding(_ rows: [WhitelistEntry]) -> WhitelistBook {
        adding(IndexedWhitelist(rows))
    }

    /// The same book with another list added; a row replaces one with its id.
    public func adding(_ list: IndexedWhitelist) -> WhitelistBook {
        WhitelistBook(lists: lists + [list])
    }

    public func whitelistEntries(ofUnit uscc: String) -> [WhitelistEntry] {
        let hash = WhitelistHash.of(uscc)
        return collect {
            $0.tables.units.rows(hash)
        } where: {
            ItemName.code($0.unitUscc) == uscc
        }
    }

    public func whitelistEntries(ofUnit uscc: String, first limit: Int) -> [WhitelistEntry] {
        let hash = WhitelistHash.of(uscc)
        return collect { list in
            var rows: [Int] = []
            list.tables.units.visit(hash) { row in
                rows.append(row)
                return rows.count < limit
            }
            return rows
        } where: {
            ItemName.code($0.unitUscc) == uscc
        }
    }

    public func whitelistEntries(named name: String) -> [WhitelistEntry] {
        let hash = WhitelistHash.of(name)
        return collect {
            $0.tables.names.rows(hash)
        } where: {
            ItemIdentity($0).names.contains(name)
        }
    }

    public func whitelistEntries(
        ofUnit uscc: String, like item: ItemIdentity
    ) -> [WhitelistEntry] {
        let unit = WhitelistHash.of(uscc)
        let pairs = item.nameHashes.map { WhitelistHash.pair(unit, $0) }
        return collect { list in
            pairs.flatMap { list.tables.pairs.rows($0) }
        } where: {
            ItemName.code($0.unitUscc) == uscc && item.isSame(as: ItemIdentity($0))
        }
    }

    /// Bytes that the indexes take.
    public var indexBytes: Int { lists.reduce(0) { $0 + $1.tables.bytes } }

    private func collect(
        _ rows: (IndexedWhitelist) -> [Int], where holds: (WhitelistEntry) -> Bool
    ) -> [WhitelistEntry] {
        var found: [WhitelistEntry] = []
        for (place, list) in lists.enumerated() {
            for entry in list.entries(rows(list), where: holds)
            where !isReplaced(entry.id, after: place) {
                found.append(entry)
            }
        }
        return found
    }

    private func isReplaced(_ id: String, after place: Int) -> Bool {
        lists[(place + 1)...].contains { $0.row(id) != nil }
    }
}
