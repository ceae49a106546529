import GreenlaneCore

extension ImpactRun {
    /// Valid permits, in order of id.
    var heldPermits: [Permit] { ledgers.allPermits.filter { $0.status == .valid } }

    /// What becomes of the permits held, in order of id: those granted before a change that lies
    /// within their validity.
    func permitImpacts() -> [PermitImpact] {
        let changeDays = ruleChangeDays()
        return heldPermits.compactMap { permit in
            let provisions = then.rules.transitions(
                for: permit.code, granted: permit.validFrom, asOf: question.day
            ).filter { $0.from <= permit.validTo }
            if let last = provisions.last { return impact(permit, last) }
            let days = changeDays[permit.code] ?? []
            let day = days.last { permit.validFrom < $0 && $0 <= permit.validTo }
            guard let day else { return nil }
            return withoutProvision(permit, day)
        }
    }

    private func impact(
        _ permit: Permit, _ provision: TransitionalProvision
    ) -> PermitImpact {
        let last = provision.lastDay(printed: permit.validTo)
        let kind: PermitImpact.Kind
        let remedy: LocalizedText
        switch last {
        case .none:
            kind = .unknown
            remedy = provision.explanation
        case .some(let day) where day < permit.validTo:
            kind = .cutShort
            remedy = LocalizedText(
                zh: "只能用到 \(day)：此后受理的申报须换新证。\(provision.explanation.zh)",
                en: "It counts to \(day) only: a declaration accepted later needs a new one. "
                    + provision.explanation.en)
        case .some(let day):
            kind = .staysValid
            remedy = LocalizedText(
                zh: "可继续使用至 \(day)。\(provision.explanation.zh)",
                en: "It goes on to \(day). \(provision.explanation.en)")
        }
        return PermitImpact(
            permit: permit, kind: kind, from: provision.from, provision: provision.id,
            validUntil: last, remedy: remedy, basis: provision.basis,
            confidence: provision.confidence)
    }

    private func withoutProvision(_ permit: Permit, _ day: CalendarDate) -> PermitImpact {
        let asking = then.rulesThatCount.filter {
            $0.permit == permit.code && $0.outcome == .required
        }
        let name = then.rules.permit(permit.code)?.name
        let called = name ?? LocalizedText(zh: permit.code, en: permit.code)
        if asking.isEmpty {
            return PermitImpact(
                permit: permit, kind: .notNeeded, from: day, provision: nil,
                validUntil: permit.validTo,
                remedy: LocalizedText(
                    zh: "按那一天的规则不再需要\(called.zh)：证件可以留存，不必续办。",
                    en: "The rules of that day ask for no \(called.en): keep it, but there is no "
                        + "need to renew it."), basis: [], confidence: .unverified)
        }
        var basis: [DatedBasis] = []
        for rule in asking {
            for each in rule.sources(on: question.day)
            where each.inForce.from == day && !basis.contains(each) {
                basis.append(each)
            }
        }
        return PermitImpact(
            permit: permit, kind: .noProvision, from: day, provision: nil, validUntil: nil,
            remedy: LocalizedText(
                zh: "\(called.zh)的规定在 \(day) 有变，但没有记录过渡条款：使用前请向"
                    + "发证机关确认该证是否仍可用。",
                en: "The rules on \(called.en) change on \(day), and no transitional provision is "
                    + "recorded: ask its issuer before you use it."),
            basis: basis, confidence: .unverified)
    }

    /// Days on which what is asked of a kind of permit changes, by code: what of it is not in
    /// force on both sides of the day, or differs between the two texts.
    private func ruleChangeDays() -> [String: [CalendarDate]] {
        var days: [String: [CalendarDate]] = [:]
        for rule in then.rules.rules where !rule.permit.isEmpty {
            for day in [rule.inForce.from, rule.inForce.to?.adding(days: 1)] {
                if let day, day <= question.day { days[rule.permit, default: []].append(day) }
            }
        }
        if question.isOtherText {
            for code in codesThatDiffer { days[code, default: []].append(question.today) }
        }
        return days.mapValues { $0.sorted() }
    }

    /// Codes whose rules or terms the two texts state otherwise.
    private var codesThatDiffer: [String] {
        var old = now
        var new = then
        (old.day, new.day) = (nil, nil)
        let difference = RuleDifference(from: old, to: new)
        var codes =
            difference.begin.map(\.rule.permit) + difference.end.map(\.rule.permit)
            + difference.changed.map(\.rule.permit) + difference.permits.changed.map(\.id)
            + difference.permits.removed
        codes = codes.filter { !$0.isEmpty }.sorted()
        return codes.indices.filter { $0 == 0 || codes[$0] != codes[$0 - 1] }.map { codes[$0] }
    }
}
