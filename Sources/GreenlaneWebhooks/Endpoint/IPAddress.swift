/// An IPv4 or IPv6 address, and to which network it belongs.
struct IPAddress: Hashable, Sendable {
    /// 4 or 16, in network order.
    let bytes: [UInt8]

    /// Nil unless there are 4 or 16 bytes.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    enum Reach: Hashable, Sendable {
        /// Reached over the internet.
        case global
        /// This machine.
        case loopback
        /// Private, link-local, metadata, multicast, reserved: nothing that a webhook is meant for.
        case other
    }

    var reach: Reach {
        bytes.count == 4 ? Self.reach4(bytes[...]) : reach6
    }

    private static func reach4(_ bytes: ArraySlice<UInt8>) -> Reach {
        let address = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        if address >> 24 == 127 { return .loopback }
        return special4.contains { $0.contains(address) } ? .other : .global
    }

    private var reach6: Reach {
        if bytes.dropLast().allSatisfy({ $0 == 0 }), bytes[15] == 1 { return .loopback }
        for network in Self.embedding6 where bytes.starts(with: network.prefix) {
            return Self.reach4(bytes[network.offset..<(network.offset + 4)])
        }
        // Only 2000::/3 is given out for the internet; the rest is local, multicast or reserved.
        guard bytes[0] & 0xE0 == 0x20 else { return .other }
        return Self.special6.contains { bytes.starts(with: $0) } ? .other : .global
    }

    private struct Network4 {
        let address: UInt32
        let length: UInt32

        init(_ first: UInt32, _ second: UInt32, _ third: UInt32, _ fourth: UInt32, _ length: UInt32)
        {
            address = first << 24 | second << 16 | third << 8 | fourth
            self.length = length
        }

        func contains(_ other: UInt32) -> Bool {
            (address ^ other) >> (32 - length) == 0
        }
    }

    /// IANA's special-purpose networks, multicast, and what clouds use for metadata.
    private static let special4 = [
        Network4(0, 0, 0, 0, 8), Network4(10, 0, 0, 0, 8),
        // Shared by carriers; also the metadata of Alibaba Cloud, 100.100.100.200.
        Network4(100, 64, 0, 0, 10),
        // Link-local; also the metadata of most clouds, 169.254.169.254.
        Network4(169, 254, 0, 0, 16),
        // The platform's own address inside Azure, though it is a public one.
        Network4(168, 63, 129, 16, 32),
        Network4(172, 16, 0, 0, 12), Network4(192, 0, 0, 0, 24), Network4(192, 0, 2, 0, 24),
        Network4(192, 88, 99, 0, 24), Network4(192, 168, 0, 0, 16), Network4(198, 18, 0, 0, 15),
        Network4(198, 51, 100, 0, 24), Network4(203, 0, 113, 0, 24),
        // Multicast, reserved and broadcast.
        Network4(224, 0, 0, 0, 3),
    ]

    /// Prefixes behind which an IPv4 address stands, which then decides: mapped, translated by
    /// NAT64, and 6to4.
    private static let embedding6: [(prefix: [UInt8], offset: Int)] = [
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 12),
        ([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0], 12),
        ([0x20, 0x02], 2),
    ]

    /// Within 2000::/3: Teredo, ORCHIDv2 and its like, and the networks of examples.
    private static let special6: [[UInt8]] = [
        [0x20, 0x01, 0x00], [0x20, 0x01, 0x01], [0x20, 0x01, 0x0D, 0xB8], [0x3F, 0xFF],
    ]
}
