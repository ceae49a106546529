import GreenlaneCore
import TransparencyLog

/// The personal values beside the entries: each is what its entry commits to, and none is missing
/// that was not erased on the record.
struct SealedWalk {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    static let namePath = Array("/actor/name".utf8)
    static let inputPrefix = Array("/data/input/".utf8)
    static let dataPrefix = Array("/data/".utf8)
    static let guardPath = Array(ErasurePlan.fingerprintPath.utf8)

    /// Fields that no value lies beside, until an erasure on the record says why.
    private var lacking: [Field: Bool] = [:]
    private(set) var erased = 0
    /// Position and actor of the last event that had no cause.
    private var origin: (position: Int64, name: [UInt8]) = (0, [])
    private var scratch: [UInt8] = []
    private var fields: [SealedField] = []

    private struct Field: Hashable {
        var position: Int64
        var path: String
    }

    /// What is known of an event once its sealed values are checked.
    struct Values {
        /// The actor's name; nil where it was erased.
        var name: String?
        /// The fingerprint of its command; nil where there is none.
        var fingerprint: String?
        /// Of an organisation, an account and the like: personal members of the data that are
        /// there, and the names of those that no value lies beside.
        var data: [String: String] = [:]
        var lacking: [String] = []
    }

    /// Checks one event. `personal` names the personal fields of its input; of a refusal any
    /// field that is sealed counts.
    mutating func take(
        _ entry: EntryParts, _ sealed: Bytes?, at position: Int64, personal: [String],
        wantsName: Bool, isAccess: Bool = false, _ findings: Findings
    ) -> Values {
        var values = Values()
        fields.removeAll(keepingCapacity: true)
        if let sealed, !SealedField.read(sealed, into: &fields) {
            findings.add(position, "commitment-differs", "sealed")
            return values
        }
        let name = entry.actorName
        var hasName = false
        for field in fields {
            guard holds(field, entry) else {
                findings.add(position, "commitment-differs", EntryView.text(field.path))
                continue
            }
            if field.path.elementsEqual(Self.namePath) {
                hasName = true
                if wantsName { values.name = field.text }
            } else if field.path.elementsEqual(Self.guardPath) {
                values.fingerprint = field.text
            } else if isAccess {
                let member = Bytes(rebasing: field.path[Self.dataPrefix.count...])
                values.data[EntryView.text(member)] = field.text
            }
        }
        if isAccess { lackData(entry, position, &values) }
        if let cause = entry.cause {
            // What an event caused names the same actor, whose value lies beside the cause.
            let isSame = cause == origin.position && name.elementsEqual(origin.name)
            if !hasName, !isSame { lack(position, "/actor/name") }
            return values
        }
        origin = (position, Array(name))
        if !hasName { lack(position, "/actor/name") }
        if !entry.idempotency.isEmpty, values.fingerprint == nil {
            lack(position, ErasurePlan.fingerprintPath)
        }
        guard !personal.isEmpty else { return values }
        let input = EntryParts.member(entry.data, "input")
        for member in personal {
            let value = EntryParts.member(input, member)
            let path = "/data/input/" + member
            guard value.first == UInt8(ascii: "\"") else { continue }
            if !fields.contains(where: { $0.path.elementsEqual(path.utf8) }) {
                lack(position, path)
            }
        }
        return values
    }

    /// Personal members of the data without a value beside them.
    private mutating func lackData(
        _ entry: EntryParts, _ position: Int64, _ values: inout Values
    ) {
        for member in AccessEvent.personalMembers {
            let value = EntryParts.member(entry.data, member)
            guard !value.isEmpty, values.data[member] == nil else { continue }
            values.lacking.append(member)
            lack(position, "/data/" + member)
        }
    }

    /// A password that was replaced: the former one's hash is gone, and that is as it should be.
    mutating func retire(_ former: Int64, wasLacking: Bool, _ findings: Findings) {
        let path = "/data/password"
        if wasLacking {
            lacking[Field(position: former, path: path)] = nil
        } else {
            findings.add(former, "sealed-remains", path)
        }
    }

    private mutating func lack(_ position: Int64, _ path: String) {
        lacking[Field(position: position, path: path)] = true
    }

