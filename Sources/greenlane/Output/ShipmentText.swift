internal import GreenlaneCore
internal import GreenlaneEngine

/// One shipment for people: where it is, whose move, by when, what blocks it.
struct ShipmentText {
    private let console: Console
    private let view: ShipmentView
    private let rules: RuleBook
    private var fields: FieldList

    init(_ console: Console, _ view: ShipmentView, _ rules: RuleBook) {
        self.console = console
        self.view = view
        self.rules = rules
        fields = FieldList(console, labelWidth: console.language == .zh ? 8 : 11)
    }

    func lines() -> [String] {
        var copy = self
        return copy.build()
    }

    private mutating func build() -> [String] {
        var lines = heading()
        whereItIs()
        byWhen()
        fields.space()
        whatNext()
        whatBlocks()
        fields.space()
        goods()
        permits()
        declarations()
        lines += fields.lines
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private func heading() -> [String] {
        let shipment = view.shipment
        let style = console.style
        let road = RoadText.row(shipment.milestone, before: shipment.milestone, style)
        let step = shipment.milestone.order + 1
        var title = console.text(shipment.milestone.title)
        if !RoadText.isSideEnd(shipment.milestone) {
            title += console.text("（第 \(step) 步，共 8 步）", " (stage \(step) of 8)")
        }
        let version = console.text("第 \(shipment.version) 版", "version \(shipment.version)")
        return [
            style.bold(shipment.id) + "  " + PlainText.printable(shipment.request.reference)
                + style.dim("  " + version),
            "", "  " + road + "  " + title, "",
        ]
    }

    private mutating func whereItIs() {
        let style = console.style
        fields.add(
            console.text("现在", "Now"),
            "\(console.text(view.stateTitle))  \(view.stateName)", style: style.bold)
        let others = view.activeTitles.filter { $0.name != view.stateName }
        if !others.isEmpty, !view.shipment.isFinal {
            fields.add(
                console.text("同时", "Meanwhile"),
                others.map { console.text($0.title) }.joined(
                    separator: console.text("；", "; ")))
        }
        let roles = view.activeTitles.first { $0.name == view.stateName }?.roles ?? []
        if !view.shipment.isFinal, !roles.isEmpty {
            fields.add(console.text("轮到", "Whose move"), titles(roles))
        }
        if let open = OpenPermitsText.line(view.shipment, console) {
            fields.add(console.text("待定", "Open"), open, style: style.amber)
        }
        for task in view.shipment.tasks {
            fields.add(
                console.text("待处理", "To look at"), console.text(task.text),
                style: style.amber)
        }
    }

    private mutating func byWhen() {
        guard !view.shipment.isFinal else { return }
        let style = console.style
        let now = view.now
        for deadline in view.deadlines {
            let mark = deadline.isUnverified ? console.text("〔未经确认〕", " [unverified]") : ""
            fields.add(
                console.text("最晚", "By"),
                DeadlineText.text(deadline.due, now: view.now, console.language),
                style: { DeadlineText.styled($0, due: deadline.due, now: now, style) })
            fields.add("", console.text(deadline.what) + mark, style: style.dim)
        }
        if view.deadlines.isEmpty, let waits = view.waits {
            fields.add(console.text("最晚", "By"), console.text(waits), style: style.dim)
        }
    }

    private mutating func whatNext() {
        let choices = StepChoices(view)
        steps(console.text("可以做", "Can be done"), choices.own, input: true)
        fields.add(
            console.text("随时可以", "At any time"),
            choices.always.map(\.event).joined(separator: "  "),
            style: console.style.dim)
        steps(console.text("等消息", "Awaited"), choices.awaited, input: false)
        advised(choices.own.map(\.event))
    }

    /// Documents that usually go with the steps at hand, each kind once.
    private mutating func advised(_ events: [String]) {
        var kinds: [DocumentKind] = []
        for notice in view.notices where events.contains(notice.event) {
            for kind in notice.documents where !kinds.contains(where: { $0.id == kind.id }) {
                kinds.append(kind)
            }
        }
        guard !kinds.isEmpty else { return }
        fields.add(
            console.text("宜附单证", "Documents"),
            kinds.map { console.text($0.title) }.joined(separator: console.text("、", ", "))
                + console.text("（尚未上传）", " (not attached yet)"),
            style: console.style.dim)
    }

    private mutating func steps(_ label: String, _ steps: [ShipmentView.StepView], input: Bool) {
        let width = steps.map { DisplayWidth.of($0.event) }.max() ?? 0
        for (index, step) in steps.enumerated() {
            let required = step.definition.input.filter(\.required)
            let flags = input ? required.map { " --set \($0.name)=…" }.joined() : ""
            let roles = console.text("（", " (") + titles(step.roles) + console.text("）", ")")
            fields.add(
                index == 0 ? label : "", name: step.event, width: width,
                console.text(step.title) + roles + flags)
        }
    }

    /// What nobody can do yet for a reason that people can act on; what is only too early is named
    /// in one line.
    private mutating func whatBlocks() {
        let style = console.style
        let choices = StepChoices(view)
        if !choices.blocked.isEmpty { fields.space() }
        for (index, group) in choices.blockedByReason.enumerated() {
            for (place, step) in group.steps.enumerated() {
                fields.add(
                    index == 0 && place == 0 ? console.text("做不了", "Blocked") : "",
                    "\(step.event)  \(console.text(step.title))", style: style.amber)
            }
            fields.add("", console.text(group.reason.message))
            if let remedy = group.reason.remedy { fields.add("", "→ " + console.text(remedy)) }
            for basis in group.reason.basis {
                fields.add("", basis.text(console.language), style: style.dim)
            }
        }
        fields.add(
            console.text("还没到", "Not yet"), choices.early.map(\.event).joined(separator: "  "),
            style: style.dim)
    }

    private mutating func goods() {
        let request = view.shipment.request
        fields.add(console.text("进口单位", "Importer"), request.importer.name)
        for (index, item) in request.items.enumerated() {
            let name =
                console.language == .zh ? item.nameZh ?? item.nameEn : item.nameEn ?? item.nameZh
            let parts = [
                "\(item.line)", name ?? "", item.quantity?.description ?? "", item.hs ?? "",
            ]
            fields.add(
                index == 0 ? console.text("货物", "Goods") : "",
                parts.filter { !$0.isEmpty }.joined(separator: "  "))
        }
    }

    private mutating func permits() {
        let shipment = view.shipment
        for (index, requirement) in shipment.requirements.enumerated() {
            let info = rules.permit(requirement.permit)
            let draws = shipment.draws(line: requirement.line, permit: requirement.permit)
            var text =
                "\(requirement.line)  \(info.map { console.text($0.name) } ?? requirement.permit)"
            text += "  " + console.text(requirement.status.title)
            if let level = requirement.riskLevel {
                text += console.text(" \(level) 级", ", level \(level)")
            }
            for draw in draws {
                text += "  \(draw.id) \(console.text(draw.status.title))"
            }
            fields.add(index == 0 ? console.text("手续", "Permits") : "", text)
        }
    }

    private mutating func declarations() {
        for (index, declaration) in view.shipment.declarations.enumerated() {
            let number = declaration.entryNumber ?? declaration.number ?? "#\(declaration.index)"
            let lines = declaration.lines.map(String.init).joined(separator: ",")
            fields.add(
                index == 0 ? console.text("报关单", "Declaration") : "",
                "\(number)  \(console.text(declaration.status.title))  "
                    + console.text("商品项 \(lines)", "lines \(lines)"))
        }
    }

    private func titles(_ roles: [String]) -> String {
        if roles.count >= StepChoices.everybody { return console.text("各方", "anyone involved") }
        return roles.map { Actor.Role(rawValue: $0).map { console.text($0.title) } ?? $0 }
            .joined(separator: console.text("、", ", "))
    }
}
