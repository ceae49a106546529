import GreenlaneCore
import GreenlaneEngine

/// The parts of a shipment's page that only tell: heading, goods, permits, deadlines, parties.
struct ShipmentParts {
    let call: PageCall
    let view: ShipmentView

    private var shipment: Shipment { view.shipment }
    private var language: Language { call.language }

    /// `肝素钠等 3 项`.
    static func goods(_ items: [ImportItem], _ language: Language) -> String {
        guard let first = items.first else { return "" }
        let name = Self.name(first, language)
        guard items.count > 1 else { return name }
        switch language {
        case .zh: return "\(name)等 \(items.count) 项"
        case .en: return "\(name) and \(items.count - 1) more"
        }
    }

    static func name(_ item: ImportItem, _ language: Language) -> String {
        switch language {
        case .zh: item.nameZh ?? item.nameEn ?? ""
        case .en: item.nameEn ?? item.nameZh ?? ""
        }
    }

    var heading: JSONValue {
        let title = Self.goods(shipment.request.items, language)
        let version = call.text("第 \(shipment.version) 版", "version \(shipment.version)")
        let small = [
            shipment.id, PlainText.printable(shipment.request.reference),
            "\(call.text(view.stateTitle)) \(view.stateName)", version,
        ]
        var object = JSONObject()
        object.append("title", .string("\(title) · \(shipment.id)"))
        object.append("heading", .string(title))
        object.append("sentence", .string(sentence))
        object.append("small", .string(small.joined(separator: " · ")))
        object.append("links", .array(links))
        return .object(object)
    }

    private var links: [JSONValue] {
        var links: [(String, String, AccessAction)] = []
        links.append(
            (
                "/audit/shipments/\(shipment.id)",
                call.text("回放与证据", "Replay and evidence"), .readEvents
            ))
        links.append(
            (
                "/requests/new?copy=\(shipment.id)",
                call.text("照此再申请", "Request it again"), .fileRequests
            ))
        guard let principal = call.reader.principal else { return [] }
        return links.filter { principal.may($0.2) }.map {
            ["href": .string($0.0), "title": .string($0.1)]
        }
    }

    /// Where it is, whose move it is and by when, as a colleague would say it.
    private var sentence: String {
        let state = call.text(view.stateTitle)
        guard !shipment.isFinal else { return call.text("\(state)，已办结。", "\(state): closed.") }
        let roles = RoleTitles.text(moveRoles, call.reader)
        var text = state
        if !roles.isEmpty { text += call.text("，轮到\(roles)", ": it is for \(roles)") }
        let next = view.deadlines.first.map {
            ConsoleDates.day($0.due.date, language, now: call.now)
        }
        if let passed {
            let late = ConsoleDates.sentence(
                passed, language, now: call.now, view.facts.calendar)
            text += call.text("，期限 \(late)", ", due \(late)")
            if let next { text += call.text("；下一个时限 \(next)", "; the next deadline is \(next)") }
        } else if let due = view.deadlines.first {
            let day = ConsoleDates.day(due.due.date, language, now: call.now)
            text +=
                due.isOverdue
                ? call.text("，\(day) 已到期", ", due on \(day) and late")
                : call.text("，最晚 \(day)", ", by \(day)")
        } else if let waits = view.waits {
            text += call.text("，\(waits.zh)", "; \(waits.en)")
        }
        return text + call.text("。", ".")
    }

    /// The end of the day whose deadline passed, where the shipment waits in a state for that.
    private var passed: Timestamp? {
        guard !shipment.isFinal, view.flow.isOverdue(shipment.configuration) else { return nil }
        return shipment.tasks.last.map { Timestamp(endOf: $0.openedOn) }
    }

    /// Roles of the state that the shipment as a whole is in.
    private var moveRoles: [String] {
        view.activeTitles.first { $0.name == view.stateName }?.roles ?? []
    }

    // MARK: Goods and permits

    var items: [JSONValue] {
        shipment.request.items.map { item in
            var object = JSONObject()
            object.append("line", .integer(Int64(item.line)))
            let name = Self.name(item, language)
            object.append("name", .string(name))
            let other = [item.nameZh, item.nameEn, item.spec].compactMap { $0 }
                .filter { $0 != name }
            object.append("other", .string(other.joined(separator: " · ")))
            object.append("quantity", .string(item.quantity?.description ?? "—"))
            object.append("hs", .string(item.hs ?? "—"))
            let origin = [item.origin.country, item.origin.species].compactMap { $0 }
            object.append("origin", .string(origin.isEmpty ? "—" : origin.joined(separator: " · ")))
            return .object(object)
        }
    }

