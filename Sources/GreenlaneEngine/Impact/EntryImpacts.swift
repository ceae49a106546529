import GreenlaneCore

extension ImpactRun {
    /// Entries that count today or will, in order of id.
    var liveEntries: [WhitelistEntry] {
        ledgers.allEntries.map(\.entry).filter { entry in
            guard entry.status == .active else { return false }
            let last = entry.validTo ?? question.today
            return question.today <= last
        }
    }

    /// What becomes of the entries: what their scheme says on that day against what it says today.
    func entryImpacts() -> [EntryImpact] {
        liveEntries.compactMap { entry in
            // An entry that ends by itself before that day is no matter of the rules.
            if let last = entry.validTo, last < question.day { return nil }
            guard let before = present.schemes.scheme(entry.scheme, on: question.today) else {
                return nil
            }
            return impact(entry, before, then.schemes.scheme(entry.scheme, on: question.day))
        }
    }

    private func impact(
        _ entry: WhitelistEntry, _ before: WhitelistScheme, _ after: WhitelistScheme?
    ) -> EntryImpact? {
        guard let after else {
            return told(
                entry, .schemeEnds, entry.waives, before,
                zh: "所属试点届时不在有效期内：请提前办理被免的证件，或咨询名单管理单位。",
                en: "Its scheme is not in force then: obtain the permits that it stands for in "
                    + "time, or ask the steward of the list.")
        }
        if let purpose = entry.purpose, serves(before, purpose), !serves(after, purpose) {
            return told(
                entry, .purposeOut, entry.waives, after,
                zh: "试点届时不再适用于该用途：请按一般规定办理证件。",
                en: "The scheme does not serve its purpose then: obtain the permits as usual.")
        }
        let lost = entry.waives.filter { can(before, $0) && !can(after, $0) }
        if !lost.isEmpty {
            return told(
                entry, .waivesLess, lost, after,
                zh: "届时不能再免办所列证件：请提前申请。",
                en: "It cannot stand for these permits then: apply for them in time.")
        }
        let gained = entry.waives.filter { !can(before, $0) && can(after, $0) }
        if !gained.isEmpty {
            return told(
                entry, .waivesAgain, gained, after,
                zh: "届时可免办所列证件：重新评估有关货物。",
                en: "It can stand for these permits then: assess the shipments again.")
        }
        let (old, new) = (before.lastDay(of: entry), after.lastDay(of: entry))
        guard old != new, let new else { return nil }
        return told(
            entry, .otherValidity, [], after,
            zh: "按新规定的有效期，该条目用到 \(new)。",
            en: "By the validity stated then, the entry ends on \(new).")
    }

    private func can(_ scheme: WhitelistScheme, _ permit: String) -> Bool {
        scheme.waives.contains { $0.permit == permit }
    }

    private func serves(
        _ scheme: WhitelistScheme, _ purpose: ImportRequest.Purpose
    ) -> Bool {
        scheme.purposes.isEmpty || scheme.purposes.contains(purpose)
    }

    private func told(
        _ entry: WhitelistEntry, _ kind: EntryImpact.Kind, _ permits: [String],
        _ scheme: WhitelistScheme, zh: String, en: String
    ) -> EntryImpact {
        let ranges = then.schemes.schemes.filter { $0.id == entry.scheme }.map(\.inForce)
        let days = RuleState.boundaries(ranges, after: question.today, through: question.day)
        let fallback = question.isOtherText ? question.today : question.day
        return EntryImpact(
            entry: entry, kind: kind, permits: permits, from: days.first ?? fallback,
            remedy: LocalizedText(zh: zh, en: en), basis: scheme.basis)
    }
}
