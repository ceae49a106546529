/// Finds the entry that covers an item: one unit to one item, on a day, for a purpose, within the
/// quantity left. A miss names the condition that failed and the entry that came nearest.
public struct WhitelistMatcher<Source: WhitelistEntrySource> {
    /// What is left of an entry, in its unit; nil where nothing has been drawn yet.
    public typealias Remaining = (_ entryId: String) -> Quantity?

    let schemes: WhitelistSchemeBook
    let source: Source
    let request: ImportRequest
    let day: CalendarDate
    let remaining: Remaining
    /// Entries of a unit that a miss is explained with; a hint needs no more.
    private static var hintLimit: Int { 256 }
    /// What other items of the request have drawn already, by entry.
    var drawn: [(entry: String, amount: Decimal)] = []
    /// Whether only the answer counts and nobody reads why an item is missed.
    var isBrief = false

    public init(
        schemes: WhitelistSchemeBook, entries: Source, request: ImportRequest,
        on day: CalendarDate, remaining: @escaping Remaining = { _ in nil }
    ) {
        self.schemes = schemes
        source = entries
        self.request = request
        self.day = day
        self.remaining = remaining
    }

    /// What the lists say about the item at `index` of the request.
    public func match(_ index: Int, facts: FactVector) -> WhitelistOutcome {
        let usable = usableSchemes()
        if usable.isEmpty { return miss(.noScheme, nil) }
        let item = ItemIdentity(request.items[index])
        guard let unit = request.importer.uscc.map(ItemName.code) else {
            return withoutUnit(entries(of: item, in: usable))
        }
        let named = source.whitelistEntries(ofUnit: unit, like: item)
        let easing = isBrief ? nil : easing(named)
        var outcome = find(index, item, unit, named, usable, facts)
        outcome.easing = easing
        return outcome
    }

    /// What special-goods lists say about the item at `index`, whatever else it needs; they waive
    /// nothing, so this is no match.
    public func easing(_ index: Int) -> WhitelistOutcome.Easing? {
        guard schemes.days.contains(where: { $0.kind == .specialGoodsList }),
            let unit = request.importer.uscc.map(ItemName.code)
        else { return nil }
        let item = ItemIdentity(request.items[index])
        return easing(source.whitelistEntries(ofUnit: unit, like: item))
    }

    private func find(
        _ index: Int, _ item: ItemIdentity, _ unit: String, _ named: [WhitelistEntry],
        _ usable: [String], _ facts: FactVector
    ) -> WhitelistOutcome {
        var best: WhitelistOutcome?
        let own = named.filter { usable.contains($0.scheme) }
        for entry in ordered(own + agency(item, unit, usable)) {
            let outcome = check(entry, item, index, facts)
            if let held = best, held.code.rank >= outcome.code.rank { continue }
            best = outcome
            if outcome.isCovered { break }
        }
        // Where only the specification differs, the unit's own entry is the nearest.
        if let best { return best }
        if isBrief { return miss(.noEntry, nil) }
        let unlike = nearest(item, unit, usable)
        let others = entries(of: item, in: usable).filter { ItemName.code($0.unitUscc) != unit }
        if let other = others.first {
            var miss = miss(.otherUnit, other)
            miss.similar = unlike?.similar
            return miss
        }
        if let unlike { return unlike }
        return isInArea(unit, usable) ? miss(.noEntry, nil) : miss(.noScheme, nil)
    }

    /// The unit's entry that comes nearest to an item which none of them names.
    private func nearest(
        _ item: ItemIdentity, _ unit: String, _ usable: [String]
    ) -> WhitelistOutcome? {
        let own = source.whitelistEntries(ofUnit: unit, first: Self.hintLimit)
            .filter { usable.contains($0.scheme) }
        guard let first = ordered(own).first else { return nil }
        // A unit that lists for another one has no entries of its own for it.
        if let user = request.endUser?.uscc.map(ItemName.code), user != unit {
            return miss(.otherUnit, first)
        }
        var similar: (entry: WhitelistEntry, distance: Int)?
        for entry in own {
            guard let distance = ItemLikeness.distance(item, ItemIdentity(entry)) else { continue }
            if distance < (similar?.distance ?? .max) { similar = (entry, distance) }
        }
        var outcome = miss(.itemDiffers, similar?.entry ?? first)
        outcome.similar = similar?.entry
        if similar != nil { outcome.words = .difference(item) }
        return outcome
    }

