extension ShipmentEvent {
    /// Reads back what `write` wrote. Nil where the data speaks of states that the workflow does
    /// not have, or is no such event.
    public init?(type: String, data: JSONValue, chart: Statechart) {
        guard let names = data["at"]?.arrayValue, let command = data["command"]?.stringValue,
            let milestone = data["milestone"]?.stringValue.flatMap({ Milestone(rawValue: $0) }),
            let state = data["state"]?.stringValue.flatMap({ chart.stateIndex(named: $0) }),
            let written = data["effects"]?.arrayValue,
            let configuration = Self.configuration(names, data, chart)
        else { return nil }
        var effects: [Effect] = []
        for value in written {
            guard let effect = Effect(json: value) else { return nil }
            effects.append(effect)
        }
        self.init(
            type: type, command: command, input: data["input"]?.objectValue ?? JSONObject(),
            fits: data["fits"] != false, undoable: data["undoable"] == true,
            configuration: configuration, milestone: milestone, state: state,
            isFinal: data["final"] == true, effects: effects, filed: nil)
        isOverride = data["override"] == true
        guard let filed = data["filed"] else { return }
        guard let filing = Filing(json: filed) else { return nil }
        self.filed = filing
    }

    private static func configuration(
        _ names: [JSONValue], _ data: JSONValue, _ chart: Statechart
    ) -> Configuration? {
        var configuration = Configuration()
        for name in names {
            guard let leaf = name.stringValue.flatMap({ chart.stateIndex(named: $0) }) else {
                return nil
            }
            var state: Int? = leaf
            while let current = state, current > 0 {
                configuration.active.insert(current)
                state = chart.states[current].parent
            }
        }
        for written in data["history"]?.arrayValue ?? [] {
            guard let history = written["of"]?.stringValue.flatMap({ chart.stateIndex(named: $0) })
            else { return nil }
            let states = written["states"]?.arrayValue?.compactMap {
                $0.stringValue.flatMap { chart.stateIndex(named: $0) }
            }
            configuration.history.append(
                Configuration.Remembered(history: history, states: StateSet(states ?? [])))
        }
        for written in data["timers"]?.arrayValue ?? [] {
            guard let timer = timer(written, chart) else { return nil }
            configuration.timers.append(timer)
        }
        return configuration
    }

    private static func timer(_ json: JSONValue, _ chart: Statechart) -> Configuration.Timer? {
        guard let name = json["event"]?.stringValue, let id = json["id"]?.stringValue,
            let due = json["due"]?.stringValue.flatMap({ Timestamp($0) }),
            let sequence = json["sequence"]?.integerValue
        else { return nil }
        return Configuration.Timer(
            id: id, event: chart.timerID(named: name) ?? chart.eventID(named: name),
            state: json["state"]?.stringValue.flatMap { chart.stateIndex(named: $0) }, due: due,
            sequence: Int(sequence))
    }
}

extension ShipmentEvent.Filing {
    /// Reads back the `filed` member of an event.
    public init?(json: JSONValue) {
        guard let id = json["id"]?.stringValue, let workflow = json["workflow"]?.stringValue,
            let stated = json["request"]
        else { return nil }
        do throws(Refusal) {
            let request = try ImportRequest(json: stated, for: .stored)
            self.init(
                id: id, workflow: workflow,
                filed: FiledRequest(request, bytes: stated.canonicalBytes))
        } catch {
            return nil
        }
    }
}

