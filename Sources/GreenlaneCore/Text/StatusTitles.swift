// Words for the states that permits, entries, draws and declarations have: the same on a page, in
// a terminal and in a report.

extension Declaration.Status {
    public var title: LocalizedText {
        switch self {
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
}

extension WhitelistEntry.Status {
    public var title: LocalizedText {
        switch self {
        case .active: LocalizedText(zh: "有效", en: "active")
        case .suspended: LocalizedText(zh: "暂停", en: "suspended")
        case .removed: LocalizedText(zh: "已移出", en: "removed")
        case .expired: LocalizedText(zh: "已到期", en: "expired")
        }
    }
}

extension Permit.Status {
    public var title: LocalizedText {
        switch self {
        case .valid: LocalizedText(zh: "有效", en: "valid")
        case .revoked: LocalizedText(zh: "已撤销", en: "revoked")
        }
    }
}

extension PermitStatus {
    public var title: LocalizedText {
        switch self {
        case .required: LocalizedText(zh: "需要", en: "required")
        case .waived: LocalizedText(zh: "白名单免办", en: "waived")
        case .exempt: LocalizedText(zh: "不需要", en: "exempt")
        case .possible: LocalizedText(zh: "待定", en: "open")
        }
    }
}

extension Draw.Status {
    public var title: LocalizedText {
        switch self {
        case .linked: LocalizedText(zh: "已关联", en: "linked")
        case .reserved: LocalizedText(zh: "已预留", en: "reserved")
        case .consumed: LocalizedText(zh: "已核销", en: "consumed")
        case .freed: LocalizedText(zh: "已释放", en: "freed")
        }
    }
}
