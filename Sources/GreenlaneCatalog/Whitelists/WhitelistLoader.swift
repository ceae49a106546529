import Dispatch
import GreenlaneCore
import Synchronization

/// Checks every row of a list and makes its tables, on all cores.
struct WhitelistLoader {
    private let rows: WhitelistFile
    private let schemes: WhitelistSchemeBook
    private(set) var problems: [Diagnostic] = []

    /// Rows that one core takes at a time.
    private static let share = 16_384

    /// What a share of the rows came to.
    private struct Part: Sendable {
        var ids: [UInt32] = []
        var units: [UInt32] = []
        /// Hash of a name in the upper half, row in the lower.
        var names: [UInt64] = []
        var pairs: [UInt64] = []
        /// Rows that the careful way must look at.
        var doubtful: [Int] = []
    }

    init(rows: WhitelistFile, schemes: WhitelistSchemeBook) {
        self.rows = rows
        self.schemes = schemes
    }

    mutating func load() -> IndexedWhitelist.Tables {
        let parts = self.parts()
        let twice = Mutex<[Int]>([])
        let tables = Mutex<[Int: WhitelistIndex]>([:])
        let rows = rows
        DispatchQueue.concurrentPerform(iterations: 4) { which in
            let table: WhitelistIndex
            switch which {
            case 0: table = Self.index(parts.map(\.pairs))
            case 1: table = Self.index(parts.map(\.names))
            case 2: table = Self.index(parts.flatMap(\.units))
            default:
                var repeated: [Int] = []
                table = Self.ids(parts.flatMap(\.ids), rows, &repeated)
                twice.withLock { $0 = repeated }
            }
            tables.withLock { $0[which] = table }
        }
        tell(doubtful: parts.flatMap(\.doubtful), twice: twice.withLock { $0 })
        let made = tables.withLock { $0 }
        func table(_ which: Int) -> WhitelistIndex { made[which] ?? WhitelistIndex() }
        return IndexedWhitelist.Tables(
            ids: table(3), units: table(2), names: table(1), pairs: table(0))
    }

    private func parts() -> [Part] {
        let count = (rows.count + Self.share - 1) / Self.share
        let done = Mutex<[Int: Part]>([:])
        let (rows, schemes) = (rows, schemes)
        DispatchQueue.concurrentPerform(iterations: count) { place in
            let last = min((place + 1) * Self.share, rows.count)
            let part = Self.part(place * Self.share..<last, rows, schemes)
            done.withLock { $0[place] = part }
        }
        let parts = done.withLock { $0 }
        return (0..<count).compactMap { parts[$0] }
    }

    private static func part(
        _ range: Range<Int>, _ rows: WhitelistFile, _ schemes: WhitelistSchemeBook
    ) -> Part {
        var part = Part()
        part.ids.reserveCapacity(range.count)
        part.units.reserveCapacity(range.count)
        part.names.reserveCapacity(range.count * 3)
        part.pairs.reserveCapacity(range.count * 3)
        var check = WhitelistRowCheck(schemes, rows.layout)
        var cells = WhitelistCells()
        var key: [UInt8] = []
        rows.bytes.withUnsafeBytes { all in
            for row in range {
                let record = UnsafeRawBufferPointer(rebasing: all[rows.start(row)..<rows.end(row)])
                let isPlain =
                    cells.find(all, rows.start(row), rows.end(row))
                    && check.accepts(cells, all) && PlainCell.isUTF8(record)
                let synonyms = cells.bytes(rows.layout.place(.synonyms), all)
                if isPlain, synonyms.isEmpty {
                    add(row, cells, all, rows.layout, &key, to: &part)
                } else {
                    if !isPlain { part.doubtful.append(row) }
                    add(row, rows.entry(at: row), to: &part)
                }
            }
        }
        return part
    }

