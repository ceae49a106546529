import GreenlaneCore
import GreenlaneStore
import Synchronization

/// Permits and whitelist entries with their balances as of the last commit, kept beside the
/// writer's own so that answers need not read all of them.
final class LedgerMirror: Sendable {
    private struct Contents {
        let book = LedgerBook()
    }

    private let contents = Mutex(Contents())
    /// Goes up with every change. Beside the lock, since every request asks for it and must not
    /// wait for somebody who reads.
    private let changes = Atomic<UInt64>(0)

    init(_ store: LogStore) throws {
        take(try store.ledgers())
    }

    func take(_ rows: [LedgerRow]) {
        guard !rows.isEmpty else { return }
        contents.withLock { contents in
            for row in rows { Self.restore(row, in: contents.book) }
            changes.add(1, ordering: .releasing)
        }
    }

    /// Which state of the ledgers is here now.
    var generation: UInt64 { changes.load(ordering: .acquiring) }

    /// Runs `body` with the ledgers; nobody changes them meanwhile, so it must be short.
    func read<T>(_ body: (LedgerBook) throws -> sending T) rethrows -> sending T {
        try contents.withLock { try body($0.book) }
    }

    private static func restore(_ row: LedgerRow, in book: LedgerBook) {
        let body: JSONValue
        do throws(JSONSyntaxError) { body = try JSONParser.parse(row.body) } catch { return }
        if row.kind == LedgerEvent.Ledger.permit.rawValue {
            if let permit = Permit(account: body) { book.restore(permit) }
        } else if let account = EntryAccount(account: body) {
            book.restore(account)
        }
    }
}
