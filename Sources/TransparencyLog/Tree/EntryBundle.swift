/// The entries under a tile of level 0, each with its length in two bytes, most significant first
/// (C2SP tlog-tiles).
public struct EntryBundle: Hashable, Sendable {
    /// The longest entry in bytes that two bytes can tell.
    public static let maximumEntryBytes = Int(UInt16.max)

    /// The entries in the order of the log, at most 256.
    public let entries: [[UInt8]]

    /// Throws `entryTooLong` or `tooManyEntries`.
    public init(entries: [[UInt8]]) throws(EntryBundleFault) {
        guard entries.count <= Tile.width else { throw .tooManyEntries }
        for (index, entry) in entries.enumerated()
        where entry.count > Self.maximumEntryBytes {
            throw .entryTooLong(index: index, byteCount: entry.count)
        }
        self.entries = entries
    }

    /// Reads exactly what `bytes` writes. Throws `truncated` or `tooManyEntries`.
    public init(parsing bytes: [UInt8]) throws(EntryBundleFault) {
        var entries: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard entries.count < Tile.width else { throw .tooManyEntries }
            let index = entries.count
            guard let high = rest.popFirst(), let low = rest.popFirst()
            else { throw .truncated(index: index) }
            let count = Int(high) << 8 | Int(low)
            guard count <= rest.count else { throw .truncated(index: index) }
            entries.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        self.entries = entries
    }

    /// The bundle as it is served.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.reduce(0) { $0 + 2 + $1.count })
        for entry in entries {
            bytes.append(UInt8(truncatingIfNeeded: entry.count >> 8))
            bytes.append(UInt8(truncatingIfNeeded: entry.count))
            bytes.append(contentsOf: entry)
        }
        return bytes
    }
}

/// Why entries are no bundle; entries are counted from 0 within it.
public enum EntryBundleFault: Error, Hashable, Sendable {
    /// An entry of more than 65,535 bytes: big documents go into the log by their digest.
    case entryTooLong(index: Int, byteCount: Int)
    /// More entries than a tile has hashes.
    case tooManyEntries
    /// The bundle ends within this entry.
    case truncated(index: Int)

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .entryTooLong: "bundle-entry-too-long"
        case .tooManyEntries: "bundle-too-many-entries"
        case .truncated: "bundle-truncated"
        }
    }
}
