/// Actions that move quantities: promised, used up, given back. Every change of a balance that a
/// shipment causes is made here.
extension StepRun {
    /// Promises what the linked permits and the covering entries give, and notes the first day on
    /// which one of them ends.
    mutating func reserve() {
        for requirement in coverable {
            // One draw covers all that the entry waives for the item.
            if shipment.draws.contains(where: {
                $0.isLive && $0.line == requirement.line
                    && ($0.ledger == .entry || $0.permit == requirement.permit)
                    && obstacle($0, requirement.line) == nil
            }) {
                continue
            }
            let outcome = match(requirement.line)
            guard outcome.isCovered, let entry = outcome.entry else { continue }
            note(
                .drew(
                    Draw(
                        ledger: .entry, id: entry.id, permit: requirement.permit,
                        line: requirement.line, amount: outcome.drawn?.amount ?? .zero,
                        status: .linked)))
        }
        for draw in shipment.draws where draw.status == .linked {
            // A permit that nothing requires is linked whether or not it has enough; it is promised
            // only where it has.
            guard obstacle(draw, draw.line) == nil else { continue }
            change(draw, to: .reserved, .reserved)
        }
        freeReplaced()
        if let last = lastDayOfDraws { remember("approval_valid_to", .string(last.description)) }
    }

    /// What another draw now stands in for gives its quantity back: the goods are there once.
    private mutating func freeReplaced() {
        for draw in shipment.draws where draw.status == .reserved {
            guard obstacle(draw, draw.line) != nil else { continue }
            let isReplaced = shipment.draws.contains { other in
                other != draw && other.isLive && other.line == draw.line
                    && (other.permit == draw.permit || stands(other, for: draw))
                    && obstacle(other, other.line) == nil
            }
            if isReplaced { change(draw, to: .freed, .freed) }
        }
    }

    /// An entry stands for every permit that it waives.
    private func stands(_ other: Draw, for draw: Draw) -> Bool {
        other.ledger == .entry
            && facts.ledgers.entry(other.id)?.entry.waives.contains(draw.permit) == true
    }

    /// What is on the declarations that are accepted now; other lines wait for theirs.
    mutating func consume() {
        let concerned = concernedDeclarations(for: .accepted)
        let isReceipt = command.hasPrefix("receipt.")
        let lines = shipment.declarations.filter { declaration in
            isReceipt ? concerned.contains(declaration.index) : declaration.isAccepted
        }.flatMap(\.lines)
        for draw in shipment.draws where draw.status == .reserved && lines.contains(draw.line) {
            change(draw, to: .consumed, .consumed)
        }
    }

    mutating func freeReserved() {
        for draw in shipment.draws where draw.status == .reserved {
            change(draw, to: .freed, .freed)
        }
    }

    /// Goods that left the country or were destroyed after acceptance: what they used up comes back
    /// only where the scheme of the entry says so. A permit never gets it back.
    mutating func giveBack() {
        for draw in shipment.draws where draw.status == .consumed && draw.ledger == .entry {
            guard let entry = facts.ledgers.entry(draw.id)?.entry,
                facts.schemes.scheme(entry.scheme, on: facts.day)?.balanceComesBack.value == true
            else { continue }
            change(draw, to: .freed, .returned)
        }
    }

    mutating func change(
        _ draw: Draw, to status: Draw.Status, _ kind: BalanceChange.Kind
    ) {
        note(.drawChanged(ledger: draw.ledger, id: draw.id, line: draw.line, status))
        var change = BalanceChange(
            kind: kind, shipment: shipment.id, line: draw.line, amount: draw.amount)
        change.keepsShipment =
            (kind == .freed || kind == .returned)
            && shipment.draws.contains {
                $0.ledger == draw.ledger && $0.id == draw.id
                    && ($0.status == .reserved || $0.status == .consumed)
            }
        ledgerEvents.append(
            LedgerEvent(ledger: draw.ledger, id: draw.id, change: .balance(change)))
    }

