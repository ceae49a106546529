/// What of an item or an entry is compared, in normal form.
struct ItemIdentity {
    var zh: String?
    var en: String?
    var cas: String?

    init(_ item: ImportItem) {
        self.init(zh: item.nameZh, en: item.nameEn, cas: item.cas)
    }

    init(_ entry: WhitelistEntry) {
        self.init(zh: entry.itemNameZh, en: entry.itemNameEn, cas: entry.cas)
    }

    private init(zh: String?, en: String?, cas: String?) {
        self.zh = zh.map(ItemName.key)
        self.en = en.map(ItemName.key)
        self.cas = cas.map(ItemName.code)
    }

    var names: [String] { [zh, en, cas].compactMap { $0 } }

    /// Two CAS numbers decide. Without them the Chinese names do, and the English ones only where
    /// a Chinese name is missing: a likeness in one language never outweighs a difference.
    func isSame(as other: ItemIdentity) -> Bool {
        if let cas, let listed = other.cas { return cas == listed }
        if let zh, let listed = other.zh { return zh == listed }
        if let en, let listed = other.en { return en == listed }
        return false
    }
}
