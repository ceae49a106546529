import GreenlaneCore
import GreenlaneEngine

/// Entrustments of all importers: granted and revoked.
enum AdministrationEntrustments {
    static let path = "/administration/entrustments"
    static let all: [ConsolePage] = [list, grant, show, revoke]

    static let list = ConsolePage.get(
        path, .manageAccounts, query: AdministrationPages.query
    ) { call in
        try listing(call, PageTurn())
    }

    static let grant = ConsolePage.post(path, .manageAccounts) { call in
        try await call.sending("new") {
            let id = try await EntrustmentForm.grant(call, ["importer", "broker", "from", "until"])
            return call.done("doneEntrusted", about: id, at: "\(path)/\(id)")
        } page: { turn in
            try listing(call, turn)
        }
    }

    private static func listing(_ call: PageCall, _ turn: PageTurn) throws(Refusal) -> Reply {
        let book = call.service.access.book
        let all = book.allEntrustments
        let rows = AdministrationPages.found(all, call) { held in
            [held.importer, held.broker].flatMap { id -> [String?] in
                let known = book.organisation(id)
                return [known?.name.zh, known?.name.en, known?.uscc, id]
            } + [held.id]
        }
        let part = try ListPart(rows, call, path: path)
        var table = table(part.rows, book, call)
        table.title = nil
        table.none = call.text("没有符合的委托。", "No entrustment fits.")
        let today = call.now.date
        let active = all.count { $0.isActive(on: today) }
        var sheet = FormSheet(call, "new", refusal: turn.refusal(of: "new"))
        let parties = book.allOrganisations.filter { $0.status == .active }
        AdministrationOrganisations.field(
            &sheet, "importer", PeopleWords.importer,
            parties.filter { $0.kind == .importer }, call)
        AdministrationOrganisations.field(
            &sheet, "broker", PeopleWords.entrusted,
            parties.filter(\.kind.isEntrustable), call)
        EntrustmentForm.addDays(to: &sheet, call)
        return AdministrationPages.page(
            AdministrationPages.Listing(
                path: path, title: LocalizedText(zh: "委托", en: "Entrustments"),
                sentence: LocalizedText(
                    zh: "\(all.count) 份委托，今天有效的 \(active) 份。",
                    en: "\(all.count) entrustments; \(active) hold today."), table: table,
                pager: part.pager,
                create: sheet.made(
                    LocalizedText(zh: "登记委托", en: "Record an entrustment"), action: path,
                    button: LocalizedText(zh: "登记", en: "Record it"))), call, turn)
    }

    static func table(
        _ rows: [Entrustment], _ book: AccessBook, _ call: PageCall
    ) -> ListTable {
        var table = ListTable(
            columns: [
                call.text(PeopleWords.number), call.text(PeopleWords.importer),
                call.text(PeopleWords.entrusted), call.text(PeopleWords.from),
                call.text(PeopleWords.until), call.text(PeopleWords.state),
            ], none: call.text("没有委托。", "No entrustments."),
            title: call.text("委托", "Entrustments"))
        table.rows = rows.map { held in
            [
                .init(held.id, href: "\(path)/\(held.id)"),
                .init(PeopleWords.name(book.organisation(held.importer), call)),
                .init(PeopleWords.name(book.organisation(held.broker), call)),
                .init(PeopleWords.day(held.from, call)), .init(PeopleWords.day(held.until, call)),
                .init(chip: EntrustmentForm.state(held, call)),
            ]
        }
        return table
    }

    static let show = ConsolePage.get(
        "\(path)/{id}", .manageAccounts, subject: .entrustment("id")
    ) { call in
        try page(call, PageTurn())
    }

    static let revoke = ConsolePage.post(
        "\(path)/{id}/revocation", .manageAccounts, subject: .entrustment("id")
    ) { call in
        let id = try call.call.name("id")
        return try await call.sending("revoke") {
            try await EntrustmentForm.revoke(id, call)
            return call.done("doneEntrustmentRevoked", about: id, at: "\(path)/\(id)")
        } page: { turn in
            try page(call, turn)
        }
    }

    private static func page(_ call: PageCall, _ turn: PageTurn) throws(Refusal) -> Reply {
        let id = try call.call.name("id")
        let book = call.service.access.book
        guard let held = book.entrustment(id) else {
            throw AccessRefusal.unknownEntrustment(id)
        }
        let (_, state) = EntrustmentForm.state(held, call)
        var forms: [JSONValue] = []
        if held.revokedOn == nil, call.now.date <= held.until {
            forms.append(
                FormSheet(call, "revoke", refusal: turn.refusal(of: "revoke")).made(
                    LocalizedText(zh: "撤销委托", en: "Revoke it"),
                    action: "\(path)/\(id)/revocation",
                    button: LocalizedText(zh: "撤销", en: "Revoke"),
                    about: LocalizedText(
                        zh: "受托方立即看不到这家单位的货物", en: "the goods are out of their sight at once"),
                    isGrave: true))
        }
        let importer = book.organisation(held.importer)
        let broker = book.organisation(held.broker)
        return AdministrationPages.page(
            AdministrationPages.Item(
                path: "\(path)/\(id)", heading: id,
                sentence: LocalizedText(zh: "\(state)。", en: "\(state)."),
                terms: [
                    (PeopleWords.importer, PeopleWords.name(importer, call)),
                    (PeopleWords.entrusted, PeopleWords.name(broker, call)),
                    (PeopleWords.from, PeopleWords.day(held.from, call)),
                    (PeopleWords.until, PeopleWords.day(held.until, call)),
                    (
                        LocalizedText(zh: "撤销于", en: "Revoked on"),
                        held.revokedOn.map { PeopleWords.day($0, call) } ?? ""
                    ),
                ], forms: forms), call, turn)
    }
}

/// The form for an entrustment, and what becomes of one.
enum EntrustmentForm {
    static func addDays(to sheet: inout FormSheet, _ call: PageCall) {
        let today = call.now.date
        sheet.day("from", PeopleWords.from, known: today)
        sheet.day(
            "until", PeopleWords.until, known: today.adding(days: Entrustment.maximumDays - 1))
        sheet.keepKey()
    }

    /// Grants what the form states in these fields: its id.
    static func grant(_ call: PageCall, _ fields: [String]) async throws -> String {
        var body = JSONObject()
        for name in fields {
            if let text = call.form[name], !text.isEmpty { body.append(name, .string(text)) }
        }
        let wish = try AccessEntrustments.wish(body, call.call)
        return try await AccessCalls.send(
            .grantEntrustment(wish), call.call, among: [.labManager, .administrator],
            key: try call.idempotencyKey()
        ).id
    }

    static func revoke(_ id: String, _ call: PageCall) async throws {
        _ = try await AccessCalls.send(
            .revokeEntrustment(id: id), call.call, among: [.labManager, .administrator])
    }

    static func state(_ held: Entrustment, _ call: PageCall) -> (kind: String, text: String) {
        if held.revokedOn != nil { return ("plain", call.text("已撤销", "Revoked")) }
        let today = call.now.date
        if today < held.from { return ("open", call.text("尚未开始", "Not begun")) }
        return held.isActive(on: today)
            ? ("now", call.text("有效", "In force")) : ("plain", call.text("已到期", "Over"))
    }
}
