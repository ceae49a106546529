import GreenlaneCore
import GreenlaneEngine

/// How entries of whitelists are said on pages.
enum WhitelistWords {
    /// Calendar days before the end from which an entry ends soon.
    static let soonDays = 30

    /// What an entry is worth on a day.
    enum State: String, CaseIterable {
        case current, soon, upcoming, ended, suspended, removed
    }

    static func state(
        _ entry: WhitelistEntry, _ schemes: WhitelistSchemeBook, on day: CalendarDate
    ) -> (state: State, last: CalendarDate?) {
        let last =
            schemes.scheme(entry.scheme, on: entry.validFrom ?? day)?.lastDay(of: entry)
            ?? entry.validTo
        // A status may count only from a later day.
        let isStated = entry.statusDate.map { $0 <= day } ?? true
        switch entry.status {
        case .suspended where isStated: return (.suspended, last)
        case .removed where isStated: return (.removed, last)
        case .expired where isStated: return (.ended, last)
        default: break
        }
        if let from = entry.validFrom, day < from { return (.upcoming, last) }
        guard let last else { return (.current, nil) }
        if last < day { return (.ended, last) }
        return (last <= day.adding(days: soonDays) ? .soon : .current, last)
    }

    static func chip(_ state: State, _ call: PageCall) -> JSONValue {
        PageWords.chip(kind(state), title(state, call))
    }

    private static func kind(_ state: State) -> String {
        switch state {
        case .current: "now"
        case .soon: "soon"
        case .upcoming: "open"
        case .ended: "done"
        case .suspended, .removed: "late"
        }
    }

    static func title(_ state: State, _ call: PageCall) -> String {
        switch state {
        case .current: call.text("有效", "In force")
        case .soon: call.text("将到期", "Ends soon")
        case .upcoming: call.text("未生效", "Not yet in force")
        case .ended: call.text("已到期", "Ended")
        case .suspended: call.text("暂停", "Suspended")
        case .removed: call.text("已移出", "Removed")
        }
    }

    static func goods(_ entry: WhitelistEntry, _ call: PageCall) -> String {
        let (zh, en) = (entry.itemNameZh ?? "", entry.itemNameEn ?? "")
        return call.text(zh.isEmpty ? en : zh, en.isEmpty ? zh : en)
    }

    static func scheme(_ id: String, _ call: PageCall) -> String {
        call.service.definitions.schemes.schemes.last { $0.id == id }.map { call.text($0.name) }
            ?? id
    }

    /// Parts of what is listed, and the sentence beside them; nil where no quantity is.
    static func balance(_ account: EntryAccount, _ call: PageCall) -> JSONValue? {
        let balance = account.balance
        guard let granted = balance.granted else { return nil }
        let unit = granted.unit.rawValue
        func amount(_ value: Decimal) -> String {
            PageWords.quantity(value.description, unit)
        }
        let left = balance.remaining?.amount ?? .zero
        var zh = "核定 \(amount(granted.amount))"
        var en = "\(amount(granted.amount)) listed"
        if balance.isDrawnOn {
            // A list that lowers a quantity may leave less than was drawn: nothing left says less.
            let over = balance.shortfall
            zh += "，已用 \(amount(balance.consumed))，预留 \(amount(balance.reserved))，"
            zh += over > .zero ? "超出 \(amount(over))" : "余 \(amount(left))"
            en += ": \(amount(balance.consumed)) used, \(amount(balance.reserved)) reserved, "
            en += over > .zero ? "exceeded by \(amount(over))" : "\(amount(left)) left"
        } else {
            zh += "，未动用"
            en += ", all left"
        }
        let used = percent(balance.consumed, of: granted.amount)
        let kept = percent(balance.reserved, of: granted.amount)
        return [
            "usedPercent": .string(String(min(used, 100))),
            "keptPercent": .string(String(min(kept, 100 - min(used, 100)))),
            "sentence": .string(call.text(zh, en)),
            "isExceeded": .bool(balance.shortfall > .zero),
        ]
    }

    /// By how much more is used and reserved than is listed; nil where it is not.
    static func excess(_ balance: Balance) -> String? {
        guard let unit = balance.granted?.unit, balance.shortfall > .zero else { return nil }
        return PageWords.quantity(balance.shortfall.description, unit.rawValue)
    }

    /// For the picture alone, in whole parts of a hundred; what is there is at least one.
    private static func percent(_ part: Decimal, of whole: Decimal) -> Int {
        guard whole > .zero, part > .zero else { return 0 }
        // Beyond any quantity that somebody lists, the bar is full.
        guard part < whole else { return 100 }
        let share = part.millionths.multipliedReportingOverflow(by: 100)
        guard !share.overflow else { return 100 }
        return max(1, Int(share.partialValue / whole.millionths))
    }

    // MARK: Differences

    /// What two statements of an entry say otherwise: before and after, member by member.
    static func differences(
        _ differences: [WhitelistChanges.Difference], _ call: PageCall
    ) -> (before: String, after: String) {
        func words(_ value: JSONValue?, _ member: String) -> String {
            let name = Self.member(member, call)
            return name + call.text("：", ": ") + Self.value(value, call)
        }
        let before = differences.map { words($0.old, $0.member) }
        let after = differences.map { words($0.new, $0.member) }
        let comma = call.text("；", "; ")
        return (before.joined(separator: comma), after.joined(separator: comma))
    }

    static func member(_ name: String, _ call: PageCall) -> String {
        switch name {
        case "approved": call.text("核定数量", "quantity")
        case "batch": call.text("批次", "batch")
        case "validFrom": call.text("起始日", "from")
        case "validTo": call.text("截止日", "until")
        case "status": call.text("状态", "state")
        case "statusReason": call.text("状态原因", "reason")
        case "statusDate": call.text("状态日期", "since")
        case "waives": call.text("免办证件", "waives")
        case "unit": call.text("单位", "unit")
        case "name": call.text("品名", "name")
        case "synonyms": call.text("别名", "other names")
        case "hs10": call.text("商品编号", "HS code")
        case "cas": call.text("CAS 号", "CAS number")
        case "spec": call.text("规格", "specification")
        case "purpose": call.text("用途", "purpose")
        case "scheme": call.text("制度", "scheme")
        case "extra": call.text("其他列", "other columns")
        default: name
        }
    }

    private static func value(_ json: JSONValue?, _ call: PageCall) -> String {
        guard let json, json != .null else { return "—" }
        if let quantity = Quantity(json: json) { return PageWords.quantity(quantity) }
        if let text = json.stringValue { return text }
        if let values = json.arrayValue {
            return PageWords.list(values.map { $0.stringValue ?? $0.text }, call)
        }
        if let members = json.objectValue?.members {
            return members.compactMap { $0.value.stringValue }.joined(separator: " ")
        }
        return json.text
    }

    static func approved(_ entry: WhitelistEntry, _ call: PageCall) -> String {
        entry.approved.map(PageWords.quantity) ?? call.text("不限数量", "no limit")
    }
}
