/// Every way to change one byte a little, to lose the end, to lose or double one byte.
enum Damage {
    static func all(of bytes: [UInt8]) -> [[UInt8]] {
        var all: [[UInt8]] = []
        for index in bytes.indices {
            for value in [bytes[index] ^ 1, bytes[index] ^ 0x80, 10, 32, 0]
            where value != bytes[index] {
                var changed = bytes
                changed[index] = value
                all.append(changed)
            }
            all.append(Array(bytes[..<index]))
            var shorter = bytes
            let byte = shorter.remove(at: index)
            all.append(shorter)
            var longer = bytes
            longer.insert(byte, at: index)
            all.append(longer)
        }
        return all
    }
}
