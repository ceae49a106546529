import GreenlaneCore
import GreenlaneEngine

/// Organisations: registered, renamed, suspended.
enum AdministrationOrganisations {
    static let path = "/administration/organisations"
    static let all: [ConsolePage] = [list, register, show, rename, status]

    /// Organisations that a list to open shows; with more, their number is typed.
    static let maximumChoices = 200

    // MARK: The list

    static let list = ConsolePage.get(
        path, .manageOrganisations, query: AdministrationPages.query
    ) { call in
        try listing(call, PageTurn())
    }

    static let register = ConsolePage.post(path, .manageOrganisations) { call in
        try await call.sending("new") {
            var body = JSONObject()
            body.append("kind", .string(call.form["kind"] ?? ""))
            body.append("name", name(call))
            if let uscc = call.form["uscc"], !uscc.isEmpty { body.append("uscc", .string(uscc)) }
            let outcome = try await AccessCalls.send(
                .registerOrganisation(try AccessOrganisations.wish(body)), call.call,
                key: try call.idempotencyKey())
            return call.done(
                "doneOrganisation", about: call.form["nameZh"], at: "\(path)/\(outcome.id)")
        } page: { turn in
            try listing(call, turn)
        }
    }

    private static func name(_ call: PageCall) -> JSONValue {
        ["zh": .string(call.form["nameZh"] ?? ""), "en": .string(call.form["nameEn"] ?? "")]
    }

    private static func listing(_ call: PageCall, _ turn: PageTurn) throws(Refusal) -> Reply {
        let book = call.service.access.book
        let all = book.allOrganisations
        let rows = AdministrationPages.found(all, call) {
            [$0.id, $0.name.zh, $0.name.en, $0.uscc]
        }
        let part = try ListPart(rows, call, path: path)
        var table = ListTable(
            columns: [
                call.text(PeopleWords.name), call.text("种类", "Kind"),
                call.text(PeopleWords.uscc), call.text(PeopleWords.number),
                call.text(PeopleWords.state),
            ], none: call.text("没有符合的单位。", "No organisation fits."))
        table.rows = part.rows.map { known in
            [
                .init(PeopleWords.name(known, call), href: "\(path)/\(known.id)"),
                .init(PeopleWords.headed(call.text(known.kind.title))), .init(known.uscc ?? ""),
                .init(known.id), state(known, call),
            ]
        }
        let suspended = all.count { $0.status == .suspended }
        return AdministrationPages.page(
            AdministrationPages.Listing(
                path: path, title: LocalizedText(zh: "单位", en: "Organisations"),
                sentence: LocalizedText(
                    zh: "共 \(all.count) 家" + (suspended > 0 ? "，\(suspended) 家已暂停。" : "。"),
                    en: "\(all.count) in all" + (suspended > 0 ? ", \(suspended) suspended." : ".")
                ), table: table, pager: part.pager, create: create(call, turn)), call, turn)
    }

    static func state(_ known: Organisation, _ call: PageCall) -> ListTable.Cell {
        known.status == .active
            ? .chip("now", call.text("启用", "Active"))
            : .chip("late", call.text("已暂停", "Suspended"))
    }

    private static func create(_ call: PageCall, _ turn: PageTurn) -> JSONValue {
        var sheet = FormSheet(call, "new", refusal: turn.refusal(of: "new"))
        sheet.choice(
            "kind", LocalizedText(zh: "种类", en: "Kind"),
            Organisation.Kind.allCases.map {
                ($0.rawValue, PeopleWords.headed(call.text($0.title)))
            }, known: Organisation.Kind.importer.rawValue)
        names(&sheet, LocalizedText(zh: "", en: ""))
        sheet.text(
            "uscc", PeopleWords.uscc, isRequired: false,
            hint: LocalizedText(zh: "进口单位必填，18 位", en: "18 characters; importers need one"),
            maximumLength: 40)
        sheet.keepKey()
        return sheet.made(
            LocalizedText(zh: "登记单位", en: "Register an organisation"), action: path,
            button: LocalizedText(zh: "登记", en: "Register"))
    }

    private static func names(_ sheet: inout FormSheet, _ known: LocalizedText) {
        sheet.text(
            "nameZh", LocalizedText(zh: "中文名称", en: "Chinese name"), known: known.zh,
            at: ["/name", "/name/zh"], maximumLength: Organisation.maximumNameLength)
        sheet.text(
            "nameEn", LocalizedText(zh: "英文名称", en: "English name"), known: known.en,
            isRequired: false, at: ["/name/en"], maximumLength: Organisation.maximumNameLength)
    }

