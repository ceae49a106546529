import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing
import TransparencyLog

@Suite("Whatever is changed in the file behind the product's back")
struct EveryByteTests {
    /// What cannot be told from the log, each with its reason.
    private static let free: [(table: String, column: String, why: String)] = [
        ("outbox", "due", "once something was tried, the next time is drawn by chance"),
        ("attempt", "at", "when a try was made stands nowhere else"),
        ("attempt", "outcome", "which of the ways to fail it was stands nowhere else"),
        ("attempt", "status", "any answer of the same class tells the same"),
        ("checkpoint", "at", "when a head was signed is told only where a subscriber hears of it"),
        ("token", "at", "when an answer was stored stands nowhere else"),
        ("token", "reply", "the authority's certificate and signature are for openssl ts -verify"),
        ("refusal_tally", "count", "between two marks on the record any count is possible"),
    ]

    private static func keyCount(_ table: StoredTable) -> Int {
        switch table {
        case .outbox, .tile, .token: 2
        case .attempt, .trace: 3
        case .refusalTally: 5
        default: 1
        }
    }

    /// Other values of a cell: every byte in turn, and the ends.
    private static func mutations(
        _ value: RawFile.Value, everyByte: Bool
    ) -> [RawFile.Value] {
        func bytes(_ bytes: [UInt8], _ make: ([UInt8]) -> RawFile.Value) -> [RawFile.Value] {
            guard everyByte else {
                var other = bytes + [UInt8(ascii: " ")]
                other[bytes.count / 2] ^= 1
                return [make(other)]
            }
            var others = bytes.indices.map { index in
                var other = bytes
                other[index] ^= UInt8(1 << (index % 7))
                return make(other)
            }
            others.append(make(bytes + [0]))
            others.append(make(bytes + [UInt8(ascii: " ")]))
            others.append(make(Array(bytes.dropLast())))
            return others.filter { $0 != value }
        }
        switch value {
        case .null: return [.integer(1), .text(Array("x".utf8))]
        case .integer(let number):
            guard everyByte else { return [.integer(number + 1)] }
            return [number + 1, number - 1, number ^ (1 << 40), -number - 7].map {
                .integer($0)
            } + [.null]
        case .text(let text): return bytes(text) { .text($0) }
        case .blob(let blob): return bytes(blob) { .blob($0) }
        }
    }

    private struct Target {
        let table: StoredTable
        let row: [RawFile.Value]
        let place: String

        init(_ table: StoredTable, _ row: [RawFile.Value]) {
            self.table = table
            self.row = row
            place = zip(table.columns, row).prefix(EveryByteTests.keyCount(table)).map {
                "\($0) = \($1.literal)"
            }.joined(separator: " AND ")
        }
    }

    private static func targets(_ file: RawFile, _ table: StoredTable) throws -> [Target] {
        let columns = table.columns.joined(separator: ", ")
        return try file.rows("SELECT \(columns) FROM \(table.rawValue)").map { Target(table, $0) }
    }

    private static func isFree(
        _ table: StoredTable, _ column: String, _ value: RawFile.Value, _ other: RawFile.Value
    ) -> Bool {
        guard free.contains(where: { $0.table == table.rawValue && $0.column == column }) else {
            return false
        }
        if table == .refusalTally, case .integer(let number) = other {
            return (1...9).contains(number)
        }
        return true
    }

