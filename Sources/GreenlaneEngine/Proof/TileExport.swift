import GreenlaneCore
public import GreenlaneStore
public import TransparencyLog

/// The log as static files that anybody may mirror (C2SP tlog-tiles): the signed head, the tiles
/// of hashes, and the entries.
///
/// An entry of more than 65,535 bytes has no place in a standard bundle. Its bundle is then written
/// under `tile/data` with four bytes of length an entry, which is ours; the hashes stay standard.
public struct TileExport {
    /// One file, by its path below the log's prefix.
    public struct File: Sendable {
        public var path: String
        public var bytes: [UInt8]
    }

    private let store: LogStore
    private let head: SignedCheckpoint

    /// Of the log as the head says.
    public init(store: LogStore, head: SignedCheckpoint) {
        self.store = store
        self.head = head
    }

    /// Gives every file once, the head last, so that a mirror never names a tile that is not
    /// there; how many entries went into bundles of our own.
    public func forEachFile(_ body: (File) throws -> Void) throws -> Int {
        try hashes(body)
        let long = try entries(body)
        try body(File(path: TilePath.checkpoint.text, bytes: head.bytes))
        return long
    }

    private func hashes(_ body: (File) throws -> Void) throws {
        let size = head.checkpoint.size
        for level in 0...Tile.highestLevel {
            let full = Tile.fullCount(level: level, size: size)
            for index in 0..<full {
                try body(try file(level, index, width: nil))
            }
            let width = Tile.partialWidth(level: level, size: size)
            if width > 0 { try body(try file(level, full, width: width)) }
            if full == 0 { break }
        }
    }

    private func file(_ level: Int, _ index: UInt64, width: Int?) throws -> File {
        let bytes: [UInt8]
        let count = width ?? Tile.width
        if level == 0, width != nil {
            let first = Int64(clamping: index) * Int64(Tile.width) + 1
            bytes = try store.leaves(from: first, through: first + Int64(count) - 1)
        } else {
            bytes = try store.tile(level: Int64(level), index: Int64(clamping: index)) ?? []
        }
        guard bytes.count >= count * MerkleHash.byteCount else { throw EngineFault.treeDamaged }
        return File(
            path: TilePath.hashes(level: level, index: index, width: width).text,
            bytes: Array(bytes.prefix(count * MerkleHash.byteCount)))
    }

    private func entries(_ body: (File) throws -> Void) throws -> Int {
        var bundle: [[UInt8]] = []
        var index: UInt64 = 0
        var long = 0
        let size = Int64(clamping: head.checkpoint.size)
        func flush() throws {
            guard !bundle.isEmpty else { return }
            let width = bundle.count == Tile.width ? nil : bundle.count
            let path = TilePath.entries(index: index, width: width).text
            let wide = bundle.count { $0.count > EntryBundle.maximumEntryBytes }
            if wide == 0 {
                try body(File(path: path, bytes: try EntryBundle(entries: bundle).bytes))
            } else {
                long += wide
                try body(Self.wide(bundle, path: path))
            }
            bundle = []
            index += 1
        }
        try store.scan { view in
            guard view.position <= size else { return false }
            bundle.append(Array(view.entry))
            if bundle.count == Tile.width { try flush() }
            return true
        }
        try flush()
        return long
    }

    private static func wide(_ entries: [[UInt8]], path: String) -> File {
        var bytes: [UInt8] = []
        for entry in entries {
            withUnsafeBytes(of: UInt32(clamping: entry.count).bigEndian) { bytes += $0 }
            bytes += entry
        }
        let name = path.dropFirst("tile/entries".utf8.count)
        return File(path: "tile/data" + name, bytes: bytes)
    }
}
