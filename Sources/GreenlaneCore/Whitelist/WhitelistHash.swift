/// Hashes of keys: the same on every machine and in every run, so that an index never makes a
/// difference between two replays. Two texts may share one, so whoever finds a row looks at it.
public enum WhitelistHash {
    /// Of bytes as they stand.
    public static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var state = mixed(UInt64(bytes.count) ^ 0x9E37_79B9_7F4A_7C15, 0xBF58_476D_1CE4_E5B9)
        var index = 0
        while index + 8 <= bytes.count {
            let word = UInt64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            state = mixed(state ^ word, 0x94D0_49BB_1331_11EB)
            index += 8
        }
        var rest: UInt64 = 0
        while index < bytes.count {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        return UInt32(truncatingIfNeeded: mixed(state ^ rest, 0xD6E8_FEB8_6659_FD93) >> 16)
    }

    /// Of a text in UTF-8.
    public static func of(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { of(UnsafeRawBufferPointer($0)) }
    }

    /// Of a unit with an item, from the hashes of both.
    public static func pair(_ unit: UInt32, _ name: UInt32) -> UInt32 {
        UInt32(
            truncatingIfNeeded: mixed(
                UInt64(unit) << 32 | UInt64(name), 0x9E37_79B9_7F4A_7C15) >> 8)
    }

    private static func mixed(_ value: UInt64, _ factor: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: factor)
        return product.high ^ product.low
    }
}
