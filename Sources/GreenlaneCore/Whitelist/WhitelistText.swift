/// What people read about a match or a miss.
enum WhitelistText {
    static let needsUnit = LocalizedText(
        zh: "白名单按“单位+物品”一一对应核对，需要收货人的统一社会信用代码。",
        en: "Whitelist entries name one unit with one item: the importer's USCC is needed.")
    static let needsHS = LocalizedText(
        zh: "白名单条目列明十位商品编号，需要完整的商品编号才能核对。",
        en: "The whitelist entry names a ten-digit HS code: the full code is needed to compare.")
    static let needsQuantity = LocalizedText(
        zh: "白名单条目核定了数量，需要申报数量才能核对余额。",
        en: "The whitelist entry has an approved quantity: the quantity is needed to compare.")

    static func text(
        _ code: WhitelistCode, _ entry: WhitelistEntry?, lastDay: CalendarDate? = nil
    ) -> LocalizedText {
        let values: [(name: String, value: String)] = [
            ("entry", entry?.id ?? ""), ("item", entry?.itemName ?? ""),
            ("unit", entry?.unitName ?? ""), ("hs", entry?.hs10 ?? ""),
            ("from", entry?.validFrom?.description ?? ""),
            ("to", lastDay?.description ?? ""),
            ("measure", entry?.approved?.unit.rawValue ?? ""),
        ]
        let template = template(code)
        guard code == .purpose else { return template.filled(values) }
        // The one value whose word differs by language.
        let word = Fact.purpose.word(entry?.purpose?.rawValue ?? "")
        return LocalizedText(
            zh: template.filled(values + [(name: "purpose", value: word.zh)]).zh,
            en: template.filled(values + [(name: "purpose", value: word.en)]).en)
    }

    /// Why an entry is not for the item: by the CAS numbers where both state one, else by name.
    static func difference(_ item: ItemIdentity, _ entry: WhitelistEntry) -> LocalizedText {
        if let stated = item.cas, let listed = entry.cas,
            ItemName.code(stated) != ItemName.code(listed)
        {
            return LocalizedText(
                zh: "CAS号{stated}与该单位条目{entry}（{item}，CAS号{listed}）不符，不是同一物品。",
                en: "CAS number {stated} is not that of the unit's entry {entry} ({item}, "
                    + "{listed}): not the same item."
            ).filled([
                ("stated", stated), ("entry", entry.id), ("item", entry.itemName),
                ("listed", listed),
            ])
        }
        return LocalizedText(
            zh: "该单位没有此项物品；名称最接近的是条目{entry}（{item}），请核对是否录错。名称相近不等于同一物品，不能据此免单证。",
            en: "The unit has no entry for this item; the most similar name is that of {entry} "
                + "({item}). Please look for a typing error: a similar name is not the same item."
        ).filled([("entry", entry.id), ("item", entry.itemName)])
    }

    /// The item is the entry's, its specification is not.
    static func specification(_ entry: WhitelistEntry) -> LocalizedText {
        LocalizedText(
            zh: "规格与条目{entry}（{item}）核定的“{spec}”不符。",
            en: "The specification is not the one reviewed for entry {entry} ({item}): \"{spec}\"."
        ).filled([
            ("entry", entry.id), ("item", entry.itemName), ("spec", entry.spec ?? ""),
        ])
    }

    /// What an entry of a special-goods list is good for, and what it is not.
    static func easing(_ entry: WhitelistEntry, _ scheme: LocalizedText) -> LocalizedText {
        LocalizedText(
            zh: "条目\(entry.id)属于“\(scheme.zh)”：特殊物品卫生检疫审批可按清单办理、时间较短，但审批单仍须取得；"
                + "该清单不免《进口药品通关单》，也不免其他任何单证。",
            en: "Entry \(entry.id) is on \(scheme.en): the special-goods approval may be decided "
                + "sooner, and is needed all the same. This list waives no drug clearance form (Q) "
                + "nor any other document.")
    }

    private static func template(_ code: WhitelistCode) -> LocalizedText {
        switch code {
        case .noScheme, .noEntry, .otherUnit, .itemDiffers, .hsDiffers, .purpose:
            identity(code)
        default: state(code)
        }
    }

    private static func identity(_ code: WhitelistCode) -> LocalizedText {
        switch code {
        case .noScheme:
            LocalizedText(
                zh: "当日没有适用于该单位的白名单制度。",
                en: "No whitelist scheme that this unit falls under is in force on the day.")
        case .noEntry:
            LocalizedText(
                zh: "白名单中没有该单位的该项物品。", en: "The whitelists have no entry for this unit and item.")
        case .otherUnit:
            LocalizedText(
                zh: "条目{entry}（{item}）属于“{unit}”，白名单须单位与物品一一对应。",
                en: "Entry {entry} ({item}) belongs to {unit}: unit and item must match one to one."
            )
        case .itemDiffers:
            LocalizedText(
                zh: "物品与该单位的条目{entry}（{item}）名称、CAS号或规格不符。",
                en: "The item differs from the unit's entry {entry} ({item}) in name, CAS or spec.")
        case .hsDiffers:
            LocalizedText(
                zh: "商品编号与条目{entry}的{hs}不符。",
                en: "The HS code differs from {hs} of entry {entry}.")
        default:
            LocalizedText(
                zh: "申报用途与条目{entry}核定的用途（{purpose}）不符。",
                en: "The purpose is not the one reviewed for entry {entry} ({purpose}).")
        }
    }

    private static func state(_ code: WhitelistCode) -> LocalizedText {
        switch code {
        case .suspended:
            LocalizedText(zh: "条目{entry}已暂停。", en: "Entry {entry} is suspended.")
        case .removed:
            LocalizedText(
                zh: "条目{entry}已移出白名单。", en: "Entry {entry} has been removed from the list.")
        case .notYetValid:
            LocalizedText(zh: "条目{entry}自{from}起生效。", en: "Entry {entry} is valid from {from}.")
        case .expired:
            LocalizedText(zh: "条目{entry}已于{to}到期。", en: "Entry {entry} ended on {to}.")
        case .unitOfMeasure:
            LocalizedText(
                zh: "申报数量无法准确换算为条目{entry}的计量单位{measure}；按包装计数的，请填报每单位内含量（quantity.content）。",
                en: """
                    The quantity does not convert exactly to {measure} of entry {entry}; of vials \
                    or kits, state the content of one (quantity.content).
                    """)
        case .quantityShort:
            LocalizedText(
                zh: "条目{entry}的剩余数量不足。", en: "The balance of entry {entry} is too small.")
        case .excluded:
            LocalizedText(
                zh: "该类物品不在白名单适用范围内。", en: "Goods of this kind are outside the whitelist scheme.")
        case .office:
            LocalizedText(
                zh: "条目{entry}在该进境关别不适用。",
                en: "Entry {entry} does not count at this customs office.")
        case .factsMissing:
            LocalizedText(
                zh: "已填报的信息与条目{entry}相符，尚缺信息。",
                en: "What is stated fits entry {entry}; facts are still missing.")
        case .notNeeded:
            LocalizedText(
                zh: "所需单证中没有白名单可免的项目。",
                en: "None of the documents needed is one that a whitelist waives.")
        default:
            LocalizedText(zh: "由条目{entry}（{item}）覆盖。", en: "Covered by entry {entry} ({item}).")
        }
    }
}
