import GreenlaneCore

extension RuleReader {
    private static let transitionMembers = [
        "id", "from", "permits", "keeps", "basis", "explanation", "confidence",
    ]

    /// The section `transitions`: what changes of the law say of permits granted before them. In
    /// order of day, then of id.
    func transitions(
        _ nodes: [(file: String, node: RuleNode)]
    ) -> [TransitionalProvision] {
        var provisions: [TransitionalProvision] = []
        for (file, node) in nodes {
            guard let provision = transition(file, node) else { continue }
            if provisions.contains(where: { $0.id == provision.id }) {
                problems.report(
                    file, node["id"] ?? node, "transition-twice",
                    zh: "过渡条款“\(provision.id)”重复",
                    en: "The transition \"\(provision.id)\" twice")
            }
            provisions.append(provision)
        }
        return provisions.sorted { ($0.from, $0.id) < ($1.from, $1.id) }
    }

    private func transition(_ file: String, _ node: RuleNode) -> TransitionalProvision? {
        problems.checkMembers(file, node, Self.transitionMembers)
        let id = problems.required(file, node, "id")
        let codes = problems.texts(file, node["permits"])
        if codes.isEmpty {
            problems.report(
                file, node["permits"] ?? node, "missing-member", zh: "“permits”至少须列一种单证",
                en: "\"permits\" must name at least one permit")
        }
        for each in node["permits"]?.oneOrMore ?? [] {
            let code = each.scalar ?? ""
            guard !permits.contains(where: { $0.code == code }) else { continue }
            problems.report(
                file, each, "permit-unknown", zh: "未知的单证代码“\(code)”",
                en: "There is no permit \"\(code)\"")
        }
        if node["from"] == nil { _ = problems.required(file, node, "from") }
        let confidence = problems.confidence(file, node["confidence"])
        let keeps = keeps(file, node)
        guard let from = problems.date(file, node["from"]), let keeps else { return nil }
        check(file, node, keeps, from, confidence)
        return TransitionalProvision(
            id: id, from: from, permits: codes, keeps: keeps, basis: basis(file, node["basis"]),
            explanation: problems.localized(file, node, "explanation"), confidence: confidence)
    }

    private func keeps(_ file: String, _ node: RuleNode) -> TransitionalProvision.Keeps? {
        let text = problems.required(file, node, "keeps")
        if let keeps = TransitionalProvision.Keeps(text) { return keeps }
        guard !text.isEmpty, let place = node["keeps"] else { return nil }
        problems.report(
            file, place, "value-unknown",
            zh: "“\(text)”应为until_expiry、until:日期、days:天数或unknown",
            en: "\"\(text)\" must be until_expiry, until:DATE, days:N or unknown")
        return nil
    }

    private func check(
        _ file: String, _ node: RuleNode, _ keeps: TransitionalProvision.Keeps,
        _ from: CalendarDate, _ confidence: LegalBasis.Confidence
    ) {
        let place = node["keeps"] ?? node
        if case .until(let day) = keeps, day < from {
            problems.report(
                file, place, "dates-reversed", zh: "截止日早于变更之日",
                en: "It ends before the day of the change")
        }
        if keeps == .unknown, confidence == .confirmed {
            problems.report(
                file, node["confidence"] ?? place, "unknown-confirmed",
                zh: "内容未知的条款不能标为confirmed",
                en: "What is unknown cannot be confirmed")
        }
    }
}
