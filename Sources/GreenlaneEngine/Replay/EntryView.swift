import GreenlaneCore

/// An entry of the log with its members found but not built: what replay needs of every event.
struct EntryView {
    var actor = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var data = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var occurred: Timestamp?
    var recorded: Timestamp?
    var position: Int64 = 0
    var version: Int64 = 0
    var cause: Int64?
    var stream = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var type = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var under = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    /// Raw; empty where no paper came with the event.
    var attachments = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var isLate = false

    /// Nil where the bytes are not an entry. The view lives as long as the bytes.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var view = EntryView()
        let isObject = JSONScanner.members(bytes) { name, value in view.take(name, value) }
        guard isObject, view.occurred != nil, view.recorded != nil, view.data.count > 1 else {
            return nil
        }
        self = view
    }

    private init() {}

    private mutating func take(
        _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>
    ) {
        switch name.first {
        case UInt8(ascii: "a"):
            if JSONScanner.equal(name, "actor") { actor = value } else { attachments = value }
        case UInt8(ascii: "c"): cause = Self.integer(value)
        case UInt8(ascii: "d"): data = value
        case UInt8(ascii: "l"): isLate = JSONScanner.equal(value, "true")
        case UInt8(ascii: "o"): occurred = Timestamp(canonical: Self.inner(value))
        case UInt8(ascii: "p"): position = Self.integer(value) ?? 0
        case UInt8(ascii: "r"): recorded = Timestamp(canonical: Self.inner(value))
        case UInt8(ascii: "s"): stream = Self.inner(value)
        case UInt8(ascii: "t"): type = Self.inner(value)
        case UInt8(ascii: "u"): under = Self.inner(value)
        case UInt8(ascii: "v"): version = Self.integer(value) ?? 0
        default: break
        }
    }

    /// A raw string without its quotes; ours never need escapes.
    static func inner(_ raw: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard raw.count >= 2 else { return raw }
        return UnsafeBufferPointer(rebasing: raw[1..<(raw.count - 1)])
    }

    static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private static func integer(_ raw: UnsafeBufferPointer<UInt8>) -> Int64? {
        var value: Int64 = 0
        guard !raw.isEmpty, raw.count <= 18 else { return nil }
        for byte in raw {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value
    }

    /// The role of the actor.
    var role: Actor.Role? {
        var role: Actor.Role?
        _ = JSONScanner.members(actor) { name, value in
            if JSONScanner.equal(name, "role") {
                role = Actor.Role(rawValue: Self.text(Self.inner(value)))
            }
        }
        return role
    }
}

/// The command inside a shipment event's data.
struct CommandView {
    var command = ""
    var input = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var filed = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

    init?(_ data: UnsafeBufferPointer<UInt8>) {
        var view = CommandView()
        let isObject = JSONScanner.members(data) { name, value in
            if JSONScanner.equal(name, "command") {
                view.command = EntryView.text(EntryView.inner(value))
            } else if JSONScanner.equal(name, "input") {
                view.input = value
            } else if JSONScanner.equal(name, "filed") {
                view.filed = value
            }
        }
        guard isObject, !view.command.isEmpty else { return nil }
        self = view
    }

    private init() {}
}
