import GreenlaneCore
import GreenlaneEngine

/// How a shipment stood, as lines of a name and a value that can be held against those of another
/// moment.
struct PastFacts {
    struct Fact {
        /// The same thing at another moment has the same key.
        var key: String
        var name: String
        var value: String
    }

    struct Difference {
        var name: String
        var was: String?
        var now: String?
    }

    private let past: ShipmentPast
    private let call: PageCall
    private let rules: RuleBook
    private let calendar: WorkingCalendar

    init(_ past: ShipmentPast, _ call: PageCall) {
        self.past = past
        self.call = call
        rules = past.data?.rules ?? call.service.definitions.rules
        calendar = past.data?.calendar ?? call.service.definitions.calendar
    }

    /// In the order in which a reader asks: where it is, whose move, by when, what it holds.
    func of(_ shipment: Shipment) -> [Fact] {
        position(shipment) + deadlines(shipment) + requirements(shipment)
            + applications(shipment) + draws(shipment) + declarations(shipment)
            + remembered(shipment) + rest(shipment)
    }

    static func differences(_ before: [Fact], _ after: [Fact]) -> [Difference] {
        var rows: [Difference] = []
        for fact in after {
            let was = before.first { $0.key == fact.key }
            guard was?.value != fact.value else { continue }
            rows.append(Difference(name: fact.name, was: was?.value, now: fact.value))
        }
        for fact in before where !after.contains(where: { $0.key == fact.key }) {
            rows.append(Difference(name: fact.name, was: fact.value, now: nil))
        }
        return rows
    }

    // MARK: Where it is

    private struct Active {
        var titles: [String] = []
        var roles: [String] = []
        /// Each innermost state, under the track that it belongs to where there are several.
        var facts: [Fact] = []
    }

    private func active(_ shipment: Shipment) -> Active {
        var active = Active()
        for index in shipment.configuration.active {
            let state = past.flow.chart.states[index]
            guard state.children.isEmpty else { continue }
            let title = state.definition.title.map(call.text) ?? state.name
            active.titles.append(title)
            let track = track(of: index)
            active.facts.append(
                Fact(
                    key: "track/\(track?.name ?? "")",
                    name: track.map { $0.title.map(call.text) ?? $0.name }
                        ?? call.text("状态", "State"), value: "\(title) · \(state.name)"))
            for role in state.definition.roles where !active.roles.contains(role) {
                active.roles.append(role)
            }
        }
        return active
    }

    /// The state beside whose siblings this one is active; nil where none is.
    private func track(of index: Int) -> StateDefinition? {
        var inner = index
        let states = past.flow.chart.states
        while let outer = states[inner].parent {
            if states[outer].definition.kind == .parallel { return states[inner].definition }
            inner = outer
        }
        return nil
    }

    func sentence(_ shipment: Shipment) -> String {
        let states = active(shipment).titles.joined(separator: call.text("；", "; "))
        return states + call.text("。", ".")
    }

    private func position(_ shipment: Shipment) -> [Fact] {
        let active = active(shipment)
        let roles = active.roles.map { role in
            Actor.Role(rawValue: role).map { call.text($0.title) } ?? role
        }
        var facts = active.facts
        facts.append(
            Fact(
                key: "milestone", name: call.text("进度", "Milestone"),
                value: call.text(shipment.milestone.title)))
        if !roles.isEmpty, !shipment.isFinal {
            facts.append(
                Fact(
                    key: "move", name: call.text("轮到", "Whose move"),
                    value: PageWords.list(roles, call)))
        }
        return facts
    }

