/// Where the salts of personal fields come from: the system's generator, or a seed that gives the
/// same salts again.
public struct Salts: Sendable {
    /// Bytes of one salt.
    public static let byteCount = 16

    private var state: UInt64?

    /// Cryptographically random.
    public static let system = Salts(state: nil)

    /// For samples and tests, whose logs must come out the same in every process.
    public static func seeded(_ seed: UInt64) -> Salts { Salts(state: seed) }

    private init(state: UInt64?) {
        self.state = state
    }

    mutating func next() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        for _ in 0..<(Self.byteCount / 8) {
            withUnsafeBytes(of: nextWord().bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// SplitMix64 where seeded.
    private mutating func nextWord() -> UInt64 {
        guard let current = state else {
            var generator = SystemRandomNumberGenerator()
            return generator.next()
        }
        let next = current &+ 0x9E37_79B9_7F4A_7C15
        state = next
        var mixed = next
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
