internal import GreenlaneCore

/// Organisations and accounts as people and programs read them.
enum AccessOutput {
    /// As a program reads it: the id, what the table keeps, and no secret.
    static func json(_ kind: AccessEvent.Kind, _ id: String, _ book: AccessBook) -> JSONValue {
        guard let state = book.state(kind, id) else { return .null }
        var object = JSONObject([.init("id", .string(id))])
        for member in state.body.objectValue?.members ?? [] where member.name != "digest" {
            object.append(member.name, member.value)
        }
        for name in ["displayName", "signInName"] {
            if let value = state.personal?[name] { object.append(name, value) }
        }
        if kind == .account {
            object.append("hasPassword", .bool(state.personal?["password"] != nil))
        }
        object.append("version", .integer(Int64(state.version)))
        return .object(object)
    }

    /// One thing that was made or changed: JSON, or a line with a tick.
    static func tell(
        _ kind: AccessEvent.Kind, _ id: String, _ book: AccessBook, _ console: Console,
        _ words: LocalizedText
    ) {
        if console.isJSON {
            console.json(json(kind, id, book))
        } else {
            console.line(console.style.green("✓ ") + console.text(words))
        }
    }

    static func organisations(_ book: AccessBook, _ console: Console) -> [String] {
        var table = TextTable([
            .init(console.text("编号", "Id")), .init(console.text("类别", "Kind")),
            .init(console.text("名称", "Name"), mayShrink: true),
            .init(console.text("统一社会信用代码", "USCC")), .init(console.text("状态", "Status")),
        ])
        for known in book.allOrganisations {
            table.append([
                known.id, console.text(known.kind.title), known.name.zh, known.uscc ?? "—",
                status(known.status == .active, console),
            ])
        }
        return TableStyle.lines(table, console) { _, _, text in text }
    }

    static func accounts(_ book: AccessBook, _ console: Console) -> [String] {
        var table = TextTable([
            .init(console.text("编号", "Id")), .init(console.text("登录名", "Sign-in name")),
            .init(console.text("姓名", "Name"), mayShrink: true),
            .init(console.text("单位", "Organisation")),
            .init(console.text("角色", "Roles"), mayShrink: true),
            .init(console.text("状态", "Status")),
        ])
        for known in book.allAccounts {
            table.append([
                known.id, known.signInName ?? "—", known.displayName ?? "—", known.organisation,
                known.roles.map { console.text($0.title) }.joined(separator: ", "),
                status(known.status == .active, console),
            ])
        }
        return TableStyle.lines(table, console) { _, _, text in text }
    }

    static func entrustments(_ book: AccessBook, on day: CalendarDate, _ console: Console)
        -> [String]
    {
        var table = TextTable([
            .init(console.text("编号", "Id")), .init(console.text("委托方", "Importer")),
            .init(console.text("受托方", "Entrusted")), .init(console.text("起", "From")),
            .init(console.text("止", "Until")), .init(console.text("状态", "Status")),
        ])
        for known in book.allEntrustments {
            let state =
                known.revokedOn != nil
                ? console.text("已撤销", "revoked")
                : known.isActive(on: day)
                    ? console.text("有效", "in force")
                    : day < known.from
                        ? console.text("未开始", "not begun") : console.text("已到期", "over")
            table.append([
                known.id, known.importer, known.broker, known.from.description,
                known.until.description, state,
            ])
        }
        return TableStyle.lines(table, console) { _, _, text in text }
    }

    static func keys(_ keys: [AccessKey], at now: Timestamp, _ console: Console) -> [String] {
        var table = TextTable([
            .init(console.text("编号", "Id")), .init(console.text("账户", "Account")),
            .init(console.text("用途", "For"), mayShrink: true),
            .init(console.text("范围", "Scopes")), .init(console.text("到期", "Expires")),
            .init(console.text("状态", "Status")),
        ])
        for key in keys {
            let state =
                key.revoked != nil
                ? console.text("已撤销", "revoked")
                : now < key.expires ? console.text("有效", "in force") : console.text("已到期", "over")
            table.append([
                key.id, key.account, key.label,
                key.scopes.map(\.rawValue).joined(separator: ", "),
                DateText.day(key.expires.date, console.language), state,
            ])
        }
        return TableStyle.lines(table, console) { _, _, text in text }
    }

    private static func status(_ isActive: Bool, _ console: Console) -> String {
        isActive ? console.text("启用", "active") : console.text("停用", "inactive")
    }
}
