public import GreenlaneCore

extension ShipmentView {
    /// The contract's `show`, with more members for people at the end.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("shipment", .string(shipment.id))
        object.append("version", .integer(Int64(shipment.version)))
        object.append("milestone", .string(shipment.milestone.rawValue))
        object.append("state", .string(stateName))
        object.append(
            "active",
            .array(flow.chart.names(of: shipment.configuration.active).map { .string($0) }))
        object.append("items", .array(shipment.request.items.map(item)))
        object.append("permits", .array(permits))
        object.append("declarations", .array(shipment.declarations.map(declaration)))
        object.append("deadlines", .array(deadlines.map(deadline)))
        object.append("next", .array(next.map(step)))
        object.append("blocked", .array(blocked.map(blockedStep)))
        object.append("title", stateTitle.json)
        object.append("reference", .string(shipment.request.reference))
        object.append("importer", shipment.request.importer.json)
        object.append("final", .bool(shipment.isFinal))
        object.append("tasks", .array(shipment.tasks.map(task)))
        object.append("documents", .array(shipment.documents.map(document)))
        object.append("notices", .array(notices.map(notice)))
        object.append("facts", .object(JSONObject(shipment.facts)))
        object.append("occurred", .string(shipment.occurred.description))
        object.append("recorded", .string(shipment.recorded.description))
        return .object(object)
    }

    private func item(_ item: ImportItem) -> JSONValue {
        var object = JSONObject()
        object.append("line", .integer(Int64(item.line)))
        var name = JSONObject()
        if let zh = item.nameZh { name.append("zh", .string(zh)) }
        if let en = item.nameEn { name.append("en", .string(en)) }
        object.append("name", .object(name))
        if let hs = item.hs { object.append("hs", .string(hs)) }
        if let quantity = item.quantity { object.append("quantity", quantity.json) }
        if let usage = shipment.usage.first(where: { $0.line == item.line }) {
            object.append("used", .string(usage.used.description))
            object.append("destroyed", .string(usage.destroyed.description))
        }
        return .object(object)
    }

    /// What the items need, and what answers it.
    private var permits: [JSONValue] {
        shipment.requirements.map { requirement in
            var object = JSONObject()
            object.append("line", .integer(Int64(requirement.line)))
            object.append("permit", .string(requirement.permit))
            let name = facts.rules.permit(requirement.permit)?.name
            if let name { object.append("name", name.json) }
            object.append("status", .string(requirement.status.rawValue))
            if let level = requirement.riskLevel { object.append("riskLevel", .string(level)) }
            object.append("rule", .string(requirement.rule))
            if let entry = requirement.waivedBy { object.append("waivedBy", .string(entry)) }
            let draws = shipment.draws.filter {
                $0.line == requirement.line && $0.permit == requirement.permit
            }
            object.append("draws", .array(draws.map(draw)))
            if let application = shipment.applications.first(where: {
                $0.permit == requirement.permit
            }) {
                object.append("application", .string(application.status))
            }
            let rule = facts.rules.rule(requirement.rule)
            object.append(
                "basis",
                .array(
                    (rule?.basis ?? []).filter { $0.inForce.contains(shipment.assessedOn) }
                        .map(\.basis.json)))
            if let explanation = rule?.explanation {
                object.append("explanation", explanation.json)
            }
            return .object(object)
        }
    }

    private func draw(_ draw: Draw) -> JSONValue {
        var object = JSONObject()
        object.append("from", .string(draw.ledger.rawValue))
        object.append("id", .string(draw.id))
        object.append("status", .string(draw.status.rawValue))
        object.append("amount", .string(draw.amount.description))
        switch draw.ledger {
        case .permit:
            if let permit = facts.ledgers.permit(draw.id) {
                object.append("number", .string(permit.number))
                object.append("validTo", .string(permit.validTo.description))
                if let left = permit.balance.remaining { object.append("remaining", left.json) }
            }
        case .entry:
            if let account = facts.ledgers.entry(draw.id) {
                if let last = account.entry.validTo {
                    object.append("validTo", .string(last.description))
                }
                if let left = account.balance.remaining { object.append("remaining", left.json) }
                if account.entry.isSynthetic { object.append("synthetic", true) }
            }
        }
        return .object(object)
    }

    private func declaration(_ declaration: Declaration) -> JSONValue {
        var object = JSONObject()
        object.append("declaration", .integer(Int64(declaration.index)))
        if let number = declaration.number { object.append("number", .string(number)) }
        if let entry = declaration.entryNumber { object.append("entryNumber", .string(entry)) }
        object.append("lines", .array(declaration.lines.map { .integer(Int64($0)) }))
        object.append("status", .string(declaration.status.rawValue))
        object.append("lodgedOn", .string(declaration.lodgedOn.description))
        if let day = declaration.acceptedOn {
            object.append("acceptedOn", .string(day.description))
        }
        object.append("attempts", .integer(Int64(declaration.attempts)))
        return .object(object)
    }

    private func deadline(_ deadline: DeadlineView) -> JSONValue {
        var object = JSONObject()
        object.append("what", deadline.what.json)
        object.append("due", .string(deadline.due.description))
        object.append("overdue", .bool(deadline.isOverdue))
        object.append("state", .string(deadline.state))
        object.append("confidence", .string(deadline.isUnverified ? "unverified" : "confirmed"))
        object.append("basis", .array(deadline.basis.map(\.json)))
        return .object(object)
    }

    private func step(_ step: StepView) -> JSONValue {
        var object = JSONObject()
        object.append("event", .string(step.event))
        object.append("roles", .array(step.roles.map { .string($0) }))
        object.append("input", InputSchema.json(step.definition))
        object.append("title", step.title.json)
        object.append("kind", .string(step.definition.kind.rawValue))
        if let leads = step.leadsTo { object.append("leadsTo", leads.json) }
        return .object(object)
    }

    private func blockedStep(_ step: StepView) -> JSONValue {
        var object = JSONObject()
        object.append("event", .string(step.event))
        let reasons = step.reasons.map { reason -> JSONValue in
            var object = JSONObject()
            object.append("code", .string(reason.code))
            object.append("message", reason.message.json)
            object.append("remedy", reason.advice.json)
            object.append("basis", .array(reason.basis.map(\.json)))
            return .object(object)
        }
        object.append("reasons", .array(reasons))
        object.append("title", step.title.json)
        object.append("roles", .array(step.roles.map { .string($0) }))
        return .object(object)
    }

    private func task(_ task: ShipmentTask) -> JSONValue {
        [
            "code": .string(task.code), "text": task.text.json,
            "openedOn": .string(task.openedOn.description),
        ]
    }

    private func notice(_ notice: Notice) -> JSONValue {
        [
            "code": .string(notice.code), "event": .string(notice.event),
            "message": notice.message.json,
            "documents": .array(
                notice.documents.map { ["kind": .string($0.id), "title": $0.title.json] }),
        ]
    }

    private func document(_ document: ShipmentDocument) -> JSONValue {
        var object = JSONObject()
        object.append("kind", .string(document.kind))
        if let digest = document.digest { object.append("digest", .string(digest)) }
        if let reference = document.reference { object.append("reference", .string(reference)) }
        return .object(object)
    }
}