    private func deadlines(_ shipment: Shipment) -> [Fact] {
        var found: [(due: Timestamp, fact: Fact)] = []
        for index in shipment.configuration.active {
            let definition = past.flow.chart.states[index].definition
            guard let deadline = definition.deadline,
                let due = shipment.due(deadline, of: index, calendar)
            else { continue }
            let mark =
                deadline.confidence == .unverified ? call.text("（未经确认）", " (unverified)") : ""
            found.append(
                (
                    due,
                    Fact(
                        // Several states in turn may have the same limit.
                        key: "deadline/\(deadline.what.zh)",
                        name: call.text("最晚", "By") + call.text("：", ": ")
                            + call.text(deadline.what),
                        value: PageWords.day(due.date, call) + mark)
                ))
        }
        return found.sorted { ($0.due, $0.fact.key) < ($1.due, $1.fact.key) }.map(\.fact)
    }

    // MARK: What it needs and holds

    private func requirements(_ shipment: Shipment) -> [Fact] {
        var codes: [String] = []
        for requirement in shipment.requirements where requirement.status != .exempt {
            if !codes.contains(requirement.permit) { codes.append(requirement.permit) }
        }
        return codes.map { code in
            let own = shipment.requirements.filter { $0.permit == code }
            let parts = [PermitStatus.required, .waived, .possible].compactMap { status in
                let lines = own.filter { $0.status == status }
                return lines.isEmpty ? nil : words(status, lines)
            }
            return Fact(
                key: "permit/\(code)", name: PageWords.permit(code, rules, call),
                value: parts.joined(separator: call.text("；", "; ")))
        }
    }

    private func words(_ status: PermitStatus, _ lines: [Requirement]) -> String {
        let numbers = self.lines(lines.map(\.line))
        switch status {
        case .required: return call.text("\(numbers)需要", "needed for \(numbers)")
        case .waived:
            var entries: [String] = []
            for case let entry? in lines.map(\.waivedBy) where !entries.contains(entry) {
                entries.append(entry)
            }
            let by = PageWords.list(entries, call, limit: 5)
            return call.text("\(numbers)由白名单 \(by) 免办", "waived for \(numbers) by \(by)")
        case .possible: return call.text("\(numbers)尚缺信息", "not yet clear for \(numbers)")
        case .exempt: return call.text("\(numbers)免办", "not needed for \(numbers)")
        }
    }

    private func lines(_ numbers: [Int]) -> String {
        let list = PageWords.list(numbers.map(String.init), call, limit: 12)
        return call.text("第 \(list) 项", numbers.count == 1 ? "line \(list)" : "lines \(list)")
    }

    private func applications(_ shipment: Shipment) -> [Fact] {
        shipment.applications.map { application in
            let name = PageWords.permit(application.permit, rules, call)
            return Fact(
                key: "application/\(application.permit)",
                name: call.text("\(name)的申请", "Application: \(name)"),
                value: PastWords.application(application.status, call))
        }
    }

    private func draws(_ shipment: Shipment) -> [Fact] {
        var facts: [Fact] = []
        for draw in shipment.draws.prefix(200) {
            let key = "draw/\(draw.ledger.rawValue)/\(draw.id)/\(draw.line)"
            let unit = call.service.ledgers.read { book in
                draw.ledger == .permit
                    ? book.permit(draw.id)?.balance.granted?.unit.rawValue
                    : book.entry(draw.id)?.balance.granted?.unit.rawValue
            }
            let amount =
                draw.amount == .zero
                ? "" : " " + PageWords.quantity(draw.amount.description, unit)
            let value = PastWords.draw(draw.status, call) + amount
            let kind =
                draw.ledger == .permit ? call.text("许可", "Permit") : call.text("白名单", "Whitelist")
            let fact = Fact(
                key: key,
                name: call.text(
                    "\(kind) \(draw.id) · 第 \(draw.line) 项", "\(kind) \(draw.id), line \(draw.line)"
                ),
                value: value)
            // A line that drew again after its draw was given back: the last one counts.
            if let known = facts.firstIndex(where: { $0.key == key }) {
                facts[known] = fact
            } else {
                facts.append(fact)
            }
        }
        return Array(facts.prefix(40))
    }

