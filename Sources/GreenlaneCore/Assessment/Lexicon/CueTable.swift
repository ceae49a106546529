/// Words in the name of goods that tell what they are made of or what form they have. They are
/// hints: they raise contradictions and propose codes, and settle nothing.
public struct CueTable: Sendable {
    /// Some words of one meaning.
    public struct Cue: Hashable, Sendable {
        /// Compared without regard to case; Latin words only as whole words.
        public var words: [String]
        public var material: ImportItem.Material?
        public var form: ImportItem.Form?

        public init(
            words: [String], material: ImportItem.Material? = nil, form: ImportItem.Form? = nil
        ) {
            self.words = words
            self.material = material
            self.form = form
        }
    }

    /// What the words of a text come to: bits of materials and of forms in the order of the
    /// enumerations.
    public struct Reading: Hashable, Sendable {
        public var materials: UInt64 = 0
        public var forms: UInt64 = 0

        public init() {}
    }

    /// A word of a cue as bytes, with the next one that starts alike.
    private struct Word: Sendable {
        var bytes: [UInt8]
        var isLatin: Bool
        var materials: UInt64
        var forms: UInt64
    }

    public let cues: [Cue]
    /// Longest first within a bucket, so that the first match is the longest.
    private let words: [Word]
    /// Where the words of a bucket begin in `words`; one more than there are buckets.
    private let starts: [Int32]

    private static let bucketBits = 10

    public init(_ cues: [Cue]) {
        self.cues = cues
        var words: [Word] = []
        for cue in cues {
            for text in cue.words {
                let bytes = Self.folded(text)
                guard bytes.count >= 2 else { continue }
                words.append(
                    Word(
                        bytes: bytes, isLatin: Self.isLetter(bytes[0]),
                        materials: Self.bit(cue.material), forms: Self.bit(cue.form)))
            }
        }
        let count = 1 << Self.bucketBits
        var buckets = [[Word]](repeating: [], count: count)
        for word in words { buckets[Self.bucket(word.bytes, 0)].append(word) }
        var sorted: [Word] = []
        var starts: [Int32] = []
        for bucket in buckets {
            starts.append(Int32(sorted.count))
            sorted += bucket.sorted {
                $0.bytes.count == $1.bytes.count
                    ? $0.bytes.lexicographicallyPrecedes($1.bytes)
                    : $0.bytes.count > $1.bytes.count
            }
        }
        starts.append(Int32(sorted.count))
        self.words = sorted
        self.starts = starts
    }

    /// Reads a text from left to right; a longer word hides the shorter ones in it.
    public func read(_ text: String, into reading: inout Reading) {
        guard !words.isEmpty else { return }
        var text = text
        text.withUTF8 { bytes in
            var index = 0
            while index + 1 < bytes.count {
                guard let word = match(bytes, index) else {
                    index += 1
                    continue
                }
                reading.materials |= word.materials
                reading.forms |= word.forms
                index += word.bytes.count
            }
        }
    }

    private func match(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Word? {
        let bucket = Self.bucket(text, start)
        var place = Int(starts[bucket])
        let end = Int(starts[bucket + 1])
        while place < end {
            if fits(place, text, start) { return words[place] }
            place += 1
        }
        return nil
    }

    private func fits(_ place: Int, _ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        let length = words[place].bytes.count
        guard start + length <= text.count else { return false }
        for offset in 0..<length
        where Self.lower(text[start + offset]) != words[place].bytes[offset] {
            return false
        }
        guard words[place].isLatin else { return true }
        if start > 0, Self.isLetter(Self.lower(text[start - 1])) { return false }
        let next = start + length
        guard next < text.count, Self.isLetter(Self.lower(text[next])) else { return true }
        // A plural is the same word.
        let isPlural = Self.lower(text[next]) == 0x73
        return isPlural && (next + 1 == text.count || !Self.isLetter(Self.lower(text[next + 1])))
    }

    private static func bit(_ material: ImportItem.Material?) -> UInt64 {
        guard let index = ImportItem.Material.allCases.firstIndex(where: { $0 == material }) else {
            return 0
        }
        return 1 << UInt64(index)
    }

    private static func bit(_ form: ImportItem.Form?) -> UInt64 {
        guard let index = ImportItem.Form.allCases.firstIndex(where: { $0 == form }) else {
            return 0
        }
        return 1 << UInt64(index)
    }

    /// By the first two bytes: every word has two.
    private static func bucket(_ bytes: some Collection<UInt8>, _ start: Int) -> Int {
        var iterator = bytes.dropFirst(start).makeIterator()
        let first = lower(iterator.next() ?? 0)
        let second = lower(iterator.next() ?? 0)
        return Int((UInt32(first) &* 0x9E5 ^ UInt32(second) &* 0x85) & UInt32(1 << bucketBits - 1))
    }

    private static func bucket(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        let (first, second) = (lower(bytes[start]), lower(bytes[start + 1]))
        return Int((UInt32(first) &* 0x9E5 ^ UInt32(second) &* 0x85) & UInt32(1 << bucketBits - 1))
    }

    private static func folded(_ text: String) -> [UInt8] {
        text.utf8.map(lower)
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
    }

    private static func isLetter(_ lowered: UInt8) -> Bool {
        lowered >= 0x61 && lowered <= 0x7A
    }
}
