/// Guards on declarations, cold chain and what is left of the goods.
extension StepRun {
    /// Every line is on a declaration, and every declaration that stands is in a good status, this
    /// step's own receipt included.
    func declarations(
        after status: Declaration.Status, _ isGood: (Declaration.Status) -> Bool
    ) -> Obstacle? {
        guard !shipment.hasUndeclaredLines, !shipment.declarations.isEmpty else {
            return .declarationsOpen
        }
        let concerned = concernedDeclarations(for: status)
        for declaration in shipment.declarations where declaration.status != .withdrawn {
            if concerned.contains(declaration.index) { continue }
            if !isGood(declaration.status) { return .declarationsOpen }
        }
        return nil
    }

    /// Which declarations a receipt speaks of: the one it names by index, pre-entry or customs
    /// number; else the first that is lodged where it is an acceptance (one receipt accepts one),
    /// else all whose status it fits.
    func concernedDeclarations(for status: Declaration.Status) -> [Int] {
        if let named = namedDeclarations { return named }
        let standing = shipment.declarations.filter { $0.status != .withdrawn }
        if let number = text("entry_number"),
            let known = standing.first(where: { $0.entryNumber == number })
        {
            return [known.index]
        }
        if status == .accepted || status == .rejected {
            return standing.first { $0.status == .lodged }.map { [$0.index] } ?? []
        }
        return standing.filter { $0.status != .lodged || status == .withdrawn }.map(\.index)
    }

    /// Nil where the input names no declaration; empty where it names one that is not there.
    var namedDeclarations: [Int]? {
        guard !input.members.isEmpty else { return nil }
        let standing = shipment.declarations.filter { $0.status != .withdrawn }
        if let index = input["declaration"]?.integerValue {
            return standing.filter { $0.index == Int(index) }.map(\.index)
        }
        guard let name = text("declaration") else { return nil }
        return standing.filter {
            $0.number == name || $0.entryNumber == name || String($0.index) == name
        }.map(\.index)
    }

    /// Outside what the goods bear: the item's storage limits, and minutes beyond the tolerance.
    var isOverLimit: Bool { shipment.isOutsideLimits(input) }

    var isLedgerNeeded: Bool { shipment.owesUsageLedger }

    private func left(_ item: ImportItem) -> Decimal {
        let amount = item.quantity?.amount ?? .zero
        guard let usage = shipment.usage.first(where: { $0.line == item.line }) else {
            return amount
        }
        return amount - usage.used - usage.destroyed
    }

    /// All that came was used or destroyed; goods without a whitelist entry may keep a rest.
    var ledgerBalanced: Obstacle? {
        for draw in shipment.draws where draw.ledger == .entry && draw.isLive {
            guard let item = shipment.item(draw.line) else { continue }
            let left = left(item)
            if left != .zero { return .ledgerUnbalanced(line: item.line, left: left) }
        }
        return nil
    }

    /// The amount that the step takes is still there.
    var quantityLeft: Obstacle? {
        guard let line = usageLine, let item = shipment.item(line) else {
            return .quantityExceeded(line: usageLine ?? 0, left: .zero)
        }
        guard let amount = usedAmount else { return .usageUnclear(line: line) }
        let left = left(item)
        return amount <= left ? nil : .quantityExceeded(line: line, left: left)
    }

    /// What the step takes, in the item's unit; nil where that cannot be said exactly, or where it
    /// is not above zero: a use never puts anything back.
    var usedAmount: Decimal? {
        guard let amount = decimal("amount"), amount > .zero else { return nil }
        guard let stated = text("unit") else { return amount }
        guard let unit = Unit(rawValue: stated),
            let own = usageLine.flatMap({ shipment.item($0)?.quantity?.unit })
        else { return nil }
        return Quantity(amount, unit).converted(to: own)?.amount
    }

    /// The item a use or destruction speaks of; the only one where there is but one.
    var usageLine: Int? {
        if let line = input["line"]?.integerValue { return Int(line) }
        return shipment.request.items.count == 1 ? shipment.request.items[0].line : nil
    }

    /// Nothing infectious or of high risk is among the goods.
    var isHarmless: Bool {
        let highRisk = shipment.requirements.contains {
            ($0.permit == "special-goods-approval" && $0.status == .required
                && ($0.riskLevel ?? "A").first != "C")
                || $0.permit == "prohibited-articles-special-permit"
                || $0.permit == "pathogen-laboratory-approval"
        }
        return !highRisk && !shipment.request.items.contains { $0.pathogen.contains == .yes }
    }

    /// The declaration comes after the last free day.
    var isLate: Bool {
        guard let entry = shipment.day("conveyance_entry") else { return false }
        let last = facts.calendar.rollForward(entry.adding(days: 14)).date
        return last < facts.day
    }
}

extension Shipment {
    /// A usage ledger (使用台账) is owed for whitelisted goods, special goods and goods with duty
    /// relief.
    public var owesUsageLedger: Bool {
        draws.contains { $0.ledger == .entry && $0.isLive }
            || request.regime == .dutyRelief
            || requirements.contains {
                $0.permit == "special-goods-approval" && $0.status == .required
                    && $0.riskLevel?.hasPrefix("C") == false
            }
    }
}
