/// One line of an HTTP head.
public struct HTTPHeader: Hashable, Sendable {
    /// A token; its letters' case has no meaning.
    public var name: String
    /// Without the white space around it.
    public var value: String

    /// Nothing is checked here: the transport refuses what a head cannot carry.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Whether a head can carry it: a token as the name, no control characters in the value.
    var isCarriable: Bool {
        !name.isEmpty && name.utf8.allSatisfy(Self.isTokenByte)
            && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
