import CZlib

/// Packs whole answers as gzip (RFC 1952), with the zlib of the system.
enum Gzip {
    /// A good part of the gain for a small part of the work.
    private static let level: Int32 = 4

    /// The packed bytes; nil where zlib could not, and the answer goes out as it is.
    static func pack(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        guard bytes.count < Int(UInt32.max), let source = bytes.baseAddress else { return nil }
        var stream = z_stream()
        // 15 bits of window, and 16 for the gzip frame.
        guard
            deflateInit2_(
                &stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        let room = Int(deflateBound(&stream, UInt(bytes.count)))
        var isComplete = false
        let packed = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            stream.next_in = UnsafeMutablePointer(
                mutating: source.assumingMemoryBound(to: UInt8.self))
            stream.avail_in = UInt32(bytes.count)
            stream.next_out = buffer.baseAddress
            stream.avail_out = UInt32(room)
            isComplete = deflate(&stream, Z_FINISH) == Z_STREAM_END
            count = isComplete ? Int(stream.total_out) : 0
        }
        return isComplete ? packed : nil
    }
}