extension Effect {
    init?(json: JSONValue) {
        func text(_ name: String) -> String? { json[name]?.stringValue }
        func number(_ name: String) -> Int? { json[name]?.integerValue.map { Int($0) } }
        func amount() -> Decimal? { text("amount").flatMap { Decimal($0) } }
        func day() -> CalendarDate? { text("on").flatMap { CalendarDate($0) } }
        switch text("do") {
        case "assessed":
            guard let on = day(), let found = json["requirements"]?.arrayValue else { return nil }
            let requirements = found.compactMap(Requirement.init(json:))
            guard requirements.count == found.count else { return nil }
            self = .assessed(on: on, requirements)
        case "drew":
            guard let draw = Draw(json: json) else { return nil }
            self = .drew(draw)
        case "draw-changed":
            guard let ledger = text("ledger").flatMap({ LedgerEvent.Ledger(rawValue: $0) }),
                let id = text("id"), let line = number("line"),
                let status = text("status").flatMap({ Draw.Status(rawValue: $0) })
            else { return nil }
            self = .drawChanged(ledger: ledger, id: id, line: line, status)
        case "applied":
            guard let permit = text("permit"), let status = text("status") else { return nil }
            self = .applied(permit: permit, status: status)
        case "lodged":
            guard let declaration = Declaration(json: json) else { return nil }
            self = .lodged(declaration)
        case "declaration":
            guard let index = number("index"), let on = day(),
                let status = text("status").flatMap({ Declaration.Status(rawValue: $0) })
            else { return nil }
            self = .declaration(index: index, status, entryNumber: text("entryNumber"), on: on)
        case "remembered":
            guard let name = text("as"), let value = json["value"] else { return nil }
            self = .remembered(name: name, value)
        case "task-opened":
            guard let code = text("code"), let zh = text("zh"), let en = text("en") else {
                return nil
            }
            self = .taskOpened(code: code, LocalizedText(zh: zh, en: en))
        case "tasks-closed": self = .tasksClosed
        case "attached":
            guard let kind = text("kind") else { return nil }
            self = .attached(
                ShipmentDocument(kind: kind, digest: text("digest"), reference: text("reference")))
        case "used":
            guard let line = number("line"), let amount = amount() else { return nil }
            self = .used(line: line, amount: amount)
        case "destroyed":
            guard let line = number("line"), let amount = amount() else { return nil }
            self = .destroyed(line: line, amount: amount)
        case "corrected":
            guard let corrected = Self.corrected(json) else { return nil }
            self = corrected
        case "undone":
            guard let version = number("version") else { return nil }
            self = .undone(version: version)
        default: return nil
        }
    }

    private static func corrected(_ json: JSONValue) -> Effect? {
        guard let stated = json["request"] else { return nil }
        do throws(Refusal) {
            return .corrected(try ImportRequest(json: stated, for: .stored))
        } catch {
            return nil
        }
    }
}

extension Requirement {
    init?(json: JSONValue) {
        guard let line = json["line"]?.integerValue, let permit = json["permit"]?.stringValue,
            let rule = json["rule"]?.stringValue,
            let status = json["status"]?.stringValue.flatMap({
                PermitStatus(rawValue: $0)
            })
        else { return nil }
        self.init(
            line: Int(line), permit: permit, status: status, riskLevel: json["level"]?.stringValue,
            rule: rule, waivedBy: json["waivedBy"]?.stringValue)
    }
}

extension Draw {
    init?(json: JSONValue) {
        guard
            let ledger = json["ledger"]?.stringValue.flatMap({ LedgerEvent.Ledger(rawValue: $0) }),
            let id = json["id"]?.stringValue, let permit = json["permit"]?.stringValue,
            let line = json["line"]?.integerValue,
            let amount = json["amount"]?.stringValue.flatMap({ Decimal($0) }),
            let status = json["status"]?.stringValue.flatMap({ Status(rawValue: $0) })
        else { return nil }
        self.init(
            ledger: ledger, id: id, permit: permit, line: Int(line), amount: amount,
            status: status)
    }
}

extension Declaration {
    init?(json: JSONValue) {
        guard let index = json["index"]?.integerValue,
            let attempts = json["attempts"]?.integerValue,
            let lines = json["lines"]?.arrayValue?.compactMap(\.integerValue),
            let on = json["on"]?.stringValue.flatMap({ CalendarDate($0) })
        else { return nil }
        self.init(
            index: Int(index), number: json["number"]?.stringValue, lines: lines.map { Int($0) },
            lodgedOn: on)
        self.attempts = Int(attempts)
    }
}
