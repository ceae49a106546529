extension StepRun {
    /// Nil where the guard holds.
    func obstacle(_ condition: Guard) -> Obstacle? {
        switch condition {
        case .permitsHeld(let beforeDispatch): permitsHeld(beforeDispatch)
        case .prohibited: unless(isProhibited, condition)
        case .drugFormNeeded: unless(!coverable.isEmpty, condition)
        case .drugFormHeld: drugFormHeld
        case .whitelistCovers: whitelistCovers
        case .quantityShort: unless(isQuantityShort, condition)
        case .approvalsValid: approvalsValid
        case .allAccepted: declarations { $0 == .accepted || $0 == .amended || $0 == .released }
        case .allReleased: declarations { $0 == .released || $0 == .cleared }
        case .requires(let permit): unless(requires(permit), condition)
        case .known(let fact): shipment.fact(fact) == nil ? .factMissing(fact) : nil
        case .factEquals(let fact, let value):
            unless(shipment.fact(fact)?.stringValue == value, condition)
        case .excursionOverLimit: unless(isOverLimit, condition)
        case .ledgerNeeded: unless(isLedgerNeeded, condition)
        case .ledgerBalanced: ledgerBalanced
        case .quantityLeft: quantityLeft
        case .goodsHarmless: isHarmless ? nil : .goodsInfectious
        case .documentsPresent(let kinds): documentsPresent(kinds)
        case .linesUndeclared: shipment.undeclaredLines.isEmpty ? .noLinesLeft : nil
        case .late: unless(isLate, condition)
        case .never: .notTheCase(.never)
        }
    }

    private func unless(_ isCase: Bool, _ condition: Guard) -> Obstacle? {
        isCase ? nil : .notTheCase(condition)
    }

    // MARK: Permits

    private static let drugForm = "drug-clearance-form"

    /// Every required permit but the drug clearance form is linked, valid and large enough.
    private func permitsHeld(_ beforeDispatch: Bool) -> Obstacle? {
        for requirement in shipment.requirements
        where requirement.status == .required && requirement.permit != Self.drugForm {
            if beforeDispatch,
                facts.rules.permit(requirement.permit)?.terms.beforeDispatch == false
            {
                continue
            }
            guard Self.isDocument(requirement.permit) else { continue }
            if let found = held(requirement) { return found }
        }
        return nil
    }

    /// A declaration of hazardous chemicals is made in the customs declaration itself; there is no
    /// paper to hold beforehand.
    private static func isDocument(_ permit: String) -> Bool {
        permit != "hazardous-chemical-declaration" && permit != "exit-animal-plant-quarantine"
    }

    /// Nil where the requirement's item has a good draw.
    private func held(_ requirement: Requirement) -> Obstacle? {
        let draws = shipment.draws.filter { draw in
            guard draw.isLive, draw.line == requirement.line else { return false }
            if draw.permit == requirement.permit { return true }
            return draw.ledger == .entry
                && facts.ledgers.entry(draw.id)?.entry.waives.contains(requirement.permit) == true
        }
        var first: Obstacle?
        for draw in draws {
            guard let obstacle = self.obstacle(draw, requirement.line) else { return nil }
            first = first ?? obstacle
        }
        return first
            ?? .permitMissing(
                permit: requirement.permit, line: requirement.line, rule: requirement.rule)
    }

    /// Why a draw is no good on the day of the event.
    func obstacle(_ draw: Draw, _ line: Int) -> Obstacle? {
        switch draw.ledger {
        case .entry: return entryObstacle(draw)
        case .permit:
            guard let permit = permit(draw.id) else {
                return .permitMissing(permit: draw.permit, line: line, rule: "")
            }
            return Self.obstacle(
                permit, draw: draw, line: line, shipment: shipment.id, on: facts.day)
        }
    }

    static func obstacle(
        _ permit: Permit, draw: Draw, line: Int, shipment: String, on day: CalendarDate
    ) -> Obstacle? {
        if permit.status == .revoked { return .permitRevoked(permit: permit.code, id: permit.id) }
        if day < permit.validFrom {
            return .permitNotYetValid(
                permit: permit.code, id: permit.id, validFrom: permit.validFrom)
        }
        if permit.validTo < day {
            return .permitExpired(permit: permit.code, id: permit.id, validTo: permit.validTo)
        }
        guard draw.status == .linked else { return nil }
        if permit.singleUse, permit.balance.shipments.contains(where: { $0 != shipment }) {
            return .permitUsedUp(permit: permit.code, id: permit.id)
        }
        if let remaining = permit.balance.remaining, remaining.amount < draw.amount {
            return .permitQuantityShort(
                permit: permit.code, id: permit.id, line: line, remaining: remaining)
        }
        return nil
    }

    private func entryObstacle(_ draw: Draw) -> Obstacle? {
        guard let account = facts.ledgers.entry(draw.id) else {
            return .entryInactive(id: draw.id, status: .removed)
        }
        let entry = account.entry
        if entry.status == .suspended || entry.status == .removed {
            return .entryInactive(id: entry.id, status: entry.status)
        }
        let scheme = facts.schemes.scheme(entry.scheme, on: facts.day)
        let last = scheme?.lastDay(of: entry) ?? entry.validTo
        if entry.status == .expired {
            return .entryExpired(id: entry.id, validTo: last ?? facts.day)
        }
        if let last, last < facts.day { return .entryExpired(id: entry.id, validTo: last) }
        return nil
    }

    /// All that was drawn is good on the day of the event, and all that is required is drawn.
    private var approvalsValid: Obstacle? {
        for requirement in shipment.requirements
        where requirement.status == .required || requirement.status == .waived {
            guard Self.isDocument(requirement.permit) else { continue }
            if let found = held(requirement) { return found }
        }
        return nil
    }

    private func requires(_ permit: String) -> Bool {
        shipment.requirements.contains { $0.permit == permit && $0.status == .required }
    }

    private var isProhibited: Bool { shipment.fact("prohibited") == true }

    // MARK: Drug clearance form and whitelist

    /// What a whitelist entry may stand in for: the drug clearance form, and whatever else the
    /// assessment found waived.
    static func isCoverable(_ requirement: Requirement) -> Bool {
        requirement.status == .waived
            || (requirement.permit == drugForm && requirement.status == .required)
    }

    /// What the shipment needs covered or held.
    var coverable: [Requirement] { shipment.requirements.filter(Self.isCoverable) }

    private var drugFormHeld: Obstacle? {
        for requirement in coverable {
            if let found = held(requirement) { return found }
        }
        return nil
    }

    /// Every item that needs the form, and holds none, is covered by an entry.
    private var whitelistCovers: Obstacle? {
        for requirement in coverable where held(requirement) != nil {
            let outcome = match(requirement.line)
            guard outcome.isCovered, outcome.waives.contains(requirement.permit) else {
                return .whitelistMiss(line: requirement.line, outcome)
            }
        }
        return nil
    }

    private var isQuantityShort: Bool {
        coverable.contains { match($0.line).code == .quantityShort }
    }

    /// What the lists say of one item today, with what is left after this step's own reservations.
    func match(_ line: Int) -> WhitelistOutcome {
        let request = shipment.request
        guard let index = request.items.firstIndex(where: { $0.line == line }) else {
            return WhitelistOutcome(
                code: .noEntry, text: LocalizedText(zh: "没有这一项", en: "no such item"))
        }
        let ledgers = facts.ledgers
        let pending = ledgerEvents
        let matcher = WhitelistMatcher(
            schemes: facts.schemes, entries: ledgers, request: request, on: facts.day
        ) { id in
            guard var account = ledgers.entry(id) else { return nil }
            for event in pending where event.ledger == .entry && event.id == id {
                account.evolve(event.change)
            }
            return account.balance.remaining
        }
        let item = request.items[index]
        let vector = FactVector(
            request: request, item: item, hs: item.hs.flatMap { facts.codes.line($0) },
            letters: facts.rules.letters)
        return matcher.match(index, facts: vector)
    }
}
