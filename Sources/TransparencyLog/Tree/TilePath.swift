/// The name of a file of a log that is served as tiles (C2SP tlog-tiles), below the log's prefix:
/// `checkpoint`, `tile/0/x001/x234/067`, `tile/1/001.p/17`, `tile/entries/000`.
public enum TilePath: Hashable, Sendable {
    /// The signed head of the tree.
    case checkpoint
    /// Hashes of a level; `width` is nil for a full tile and 1 to 255 for a partial one.
    case hashes(level: Int, index: UInt64, width: Int?)
    /// The entries under a tile of level 0.
    case entries(index: UInt64, width: Int?)

    /// The highest level that the standard lets a path name.
    public static let highestLevel = 63

    private static let maximumBytes = 64

    /// The path of a tile in its present state.
    public init(_ tile: Tile) {
        let width = tile.hashes.count / MerkleHash.byteCount
        self = .hashes(
            level: tile.level, index: tile.index, width: width == Tile.width ? nil : width)
    }

    /// Reads exactly what `text` writes.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.maximumBytes else { return nil }
        guard text != "checkpoint" else {
            self = .checkpoint
            return
        }
        var parts = text.utf8.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
        ).map { String(decoding: $0, as: UTF8.self) }
        guard parts.count >= 3, parts[0] == "tile" else { return nil }
        let kind = parts[1]
        parts.removeFirst(2)
        var width: Int?
        if let folder = parts.dropLast().last, folder.utf8.suffix(2).elementsEqual(".p".utf8) {
            guard let number = Self.number(parts.removeLast()), (1..<UInt64(Tile.width)) ~= number
            else { return nil }
            width = Int(number)
            parts[parts.count - 1] = String(folder.dropLast(2))
        }
        guard let index = Self.index(parts) else { return nil }
        if kind == "entries" {
            self = .entries(index: index, width: width)
        } else if let level = Self.number(kind), level <= UInt64(Self.highestLevel) {
            self = .hashes(level: Int(level), index: index, width: width)
        } else {
            return nil
        }
        // One spelling each: `x000/001` names no tile.
        guard self.text.utf8.elementsEqual(text.utf8) else { return nil }
    }

    /// The path, without a slash at its start.
    public var text: String {
        switch self {
        case .checkpoint: "checkpoint"
        case .hashes(let level, let index, let width):
            "tile/\(level)/\(Self.text(index))\(Self.suffix(width))"
        case .entries(let index, let width): "tile/entries/\(Self.text(index))\(Self.suffix(width))"
        }
    }

    private static func text(_ index: UInt64) -> String {
        var groups: [String] = []
        var rest = index
        repeat {
            let digits = String(rest % 1_000)
            groups.append(String(repeating: "0", count: 3 - digits.utf8.count) + digits)
            rest /= 1_000
        } while rest > 0
        return groups.reversed().enumerated()
            .map { $0.offset == groups.count - 1 ? $0.element : "x" + $0.element }
            .joined(separator: "/")
    }

    private static func suffix(_ width: Int?) -> String {
        width.map { ".p/\($0)" } ?? ""
    }

    private static func index(_ groups: [String]) -> UInt64? {
        var index: UInt64 = 0
        for (offset, group) in groups.enumerated() {
            let isLast = offset == groups.count - 1
            guard isLast || group.first == "x",
                let number = UInt64(isLast ? group[...] : group.dropFirst()), number < 1_000
            else { return nil }
            let (product, isTooLarge) = index.multipliedReportingOverflow(by: 1_000)
            let (sum, isOver) = product.addingReportingOverflow(number)
            guard !isTooLarge, !isOver else { return nil }
            index = sum
        }
        return groups.isEmpty ? nil : index
    }

    private static func number(_ text: String) -> UInt64? {
        guard let number = UInt64(text), String(number) == text else { return nil }
        return number
    }
}
