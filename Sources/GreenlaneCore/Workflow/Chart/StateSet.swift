/// A set of states by their index in document order: 256 bits in place, nothing on the heap.
public struct StateSet: Hashable, Sendable, Sequence {
    /// How many states a workflow may have, the root included.
    public static let capacity = 256

    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    public init() {}

    public init(_ members: some Sequence<Int>) {
        for member in members { insert(member) }
    }

    /// The states `0..<count`.
    init(prefix count: Int) {
        for member in 0..<Swift.min(count, Self.capacity) { insert(member) }
    }

    public static func == (left: StateSet, right: StateSet) -> Bool {
        left.words == right.words
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }

    public var isEmpty: Bool { words.0 | words.1 | words.2 | words.3 == 0 }

    public var count: Int {
        words.0.nonzeroBitCount + words.1.nonzeroBitCount + words.2.nonzeroBitCount
            + words.3.nonzeroBitCount
    }

    private subscript(word index: Int) -> UInt64 {
        get {
            switch index {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            default: words.3
            }
        }
        set {
            switch index {
            case 0: words.0 = newValue
            case 1: words.1 = newValue
            case 2: words.2 = newValue
            default: words.3 = newValue
            }
        }
    }

    public func contains(_ member: Int) -> Bool {
        self[word: member >> 6] & (1 << UInt64(member & 63)) != 0
    }

    /// Members beyond the capacity are a mistake of the caller; the compiler never makes them.
    public mutating func insert(_ member: Int) {
        self[word: member >> 6] |= 1 << UInt64(member & 63)
    }

    public mutating func remove(_ member: Int) {
        self[word: member >> 6] &= ~(1 << UInt64(member & 63))
    }

    public mutating func formUnion(_ other: StateSet) {
        words.0 |= other.words.0
        words.1 |= other.words.1
        words.2 |= other.words.2
        words.3 |= other.words.3
    }

    public mutating func subtract(_ other: StateSet) {
        words.0 &= ~other.words.0
        words.1 &= ~other.words.1
        words.2 &= ~other.words.2
        words.3 &= ~other.words.3
    }

    public func intersection(_ other: StateSet) -> StateSet {
        var result = StateSet()
        result.words.0 = words.0 & other.words.0
        result.words.1 = words.1 & other.words.1
        result.words.2 = words.2 & other.words.2
        result.words.3 = words.3 & other.words.3
        return result
    }

    public func intersects(_ other: StateSet) -> Bool {
        !intersection(other).isEmpty
    }

    public func isSubset(of other: StateSet) -> Bool {
        intersection(other) == self
    }

    /// Takes the first member in document order out of the set.
    public mutating func popFirst() -> Int? {
        for index in 0..<4 where self[word: index] != 0 {
            let bit = self[word: index].trailingZeroBitCount
            self[word: index] &= self[word: index] &- 1
            return index << 6 + bit
        }
        return nil
    }

    /// Takes the last member in document order out of the set.
    public mutating func popLast() -> Int? {
        var index = 4
        while index > 0 {
            index -= 1
            guard self[word: index] != 0 else { continue }
            let bit = 63 - self[word: index].leadingZeroBitCount
            self[word: index] &= ~(1 << UInt64(bit))
            return index << 6 + bit
        }
        return nil
    }

    /// Members in document order.
    public struct Iterator: IteratorProtocol {
        var rest: StateSet

        public mutating func next() -> Int? { rest.popFirst() }
    }

    public func makeIterator() -> Iterator { Iterator(rest: self) }
}
