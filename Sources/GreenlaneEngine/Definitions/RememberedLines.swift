public import GreenlaneCore
import Synchronization

/// An HS table that remembers the lines it was asked for: the same codes come again and again, and
/// reading a line from the file's bytes costs more than all the rules of an item.
public final class RememberedLines: HSTable {
    /// Lines kept; beyond that the memory starts anew.
    static let maximumLines = 4_096

    private let table: any HSTable
    private let lines = Mutex<[String: HSLine?]>([:])

    public init(_ table: any HSTable) {
        self.table = table
    }

    public func line(_ code: String) -> HSLine? {
        if let known = lines.withLock({ $0[code] }) { return known }
        let found = table.line(code)
        lines.withLock { lines in
            if lines.count >= Self.maximumLines { lines.removeAll(keepingCapacity: true) }
            lines[code] = .some(found)
        }
        return found
    }

    public func lines(
        startingWith prefix: String, having least: Int, of texts: [String]
    ) -> [HSLine] {
        table.lines(startingWith: prefix, having: least, of: texts)
    }
}
