internal import GreenlaneCore

/// What a new list says otherwise than an old one, entry by entry.
struct WhitelistChanges {
    /// One entry that both lists have.
    struct Changed {
        var entry: WhitelistEntry
        /// Members of its JSON that differ.
        var members: [String]
    }

    var added: [WhitelistEntry] = []
    var changed: [Changed] = []
    var removed: [WhitelistEntry] = []
    var unchanged = 0

    /// `removals` counts entries that the new list does not name: a published list leaves them
    /// alone, a comparison tells them.
    init(from old: [WhitelistEntry], to new: [WhitelistEntry], removals: Bool) {
        let before = WhitelistBook(old)
        let after = WhitelistBook(new)
        for entry in after.entries {
            guard let known = before.entry(entry.id) else {
                added.append(entry)
                continue
            }
            let members = Self.differences(known.json, entry.json)
            if members.isEmpty {
                unchanged += 1
            } else {
                changed.append(Changed(entry: entry, members: members))
            }
        }
        if removals { removed = before.entries.filter { after.entry($0.id) == nil } }
    }

    private static func differences(_ old: JSONValue, _ new: JSONValue) -> [String] {
        var names: [String] = []
        for member in new.objectValue?.members ?? [] where old[member.name] != member.value {
            names.append(member.name)
        }
        for member in old.objectValue?.members ?? [] where new[member.name] == nil {
            names.append(member.name)
        }
        return names
    }

    var members: [JSONObject.Member] {
        [
            .init("added", .array(added.map { .string($0.id) })),
            .init(
                "changed",
                .array(
                    changed.map {
                        [
                            "entry": .string($0.entry.id),
                            "members": .array($0.members.map { .string($0) }),
                        ]
                    })),
            .init("removed", .array(removed.map { .string($0.id) })),
            .init("unchanged", .integer(Int64(unchanged))),
        ]
    }
}