    private mutating func holds(_ field: SealedField, _ entry: EntryParts) -> Bool {
        let committed: Bytes
        if field.path.elementsEqual(Self.namePath) {
            committed = entry.actorName
        } else if field.path.elementsEqual(Self.guardPath) {
            committed = EntryView.inner(EntryParts.member(entry.idempotency, "command"))
        } else if field.path.starts(with: Self.inputPrefix) {
            let name = EntryView.text(
                Bytes(rebasing: field.path[Self.inputPrefix.count...]))
            let input = EntryParts.member(entry.data, "input")
            committed = EntryView.inner(EntryParts.member(input, name))
        } else if field.path.starts(with: Self.dataPrefix) {
            let name = EntryView.text(Bytes(rebasing: field.path[Self.dataPrefix.count...]))
            committed = EntryView.inner(EntryParts.member(entry.data, name))
        } else {
            return false
        }
        guard let salt = HexBytes.read(field.salt), salt.count == SaltedCommitment.saltByteCount,
            committed.count == ContentDigest.prefix.utf8.count + 64,
            committed.starts(with: ContentDigest.prefix.utf8)
        else { return false }
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: salt)
        if field.isPlain {
            scratch.append(contentsOf: field.value)
        } else {
            scratch.append(contentsOf: Array((field.text ?? "").utf8))
        }
        let digest = scratch.withUnsafeBytes { ContentDigest.sha256($0) }
        let digits = Bytes(rebasing: committed[ContentDigest.prefix.utf8.count...])
        return HexBytes.equal(digits, digest.bytes)
    }

    /// An erasure on the record: the values must be gone.
    mutating func erase(_ data: JSONValue, at position: Int64, _ findings: Findings) {
        for field in data["fields"]?.arrayValue ?? [] {
            guard let at = field["position"]?.integerValue, let path = field["path"]?.stringValue
            else {
                findings.add(position, "entry-unreadable")
                continue
            }
            if lacking.removeValue(forKey: Field(position: at, path: path)) != nil {
                erased += 1
            } else {
                findings.add(at, "sealed-remains", path)
            }
        }
    }

    /// Values that are missing, and no erasure says why.
    func finish(_ findings: Findings) {
        let left = lacking.keys.sorted { ($0.position, $0.path) < ($1.position, $1.path) }
        for field in left { findings.add(field.position, "sealed-missing", field.path) }
    }
}

/// One value beside an entry, found and not built.
struct SealedField {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    var path: Bytes
    var salt: Bytes
    /// Between its quotes.
    var value: Bytes
    var isPlain: Bool

    var text: String? {
        guard !isPlain else { return EntryView.text(value) }
        let raw = Array("\"".utf8) + Array(value) + Array("\"".utf8)
        do throws(JSONSyntaxError) { return try JSONParser.parse(raw).stringValue } catch {
            return nil
        }
    }

    private static let parts: [StaticString] = [
        "{\"path\":\"", "\",\"salt\":\"", "\",\"value\":\"", "\"}",
    ]

    /// Reads exactly what `SealedFields` writes.
    static func read(_ bytes: Bytes, into fields: inout [SealedField]) -> Bool {
        guard bytes.count > 2, bytes[0] == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") else {
            return false
        }
        var index = 1
        while true {
            guard let path = part(0, bytes, &index), let salt = part(1, bytes, &index),
                let value = part(2, bytes, &index), skip(3, bytes, &index)
            else { return false }
            fields.append(
                SealedField(
                    path: path, salt: salt, value: value,
                    isPlain: !value.contains(UInt8(ascii: "\\"))))
            guard index < bytes.count else { return false }
            if index == bytes.count - 1 { return true }
            guard bytes[index] == UInt8(ascii: ",") else { return false }
            index += 1
        }
    }

    private static func part(_ number: Int, _ bytes: Bytes, _ index: inout Int) -> Bytes? {
        guard skip(number, bytes, &index) else { return nil }
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard index < bytes.count else { return nil }
        return Bytes(rebasing: bytes[start..<index])
    }

    private static func skip(_ number: Int, _ bytes: Bytes, _ index: inout Int) -> Bool {
        let text = parts[number]
        let end = index + text.utf8CodeUnitCount
        guard end <= bytes.count,
            JSONScanner.equal(Bytes(rebasing: bytes[index..<end]), text)
        else { return false }
        index = end
        return true
    }
}