    @Test("each byte of each column in turn is found", arguments: StoredTable.allCases)
    func everyByte(_ table: StoredTable) throws {
        let log = try TamperedLog()
        let file = try RawFile(path: log.path)
        let store = try LogStore.openReadOnly(path: log.path)
        try file.keep(table.rawValue)
        #expect(try log.verify(store).problems == [])
        var found = 0
        var missed: [String] = []
        var free = 0
        let targets = try Self.targets(file, table)
        #expect(!targets.isEmpty || table == .tile || table == .trace)
        for (number, target) in targets.enumerated() {
            for (column, value) in zip(table.columns, target.row) {
                // Every byte in the last row of a table, one in the others. Of texts that only a
                // digest speaks of one byte is enough: the vectors hold the digest itself.
                let isText = table == .definition && column == "body"
                let everyByte = number == targets.count - 1 && !isText
                for other in Self.mutations(value, everyByte: everyByte) {
                    let change = """
                        UPDATE \(table.rawValue) SET \(column) = \(other.literal) \
                        WHERE \(target.place)
                        """
                    guard try file.run(change) else { continue }
                    let isFound = try !log.verify(store).isClean
                    try file.restore(table.rawValue)
                    if isFound {
                        found += 1
                    } else if Self.isFree(table, column, value, other) {
                        free += 1
                    } else {
                        missed.append("\(column) of \(target.place): \(other)")
                    }
                }
            }
        }
        #expect(missed.isEmpty, "\(missed.prefix(10).joined(separator: "\n"))")
        #expect(try log.verify(store).problems == [], "everything is put back")
        Record.note(
            "\(table.rawValue): \(found) changes found, \(missed.count) missed, \(free) free")
        try store.close()
        try file.close()
    }

    @Test("each row removed, doubled or swapped is found", arguments: StoredTable.allCases)
    func everyRow(_ table: StoredTable) throws {
        let log = try TamperedLog()
        let file = try RawFile(path: log.path)
        let store = try LogStore.openReadOnly(path: log.path)
        try file.keep(table.rawValue)
        let targets = try Self.targets(file, table)
        var found = 0
        var missed: [String] = []
        for change in Self.rowChanges(table, targets) {
            guard try file.run(change) else { continue }
            if try log.verify(store).isClean { missed.append(change) } else { found += 1 }
            try file.restore(table.rawValue)
        }
        #expect(missed.isEmpty, "\(missed.prefix(10).joined(separator: "\n"))")
        #expect(try log.verify(store).problems == [], "everything is put back")
        Record.note("\(table.rawValue): \(found) changes of rows found, \(missed.count) missed")
        try store.close()
        try file.close()
    }

    private static func rowChanges(_ table: StoredTable, _ targets: [Target]) -> [String] {
        var changes: [String] = []
        let name = table.rawValue
        let columns = table.columns
        let keys = keyCount(table)
        for (index, target) in targets.enumerated() {
            // The contents of a document, and what a time-stamping authority said, may have lain
            // elsewhere all the time: that they were here is not on the record.
            if table != .paper, table != .token {
                changes.append("DELETE FROM \(name) WHERE \(target.place)")
            }
            var copy = target.row
            for column in 0..<keys { copy[column] = another(copy[column], of: table) }
            if table == .event { copy[2] = .integer(77) }
            let values = copy.map(\.literal).joined(separator: ", ")
            changes.append(
                "INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES (\(values))")
            guard index > 0, columns.count > keys else { continue }
            let other = targets[index - 1]
            guard Array(other.row[keys...]) != Array(target.row[keys...]) else { continue }
            changes.append(swap(target, other, keys))
        }
        return changes
    }

    private static func another(_ value: RawFile.Value, of table: StoredTable) -> RawFile.Value {
        switch value {
        case .integer(let number): .integer(number + 1_000)
        case .text(let text): .text(text + Array("x".utf8))
        default: value
        }
    }

    /// Two rows change their contents, and keep their keys.
    private static func swap(_ one: Target, _ two: Target, _ keys: Int) -> String {
        func set(_ place: Target, _ values: Target) -> String {
            let pairs = zip(one.table.columns, values.row).dropFirst(keys).map {
                "\($0) = \($1.literal)"
            }
            return """
                UPDATE \(one.table.rawValue) SET \(pairs.joined(separator: ", ")) \
                WHERE \(place.place)
                """
        }
        // By way of removal, because of what must be unique.
        let columns = one.table.columns.joined(separator: ", ")
        let row = (Array(two.row.prefix(keys)) + Array(one.row[keys...])).map(\.literal)
        return """
            DELETE FROM \(one.table.rawValue) WHERE \(two.place); \(set(one, two)); \
            INSERT INTO \(one.table.rawValue) (\(columns)) \
            VALUES (\(row.joined(separator: ", ")))
            """
    }
}

/// Figures of a test run, for those who look.
enum Record {
    static func note(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
