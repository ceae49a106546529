import Foundation
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
    /// Of the data of a shipment's event: the command's name, and its raw input and filing; empty
    /// where there is none.
    var command = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var input = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var filed = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

    /// Nil where the bytes are not an entry. The view lives as long as the bytes.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var view = EntryView()
        guard var cursor = JSONCursor(bytes), cursor.enter() else { return nil }
        while let name = cursor.name() {
            if name.first == UInt8(ascii: "d") {
                guard view.takeData(&cursor) else { return nil }
            } else {
                guard let value = cursor.value() else { return nil }
                view.take(name, value)
            }
        }
        guard cursor.hasEnded, view.occurred != nil, view.recorded != nil, view.data.count > 1
        else {
            return nil
        }
        self = view
    }

    private init() {}

    /// Data is long, so its members are found on the one way over it.
    private mutating func takeData(_ cursor: inout JSONCursor) -> Bool {
        let start = cursor.offset
        guard cursor.enter() else { return false }
        while let name = cursor.name() {
            guard let value = cursor.value() else { return false }
            switch name.first {
            case UInt8(ascii: "c"):
                if JSONScanner.equal(name, "command") { command = Self.inner(value) }
            case UInt8(ascii: "i"): if JSONScanner.equal(name, "input") { input = value }
            case UInt8(ascii: "f"): if JSONScanner.equal(name, "filed") { filed = value }
            default: break
            }
        }
        guard cursor.leave() else { return false }
        data = cursor.bytes(from: start)
        return true
    }

    private mutating func take(
        _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>
    ) {
        switch name.first {
        case UInt8(ascii: "a"):
            if JSONScanner.equal(name, "actor") { actor = value } else { attachments = value }
        case UInt8(ascii: "c"): cause = Self.integer(value)
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
        guard var cursor = JSONCursor(actor), cursor.enter() else { return nil }
        while let name = cursor.name(), let value = cursor.value() {
            guard JSONScanner.equal(name, "role") else { continue }
            let stated = Self.inner(value)
            return Self.roles.first { role in
                role.bytes.withUnsafeBufferPointer { Self.equal($0, stated) }
            }?.role
        }
        return nil
    }

    private static let roles = Actor.Role.allCases.map {
        (role: $0, bytes: Array($0.rawValue.utf8))
    }

    /// Whether two runs of bytes are the same.
    static func equal(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard left.count == right.count, let first = left.baseAddress,
            let second = right.baseAddress
        else { return left.isEmpty && right.isEmpty }
        return memcmp(first, second, left.count) == 0
    }
}
