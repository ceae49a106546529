extension WhitelistMatcher {
    /// One entry against one item: the first condition that fails, in the order of precedence.
    func check(
        _ entry: WhitelistEntry, _ item: ItemIdentity, _ index: Int, _ facts: FactVector
    ) -> WhitelistOutcome {
        guard let number = schemes.number(entry.scheme, on: day) else {
            return miss(.noScheme, entry)
        }
        let scheme = schemes.schemes[number]
        let stated = request.items[index]
        if let user = request.endUser?.uscc.map(ItemName.code),
            user != ItemName.code(entry.unitUscc)
        {
            return miss(.otherUnit, entry)
        }
        if !item.isSame(as: ItemIdentity(entry)) {
            var differs = miss(.itemDiffers, entry)
            differs.words = .difference(item)
            return differs
        }
        if !hasSpec(stated, entry) {
            var differs = miss(.itemDiffers, entry)
            differs.words = .specification
            return differs
        }
        var missing: [WhitelistOutcome.Missing] = []
        switch hsMatch(stated.hs, entry.hs10) {
        case .no: return miss(.hsDiffers, entry)
        case .unknown:
            missing.append(.init(pointer: "/items/\(index)/hs", why: WhitelistText.needsHS))
        case .yes: break
        }
        if let code = purposeOrStatus(entry, scheme) ?? validity(entry, scheme) {
            return miss(code, entry)
        }
        var outcome = miss(.covered, entry)
        outcome.remaining = rest(of: entry)
        if let code = draw(index, &outcome, &missing) {
            var short = miss(code, entry)
            short.remaining = outcome.remaining
            return short
        }
        if let code = exclusion(number, facts) { return miss(code, entry) }
        outcome.waives = waivers(entry, number, facts)
        outcome.remark = scheme.remark
        outcome.caution = scheme.caution
        if !missing.isEmpty {
            outcome.code = .factsMissing
            outcome.missing = missing
        }
        return outcome
    }

    /// A specification counts where both sides state one.
    private func hasSpec(_ item: ImportItem, _ entry: WhitelistEntry) -> Bool {
        guard let stated = item.spec, let listed = entry.spec, !listed.isEmpty else { return true }
        if stated == listed { return true }
        return ItemName.specification(stated, satisfies: listed)
    }

    private func hsMatch(_ stated: String?, _ listed: String?) -> Truth {
        guard let listed else { return .yes }
        guard let stated else { return .unknown }
        if stated.utf8.count >= 10 { return stated.hasPrefix(listed) ? .yes : .no }
        return listed.hasPrefix(stated) ? .unknown : .no
    }

    private func purposeOrStatus(
        _ entry: WhitelistEntry, _ scheme: WhitelistScheme
    ) -> WhitelistCode? {
        if let listed = entry.purpose, listed != request.purpose { return .purpose }
        // No entry reaches further than its scheme.
        if !scheme.purposes.isEmpty, !scheme.purposes.contains(request.purpose) {
            return .purpose
        }
        switch entry.status {
        case .active: return nil
        case .suspended: return .suspended
        case .removed: return .removed
        case .expired: return .expired
        }
    }

    private func validity(_ entry: WhitelistEntry, _ scheme: WhitelistScheme) -> WhitelistCode? {
        if let first = entry.validFrom, day < first { return .notYetValid }
        if let last = scheme.lastDay(of: entry), last < day { return .expired }
        return nil
    }

    private func draw(
        _ index: Int, _ outcome: inout WhitelistOutcome,
        _ missing: inout [WhitelistOutcome.Missing]
    ) -> WhitelistCode? {
        guard let left = outcome.remaining else { return nil }
        guard let wanted = request.items[index].quantity else {
            let pointer = Fact.quantity.pointer(item: index)
            missing.append(.init(pointer: pointer, why: WhitelistText.needsQuantity))
            return nil
        }
        let drawn: Quantity
        // Finer than a millionth of the entry's unit cannot be written off.
        do throws(QuantityProblem) {
            drawn = try wanted.converted(to: left.unit, content: request.items[index].content)
        } catch {
            return .unitOfMeasure
        }
        if left.amount < drawn.amount { return .quantityShort }
        outcome.drawn = drawn
        return nil
    }

    /// Only what is stated excludes: the reviewers of the list have seen the goods.
    private func exclusion(_ number: Int, _ facts: FactVector) -> WhitelistCode? {
        for root in schemes.exclusionRoots[number]
        where schemes.code.evaluate(root, facts).truth == .yes {
            return .excluded
        }
        let offices = schemes.schemes[number].acceptedOffices
        guard !offices.isEmpty, let office = request.transport.portOfEntry,
            !offices.contains(office)
        else { return nil }
        return .office
    }

    private func waivers(
        _ entry: WhitelistEntry, _ number: Int, _ facts: FactVector
    ) -> [String] {
        var permits: [String] = []
        for (waiver, root) in zip(schemes.schemes[number].waives, schemes.waiverRoots[number])
        where entry.waives.contains(waiver.permit)
            && schemes.code.evaluate(root, facts).truth == .yes
        {
            permits.append(waiver.permit)
        }
        return permits
    }
}
