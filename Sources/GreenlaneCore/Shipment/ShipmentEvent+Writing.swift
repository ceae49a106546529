extension ShipmentEvent {
    /// The data of the event as canonical JSON. States stand by name, so that a person can read
    /// the row; only the innermost are written, their ancestors follow from the workflow.
    public func write(to writer: inout JSONWriter, _ chart: Statechart) {
        writer.raw("{\"at\":[")
        var isFirst = true
        for state in configuration.active.intersection(chart.shape.childless) {
            if !isFirst { writer.raw(",") }
            writer.raw(chart.quotedNames[state])
            isFirst = false
        }
        writer.raw("],\"command\":")
        writer.string(command)
        writer.raw(",\"effects\":[")
        for (index, effect) in effects.enumerated() {
            if index > 0 { writer.raw(",") }
            effect.write(to: &writer)
        }
        writer.raw("]")
        writeFiling(to: &writer)
        if isFinal { writer.raw(",\"final\":true") }
        if !fits { writer.raw(",\"fits\":false") }
        writeHistory(to: &writer, chart)
        if !input.members.isEmpty {
            writer.raw(",\"input\":")
            writer.value(.object(input), sorted: true)
        }
        writer.raw(",\"milestone\":")
        writer.string(milestone.rawValue)
        if isOverride { writer.raw(",\"override\":true") }
        writer.raw(",\"state\":")
        writer.raw(chart.quotedNames[state])
        writeTimers(to: &writer, chart)
        if undoable { writer.raw(",\"undoable\":true") }
        writer.raw("}")
    }

    private func writeFiling(to writer: inout JSONWriter) {
        guard let filed else { return }
        writer.raw(",\"filed\":{\"id\":")
        writer.string(filed.id)
        writer.raw(",\"request\":")
        writer.raw(filed.filed.bytes)
        writer.raw(",\"workflow\":")
        writer.string(filed.workflow)
        writer.raw("}")
    }

    private func writeHistory(to writer: inout JSONWriter, _ chart: Statechart) {
        guard !configuration.history.isEmpty else { return }
        writer.raw(",\"history\":[")
        for (index, remembered) in configuration.history.enumerated() {
            if index > 0 { writer.raw(",") }
            writer.raw("{\"of\":")
            writer.raw(chart.quotedNames[remembered.history])
            writer.raw(",\"states\":[")
            var isFirst = true
            for state in remembered.states {
                if !isFirst { writer.raw(",") }
                writer.raw(chart.quotedNames[state])
                isFirst = false
            }
            writer.raw("]}")
        }
        writer.raw("]")
    }

    private func writeTimers(to writer: inout JSONWriter, _ chart: Statechart) {
        guard !configuration.timers.isEmpty else { return }
        writer.raw(",\"timers\":[")
        for (index, timer) in configuration.timers.enumerated() {
            if index > 0 { writer.raw(",") }
            writer.raw("{\"due\":")
            writer.timestamp(timer.due)
            writer.raw(",\"event\":")
            writer.string(chart.eventName(timer.event))
            writer.raw(",\"id\":")
            writer.string(timer.id)
            writer.raw(",\"sequence\":")
            writer.integer(Int64(timer.sequence))
            if let state = timer.state {
                writer.raw(",\"state\":")
                writer.raw(chart.quotedNames[state])
            }
            writer.raw("}")
        }
        writer.raw("]")
    }
}