    /// Hashes of a plain row, from its bytes.
    private static func add(
        _ row: Int, _ cells: WhitelistCells, _ all: UnsafeRawBufferPointer,
        _ layout: WhitelistLayout, _ key: inout [UInt8], to part: inout Part
    ) {
        part.ids.append(WhitelistHash.of(cells.bytes(layout.place(.entry), all)))
        let unit = WhitelistHash.of(cells.bytes(layout.place(.uscc), all))
        part.units.append(unit)
        for column in [WhitelistColumn.nameZh, .nameEn] {
            let name = cells.bytes(layout.place(column), all)
            guard !name.isEmpty else { continue }
            key.removeAll(keepingCapacity: true)
            ItemName.appendKey(name, to: &key)
            add(row, unit, key.withUnsafeBytes { WhitelistHash.of($0) }, to: &part)
        }
        let cas = cells.bytes(layout.place(.cas), all)
        guard !cas.isEmpty else { return }
        // As `ItemName.code` writes it: digits without hyphens.
        key.removeAll(keepingCapacity: true)
        for byte in cas where byte != 0x2D { key.append(byte) }
        add(row, unit, key.withUnsafeBytes { WhitelistHash.of($0) }, to: &part)
    }

    /// Hashes of any row, from its entry.
    private static func add(_ row: Int, _ entry: WhitelistEntry, to part: inout Part) {
        part.ids.append(WhitelistHash.of(entry.id))
        let unit = WhitelistHash.of(ItemName.code(entry.unitUscc))
        part.units.append(unit)
        for name in ItemIdentity(entry).names {
            add(row, unit, WhitelistHash.of(name), to: &part)
        }
    }

    private static func add(_ row: Int, _ unit: UInt32, _ name: UInt32, to part: inout Part) {
        part.names.append(UInt64(name) << 32 | UInt64(row))
        part.pairs.append(UInt64(WhitelistHash.pair(unit, name)) << 32 | UInt64(row))
    }

    private static func index(_ hashes: [UInt32]) -> WhitelistIndex {
        var index = WhitelistIndex(expecting: hashes.count)
        for row in hashes.indices.reversed() { index.insert(hashes[row], row: row) }
        return index
    }

    private static func index(_ parts: [[UInt64]]) -> WhitelistIndex {
        var index = WhitelistIndex(expecting: parts.reduce(0) { $0 + $1.count })
        for part in parts.reversed() {
            for pair in part.reversed() {
                index.insert(UInt32(pair >> 32), row: Int(pair & 0xFFFF_FFFF))
            }
        }
        return index
    }

    /// Of two rows with one id the later one is told.
    private static func ids(
        _ hashes: [UInt32], _ rows: WhitelistFile, _ twice: inout [Int]
    ) -> WhitelistIndex {
        var index = WhitelistIndex(expecting: hashes.count)
        for row in hashes.indices {
            var isKnown = false
            index.visit(hashes[row]) { other in
                let id = rows.text(.entry, at: row)
                isKnown = id != nil && rows.text(.entry, at: other) == id
                return !isKnown
            }
            if isKnown { twice.append(row) } else { index.insert(hashes[row], row: row) }
        }
        return index
    }

    /// What is wrong in the rows, in the order of the file.
    private mutating func tell(doubtful: [Int], twice: [Int]) {
        let repeated = Set(twice)
        let places = Set(doubtful).union(repeated).sorted()
        var line = 1
        var place = 0
        for row in places {
            let start = rows.start(row)
            rows.bytes.withUnsafeBytes { all in
                for byte in all[place..<start] where byte == 0x0A { line += 1 }
            }
            place = start
            var careful = rows.row(row, line: line)
            let entry = careful.entry(schemes)
            if repeated.contains(row) {
                let shown = PlainText.printable(entry.id)
                careful.report(
                    .entry, "whitelist-entry-twice", zh: "条目“\(shown)”重复",
                    en: "entry \"\(shown)\" twice")
            }
            problems += careful.problems
            guard problems.count < WhitelistReader.maximumProblems else {
                problems.append(
                    WhitelistReader.problem(
                        CatalogFile(name: rows.name, bytes: []), "whitelist-more-problems",
                        zh: "后面可能还有问题，此处不再列出", en: "There may be more; the list ends here",
                        line: line))
                return
            }
        }
    }
}
