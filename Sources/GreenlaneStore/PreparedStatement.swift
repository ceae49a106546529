import GRDB
import GRDBSQLite

/// A statement prepared once, with SQLite's own bind and step: the rows of the hot path are bound
/// without a boxed value each, which a profile showed to cost more than SQLite itself.
final class PreparedStatement {
    private let statement: Statement
    private let handle: OpaquePointer
    /// SQLite copies what is bound: our buffers do not outlive the call.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// `isKept` is for statements that are read with again and again: SQLite parses them once for
    /// the connection. One that is under way is not begun anew: the second gets its own.
    init(_ db: Database, _ sql: String, isKept: Bool = false) throws {
        let kept = try isKept ? db.cachedStatement(sql: sql) : nil
        if let kept, sqlite3_stmt_busy(kept.sqliteStatement) == 0 {
            statement = kept
        } else {
            statement = try db.makeStatement(sql: sql)
        }
        handle = statement.sqliteStatement
    }

    func bind(_ index: Int32, _ value: Int64) {
        sqlite3_bind_int64(handle, index, value)
    }

    func bind(_ index: Int32, _ value: Int64?) {
        if let value {
            sqlite3_bind_int64(handle, index, value)
        } else {
            sqlite3_bind_null(handle, index)
        }
    }

    func bind(_ index: Int32, text: String?) {
        guard var text else {
            sqlite3_bind_null(handle, index)
            return
        }
        text.withUTF8 { bind(index, $0) }
    }

    func bind(_ index: Int32, text bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { bind(index, $0) }
    }

    private func bind(_ index: Int32, _ bytes: UnsafeBufferPointer<UInt8>) {
        bytes.withMemoryRebound(to: CChar.self) { characters in
            guard let base = characters.baseAddress else {
                // Without an address SQLite would bind NULL.
                sqlite3_bind_text(handle, index, "", 0, Self.transient)
                return
            }
            sqlite3_bind_text(handle, index, base, Int32(bytes.count), Self.transient)
        }
    }

    func bind(_ index: Int32, blob bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            if let base = buffer.baseAddress {
                _ = sqlite3_bind_blob(handle, index, base, Int32(bytes.count), Self.transient)
            } else {
                sqlite3_bind_zeroblob(handle, index, 0)
            }
        }
    }

    /// Runs a statement that returns no rows.
    func run(_ db: Database) throws {
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
        }
    }

    /// Calls `body` for each row; columns are read from the handle while the row lasts.
    func rows(_ db: Database, _ body: (Columns) throws -> Bool) throws {
        defer { sqlite3_reset(handle) }
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else {
                throw DatabaseError(
                    resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
            }
            if try !body(Columns(handle: handle)) { return }
        }
    }
}

/// The current row of a prepared statement.
struct Columns {
    let handle: OpaquePointer

    func integer(_ index: Int32) -> Int64 {
        sqlite3_column_int64(handle, index)
    }

    func isNull(_ index: Int32) -> Bool {
        sqlite3_column_type(handle, index) == SQLITE_NULL
    }

    func text(_ index: Int32) -> String {
        String(decoding: bytes(index), as: UTF8.self)
    }

    /// Valid until the next step.
    func bytes(_ index: Int32) -> UnsafeBufferPointer<UInt8> {
        guard let pointer = sqlite3_column_blob(handle, index) else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        let count = Int(sqlite3_column_bytes(handle, index))
        return UnsafeBufferPointer(
            start: pointer.assumingMemoryBound(to: UInt8.self), count: count)
    }
}
