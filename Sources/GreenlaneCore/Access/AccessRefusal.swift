/// What is refused of organisations, accounts and sign-ins.
public enum AccessRefusal {
    /// One answer for an unknown name, a wrong password and an account that may not act: nobody
    /// learns which it was.
    public static let signInRefused = Refusal(
        .role, "sign-in-refused",
        LocalizedText(zh: "登录名或凭据不对，或账户已停用。", en: "The name or credential is not accepted."),
        remedy: LocalizedText(
            zh: "核对后重试；忘记密码请向管理员索取重置链接。",
            en: "Check both and try again; an administrator can give you a reset link."))

    /// One answer for a link that is unknown, used, replaced or over.
    public static let linkInvalid = Refusal(
        .role, "link-invalid",
        LocalizedText(
            zh: "链接不存在、已经用过、已被新的链接取代，或已过期。",
            en: "The link is unknown, used, replaced by a later one, or expired."),
        remedy: LocalizedText(zh: "请管理员重新发一个链接。", en: "Ask an administrator for a new one."))

    static let accountNotActive = Refusal(
        .role, "account-not-active",
        LocalizedText(
            zh: "账户已停用、所属单位已暂停，或没有这个角色。",
            en: "The account or its organisation is not active, or lacks this role."),
        remedy: LocalizedText(zh: "请联系管理员。", en: "Ask an administrator."))

    static let lastAdministrator = Refusal(
        .rule, "last-administrator",
        LocalizedText(
            zh: "这样就没有可用的系统管理员了。", en: "No active administrator would be left."),
        remedy: LocalizedText(
            zh: "先登记或启用另一位管理员。", en: "Register or enable another administrator first."))

    static let administratorExists = Refusal(
        .rule, "administrator-exists",
        LocalizedText(
            zh: "已有系统管理员，首个管理员的链接不再有效。",
            en: "There is an administrator already: the first one's link is no longer valid."),
        remedy: LocalizedText(zh: "请现有管理员登记账户。", en: "Let an administrator register you."))

    static let administratorMissing = Refusal(
        .input, "administrator-missing",
        LocalizedText(
            zh: "须说明谁是首个管理员。", en: "It does not say who becomes the administrator."))

    static let administratorUnasked = Refusal(
        .input, "administrator-unasked",
        LocalizedText(
            zh: "这个链接只能设置密码。", en: "This link sets a password and nothing else."))

    static let signInNameTaken = Refusal(
        .conflict, "sign-in-name-taken",
        LocalizedText(zh: "这个登录名已被使用。", en: "This sign-in name is taken."),
        remedy: LocalizedText(zh: "换一个登录名。", en: "Choose another one."))

    static let subjectTaken = Refusal(
        .conflict, "subject-taken",
        LocalizedText(
            zh: "这个外部身份已属于另一个账户。", en: "This outside identity belongs to an account."))

    static func exists(_ id: String) -> Refusal {
        Refusal(
            .conflict, "already-registered",
            LocalizedText(zh: "\(id) 已经登记。", en: "\(id) is registered already."),
            remedy: LocalizedText(zh: "不填编号，由系统编号。", en: "Leave the id open."))
    }

    static func usccTaken(_ uscc: String, _ id: String) -> Refusal {
        Refusal(
            .conflict, "uscc-taken",
            LocalizedText(
                zh: "统一社会信用代码 \(uscc) 已属于 \(id)。", en: "The USCC \(uscc) belongs to \(id)."),
            remedy: LocalizedText(zh: "使用 \(id)。", en: "Use \(id)."))
    }

    static func entrustedAlready(_ known: Entrustment) -> Refusal {
        Refusal(
            .conflict, "entrusted-already",
            LocalizedText(
                zh: "这段时间已有委托 \(known.id)（\(known.from) 至 \(known.until)）。",
                en: "\(known.id) covers part of that time (\(known.from) to \(known.until))."),
            remedy: LocalizedText(
                zh: "先撤销它，或从它结束后开始。", en: "Revoke it first, or begin after it ends."))
    }

    /// Of an entrustment or a key that has ended.
    static func over(_ id: String) -> Refusal {
        Refusal(
            .rule, "ended-already",
            LocalizedText(zh: "\(id) 已经撤销或到期。", en: "\(id) is revoked or over already."))
    }

    public static func unknownOrganisation(_ id: String) -> Refusal {
        unknown("organisation-unknown", "单位", "organisation", id)
    }

    public static func unknownAccount(_ id: String) -> Refusal {
        unknown("account-unknown", "账户", "account", id)
    }

    public static func unknownEntrustment(_ id: String) -> Refusal {
        unknown("entrustment-unknown", "委托", "entrustment", id)
    }

    public static func unknownKey(_ id: String) -> Refusal {
        unknown("key-unknown", "密钥", "key", id)
    }

    static let unknownSession = Refusal(
        .notFound, "session-unknown",
        LocalizedText(zh: "没有这个登录会话，或已结束。", en: "There is no such session."))

    private static func unknown(_ code: String, _ zh: String, _ en: String, _ id: String) -> Refusal
    {
        let shown = PlainText.printable(id)
        return Refusal(
            .notFound, code,
            LocalizedText(zh: "没有编号为“\(shown)”的\(zh)。", en: "There is no \(en) \"\(shown)\"."))
    }

    static func role(_ role: Actor.Role, _ event: AccessEvent, takes: [Actor.Role]) -> Refusal {
        let what = words(event)
        return Refusal(
            .role, "role-not-allowed",
            LocalizedText(
                zh: "\(role.title.zh)不能\(what.zh)。",
                en: "The role \(role.title.en) may not \(what.en)."),
            remedy: LocalizedText(
                zh: "请由\(takes.map(\.title.zh).joined(separator: "或"))来做。",
                en: "It takes: \(takes.map(\.title.en).joined(separator: ", or "))."))
    }

    private static func words(_ event: AccessEvent) -> LocalizedText {
        switch event.change {
        case .organisationRegistered, .organisationChanged:
            LocalizedText(zh: "管理单位", en: "manage organisations")
        case .accountRegistered, .accountChanged:
            LocalizedText(zh: "管理账户", en: "manage accounts")
        case .passwordSet: LocalizedText(zh: "设置他人的密码", en: "set another's password")
        case .entrustmentGranted, .entrustmentRevoked:
            LocalizedText(
                zh: "为这个进口单位办理委托", en: "entrust the goods of this importer")
        case .keyIssued, .keyRevoked:
            LocalizedText(zh: "管理他人的密钥", en: "manage another's keys")
        case .sessionOpened, .sessionClosed:
            LocalizedText(zh: "管理他人的登录", en: "open or close another's sessions")
        case .linkOffered, .linkUsed, .linkWithdrawn:
            LocalizedText(zh: "发放一次性链接", en: "hand out one-time links")
        }
    }
}
