/// Holds the rows that a table should have against those that it has, in memory that does not grow
/// with the rows: each is a hash under the process's random seed, added where it is expected and
/// taken away where it is found. What is left says in which range something differs.
struct RowSums {
    /// Keys of neighbouring rows share a sum.
    static let width: Int64 = 1_024

    private struct Sum: Equatable {
        var count: Int64 = 0
        var hash: UInt64 = 0
    }

    private var sums: [Sum] = []
    /// Rows whose keys no sum can be kept for.
    private(set) var isOutside = false
    /// A key that is out of all bounds would ask for endless sums.
    private let maximum: Int64

    /// `maximum` is the highest key that a row may have.
    init(maximum: Int64) {
        self.maximum = maximum
    }

    mutating func expect(_ key: Int64, _ hash: Int) { add(key, 1, UInt64(bitPattern: Int64(hash))) }

    mutating func found(_ key: Int64, _ hash: Int) {
        add(key, -1, 0 &- UInt64(bitPattern: Int64(hash)))
    }

    private mutating func add(_ key: Int64, _ count: Int64, _ hash: UInt64) {
        guard key >= 0, key <= maximum else {
            isOutside = true
            return
        }
        let index = Int(key / Self.width)
        while sums.count <= index { sums.append(Sum()) }
        sums[index].count += count
        sums[index].hash &+= hash
    }

    /// Ranges of keys in which something differs, in order.
    var differing: [ClosedRange<Int64>] {
        sums.indices.filter { sums[$0] != Sum() }.map {
            let first = Int64($0) * Self.width
            return first...(first + Self.width - 1)
        }
    }
}

extension Hasher {
    /// Bytes with their count, so that neighbours cannot trade them. Never through `String`, which
    /// takes two spellings of an accented letter for equal.
    @inline(__always)
    mutating func combine(text: UnsafeBufferPointer<UInt8>) {
        combine(text.count)
        combine(bytes: UnsafeRawBufferPointer(text))
    }

    mutating func combine(text: String) {
        var text = text
        text.withUTF8 { combine(text: $0) }
    }
}

extension String {
    /// The same bytes, not only the same letters.
    func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
