extension Assessor {
    /// The questions of one item, those first that settle most: each is tried with every answer it
    /// may get, and the one after which the fewest permits stay open on average leads.
    func questions(
        _ item: ItemFindings, _ request: ImportRequest, _ index: Int, _ day: CalendarDate
    ) -> [Assessment.Question] {
        let stated = request.items[index]
        var questions: [Draft] = []
        func ask(_ fact: Fact?, _ pointer: String, _ why: LocalizedText, _ permit: String) {
            if let known = questions.firstIndex(where: { $0.question.pointer == pointer }) {
                if !questions[known].question.decides.contains(permit) {
                    questions[known].question.decides.append(permit)
                }
            } else {
                questions.append(
                    Draft(
                        fact: fact, question: .init(pointer: pointer, why: why, decides: [permit]))
                )
            }
        }
        for finding in item.permits {
            let code = rules.permits[finding.permit].code
            for fact in finding.missing.facts.map(item.facts.asked) {
                ask(fact, item.facts.pointer(fact, item: index), reason(fact, stated), code)
            }
            guard finding.status == .possible, item.whitelist.entry?.waives.contains(code) == true
            else { continue }
            for missing in item.whitelist.missing { ask(nil, missing.pointer, missing.why, code) }
        }
        if isBeforeRecords(day) {
            for finding in item.permits {
                ask(
                    nil, "", Self.notRecorded(rules.recordedFrom),
                    rules.permits[finding.permit].code)
            }
        }
        let isTried =
            questions.count <= Self.maximumRanked
            && request.items.count <= Self.maximumRankedItems
        return ranked(questions, item, day, isTried: isTried)
    }

    private struct Draft {
        var fact: Fact?
        var question: Assessment.Question
    }

    /// With many questions on many items the order costs more than it gives.
    static var maximumRanked: Int { 16 }
    /// Items of a request up to which the questions are tried out; above it they stand in the order
    /// of how many permits they decide.
    static var maximumRankedItems: Int { 50 }

    private func ranked(
        _ questions: [Draft], _ item: ItemFindings, _ day: CalendarDate, isTried: Bool
    ) -> [Assessment.Question] {
        guard questions.count > 1 else { return questions.map(\.question) }
        let before = isTried ? openPermits(item.facts, day) : 0
        return questions.map { draft -> (left: Int, Assessment.Question) in
            let count = draft.question.decides.count
            // In thousandths of a permit, so that averages compare as whole numbers.
            guard isTried, let fact = draft.fact, let masks = Self.answers(fact) else {
                return ((before - count) * 1000, draft.question)
            }
            let left = masks.reduce(0) {
                $0 + openPermits(item.facts.assuming(fact, mask: $1), day)
            }
            return (left * 1000 / masks.count, draft.question)
        }.sorted {
            if $0.left != $1.left { return $0.left < $1.left }
            let (first, second) = ($0.1.decides.count, $1.1.decides.count)
            if first != second { return first > second }
            return $0.1.pointer < $1.1.pointer
        }.map(\.1)
    }

    private func openPermits(_ facts: FactVector, _ day: CalendarDate) -> Int {
        rules.findings(facts, asOf: day).reduce(0) { $0 + ($1.missing.isEmpty ? 0 : 1) }
    }

    /// The answers that a question may get, as bits; nil where they cannot be listed.
    private static func answers(_ fact: Fact) -> [UInt64]? {
        switch fact.kind {
        case .choice, .flag: fact.vocabulary.indices.map { 1 << UInt64($0) }
        case .set:
            fact == .hsSupervision || fact == .hsInspection
                ? nil : [0] + fact.vocabulary.indices.map { 1 << UInt64($0) }
        case .code, .presence: nil
        }
    }

    /// Why a fact is asked for, in view of what is stated already.
    func reason(_ fact: Fact, _ stated: ImportItem) -> LocalizedText {
        switch fact {
        case .hsSupervision, .hsInspection:
            return lettersQuestion(stated) ?? rules.reason(fact)
        case .hsCode where (stated.hs?.utf8.count ?? 0) >= 10:
            return LocalizedText(
                zh: "该商品编号下按三位检验检疫附加码区分用途和监管要求，请填报十三位编号。",
                en: "Under this code the three digits of the CIQ extension tell uses and "
                    + "requirements apart: please state thirteen digits.")
        default: return rules.reason(fact)
        }
    }

    /// Where a code is stated, the code is not the question.
    private func lettersQuestion(_ stated: ImportItem) -> LocalizedText? {
        guard let hs = stated.hs else { return nil }
        if hs.utf8.count < 10 {
            return LocalizedText(
                zh: "商品编号只有\(hs.utf8.count)位，监管条件按十位编号确定，请填报十位。",
                en: "The HS code has \(hs.utf8.count) digits; conditions go by ten: please state "
                    + "all ten.")
        }
        return LocalizedText(
            zh: "现有税则数据未列明该商品编号的监管条件或检验检疫类别，请按当年税则核对。",
            en: "The tariff data at hand does not show the conditions of this HS code: check the "
                + "code against the tariff of the year.")
    }

    /// Whether the day lies before the first rules that are recorded.
    func isBeforeRecords(_ day: CalendarDate) -> Bool {
        rules.recordedFrom.map { day < $0 } ?? false
    }

    static func notRecorded(_ first: CalendarDate?) -> LocalizedText {
        let day = first?.description ?? ""
        return LocalizedText(
            zh: "本系统收录的规则自\(day)起；该日之前的规定未收录，所列为按\(day)规则的推测，请查当时的规定。",
            en: "The rules recorded here begin on \(day). What was in force before is not known: "
                + "what is shown is what the rules of \(day) would ask.")
    }
}
