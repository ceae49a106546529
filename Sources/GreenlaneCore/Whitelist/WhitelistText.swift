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
            ("purpose", entry?.purpose?.rawValue ?? ""),
            ("from", entry?.validFrom?.description ?? ""),
            ("to", lastDay?.description ?? ""),
            ("measure", entry?.approved?.unit.rawValue ?? ""),
        ]
        return template(code).filled(values)
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
