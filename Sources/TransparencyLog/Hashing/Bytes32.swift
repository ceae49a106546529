/// 32 bytes held in four words, so that a hash is copied and compared without an allocation.
struct Bytes32: Hashable, Sendable {
    static let count = 32

    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    private var fourth: UInt64 = 0

    /// Nil where the buffer does not hold exactly 32 bytes.
    init?(_ buffer: UnsafeRawBufferPointer) {
        guard buffer.count == Self.count else { return nil }
        first = buffer.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        second = buffer.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        third = buffer.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        fourth = buffer.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
    }

    init?(_ bytes: [UInt8]) {
        guard let value = bytes.withUnsafeBytes({ Bytes32($0) }) else { return nil }
        self = value
    }

    /// Runs `body` with zeroed memory to fill.
    init(filling body: (UnsafeMutableRawBufferPointer) -> Void) {
        Swift.withUnsafeMutableBytes(of: &self, body)
    }

    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: self, body)
    }

    var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    var hex: String { HexText.encode(bytes) }
}