    private var lastDayOfDraws: CalendarDate? {
        var last: CalendarDate?
        for draw in shipment.draws where draw.isLive {
            var end: CalendarDate?
            switch draw.ledger {
            case .permit: end = permit(draw.id)?.validTo
            case .entry:
                guard let entry = facts.ledgers.entry(draw.id)?.entry else { continue }
                let scheme = facts.schemes.scheme(entry.scheme, on: facts.day)
                end = scheme?.lastDay(of: entry) ?? entry.validTo
            }
            if let day = end { last = min(last ?? day, day) }
        }
        return last
    }

    /// A permit as it is after what this very step has granted, promised and freed.
    func permit(_ id: String) -> Permit? {
        var permit = facts.ledgers.permit(id)
        for event in ledgerEvents where event.ledger == .permit && event.id == id {
            if case .granted(let granted) = event.change {
                permit = granted
            } else {
                permit?.evolve(event.change)
            }
        }
        return permit
    }

    /// An entry as it is after what this very step has promised and freed.
    private func entry(_ id: String) -> EntryAccount? {
        var account = facts.ledgers.entry(id)
        for event in ledgerEvents where event.ledger == .entry && event.id == id {
            account?.evolve(event.change)
        }
        return account
    }

    /// Permits stay with a corrected request; what they give follows the corrected quantities. One
    /// that the corrected item cannot be counted by is let go.
    mutating func relinkPermits() {
        let freed = draws(freedBy: ledgerEvents)
        let open = shipment.draws.filter { $0.isLive && $0.status != .consumed }
        for draw in open {
            if draw.status == .reserved { change(draw, to: .freed, .freed) }
            if draw.status == .linked {
                note(.drawChanged(ledger: draw.ledger, id: draw.id, line: draw.line, .freed))
            }
        }
        for draw in freed + open where draw.ledger == .permit && shipment.item(draw.line) != nil {
            guard let permit = permit(draw.id) else { continue }
            let known = shipment.draws(line: draw.line, permit: draw.permit)
            if known.contains(where: { $0.id == draw.id }) { continue }
            var again = draw
            again.amount = .zero
            if let granted = permit.balance.granted {
                do throws(QuantityProblem) {
                    guard let item = shipment.item(draw.line) else { continue }
                    again.amount = try item.quantity(in: granted.unit).amount
                } catch {
                    continue
                }
            }
            again.status = .linked
            note(.drew(again))
        }
    }

    /// The draws that this step gave back before it came to the correction.
    private func draws(freedBy events: [LedgerEvent]) -> [Draw] {
        var found: [Draw] = []
        for event in events {
            guard case .balance(let change) = event.change, change.kind == .freed else { continue }
            let last = shipment.draws.last {
                $0.ledger == event.ledger && $0.id == event.id && $0.line == change.line
                    && $0.status == .freed
            }
            if let last { found.append(last) }
        }
        return found
    }

    /// What the undone step had freed is reserved again, where it is still there; false, with the
    /// failure noted, where it is not.
    mutating func promiseAgain(_ before: Shipment) -> Bool {
        for draw in before.draws where draw.status == .reserved {
            if shipment.draws.contains(draw) { continue }
            guard isFree(draw) else {
                failure = Refusal(
                    .rule, "undo-impossible",
                    LocalizedText(
                        zh: "余量已被其他货物占用，不能撤回。",
                        en: "Other shipments have taken the quantity meanwhile."))
                return false
            }
            ledgerEvents.append(
                LedgerEvent(
                    ledger: draw.ledger, id: draw.id,
                    change: .balance(
                        BalanceChange(
                            kind: .reserved, shipment: shipment.id, line: draw.line,
                            amount: draw.amount))))
        }
        return true
    }

    private func isFree(_ draw: Draw) -> Bool {
        let balance: Balance
        switch draw.ledger {
        case .entry:
            guard let account = entry(draw.id) else { return false }
            balance = account.balance
        case .permit:
            guard let permit = permit(draw.id) else { return false }
            let isTaken = permit.balance.shipments.contains { $0 != shipment.id }
            if permit.singleUse, isTaken { return false }
            balance = permit.balance
        }
        return balance.remaining.map { draw.amount <= $0.amount } ?? true
    }
}
