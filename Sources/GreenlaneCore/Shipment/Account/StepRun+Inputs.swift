/// The facts that stand behind a guard's answer, by name and value.
extension StepRun {
    func inputs(of obstacle: Obstacle) -> [RefusalAccount.Input] {
        switch obstacle {
        case .permitMissing(let permit, let line, let rule):
            return [
                .init("item", .integer(Int64(line))), .init("permit", .string(permit)),
                .init("rule", rule.isEmpty ? .null : .string(rule)), day, draws(line),
            ]
        case .permitExpired(_, let id, _), .permitNotYetValid(_, let id, _),
            .permitRevoked(_, let id), .permitUsedUp(_, let id):
            return permitInputs(id)
        case .permitQuantityShort(_, let id, let line, _),
            .permitUnitDiffers(_, let id, let line, _, _):
            return permitInputs(id) + [item(line)]
        case .whitelistMiss(let line, let outcome): return missInputs(line, outcome)
        case .entryExpired(let id, _), .entryNotYetValid(let id, _), .entryInactive(let id, _):
            return [day] + entryInputs(id)
        case .stateNeeded(let state), .stateForbidden(let state):
            return [.init("state", .string(facts.workflow.chart.states[state].name)), active]
        case .declarationsOpen, .noLinesLeft: return [declarations, undeclared]
        case .factMissing(let name): return [.init("fact." + name, .null)]
        case .usageUnclear(let line), .quantityExceeded(let line, _),
            .ledgerUnbalanced(let line, _):
            return given + [item(line), usage(line)]
        case .goodsInfectious: return [requirements] + shipment.request.items.map(pathogen)
        case .documentsMissing(let kinds):
            return [
                .init("missing", .array(kinds.map { .string($0) })),
                .init("documents", .array(shipment.documents.map { .string($0.kind) })),
            ]
        case .notTheCase(let condition), .isTheCase(let condition):
            return inputs(of: condition)
        }
    }

    private func inputs(of condition: Guard) -> [RefusalAccount.Input] {
        switch condition {
        case .prohibited: [fact("prohibited"), day]
        case .known(let name), .factEquals(let name, _): [fact(name)]
        case .late: [fact("conveyance_entry"), day]
        case .excursionOverLimit: given + shipment.request.items.map(storage)
        case .quantityLeft: given
        case .allAccepted, .allReleased, .linesUndeclared: [declarations, undeclared]
        default: [requirements, day]
        }
    }

    /// What an action was given, and the permit that it speaks of.
    var inputsOfAction: [RefusalAccount.Input] {
        var inputs = given
        if let id = text("permit"), facts.ledgers.permit(id) != nil { inputs += permitInputs(id) }
        inputs.append(
            .init("importer.uscc", shipment.request.importer.uscc.map { .string($0) } ?? .null))
        inputs.append(requirements)
        return inputs
    }

    // MARK: Members

    private var day: RefusalAccount.Input { .init("day", .string(validityDay.description)) }

    private var given: [RefusalAccount.Input] {
        input.members.map { .init("input." + $0.name, $0.value) }
    }

    private var active: RefusalAccount.Input {
        let names = facts.workflow.chart.names(of: shipment.configuration.active)
        return .init("active", .array(names.map { .string($0) }))
    }

    private func fact(_ name: String) -> RefusalAccount.Input {
        .init("fact." + name, shipment.fact(name) ?? .null)
    }

    private var requirements: RefusalAccount.Input {
        .init(
            "requirements",
            .array(
                shipment.requirements.map { requirement in
                    [
                        "item": .integer(Int64(requirement.line)),
                        "permit": .string(requirement.permit),
                        "status": .string(requirement.status.rawValue),
                        "rule": .string(requirement.rule),
                    ]
                }))
    }

    private func draws(_ line: Int) -> RefusalAccount.Input {
        let own = shipment.draws.filter { $0.line == line && $0.isLive }
        return .init(
            "draws",
            .array(
                own.map { draw in
                    [
                        "id": .string(draw.id), "permit": .string(draw.permit),
                        "amount": .string(draw.amount.description),
                        "status": .string(draw.status.rawValue),
                    ]
                }))
    }

    private func permitInputs(_ id: String) -> [RefusalAccount.Input] {
        guard let permit = facts.ledgers.permit(id) else {
            return [.init("permit.id", .string(id)), .init("permit", .null), day]
        }
        var inputs: [RefusalAccount.Input] = [
            .init("permit.id", .string(id)), .init("permit.code", .string(permit.code)),
            .init("permit.number", .string(permit.number)),
            .init("permit.holder", .string(permit.holder)),
            .init("permit.status", .string(permit.status.rawValue)),
            .init("permit.validFrom", .string(permit.validFrom.description)),
            .init("permit.validTo", .string(permit.validTo.description)), day,
        ]
        if let remaining = permit.balance.remaining {
            inputs.append(.init("permit.remaining", remaining.json))
        }
        if permit.singleUse {
            let users = permit.balance.shipments.map { JSONValue.string($0) }
            inputs.append(.init("permit.usedBy", .array(users)))
        }
        return inputs
    }

    private func entryInputs(_ id: String) -> [RefusalAccount.Input] {
        guard let account = facts.ledgers.entry(id) else {
            return [.init("entry.id", .string(id)), .init("entry", .null)]
        }
        let entry = account.entry
        func stated(_ day: CalendarDate?) -> JSONValue {
            day.map { .string($0.description) } ?? .null
        }
        return [
            .init("entry.id", .string(id)), .init("entry.scheme", .string(entry.scheme)),
            .init("entry.unit", .string(entry.unitUscc)),
            .init("entry.status", .string(entry.status.rawValue)),
            .init("entry.validFrom", stated(entry.validFrom)),
            .init("entry.validTo", stated(entry.validTo)),
            .init("entry.remaining", account.balance.remaining?.json ?? .null),
        ]
    }

    private func missInputs(
        _ line: Int, _ outcome: WhitelistOutcome
    ) -> [RefusalAccount.Input] {
        var inputs = [
            item(line),
            .init("importer.uscc", shipment.request.importer.uscc.map { .string($0) } ?? .null),
            .init("purpose", .string(shipment.request.purpose.rawValue)), day,
        ]
        if let id = outcome.entry?.id { inputs += entryInputs(id) }
        return inputs
    }

    private func item(_ line: Int) -> RefusalAccount.Input {
        .init("item", shipment.item(line)?.json ?? .integer(Int64(line)))
    }

    private func pathogen(_ item: ImportItem) -> RefusalAccount.Input {
        .init("items.\(item.line).pathogen", item.json["pathogen"] ?? .null)
    }

    private func storage(_ item: ImportItem) -> RefusalAccount.Input {
        .init("items.\(item.line).storage", item.json["storage"] ?? .null)
    }

    private func usage(_ line: Int) -> RefusalAccount.Input {
        let known = shipment.usage.first { $0.line == line } ?? LineUsage(line: line)
        return .init(
            "usage",
            [
                "used": .string(known.used.description),
                "destroyed": .string(known.destroyed.description),
            ])
    }

    private var declarations: RefusalAccount.Input {
        .init(
            "declarations",
            .array(
                shipment.declarations.map { declaration in
                    [
                        "index": .integer(Int64(declaration.index)),
                        "status": .string(declaration.status.rawValue),
                        "lines": .array(declaration.lines.map { .integer(Int64($0)) }),
                    ]
                }))
    }

    private var undeclared: RefusalAccount.Input {
        .init("undeclared", .array(shipment.undeclaredLines.map { .integer(Int64($0)) }))
    }
}
