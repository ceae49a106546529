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
        case .allAccepted:
            declarations(after: .accepted) { $0 == .accepted || $0 == .amended || $0 == .released }
        case .allReleased:
            declarations(after: .released) { $0 == .released || $0 == .cleared }
        case .requires(let permit): unless(requires(permit), condition)
        case .known(let fact): shipment.fact(fact) == nil ? .factMissing(fact) : nil
        case .factEquals(let fact, let value):
            unless(shipment.fact(fact)?.stringValue == value, condition)
        case .excursionOverLimit: unless(isOverLimit, condition)
        case .ledgerNeeded: unless(isLedgerNeeded, condition)
        case .ledgerBalanced: ledgerBalanced
        case .quantityLeft: quantityLeft
        case .goodsHarmless: isHarmless ? nil : .goodsInfectious
        case .documentsPresent(let kinds, let withDigest):
            documentsPresent(kinds, withDigest: withDigest)
        case .linesUndeclared: shipment.hasUndeclaredLines ? nil : .noLinesLeft
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
            guard requirement.isPaper else { continue }
            if let found = held(requirement) { return found }
        }
        return nil
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

    /// Why a draw is no good on the day that counts.
    func obstacle(_ draw: Draw, _ line: Int) -> Obstacle? {
        switch draw.ledger {
        case .entry: return entryObstacle(draw)
        case .permit:
            guard let permit = permit(draw.id) else {
                return .permitMissing(permit: draw.permit, line: line, rule: "")
            }
            // Items of one shipment draw on one quantity: together they must find enough.
            let together = shipment.draws.reduce(Decimal.zero) { sum, other in
                other.id == draw.id && other.ledger == .permit && other.status == .linked
                    ? sum + other.amount : sum
            }
            return Self.obstacle(
                permit, draw: draw, together: together, line: line, shipment: shipment.id,
                on: validityDay)
        }
    }

    /// The day on which permits and entries must be valid: that of acceptance where the receipt
    /// states it, else that of the event.
    var validityDay: CalendarDate {
        text("accepted_on").flatMap { CalendarDate($0) } ?? facts.day
    }

    static func obstacle(
        _ permit: Permit, draw: Draw, together: Decimal, line: Int, shipment: String,
        on day: CalendarDate
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
        if let remaining = permit.balance.remaining, remaining.amount < together {
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
        if let first = entry.validFrom, validityDay < first {
            return .entryNotYetValid(id: entry.id, validFrom: first)
        }
        if entry.status == .expired {
            return .entryExpired(id: entry.id, validTo: last ?? facts.day)
        }
        if let last, last < validityDay { return .entryExpired(id: entry.id, validTo: last) }
        return nil
    }

    /// All that was drawn is good on the day of the event, and all that is required is drawn.
    private var approvalsValid: Obstacle? {
        for requirement in shipment.requirements
        where requirement.status == .required || requirement.status == .waived {
            guard requirement.isPaper else { continue }
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

    /// Every item that needs the form, and holds none, is covered by an entry. Items of one
    /// shipment find what the earlier ones leave.
    private var whitelistCovers: Obstacle? {
        var promised: [(entry: String, amount: Decimal)] = []
        for requirement in coverable where held(requirement) != nil {
            let outcome = match(requirement.line, promised)
            guard outcome.isCovered, outcome.waives.contains(requirement.permit) else {
                return .whitelistMiss(line: requirement.line, outcome)
            }
            if let entry = outcome.entry?.id, let amount = outcome.drawn?.amount {
                promised.append((entry, amount))
            }
        }
        return nil
    }

    private var isQuantityShort: Bool {
        guard case .whitelistMiss(_, let outcome)? = whitelistCovers else { return false }
        return outcome.code == .quantityShort
    }

    /// What the lists say of one item today, with what is left after this step's own reservations
    /// and after what this shipment has named but not yet reserved.
    func match(
        _ line: Int, _ promised: [(entry: String, amount: Decimal)] = []
    ) -> WhitelistOutcome {
        let request = shipment.request
        guard let index = request.items.firstIndex(where: { $0.line == line }) else {
            return WhitelistOutcome(code: .noEntry)
        }
        let ledgers = facts.ledgers
        let pending = ledgerEvents
        let named = shipment.draws.filter { $0.ledger == .entry && $0.status == .linked }
        let matcher = WhitelistMatcher(
            schemes: facts.schemes, entries: ledgers, request: request, on: facts.day
        ) { id in
            guard var account = ledgers.entry(id) else { return nil }
            for event in pending where event.ledger == .entry && event.id == id {
                account.evolve(event.change)
            }
            guard var left = account.balance.remaining else { return nil }
            for draw in named where draw.id == id { left.amount = left.amount - draw.amount }
            for other in promised where other.entry == id {
                left.amount = left.amount - other.amount
            }
            return left
        }
        let item = request.items[index]
        let vector = facts.rules.facts(
            request, item, item.hs.flatMap { facts.codes.line($0) }, on: facts.day)
        return matcher.match(index, facts: vector)
    }
}

extension Requirement {
    /// A declaration of hazardous chemicals is made in the customs declaration itself; there is no
    /// paper to hold beforehand.
    public var isPaper: Bool {
        permit != "hazardous-chemical-declaration" && permit != "exit-animal-plant-quarantine"
    }
}