    /// A field for one of them: a list to open, or with many, its number or USCC.
    static func field(
        _ sheet: inout FormSheet, _ name: String, _ label: LocalizedText,
        _ choices: [Organisation], _ call: PageCall
    ) {
        guard choices.count <= maximumChoices else {
            sheet.text(
                name, label,
                hint: LocalizedText(
                    zh: "单位编号或统一社会信用代码", en: "Its number or its USCC"), maximumLength: 40)
            return
        }
        sheet.choice(
            name, label, choices.map { ($0.id, "\(PeopleWords.name($0, call)) \($0.id)") },
            isAsked: true)
    }

    // MARK: One of them

    static let show = ConsolePage.get(
        "\(path)/{id}", .manageOrganisations, subject: .organisation("id")
    ) { call in
        try page(call, PageTurn())
    }

    static let rename = ConsolePage.post(
        "\(path)/{id}", .manageOrganisations, subject: .organisation("id")
    ) { call in
        let id = try call.call.name("id")
        return try await call.sending("rename") {
            var body = JSONObject()
            body.append("name", name(call))
            _ = try await AccessCalls.send(
                .changeOrganisation(id: id, try AccessOrganisations.changes(body)), call.call,
                version: try call.version())
            return call.done("doneSaved", about: call.form["nameZh"], at: "\(path)/\(id)")
        } page: { turn in
            try page(call, turn)
        }
    }

    static let status = ConsolePage.post(
        "\(path)/{id}/status", .manageOrganisations, subject: .organisation("id")
    ) { call in
        let id = try call.call.name("id")
        return try await call.sending("status") {
            let status: Organisation.Status =
                call.form["status"] == "active" ? .active : .suspended
            _ = try await AccessCalls.send(
                .changeOrganisation(id: id, OrganisationChange(status: status)), call.call,
                version: try call.version())
            return call.done(
                status == .active ? "doneReadmitted" : "doneSuspended", about: id,
                at: "\(path)/\(id)")
        } page: { turn in
            try page(call, turn)
        }
    }

    private static func page(_ call: PageCall, _ turn: PageTurn) throws(Refusal) -> Reply {
        let id = try call.call.name("id")
        let book = call.service.access.book
        guard let known = book.organisation(id) else {
            throw AccessRefusal.unknownOrganisation(id)
        }
        let isActive = known.status == .active
        return AdministrationPages.page(
            AdministrationPages.Item(
                path: "\(path)/\(id)", heading: PeopleWords.name(known, call),
                sentence: isActive
                    ? LocalizedText(zh: "启用中。", en: "Active.")
                    : LocalizedText(
                        zh: "已暂停，其账户不能办理任何事。", en: "Suspended: its accounts can do nothing."),
                terms: [
                    (PeopleWords.number, known.id),
                    (
                        LocalizedText(zh: "种类", en: "Kind"),
                        PeopleWords.headed(call.text(known.kind.title))
                    ),
                    (PeopleWords.uscc, known.uscc ?? ""),
                    (LocalizedText(zh: "中文名称", en: "Chinese name"), known.name.zh),
                    (LocalizedText(zh: "英文名称", en: "English name"), known.name.en),
                ],
                lists: [
                    AdministrationAccounts.table(
                        book.allAccounts.filter { $0.organisation == id }, book, call),
                    AdministrationEntrustments.table(
                        book.allEntrustments.filter { $0.importer == id || $0.broker == id },
                        book, call),
                ], forms: forms(known, call, turn)), call, turn)
    }

    private static func forms(
        _ known: Organisation, _ call: PageCall, _ turn: PageTurn
    ) -> [JSONValue] {
        var rename = FormSheet(call, "rename", refusal: turn.refusal(of: "rename"))
        names(&rename, known.name)
        rename.keep("version", String(known.version))
        var status = FormSheet(call, "status", refusal: turn.refusal(of: "status"))
        status.keep("version", String(known.version))
        let isActive = known.status == .active
        status.keep("status", isActive ? "suspended" : "active")
        return [
            rename.made(
                LocalizedText(zh: "更名", en: "Rename it"), action: "\(path)/\(known.id)",
                button: LocalizedText(zh: "保存", en: "Save")),
            status.made(
                isActive
                    ? LocalizedText(zh: "暂停单位", en: "Suspend it")
                    : LocalizedText(zh: "恢复单位", en: "Readmit it"),
                action: "\(path)/\(known.id)/status",
                button: isActive
                    ? LocalizedText(zh: "暂停", en: "Suspend")
                    : LocalizedText(zh: "恢复", en: "Readmit"),
                about: isActive
                    ? LocalizedText(
                        zh: "立即结束其所有人员的登录", en: "ends all sessions of its people at once") : nil,
                isGrave: isActive),
        ]
    }
}

extension PageCall {
    /// The version that the page of a form was made from.
    func version() throws(Refusal) -> Int {
        guard let version = form["version"].flatMap({ Int($0) }), version > 0 else {
            throw APIRefusal.member("/version", "不是本页面给出的值", "is not what the page gave")
        }
        return version
    }
}