    private func declarations(_ shipment: Shipment) -> [Fact] {
        shipment.declarations.map { declaration in
            let number = declaration.entryNumber ?? declaration.number
            return Fact(
                key: "declaration/\(declaration.index)",
                name: call.text(
                    "第 \(declaration.index) 份报关单", "Declaration \(declaration.index)"),
                value: PastWords.declaration(declaration.status, call)
                    + (number.map { " · " + $0 } ?? "") + " · " + lines(declaration.lines))
        }
    }

    private func remembered(_ shipment: Shipment) -> [Fact] {
        shipment.facts.prefix(30).map { member in
            Fact(
                key: "fact/\(member.name)", name: title(ofInput: member.name),
                value: isPersonal(member.name) ? sealed : plain(member.value))
        }
    }

    private func rest(_ shipment: Shipment) -> [Fact] {
        var facts: [Fact] = []
        if !shipment.documents.isEmpty {
            facts.append(
                Fact(
                    key: "documents", name: call.text("文件", "Documents"),
                    value: call.text(
                        "\(shipment.documents.count) 份", "\(shipment.documents.count) attached")))
        }
        for (index, task) in shipment.tasks.prefix(10).enumerated() {
            facts.append(
                Fact(
                    key: "task/\(index)", name: call.text("待办", "To do"),
                    value: call.text(task.text)))
        }
        for usage in shipment.usage.prefix(20) {
            let (used, destroyed) = (usage.used.description, usage.destroyed.description)
            facts.append(
                Fact(
                    key: "usage/\(usage.line)",
                    name: call.text("第 \(usage.line) 项台账", "Ledger of line \(usage.line)"),
                    value: call.text(
                        "使用 \(used)，销毁 \(destroyed)", "\(used) used, \(destroyed) destroyed")))
        }
        return facts
    }

    // MARK: What came with the step

    /// The members that were sent with the step, as the workflow calls them.
    func input(_ event: ShipmentEvent?) -> [Difference] {
        guard let event else { return [] }
        let fields = past.flow.event(named: event.command)?.input ?? []
        return event.input.members.prefix(20).map { member in
            let field = fields.first { $0.name == member.name }
            let name = field?.title.map(call.text) ?? member.name
            let value =
                field?.personal == true ? sealed : stated(member.value, field, event.command)
            let unit = field?.unit.map { " " + $0 } ?? ""
            return Difference(
                name: call.text("填写：\(name)", "Stated: \(name)"), was: nil, now: value + unit)
        }
    }

    private var sealed: String {
        call.text("个人信息（日志只存承诺值）", "personal (the log has a commitment to it)")
    }

    private func isPersonal(_ name: String) -> Bool {
        past.flow.chart.definition.events.contains { event in
            event.input.contains { $0.name == name && $0.personal }
        }
    }

    private func title(ofInput name: String) -> String {
        for event in past.flow.chart.definition.events {
            if let title = event.input.first(where: { $0.name == name })?.title {
                return call.text(title)
            }
        }
        return InputWords.remembered(name).map(call.text) ?? name
    }

    /// Digests stay as they are: whoever audits compares them.
    private func stated(_ value: JSONValue, _ field: InputField?, _ command: String) -> String {
        guard case .string(let text) = value, let field else { return plain(value) }
        return plain(.string(call.text(InputWords.stated(text, in: field, of: command, past.flow))))
    }

    private func plain(_ value: JSONValue) -> String {
        let text: String
        switch value {
        case .string(let words): text = words
        case .bool(let holds): text = holds ? call.text("是", "yes") : call.text("否", "no")
        case .array(let values):
            text = PageWords.list(values.map { $0.stringValue ?? $0.text }, call)
        case .object(let request) where request["items"]?.arrayValue != nil:
            text = PageWords.list(
                request["items"]?.arrayValue?.map { PastWords.goods($0, call) } ?? [],
                call, limit: 8)
        default: text = value.text
        }
        return PlainText.printable(String(text.prefix(400)))
    }
}
