import Foundation
import NIOCore

/// An IP address as a number of 128 bits; IPv4 stands in its mapped place `::ffff:a.b.c.d`, so that
/// both forms of the same peer are equal.
public struct NetworkAddress: Hashable, Sendable {
    /// The address, the first byte being the highest.
    public let bits: UInt128

    /// Reads an IPv4 or IPv6 literal, without brackets, port or zone.
    public init?(_ text: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            bytes = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + bytes[..<4]
        } else if inet_pton(AF_INET6, text, &bytes) != 1 {
            return nil
        }
        bits = bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// Of a connection's end; nil where it is no IP connection.
    init?(_ address: SocketAddress) {
        switch address {
        case .v4(let known):
            let number = UInt32(bigEndian: known.address.sin_addr.s_addr)
            bits = 0xFFFF_0000_0000 | UInt128(number)
        case .v6(let known):
            bits = withUnsafeBytes(of: known.address.sin6_addr) {
                UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self))
            }
        case .unixDomainSocket: return nil
        }
    }

    init(bits: UInt128) {
        self.bits = bits
    }

    /// Whether it is an IPv4 address in either form.
    public var isVersion4: Bool { bits >> 32 == 0xFFFF }

    /// 127.0.0.0/8 and ::1.
    public var isLoopback: Bool {
        bits == 1 || (isVersion4 && UInt8(truncatingIfNeeded: bits >> 24) == 127)
    }

    /// The network it is in, for counting and for logs that name no single machine: /24 of IPv4,
    /// /64 of IPv6 (what one household or one department gets).
    public var network: NetworkAddress {
        NetworkAddress(bits: bits & (UInt128.max << (isVersion4 ? 8 : 64)))
    }

    /// What one client can hold: a single IPv4 address, or a /64 of IPv6.
    public var client: NetworkAddress { isVersion4 ? self : network }

    /// As people write it.
    public var text: String {
        let bytes = (0..<16).map { UInt8(truncatingIfNeeded: bits >> (120 - 8 * UInt128($0))) }
        var buffer = [CChar](repeating: 0, count: 64)
        let source = isVersion4 ? Array(bytes[12...]) : bytes
        let family = isVersion4 ? AF_INET : AF_INET6
        guard inet_ntop(family, source, &buffer, 64) != nil else { return "" }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// An address or a CIDR range, such as `10.0.0.0/8` or `fd00::/8`.
public struct AddressRange: Hashable, Sendable {
    private let first: UInt128
    private let mask: UInt128
    /// As it was written.
    public let text: String

    /// Reads `address` or `address/bits`; nil where it is neither, or where the address has bits
    /// beyond the prefix (a range that is written so is most likely another than was meant).
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = NetworkAddress(String(parts[0])) else { return nil }
        let width = parts[0].contains(":") ? 128 : 32
        var prefix = width
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let stated = Int(parts[1]), stated <= width
            else { return nil }
            prefix = stated
        }
        mask = UInt128.max << UInt128(width - prefix)
        guard address.bits & mask == address.bits else { return nil }
        first = address.bits
        self.text = text
    }

    /// Whether the address is in the range.
    public func contains(_ address: NetworkAddress) -> Bool {
        address.bits & mask == first
    }
}

/// Where the service listens: a literal address or a host name, and a port.
public struct ListenAddress: Hashable, Sendable {
    /// An IP literal without brackets, or a host name.
    public var host: String
    /// 0 takes any free port.
    public var port: Int

    /// An address from its parts.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port` or `[v6]:port`.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(digits), port <= 65_535
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":"), NetworkAddress(String(host)) != nil else { return nil }
        } else {
            let isName = host.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x2E
            }
            guard !host.isEmpty, isName else { return nil }
        }
        self.init(host: String(host), port: port)
    }

    /// Whether only this machine can reach it.
    public var isLoopback: Bool {
        host == "localhost" || NetworkAddress(host)?.isLoopback == true
    }

    /// `host:port`, IPv6 in brackets.
    public var text: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