/// What a step takes, as JSON Schema.
public enum InputSchema {
    public static func json(_ definition: EventDefinition) -> JSONValue {
        var properties = JSONObject()
        for field in definition.input { properties.append(field.name, property(field)) }
        var object = JSONObject()
        object.append("type", "object")
        object.append("properties", .object(properties))
        let required = definition.input.filter(\.required).map { JSONValue.string($0.name) }
        object.append("required", .array(required))
        object.append("additionalProperties", false)
        return .object(object)
    }

    private static func property(_ field: InputField) -> JSONValue {
        var object = JSONObject()
        switch field.kind {
        case .string: object.append("type", "string")
        case .integer: object.append("type", "integer")
        case .decimal:
            object.append("type", "string")
            object.append("pattern", "^-?[0-9]{1,15}(\\.[0-9]{1,6})?$")
        case .date:
            object.append("type", "string")
            object.append("format", "date")
        case .time:
            object.append("type", "string")
            object.append("format", "date-time")
        case .boolean: object.append("type", "boolean")
        case .enumeration: object.append("enum", .array(field.values.map { .string($0) }))
        case .list:
            object.append("type", "array")
            let kind = field.element == .integer ? "integer" : "string"
            object.append("items", ["type": .string(kind)])
        case .object: object.append("type", "object")
        case .document:
            object.append("type", "string")
            object.append("pattern", "^sha256:[0-9a-f]{64}$")
        }
        if let pattern = field.pattern { object.append("pattern", .string(pattern)) }
        if let length = field.maxLength { object.append("maxLength", .integer(Int64(length))) }
        if let title = field.title { object.append("title", .string(title.zh + " / " + title.en)) }
        if let unit = field.unit { object.append("description", .string(unit)) }
        return .object(object)
    }
}
