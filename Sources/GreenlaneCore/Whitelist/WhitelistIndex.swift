/// Rows under the hashes of their keys, in open addressing: a look-up costs two places of memory
/// however many rows there are.
public struct WhitelistIndex: Sendable {
    /// Hash in the upper half, number of the first posting and one in the lower; zero is free.
    private var slots: [UInt64]
    /// Row in the upper half, the next posting and one in the lower; zero ends a chain.
    private var postings: [UInt64]
    private var keys = 0

    /// `rows` is how many insertions are expected; more than that only cost time.
    public init(expecting rows: Int = 0) {
        var capacity = 16
        while capacity < rows { capacity *= 2 }
        slots = Array(repeating: 0, count: capacity)
        postings = []
        postings.reserveCapacity(rows)
    }

    /// Puts a row in front of those with its hash: inserted from the last row to the first, they
    /// come out in the order of the file.
    public mutating func insert(_ hash: UInt32, row: Int) {
        if keys * 3 >= slots.count * 2 { grow() }
        let place = Self.place(of: hash, in: slots)
        let head = slots[place] & 0xFFFF_FFFF
        if slots[place] == 0 { keys += 1 }
        postings.append(UInt64(row) << 32 | head)
        slots[place] = UInt64(hash) << 32 | UInt64(postings.count)
    }

    /// Rows that may have the key, the last one inserted first; the caller compares.
    public func rows(_ hash: UInt32) -> [Int] {
        var found: [Int] = []
        visit(hash) { row in
            found.append(row)
            return true
        }
        return found
    }

    /// Shows rows one after another until the visitor has seen enough.
    public func visit(_ hash: UInt32, _ visitor: (Int) -> Bool) {
        var next = slots[Self.place(of: hash, in: slots)] & 0xFFFF_FFFF
        while next != 0 {
            let posting = postings[Int(next) - 1]
            guard visitor(Int(posting >> 32)) else { return }
            next = posting & 0xFFFF_FFFF
        }
    }

    /// Bytes that the tables take.
    public var bytes: Int { (slots.capacity + postings.capacity) * 8 }

    private mutating func grow() {
        var larger = [UInt64](repeating: 0, count: slots.count * 2)
        for slot in slots where slot != 0 {
            larger[Self.place(of: UInt32(slot >> 32), in: larger)] = slot
        }
        slots = larger
    }

    /// Where the hash stands, or the free place for it. Its upper bits choose the place, so that a
    /// larger table needs nothing but the hash.
    private static func place(of hash: UInt32, in slots: [UInt64]) -> Int {
        var place = Int((UInt64(hash) &* UInt64(slots.count)) >> 32)
        while slots[place] != 0, UInt32(slots[place] >> 32) != hash {
            place += 1
            if place == slots.count { place = 0 }
        }
        return place
    }
}
