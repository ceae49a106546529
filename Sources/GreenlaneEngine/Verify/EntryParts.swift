import GreenlaneCore

/// Everything that verify needs of an entry, found in one pass over its bytes and not built.
struct EntryParts {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    static var none: Bytes { Bytes(start: nil, count: 0) }

    var actor = none
    var attachments = none
    var cause: Int64?
    var data = none
    var idempotency = none
    var isLate = false
    var occurred: Timestamp?
    var position: Int64 = 0
    var recorded: Timestamp?
    var stream = none
    var type = none
    var under = none
    var version: Int64 = 0
    /// Of the data of a shipment's event, raw but for names; empty where there is none.
    var active = none
    var command = none
    var effects = none
    var filed = none
    var fits = true
    var input = none
    var isFinal = false
    var isOverride = false
    var milestone = none
    var state = none
    var timers = none

    /// Nil where the bytes are not an entry. The parts live as long as the bytes.
    init?(_ bytes: Bytes) {
        var parts = EntryParts()
        guard var cursor = JSONCursor(bytes), cursor.enter() else { return nil }
        while let name = cursor.name() {
            if name.first == UInt8(ascii: "d") {
                guard parts.takeData(&cursor) else { return nil }
            } else {
                guard let value = cursor.value() else { return nil }
                parts.take(name, value)
            }
        }
        guard cursor.hasEnded, parts.occurred != nil, parts.recorded != nil, parts.data.count > 1,
            parts.actor.count > 1
        else { return nil }
        self = parts
    }

    private init() {}

    private mutating func take(_ name: Bytes, _ value: Bytes) {
        switch name.first {
        case UInt8(ascii: "a"):
            if JSONScanner.equal(name, "actor") {
                actor = value
            } else {
                attachments = value
            }
        case UInt8(ascii: "c"): cause = Self.integer(value) ?? -1
        case UInt8(ascii: "i"): idempotency = value
        case UInt8(ascii: "l"): isLate = true
        case UInt8(ascii: "o"): occurred = Timestamp(canonical: EntryView.inner(value))
        case UInt8(ascii: "p"): position = Self.integer(value) ?? -1
        case UInt8(ascii: "r"): recorded = Timestamp(canonical: EntryView.inner(value))
        case UInt8(ascii: "s"): stream = EntryView.inner(value)
        case UInt8(ascii: "t"): type = EntryView.inner(value)
        case UInt8(ascii: "u"): under = EntryView.inner(value)
        case UInt8(ascii: "v"): version = Self.integer(value) ?? -1
        default: break
        }
    }

    /// Data is long, so its members are found on the one way over it.
    private mutating func takeData(_ cursor: inout JSONCursor) -> Bool {
        let start = cursor.offset
        guard cursor.enter() else { return false }
        while let name = cursor.name() {
            guard let value = cursor.value() else { return false }
            takeMember(name, value)
        }
        guard cursor.leave() else { return false }
        data = cursor.bytes(from: start)
        return true
    }

    private mutating func takeMember(_ name: Bytes, _ value: Bytes) {
        switch name.first {
        case UInt8(ascii: "a"): if name.count == 2 { active = value }
        case UInt8(ascii: "c"):
            if JSONScanner.equal(name, "command") { command = EntryView.inner(value) }
        case UInt8(ascii: "e"): if JSONScanner.equal(name, "effects") { effects = value }
        case UInt8(ascii: "f"):
            if JSONScanner.equal(name, "filed") { filed = value }
            if JSONScanner.equal(name, "final") { isFinal = JSONScanner.equal(value, "true") }
            if JSONScanner.equal(name, "fits") { fits = false }
        case UInt8(ascii: "i"): if JSONScanner.equal(name, "input") { input = value }
        case UInt8(ascii: "m"):
            if JSONScanner.equal(name, "milestone") { milestone = EntryView.inner(value) }
        case UInt8(ascii: "o"): if JSONScanner.equal(name, "override") { isOverride = true }
        case UInt8(ascii: "s"):
            if JSONScanner.equal(name, "state") { state = EntryView.inner(value) }
        case UInt8(ascii: "t"): if JSONScanner.equal(name, "timers") { timers = value }
        default: break
        }
    }

    /// Of the first timer, which is the earliest: milliseconds since 1970.
    var due: Int64? {
        guard timers.count > 2, Self.starts(timers, "[{\"due\":\"") else { return nil }
        let rest = Bytes(rebasing: timers["[{\"due\":\"".utf8.count...])
        guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        return Timestamp(canonical: Bytes(rebasing: rest[..<end]))?.milliseconds
    }

    private static func integer(_ raw: Bytes) -> Int64? {
        var value: Int64 = 0
        guard !raw.isEmpty, raw.count <= 18 else { return nil }
        for byte in raw {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value
    }

    /// The raw value of a member of a raw object; empty where there is none.
    static func member(_ object: Bytes, _ name: StaticString) -> Bytes {
        var found = none
        _ = JSONScanner.members(object) { if JSONScanner.equal($0, name) { found = $1 } }
        return found
    }

    static func member(_ object: Bytes, _ name: String) -> Bytes {
        var found = none
        _ = JSONScanner.members(object) { if $0.elementsEqual(name.utf8) { found = $1 } }
        return found
    }

    /// The commitment to the actor's name.
    var actorName: Bytes { EntryView.inner(Self.member(actor, "name")) }

    var role: String { EntryView.text(EntryView.inner(Self.member(actor, "role"))) }

    var json: JSONValue? {
        guard case .success(let json) = JSONParser.parse(data) else { return nil }
        return json
    }

    static func starts(_ text: Bytes, _ prefix: StaticString) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard text.count >= count else { return false }
        return JSONScanner.equal(Bytes(rebasing: text[..<count]), prefix)
    }

    static func equal(_ left: Bytes, _ right: Bytes) -> Bool {
        left.count == right.count && left.elementsEqual(right)
    }
}
