extension ItemName {
    /// Puts the bytes of a name's key behind those that are there: what an index of a million rows
    /// is made from, without a text for each. Plain letters and Chinese characters, nearly all
    /// there is, go straight; anything else takes the way of `key`.
    public static func appendKey(_ name: UnsafeRawBufferPointer, to keys: inout [UInt8]) {
        let start = keys.count
        if !appendPlain(name, to: &keys) {
            keys.removeSubrange(start...)
            keys.append(contentsOf: key(String(decoding: name, as: UTF8.self)).utf8)
        }
    }

    private static func appendPlain(
        _ name: UnsafeRawBufferPointer, to keys: inout [UInt8]
    ) -> Bool {
        var last: UInt8 = 0
        var hasGap = false
        var index = 0
        while index < name.count {
            let byte = name[index]
            switch byte {
            case 0x30...0x39:
                if hasGap, (0x30...0x39).contains(last) { keys.append(0x2D) }
                last = byte
            case 0x61...0x7A: last = byte
            case 0x41...0x5A: last = byte + 0x20
            case 0x20, 0x2D:
                hasGap = true
                index += 1
                continue
            case 0x25, 0x27, 0x2B, 0x2C, 0x2E, 0x2F: last = byte
            // Chinese characters.
            case 0xE4...0xE9 where index + 2 < name.count:
                keys.append(byte)
                keys.append(name[index + 1])
                last = name[index + 2]
                index += 2
            // A bracket may make a name of a tariff line of it.
            default: return false
            }
            keys.append(last)
            hasGap = false
            index += 1
        }
        return true
    }
}
