import GreenlaneCore

/// Reads what a permit asks for; a rule may state some of it for its own case.
struct TermsReader {
    static let members = [
        "issuer", "workingDays", "clock", "after", "presupposes", "when", "holdDays", "documents",
        "documentCode", "licenceType", "validityMonths", "uses", "beforeDispatch",
    ]

    let rules: RuleReader
    let clocks: ClockBook
    private var problems: RuleProblems { rules.problems }

    init(_ rules: RuleReader, _ clocks: ClockBook) {
        self.rules = rules
        self.clocks = clocks
    }

    func read(_ file: String, _ node: RuleNode, into terms: inout PermitTerms) {
        if let issuer = node["issuer"] { terms.issuer = problems.localized(file, issuer) }
        readRest(file, node, into: &terms)
    }

    /// All but the issuer.
    func readRest(_ file: String, _ node: RuleNode, into terms: inout PermitTerms) {
        readTime(file, node, into: &terms)
        if node["after"] != nil { terms.after = problems.texts(file, node["after"]) }
        if let rest = node["presupposes"] { terms.presupposes = presupposition(file, rest) }
        // The older word for one of the stages: logs keep rule texts that have it.
        if problems.flag(file, node["beforeDispatch"]) == true { terms.when = .beforeDispatch }
        if let stage = problems.choice(file, node["when"], PermitTerms.Stage.self) {
            terms.when = stage
        }
        if let days = problems.integer(file, node["holdDays"]) { terms.holdDays = days }
        if let documents = node["documents"]?.list {
            terms.documents = documents.map { problems.localized(file, $0) }
        }
        if let code = problems.text(file, node["documentCode"]) { terms.documentCode = code }
        if let type = problems.text(file, node["licenceType"]) { terms.licenceType = type }
        if let months = problems.integer(file, node["validityMonths"]) {
            terms.validityMonths = months
        }
        if let uses = problems.choice(file, node["uses"], PermitTerms.Uses.self) {
            terms.uses = uses
        }
    }

    /// A clock and bare working days exclude each other: what is stated last for a case holds.
    private func readTime(_ file: String, _ node: RuleNode, into terms: inout PermitTerms) {
        if let clock = node["clock"] {
            let reader = ClockReader(rules)
            terms.clocks = problems.texts(file, clock)
            for each in clock.oneOrMore { reader.check(file, each, each.scalar ?? "", clocks) }
            terms.workingDays = nil
            if let days = node["workingDays"] {
                problems.report(
                    file, days, "time-twice", zh: "clock 与 workingDays 只能填一项",
                    en: "Either clock or workingDays")
            }
        } else if let days = problems.integer(file, node["workingDays"]) {
            terms.workingDays = days
            terms.clocks = []
        }
    }

    private func presupposition(
        _ file: String, _ node: RuleNode
    ) -> PermitTerms.Presupposition {
        problems.checkMembers(file, node, ["text", "unless"])
        let unless = node["unless"].map { rules.conditions.condition(file, $0) }
        return PermitTerms.Presupposition(
            text: problems.localized(file, node, "text"), unless: unless ?? .not(.always))
    }
}

/// One place where terms are written: a permit, or a rule that states its own.
struct TermsPlace {
    var file: String
    var node: RuleNode
    var permit: String
    var terms: PermitTerms
}

extension TermsReader {
    /// Every `after` names a permit that is held no later than the one that waits for it, and no
    /// permit waits for itself.
    func check(_ places: [TermsPlace], permits: [PermitInfo]) {
        for place in places {
            for node in place.node["after"]?.oneOrMore ?? [] {
                let code = node.scalar ?? ""
                guard let earlier = permits.first(where: { $0.code == code }) else {
                    problems.report(
                        place.file, node, "permit-unknown", zh: "未知的单证代码“\(code)”",
                        en: "There is no permit \"\(code)\"")
                    continue
                }
                if order(earlier.terms.when) > order(place.terms.when) {
                    problems.report(
                        place.file, node, "permit-order",
                        zh: "“\(code)”的取得时点晚于“\(place.permit)”",
                        en: "\"\(code)\" is held later than \"\(place.permit)\"")
                }
                if reaches(place.permit, from: code, permits, depth: permits.count) {
                    problems.report(
                        place.file, node, "permit-order-circular",
                        zh: "“\(place.permit)”与“\(code)”互为前提",
                        en: "\"\(place.permit)\" and \"\(code)\" wait for each other")
                }
            }
        }
    }

    private func order(_ stage: PermitTerms.Stage) -> Int {
        PermitTerms.Stage.allCases.firstIndex(of: stage) ?? 0
    }

    private func reaches(
        _ code: String, from start: String, _ permits: [PermitInfo], depth: Int
    ) -> Bool {
        if start == code { return true }
        guard depth > 0, let info = permits.first(where: { $0.code == start }) else { return false }
        return info.terms.after.contains { reaches(code, from: $0, permits, depth: depth - 1) }
    }
}