    /// Permits of which nobody knows yet whether they are needed hold nothing up: so whoever goes
    /// on is told. Nil where there are none, or the goods have gone their way.
    var openPermits: String? {
        let open = shipment.requirements.filter { requirement in
            requirement.status == .possible
                && shipment.draws(line: requirement.line, permit: requirement.permit).isEmpty
        }
        guard !open.isEmpty, !shipment.isFinal else { return nil }
        let step = view.flow.event(named: "correct_request")?.title
        let name = step.map(call.text) ?? call.text("更正进口申请", "Correct the request")
        return call.text(
            "\(open.count) 项许可待定：申请里还有问题没有回答，是否需要尚不能确定。办理前请确认，"
                + "或用“\(name)”补充。",
            "\(open.count) permits are undecided: questions of the request are open. Make sure "
                + "before you go on, or answer them with “\(name)”.")
    }

    var permits: [JSONValue] {
        shipment.requirements.map { requirement in
            let draws = usableFirst(
                shipment.draws(line: requirement.line, permit: requirement.permit))
            var object = JSONObject()
            if let item = shipment.item(requirement.line) {
                let name = Self.name(item, language)
                object.append(
                    "goods",
                    .string(
                        call.text(
                            "第 \(requirement.line) 项 \(name)", "Line \(requirement.line), \(name)")
                    ))
            }
            let kind = view.facts.rules.permit(requirement.permit)
            object.append(
                "name", .string(kind.map { call.text($0.name) } ?? requirement.permit))
            if let level = requirement.riskLevel {
                object.append("level", .string(call.text("\(level) 级", "level \(level)")))
            }
            object.append("state", chip(requirement, draws))
            if let draw = draws.first {
                object.append("number", .string(number(draw)))
                if let balance = balance(draw) { object.append("balance", balance) }
            }
            let rule = view.facts.rules.rule(requirement.rule)
            if let rule {
                let basis = rule.basis.filter { $0.inForce.contains(shipment.assessedOn) }
                object.append(
                    "why",
                    [
                        "text": .string(call.text(rule.explanation)),
                        "articles": .array(
                            basis.map { ErrorPage.article($0.basis, language) }),
                    ])
            }
            return .object(object)
        }
    }

    private func chip(_ requirement: Requirement, _ draws: [Draw]) -> JSONValue {
        let application = shipment.applications.first { $0.permit == requirement.permit }
        switch (requirement.status, draws.first, application?.status) {
        case (.waived, _, _):
            return Chip.json(.done, call.text(PermitStatus.waived.title))
        case (.exempt, _, _):
            return Chip.json(.done, call.text(PermitStatus.exempt.title))
        case (_, .some(let draw), _):
            return state(draw)
        case (_, _, "refused"):
            return Chip.json(.late, call.text("未批准", "refused"))
        case (_, _, "granted"):
            return Chip.json(.done, call.text("已批准", "granted"))
        case (_, _, .some):
            return Chip.json(.part, call.text("申请中", "applied for"))
        case (.possible, _, _):
            return Chip.json(.soon, call.text(PermitStatus.possible.title))
        default: return Chip.json(.open, call.text(requirement.status.title))
        }
    }

    /// One that holds comes before one that does not.
    private func usableFirst(_ draws: [Draw]) -> [Draw] {
        func holds(_ draw: Draw) -> Bool {
            guard draw.ledger == .permit, draw.status != .consumed else { return true }
            return view.facts.ledgers.permit(draw.id)?.isValid(on: call.now.date) == true
        }
        return draws.filter(holds) + draws.filter { !holds($0) }
    }

    /// What is drawn on; of a permit that cannot be used yet, or any more, that too.
    private func state(_ draw: Draw) -> JSONValue {
        let title = call.text(draw.status.title)
        guard draw.status == .linked || draw.status == .reserved, draw.ledger == .permit,
            let permit = view.facts.ledgers.permit(draw.id), !permit.isValid(on: call.now.date)
        else { return Chip.json(draw.status == .consumed ? .done : .part, title) }
        let why =
            if permit.status == .revoked {
                call.text("，已撤销", ", revoked")
            } else if call.now.date < permit.validFrom {
                call.text("，尚未生效", ", not yet in force")
            } else {
                call.text("，已过有效期", ", has ended")
            }
        return Chip.json(.late, title + why)
    }

