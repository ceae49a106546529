import GreenlaneCore

/// The forms that administrators have for one account.
struct AccountForms {
    let known: Account
    let book: AccessBook
    let call: PageCall
    let turn: PageTurn

    private var path: String { "\(AdministrationAccounts.path)/\(known.id)" }

    var all: [JSONValue] {
        var forms: [JSONValue] = []
        if known.status == .active { forms.append(link) }
        forms.append(change)
        if known.roles.contains(.auditor) { forms.append(scope) }
        forms.append(status)
        return forms
    }

    private func sheet(_ name: String) -> FormSheet {
        var sheet = FormSheet(call, name, refusal: turn.refusal(of: name))
        sheet.keep("version", String(known.version))
        return sheet
    }

    private var link: JSONValue {
        sheet("link").made(
            known.password == nil
                ? LocalizedText(zh: "生成一次性口令", en: "Make a one-time token")
                : LocalizedText(zh: "让其重设密码", en: "Let them set a new password"),
            action: path + "/links",
            button: LocalizedText(zh: "生成一次性口令", en: "Make a one-time token"),
            hint: LocalizedText(
                zh: "先前未使用的随即作废。", en: "An earlier unused one is withdrawn."),
            isOpen: known.password == nil)
    }

    private var change: JSONValue {
        var sheet = sheet("change")
        sheet.text(
            "displayName", PeopleWords.person, known: known.displayName ?? "",
            maximumLength: Account.maximumDisplayNameLength)
        sheet.choice(
            "language", PeopleWords.language, PeopleWords.languages,
            known: known.language.rawValue)
        let kind = book.organisation(known.organisation)?.kind
        for role in kind?.roles ?? known.roles where role != .system {
            sheet.tick(
                "role-\(role.rawValue)", PeopleWords.roles,
                PeopleWords.headed(call.text(role.title)), known: known.roles.contains(role),
                at: ["/roles"])
        }
        return sheet.made(
            LocalizedText(zh: "修改姓名、语言、身份", en: "Change name, language, role"),
            action: path, button: LocalizedText(zh: "保存", en: "Save"))
    }

    private var scope: JSONValue {
        var sheet = sheet("scope")
        let importers = known.scope?.importers?.joined(separator: " ")
        sheet.text(
            "importers", LocalizedText(zh: "进口单位", en: "Importers"),
            known: known.scope == nil ? "" : importers ?? "all",
            hint: LocalizedText(
                zh: "统一社会信用代码，用空格隔开；全部写 all", en: "USCCs with blanks between; all for all"),
            at: ["/scope", "/scope/importers"])
        sheet.day(
            "from", PeopleWords.from, known: known.scope?.from, isRequired: false,
            at: ["/scope/from"])
        sheet.day(
            "until", PeopleWords.until, known: known.scope?.until, isRequired: false,
            at: ["/scope/until"])
        return sheet.made(
            LocalizedText(zh: "审计范围", en: "Scope of the audit"), action: path + "/scope",
            button: LocalizedText(zh: "保存", en: "Save"),
            about: known.scope == nil
                ? LocalizedText(zh: "还没有范围，什么也看不到", en: "none yet: nothing is seen") : nil)
    }

    private var status: JSONValue {
        let isActive = known.status == .active
        var sheet = sheet("status")
        sheet.keep("status", isActive ? "disabled" : "active")
        return sheet.made(
            isActive
                ? LocalizedText(zh: "停用账户", en: "Disable the account")
                : LocalizedText(zh: "启用账户", en: "Enable the account"),
            action: path + "/status",
            button: isActive
                ? LocalizedText(zh: "停用", en: "Disable")
                : LocalizedText(zh: "启用", en: "Enable"),
            about: isActive
                ? LocalizedText(zh: "立即结束其所有登录", en: "ends its sessions at once") : nil,
            isGrave: isActive)
    }
}