extension Effect {
    /// Members in canonical order.
    func write(to writer: inout JSONWriter) {
        switch self {
        case .assessed(let date, let found): writeAssessed(date, found, &writer)
        case .drew(let draw):
            writer.raw("{\"amount\":")
            writer.string(draw.amount.description)
            writer.raw(",\"do\":\"drew\",\"id\":")
            writer.string(draw.id)
            writer.raw(",\"ledger\":")
            writer.string(draw.ledger.rawValue)
            writer.raw(",\"line\":")
            writer.integer(Int64(draw.line))
            writer.raw(",\"permit\":")
            writer.string(draw.permit)
            writer.raw(",\"status\":")
            writer.string(draw.status.rawValue)
            writer.raw("}")
        case .lodged(let declaration): writeLodged(declaration, &writer)
        case .declaration(let index, let status, let entryNumber, let date):
            writer.raw("{\"do\":\"declaration\"")
            if let entryNumber {
                writer.raw(",\"entryNumber\":")
                writer.string(entryNumber)
            }
            writer.raw(",\"index\":")
            writer.integer(Int64(index))
            writer.raw(",\"on\":")
            writer.string(date.description)
            writer.raw(",\"status\":")
            writer.string(status.rawValue)
            writer.raw("}")
        case .remembered(let name, let value):
            writer.raw("{\"as\":")
            writer.string(name)
            writer.raw(",\"do\":\"remembered\",\"value\":")
            writer.value(value, sorted: true)
            writer.raw("}")
        default: writer.value(rareJSON, sorted: true)
        }
    }

    private func writeAssessed(
        _ date: CalendarDate, _ found: [Requirement], _ writer: inout JSONWriter
    ) {
        writer.raw("{\"do\":\"assessed\",\"on\":")
        writer.string(date.description)
        writer.raw(",\"requirements\":[")
        for (index, requirement) in found.enumerated() {
            if index > 0 { writer.raw(",") }
            writer.raw("{")
            if let level = requirement.riskLevel {
                writer.raw("\"level\":")
                writer.string(level)
                writer.raw(",")
            }
            writer.raw("\"line\":")
            writer.integer(Int64(requirement.line))
            writer.raw(",\"permit\":")
            writer.string(requirement.permit)
            writer.raw(",\"rule\":")
            writer.string(requirement.rule)
            writer.raw(",\"status\":")
            writer.string(requirement.status.rawValue)
            if let entry = requirement.waivedBy {
                writer.raw(",\"waivedBy\":")
                writer.string(entry)
            }
            writer.raw("}")
        }
        writer.raw("]}")
    }

    private func writeLodged(_ declaration: Declaration, _ writer: inout JSONWriter) {
        writer.raw("{\"attempts\":")
        writer.integer(Int64(declaration.attempts))
        writer.raw(",\"do\":\"lodged\",\"index\":")
        writer.integer(Int64(declaration.index))
        writer.raw(",\"lines\":[")
        for (index, line) in declaration.lines.enumerated() {
            if index > 0 { writer.raw(",") }
            writer.integer(Int64(line))
        }
        writer.raw("]")
        if let number = declaration.number {
            writer.raw(",\"number\":")
            writer.string(number)
        }
        writer.raw(",\"on\":")
        writer.string(declaration.lodgedOn.description)
        writer.raw("}")
    }

    /// Effects that few steps have.
    private var rareJSON: JSONValue {
        switch self {
        case .drawChanged(let ledger, let id, let line, let status):
            return [
                "do": "draw-changed", "id": .string(id), "ledger": .string(ledger.rawValue),
                "line": .integer(Int64(line)), "status": .string(status.rawValue),
            ]
        case .applied(let permit, let status):
            return ["do": "applied", "permit": .string(permit), "status": .string(status)]
        case .taskOpened(let code, let text):
            return [
                "code": .string(code), "do": "task-opened", "en": .string(text.en),
                "zh": .string(text.zh),
            ]
        case .tasksClosed: return ["do": "tasks-closed"]
        case .attached(let document):
            var object = JSONObject([JSONObject.Member("do", "attached")])
            object["digest"] = document.digest.map { .string($0) }
            object["kind"] = .string(document.kind)
            object["reference"] = document.reference.map { .string($0) }
            return .object(object)
        case .used(let line, let amount):
            return [
                "amount": .string(amount.description), "do": "used", "line": .integer(Int64(line)),
            ]
        case .destroyed(let line, let amount):
            return [
                "amount": .string(amount.description), "do": "destroyed",
                "line": .integer(Int64(line)),
            ]
        case .corrected(let request): return ["do": "corrected", "request": request.json]
        case .undone(let version): return ["do": "undone", "version": .integer(Int64(version))]
        default: return .null
        }
    }
}
