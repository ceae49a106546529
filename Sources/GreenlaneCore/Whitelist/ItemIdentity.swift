/// What of an item or an entry is compared. Normal forms are made only where the texts differ as
/// they stand: this is asked for every entry of a unit.
struct ItemIdentity {
    let zh: String?
    let en: String?
    let cas: String?

    init(_ item: ImportItem) {
        zh = item.nameZh
        en = item.nameEn
        cas = item.cas
    }

    init(_ entry: WhitelistEntry) {
        zh = entry.itemNameZh
        en = entry.itemNameEn
        cas = entry.cas
    }

    /// The normal forms, under which an index keeps entries.
    var names: [String] {
        [zh.map(ItemName.key), en.map(ItemName.key), cas.map(ItemName.code)].compactMap { $0 }
    }

    /// Two CAS numbers decide. Without them the Chinese names do, and the English ones only where
    /// a Chinese name is missing: a likeness in one language never outweighs a difference.
    func isSame(as other: ItemIdentity) -> Bool {
        if let cas, let listed = other.cas {
            return cas == listed || ItemName.code(cas) == ItemName.code(listed)
        }
        if let zh, let listed = other.zh { return Self.isSame(zh, listed) }
        if let en, let listed = other.en { return Self.isSame(en, listed) }
        return false
    }

    private static func isSame(_ stated: String, _ listed: String) -> Bool {
        stated == listed || ItemName.key(stated) == ItemName.key(listed)
    }
}
