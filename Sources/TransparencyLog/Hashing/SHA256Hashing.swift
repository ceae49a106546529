import Crypto

/// The one place that calls the hash function.
enum SHA256Hashing {
    static func hash(_ buffer: UnsafeRawBufferPointer) -> Bytes32 {
        var hasher = SHA256()
        hasher.update(bufferPointer: buffer)
        return value(hasher.finalize())
    }

    /// The hash of one byte and a buffer, without joining them.
    static func hash(prefix: UInt8, _ buffer: UnsafeRawBufferPointer) -> Bytes32 {
        var hasher = SHA256()
        withUnsafeBytes(of: prefix) { hasher.update(bufferPointer: $0) }
        hasher.update(bufferPointer: buffer)
        return value(hasher.finalize())
    }

    /// The hash of one byte and two hashes.
    static func hash(prefix: UInt8, _ left: Bytes32, _ right: Bytes32) -> Bytes32 {
        var hasher = SHA256()
        withUnsafeBytes(of: prefix) { hasher.update(bufferPointer: $0) }
        left.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        right.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return value(hasher.finalize())
    }

    private static func value(_ digest: SHA256.Digest) -> Bytes32 {
        Bytes32(filling: { memory in digest.withUnsafeBytes { memory.copyMemory(from: $0) } })
    }
}
