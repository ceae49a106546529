/// How near two names are: for the hint beside a miss, never for a match.
enum ItemLikeness {
    /// Longer names are compared by their beginning.
    private static let maximumLength = 48

    /// Letters that differ, and nil where more than half do: then the one is no hint for the other.
    static func distance(_ stated: ItemIdentity, _ listed: ItemIdentity) -> Int? {
        let ours = [stated.zh, stated.en].compactMap { $0 }
        let theirs = [listed.zh, listed.en].compactMap { $0 } + listed.synonyms
        var best: Int?
        for name in ours.map(scalars) where !name.isEmpty {
            for other in theirs.map(scalars) where !other.isEmpty {
                let changes = edits(name, other)
                guard changes * 2 <= max(name.count, other.count) else { continue }
                if changes < (best ?? .max) { best = changes }
            }
        }
        return best
    }

    private static func scalars(_ name: String) -> [Unicode.Scalar] {
        Array(ItemName.key(name).unicodeScalars.prefix(maximumLength))
    }

    /// Insertions, deletions and replacements.
    private static func edits(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var last = Array(0...right.count)
        for (row, scalar) in left.enumerated() {
            var diagonal = last[0]
            last[0] = row + 1
            for column in right.indices {
                let change = diagonal + (scalar == right[column] ? 0 : 1)
                diagonal = last[column + 1]
                last[column + 1] = min(change, diagonal + 1, last[column] + 1)
            }
        }
        return last[right.count]
    }
}
