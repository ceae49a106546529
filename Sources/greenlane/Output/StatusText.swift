internal import GreenlaneCore

/// Words for the states that permits, entries and declarations have.
enum StatusText {
    static func declaration(_ status: Declaration.Status) -> LocalizedText {
        switch status {
        case .lodged: LocalizedText(zh: "已发送", en: "lodged")
        case .accepted: LocalizedText(zh: "已受理", en: "accepted")
        case .rejected: LocalizedText(zh: "退单", en: "rejected")
        case .returned: LocalizedText(zh: "退回修改", en: "returned for amendment")
        case .amended: LocalizedText(zh: "已修改", en: "amended")
        case .withdrawn: LocalizedText(zh: "已撤销", en: "withdrawn")
        case .released: LocalizedText(zh: "已放行", en: "released")
        case .cleared: LocalizedText(zh: "已结关", en: "cleared")
        }
    }

    static func entry(_ status: WhitelistEntry.Status) -> LocalizedText {
        switch status {
        case .active: LocalizedText(zh: "有效", en: "active")
        case .suspended: LocalizedText(zh: "暂停", en: "suspended")
        case .removed: LocalizedText(zh: "已移出", en: "removed")
        case .expired: LocalizedText(zh: "已到期", en: "expired")
        }
    }
}