    /// The first entry of a special-goods list that counts on the day.
    private func easing(_ entries: [WhitelistEntry]) -> WhitelistOutcome.Easing? {
        for entry in ordered(entries) where entry.status == .active {
            guard let scheme = schemes.scheme(entry.scheme, on: day),
                scheme.kind == .specialGoodsList
            else { continue }
            if let first = entry.validFrom, day < first { continue }
            if let last = scheme.lastDay(of: entry), last < day { continue }
            return WhitelistOutcome.Easing(
                entry: entry, permits: scheme.eases,
                text: WhitelistText.easing(entry, scheme.name))
        }
        return nil
    }

    /// Schemes in force that the request may use.
    private func usableSchemes() -> [String] {
        var usable: [String] = []
        for scheme in schemes.days
        where scheme.inForce.contains(day) && scheme.kind == .drugFormWaiver {
            if request.chosenScheme == nil || request.chosenScheme == scheme.id {
                usable.append(scheme.id)
            }
        }
        return usable
    }

    private func entries(of item: ItemIdentity, in usable: [String]) -> [WhitelistEntry] {
        var found: [WhitelistEntry] = []
        for name in item.names {
            for entry in source.whitelistEntries(named: name)
            where usable.contains(entry.scheme) && item.isSame(as: ItemIdentity(entry))
                && !found.contains(where: { $0.id == entry.id })
            {
                found.append(entry)
            }
        }
        return ordered(found)
    }

    /// Entries of the end user, where the scheme lets an agent be the consignee.
    private func agency(
        _ item: ItemIdentity, _ unit: String, _ usable: [String]
    ) -> [WhitelistEntry] {
        guard let user = request.endUser?.uscc.map(ItemName.code), user != unit else { return [] }
        return source.whitelistEntries(ofUnit: user, like: item).filter {
            usable.contains($0.scheme)
                && schemes.scheme($0.scheme, on: day)?.allowsAgent.value == true
        }
    }

    /// The one that ends first is used first; equal ones by id.
    private func ordered(_ entries: [WhitelistEntry]) -> [WhitelistEntry] {
        guard entries.count > 1 else { return entries }
        return entries.sorted { left, right in
            let (first, second) = (left.validTo?.dayNumber, right.validTo?.dayNumber)
            if first != second { return (first ?? .max) < (second ?? .max) }
            return left.id < right.id
        }
    }

    private func withoutUnit(_ named: [WhitelistEntry]) -> WhitelistOutcome {
        guard let entry = named.first else { return miss(.noEntry, nil) }
        var outcome = miss(.factsMissing, entry)
        outcome.missing = [
            WhitelistOutcome.Missing(
                pointer: Fact.importerUscc.pointer(item: 0), why: WhitelistText.needsUnit)
        ]
        return outcome
    }

    private func isInArea(_ unit: String, _ usable: [String]) -> Bool {
        // Characters 3 to 8 of a USCC are the district of registration (GB 32100).
        let district =
            request.importer.district
            ?? (unit.utf8.count == 18 ? String(unit.dropFirst(2).prefix(6)) : nil)
        guard let district else { return true }
        return schemes.schemes.contains { scheme in
            usable.contains(scheme.id) && scheme.inForce.contains(day)
                && (scheme.districts.isEmpty
                    || scheme.districts.contains { district.hasPrefix($0) })
        }
    }

    /// What is left of an entry for the next item; nil where it has no quantity.
    func rest(of entry: WhitelistEntry) -> Quantity? {
        guard let left = remaining(entry.id) ?? entry.approved else { return nil }
        let own = drawn.reduce(Decimal.zero) { $1.entry == entry.id ? $0 + $1.amount : $0 }
        return Quantity(left.amount - own, left.unit)
    }

    func miss(_ code: WhitelistCode, _ entry: WhitelistEntry?) -> WhitelistOutcome {
        let scheme = entry.flatMap { schemes.scheme($0.scheme, on: day) }
        let lastDay = entry.flatMap { scheme?.lastDay(of: $0) }
        return WhitelistOutcome(
            code: code, entry: entry, lastDay: lastDay)
    }
}