    private func number(_ draw: Draw) -> String {
        switch draw.ledger {
        case .permit: view.facts.ledgers.permit(draw.id)?.number ?? draw.id
        case .entry: draw.id
        }
    }

    private func balance(_ draw: Draw) -> JSONValue? {
        let ledgers = view.facts.ledgers
        switch draw.ledger {
        case .permit:
            guard let permit = ledgers.permit(draw.id) else { return nil }
            return BalanceBar.json(permit.balance, until: permit.validTo, call)
        case .entry:
            guard let account = ledgers.entry(draw.id) else { return nil }
            return BalanceBar.json(account.balance, until: account.entry.validTo, call)
        }
    }

    // MARK: Beside it

    var aside: JSONObject {
        var object = JSONObject()
        object.append("move", move)
        if !shipment.tasks.isEmpty {
            object.append("tasks", ["rows": .array(shipment.tasks.map(task))])
        }
        object.append("deadlines", .array(view.deadlines.map(deadline)))
        if view.deadlines.isEmpty {
            let none = LocalizedText(zh: "目前没有时限。", en: "No deadline runs now.")
            object.append("noDeadlines", .string(call.text(view.waits ?? none)))
        }
        object.append("parties", .array(parties))
        object.append("particulars", .array(particulars))
        return object
    }

    private var move: JSONValue {
        var object = JSONObject()
        let roles = RoleTitles.text(moveRoles, call.reader)
        object.append(
            "who",
            .string(
                shipment.isFinal || roles.isEmpty ? call.text("没有人", "Nobody") : roles))
        object.append("what", .string(call.text(view.stateTitle)))
        // The day that passed says more than the next one, which stands below.
        if let due = passed ?? view.deadlines.first?.due, !shipment.isFinal {
            object.append(
                "deadline",
                ConsoleDates.deadline(due, language, now: call.now, view.facts.calendar))
        }
        return .object(object)
    }

    private func task(_ task: ShipmentTask) -> JSONValue {
        let day = ConsoleDates.day(task.openedOn, language, now: call.now)
        return [
            "text": .string(call.text(task.text)),
            "since": .string(call.text("自 \(day)", "since \(day)")),
        ]
    }

    private func deadline(_ deadline: ShipmentView.DeadlineView) -> JSONValue {
        var object =
            ConsoleDates.deadline(
                deadline.due, language, now: call.now, view.facts.calendar
            ).objectValue ?? JSONObject()
        object.append("what", .string(call.text(deadline.what)))
        if let basis = deadline.basis.first {
            object.append(
                "article",
                [
                    "title": .string(basis.citation(language)),
                    "unverified": .bool(deadline.isUnverified),
                ])
        }
        return .object(object)
    }

    private var parties: [JSONValue] {
        let request = shipment.request
        let known: [(LocalizedText, Party?)] = [
            (LocalizedText(zh: "进口单位", en: "Importer"), request.importer),
            (LocalizedText(zh: "使用单位", en: "End user"), request.endUser),
            (LocalizedText(zh: "报关企业", en: "Broker"), request.broker),
            (LocalizedText(zh: "境外发货人", en: "Exporter"), request.exporter),
        ]
        return known.compactMap { role, party in
            guard let party else { return nil }
            var object = JSONObject([
                .init("role", .string(call.text(role))), .init("name", .string(party.name)),
            ])
            if let uscc = party.uscc { object.append("contact", .string(uscc)) }
            return .object(object)
        }
    }

    private var particulars: [JSONValue] {
        let request = shipment.request
        var rows: [(LocalizedText, String?)] = [
            (LocalizedText(zh: "申请编号", en: "Reference"), request.reference),
            (LocalizedText(zh: "口岸", en: "Port"), request.transport.portOfEntry),
            (LocalizedText(zh: "运单", en: "Waybill"), request.transport.document),
        ]
        for declaration in shipment.declarations {
            rows.append(
                (
                    LocalizedText(zh: "报关单", en: "Declaration"),
                    (declaration.entryNumber ?? declaration.number ?? "#\(declaration.index)")
                        + " " + call.text(declaration.status.title)
                ))
        }
        return rows.compactMap { name, value in
            guard let value, !value.isEmpty else { return nil }
            return ["name": .string(call.text(name)), "value": .string(value)]
        }
    }
}
