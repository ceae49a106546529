import GreenlaneCore

/// Whom one's organisation entrusts, or who entrusts it, on one's own account.
enum AccountEntrusting {
    /// What was given and received, and for an importer's people the form for another.
    static func part(
        _ principal: Principal, _ book: AccessBook, _ call: PageCall, _ turn: PageTurn
    ) -> JSONValue {
        let own = principal.organisation
        let held = book.allEntrustments.filter { $0.importer == own || $0.broker == own }
            .sorted { $1.from < $0.from }.prefix(ListPart<Entrustment>.length)
        let mayGrant = principal.may(.entrust)
        var object = JSONObject()
        object.append(
            "held",
            .array(
                held.map { line($0, book, mayGrant && $0.importer == own, call) }))
        if held.isEmpty {
            object.append(
                "nobody",
                .string(
                    mayGrant
                        ? call.text(
                            "还没有委托。委托报关行后，它才能看到和办理本单位的货物。",
                            "None yet. A broker sees and handles your goods only once entrusted.")
                        : call.text("没有单位委托您办理。", "Nobody entrusts you at present.")))
        }
        if mayGrant, principal.roles.contains(.labManager) {
            object.append("grant", grantForm(held.map(\.broker), book, call, turn))
        }
        return .object(object)
    }

    private static func line(
        _ held: Entrustment, _ book: AccessBook, _ mayRevoke: Bool, _ call: PageCall
    ) -> JSONValue {
        let importer = PeopleWords.name(book.organisation(held.importer), call)
        let broker = PeopleWords.name(book.organisation(held.broker), call)
        let state = EntrustmentForm.state(held, call)
        let from = PeopleWords.day(held.from, call)
        let until = PeopleWords.day(held.until, call)
        var object = JSONObject()
        // One's own part goes without saying.
        object.append("name", .string(mayRevoke ? broker : "\(importer) → \(broker)"))
        object.append("id", .string(held.id))
        object.append("state", ["kind": .string(state.kind), "text": .string(state.text)])
        object.append(
            "sentence", .string(call.text("\(from) 至 \(until)", "\(from) to \(until)")))
        if mayRevoke, held.revokedOn == nil, call.now.date <= held.until {
            object.append(
                "revoke", .string("\(AccountPage.path)/entrustments/\(held.id)/revocation"))
        }
        return .object(object)
    }

    private static func grantForm(
        _ known: [String], _ book: AccessBook, _ call: PageCall, _ turn: PageTurn
    ) -> JSONValue {
        var sheet = FormSheet(call, "entrust", refusal: turn.refusal(of: "entrust"))
        var seen: [String] = []
        for id in known where !seen.contains(id) { seen.append(id) }
        sheet.text(
            "broker", PeopleWords.entrusted,
            hint: LocalizedText(
                zh: "报关行、仓库或承运人的统一社会信用代码或单位编号",
                en: "USCC or number of a broker, a warehouse or a carrier"), maximumLength: 40,
            choices: seen.map { ($0, PeopleWords.name(book.organisation($0), call)) })
        EntrustmentForm.addDays(to: &sheet, call)
        return sheet.made(
            LocalizedText(zh: "委托", en: "Entrust"), action: AccountPage.path + "/entrustments",
            button: LocalizedText(zh: "委托", en: "Entrust"),
            hint: LocalizedText(zh: "最长 366 天，随时可以撤销。", en: "366 days at most; revocable."))
    }
}
