public import GreenlaneCore

/// What a new list says otherwise than an old one, entry by entry.
public struct WhitelistChanges: Sendable {
    /// One member that the lists tell differently; nil where it is not stated.
    public struct Difference: Sendable {
        public var member: String
        public var old: JSONValue?
        public var new: JSONValue?
    }

    /// One entry that both lists have.
    public struct Changed: Sendable {
        public var entry: WhitelistEntry
        /// Its id in the old list, where that was another one.
        public var was: String?
        /// Members of its JSON that differ.
        public var differences: [Difference]

        public var members: [String] { differences.map(\.member) }
    }

    public private(set) var added: [WhitelistEntry] = []
    public private(set) var changed: [Changed] = []
    public private(set) var removed: [WhitelistEntry] = []
    public private(set) var unchanged = 0

    /// Two files against each other: what the new one does not name is removed. Entries under
    /// another id are the same where unit and item are.
    public init(from old: [WhitelistEntry], to new: [WhitelistEntry]) {
        let before = WhitelistBook(old)
        let after = WhitelistBook(new)
        var left: Set<String> = []
        for entry in before.entries where after.entry(entry.id) == nil { left.insert(entry.id) }
        for entry in after.entries {
            if let known = before.entry(entry.id) {
                compare(known, entry)
            } else if let known = Self.twin(of: entry, in: before, left) {
                left.remove(known.id)
                compare(known, entry)
            } else {
                added.append(entry)
            }
        }
        removed = before.entries.filter { left.contains($0.id) }
    }

    /// What publishing a list would do: what it does not name stays as it is, and what it puts out
    /// of force is told apart.
    public init(publishing new: [WhitelistEntry], over known: [WhitelistEntry]) {
        let before = WhitelistBook(known)
        for entry in WhitelistBook(new).entries {
            guard let known = before.entry(entry.id) else {
                added.append(entry)
                continue
            }
            if known.status != .removed, entry.status == .removed {
                removed.append(entry)
            } else {
                compare(known, entry)
            }
        }
    }

    private mutating func compare(_ known: WhitelistEntry, _ entry: WhitelistEntry) {
        let differences = Self.differences(known.json, entry.json)
        if differences.isEmpty {
            unchanged += 1
        } else {
            let was = known.id == entry.id ? nil : known.id
            changed.append(Changed(entry: entry, was: was, differences: differences))
        }
    }

    private static func twin(
        of entry: WhitelistEntry, in book: WhitelistBook, _ left: Set<String>
    ) -> WhitelistEntry? {
        let unit = ItemName.code(entry.unitUscc)
        return book.whitelistEntries(ofUnit: unit, like: ItemIdentity(entry)).first {
            left.contains($0.id) && $0.scheme == entry.scheme && $0.spec == entry.spec
        }
    }

    private static func differences(_ old: JSONValue, _ new: JSONValue) -> [Difference] {
        var found: [Difference] = []
        for member in new.objectValue?.members ?? [] where old[member.name] != member.value {
            found.append(
                Difference(member: member.name, old: old[member.name], new: member.value))
        }
        for member in old.objectValue?.members ?? [] where new[member.name] == nil {
            found.append(Difference(member: member.name, old: member.value, new: nil))
        }
        return found
    }

    public var members: [JSONObject.Member] {
        [
            .init("added", .array(added.map { .string($0.id) })),
            .init("changed", .array(changed.map(\.json))),
            .init("removed", .array(removed.map { .string($0.id) })),
            .init("unchanged", .integer(Int64(unchanged))),
        ]
    }
}

extension WhitelistChanges.Changed {
    fileprivate var json: JSONValue {
        var object = JSONObject([.init("entry", .string(entry.id))])
        if let was { object.append("was", .string(was)) }
        object.append("members", .array(members.map { .string($0) }))
        object.append(
            "differences",
            .array(
                differences.map {
                    [
                        "member": .string($0.member), "old": $0.old ?? .null,
                        "new": $0.new ?? .null,
                    ]
                }))
        return .object(object)
    }
}
