/// The known word that somebody most likely meant.
public enum Suggestion {
    /// Words longer than this are no typing errors, and would cost time.
    private static let maximumLength = 40

    /// The nearest candidate, where one is near enough: letter case and separators do not count,
    /// and about a third of the letters may differ.
    public static func nearest(to word: String, in candidates: [String]) -> String? {
        let wanted = folded(word)
        guard !wanted.isEmpty, wanted.count <= maximumLength else { return nil }
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let known = folded(candidate)
            var distance = editDistance(wanted, known)
            // `hscode` for `hs`: the right word with something before or behind it.
            let isAround =
                wanted.starts(with: known) || wanted.suffix(known.count).elementsEqual(known)
            if known.count >= 2, isAround { distance = min(distance, 1) }
            if known.count >= 3, wanted.count >= 3, known.starts(with: wanted) {
                distance = min(distance, 2)
            }
            let allowed = max(1, max(wanted.count, known.count) / 3)
            guard distance <= allowed, distance < (best?.distance ?? .max) else { continue }
            best = (candidate, distance)
        }
        return best?.candidate
    }

    private static func folded(_ word: String) -> [UInt8] {
        var result: [UInt8] = []
        for byte in word.utf8.prefix(maximumLength * 4) {
            switch byte {
            case 0x41...0x5A: result.append(byte + 0x20)
            case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " "): continue
            default: result.append(byte)
            }
        }
        return result
    }

    /// Insertions, deletions, replacements, and two neighbours swapped, as typing errors go.
    private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, leftByte) in left.enumerated() {
            var current = [row + 1]
            for (column, rightByte) in right.enumerated() {
                let change = last[column] + (leftByte == rightByte ? 0 : 1)
                var cost = min(change, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, leftByte == right[column - 1],
                    left[row - 1] == rightByte
                {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
