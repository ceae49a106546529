import Foundation
import Synchronization

/// Where the salts of personal fields come from: the system's generator, or a seed that gives the
/// same salts again.
public struct Salts: Sendable {
    /// Bytes of one salt.
    public static let byteCount = 16

    /// Of a seed; nil takes the system's.
    private var words: SeededWords?

    /// Cryptographically random.
    public static let system = Salts(words: nil)

    /// For samples and tests, whose logs must come out the same in every process.
    public static func seeded(_ seed: UInt64) -> Salts { Salts(words: SeededWords(state: seed)) }

    private init(words: SeededWords?) {
        self.words = words
    }

    mutating func next() -> [UInt8] {
        guard var words else { return SystemSalts.shared.next(Self.byteCount) }
        defer { self.words = words }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        for _ in 0..<(Self.byteCount / 8) {
            withUnsafeBytes(of: words.next().bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}

/// SplitMix64.
private struct SeededWords: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Random bytes of the system, taken a block at a time: a profile showed the calls for single words
/// to cost 30 % of recording an event. One for the process, so that no copy of `Salts` gives out
/// bytes that another gave out before.
private final class SystemSalts: Sendable {
    static let shared = SystemSalts()

    /// The most that the system gives at once.
    private static let blockBytes = 256

    private let block = Mutex<ArraySlice<UInt8>>([])

    func next(_ count: Int) -> [UInt8] {
        block.withLock { block in
            if block.count < count { block = Self.taken()[...] }
            defer { block = block.dropFirst(count) }
            return Array(block.prefix(count))
        }
    }

    private static func taken() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: blockBytes) { buffer, filled in
            // It fails only for a longer block or a wrong address; salts are never guessed.
            precondition(getentropy(buffer.baseAddress!, blockBytes) == 0, "no random bytes")
            filled = blockBytes
        }
    }
}
