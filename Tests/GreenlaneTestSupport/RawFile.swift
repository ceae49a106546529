import GRDB

/// One open connection behind Greenlane's back: thousands of changes, each undone again.
public final class RawFile {
    private let queue: DatabaseQueue

    /// A value as SQLite keeps it.
    public enum Value: Hashable, Sendable {
        case null
        case integer(Int64)
        case text([UInt8])
        case blob([UInt8])

        /// As it stands in a statement; text also where it is no UTF-8.
        public var literal: String {
            switch self {
            case .null: "NULL"
            case .integer(let number): "\(number)"
            case .text(let bytes): "CAST(x'\(Self.hex(bytes))' AS TEXT)"
            case .blob(let bytes): "x'\(Self.hex(bytes))'"
            }
        }

        private static func hex(_ bytes: [UInt8]) -> String {
            let digits = Array("0123456789abcdef")
            return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
        }
    }

    public init(path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try run("PRAGMA synchronous = OFF")
        try run("PRAGMA ignore_check_constraints = ON")
    }

    /// False where SQLite refuses the statement.
    @discardableResult
    public func run(_ sql: String) throws -> Bool {
        do {
            try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
            return true
        } catch let error as DatabaseError
            where [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH].contains(error.resultCode)
        {
            return false
        }
    }

    public func rows(_ sql: String) throws -> [[Value]] {
        try queue.read { db in
            try Row.fetchAll(db, sql: sql).map { row in
                (0..<row.count).map { index in
                    switch (row[index] as DatabaseValue).storage {
                    case .int64(let number): .integer(number)
                    case .string(let text): .text(Array(text.utf8))
                    case .blob(let data): .blob([UInt8](data))
                    default: .null
                    }
                }
            }
        }
    }

    /// Remembers a table as it is.
    public func keep(_ table: String) throws {
        try run("ATTACH ':memory:' AS kept; CREATE TABLE kept.\(table) AS SELECT * FROM main.\(table)")
    }

    /// Puts the table back as it was.
    public func restore(_ table: String) throws {
        try run(
            """
            BEGIN; DELETE FROM main.\(table);
            INSERT INTO main.\(table) SELECT * FROM kept.\(table); COMMIT
            """)
    }

    public func close() throws { try queue.close() }
}
