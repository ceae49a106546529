/// What of an item or an entry is compared. Normal forms are made only where the texts differ as
/// they stand: this is asked for every entry of a unit.
public struct ItemIdentity: Hashable, Sendable {
    let zh: String?
    let en: String?
    let cas: String?
    /// Further names that a list prints for an entry, in either language.
    let synonyms: [String]

    /// Of an item as the request states it.
    public init(_ item: ImportItem) {
        zh = item.nameZh
        en = item.nameEn
        cas = item.cas
        synonyms = []
    }

    /// Of an entry as its list prints it.
    public init(_ entry: WhitelistEntry) {
        zh = entry.itemNameZh
        en = entry.itemNameEn
        cas = entry.cas
        synonyms = entry.synonyms
    }

    /// The normal forms, under which an index keeps entries; each once.
    public var names: [String] {
        var names: [String] = []
        let all = [zh.map(ItemName.key), en.map(ItemName.key), cas.map(ItemName.code)]
        for name in all.compactMap({ $0 }) + synonyms.map(ItemName.key) where !names.contains(name)
        {
            names.append(name)
        }
        return names
    }

    /// The hashes of the names, without a text for each; one may stand twice.
    var nameHashes: [UInt32] {
        var hashes: [UInt32] = []
        var key: [UInt8] = []
        for name in [zh, en] + synonyms {
            guard var name else { continue }
            key.removeAll(keepingCapacity: true)
            name.withUTF8 { ItemName.appendKey(UnsafeRawBufferPointer($0), to: &key) }
            hashes.append(key.withUnsafeBytes { WhitelistHash.of($0) })
        }
        if let cas { hashes.append(WhitelistHash.of(ItemName.code(cas))) }
        return hashes
    }

    /// Two CAS numbers decide. Without them the Chinese names do, and the English ones only where
    /// a Chinese name is missing: a likeness in one language never outweighs a difference. Names
    /// that tell two salts or isomers apart are a difference in either language.
    public func isSame(as other: ItemIdentity) -> Bool {
        if let cas, let listed = other.cas {
            return cas == listed || ItemName.code(cas) == ItemName.code(listed)
        }
        guard isSameName(as: other) else { return false }
        if let en, let listed = other.en, en != listed {
            return !SubstanceMarks(en).contradict(SubstanceMarks(listed))
        }
        return true
    }

    private func isSameName(as other: ItemIdentity) -> Bool {
        if let zh {
            if let listed = other.zh, Self.isSame(zh, listed) { return true }
            if isAmong(zh, other.synonyms) { return true }
            if other.zh != nil { return false }
        }
        guard let en else { return false }
        if let listed = other.en, Self.isSame(en, listed) { return true }
        return isAmong(en, other.synonyms)
    }

    private func isAmong(_ name: String, _ synonyms: [String]) -> Bool {
        synonyms.contains { Self.isSame(name, $0) }
    }

    private static func isSame(_ stated: String, _ listed: String) -> Bool {
        stated == listed || ItemName.key(stated) == ItemName.key(listed)
    }
}
