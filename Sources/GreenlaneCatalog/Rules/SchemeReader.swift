import GreenlaneCore

extension RuleReader {
    private static let schemeMembers = [
        "id", "name", "inForce", "districts", "purposes", "waives", "excludes", "validityMonths",
        "remark", "acceptedOffices", "allowsAgent", "balanceComesBack", "basis",
    ]

    /// One version of a whitelist scheme.
    func scheme(_ file: String, _ node: RuleNode) -> WhitelistScheme {
        problems.checkMembers(file, node, Self.schemeMembers)
        let purposes = (node["purposes"]?.list ?? []).compactMap {
            problems.choice(file, $0, ImportRequest.Purpose.self)
        }
        var scheme = WhitelistScheme(
            id: problems.required(file, node, "id"),
            name: problems.localized(file, node, "name"),
            inForce: problems.range(file, node["inForce"]),
            districts: problems.texts(file, node["districts"]), purposes: purposes,
            waives: (node["waives"]?.list ?? []).map { waiver(file, $0) },
            excludes: (node["excludes"]?.list ?? []).map { exclusion(file, $0) },
            acceptedOffices: problems.texts(file, node["acceptedOffices"]),
            basis: basis(file, node["basis"]).map(\.basis))
        if let months = problems.integer(file, node["validityMonths"]?["value"]) {
            scheme.validityMonths = .init(months, confidence(file, node, "validityMonths"))
        }
        if let text = problems.text(file, node["remark"]?["value"]) {
            scheme.remark = .init(text, confidence(file, node, "remark"))
        }
        if let flag = problems.flag(file, node["allowsAgent"]?["value"]) {
            scheme.allowsAgent = .init(flag, confidence(file, node, "allowsAgent"))
        }
        if let flag = problems.flag(file, node["balanceComesBack"]?["value"]) {
            scheme.balanceComesBack = .init(flag, confidence(file, node, "balanceComesBack"))
        }
        return scheme
    }

    private func confidence(
        _ file: String, _ node: RuleNode, _ name: String
    ) -> LegalBasis.Confidence {
        problems.confidence(file, node[name]?["confidence"])
    }

    /// A permit code, or a mapping with `permit` and `when`.
    private func waiver(_ file: String, _ node: RuleNode) -> WhitelistScheme.Waiver {
        let code = node.scalar ?? problems.required(file, node, "permit")
        if !permits.contains(where: { $0.code == code }) {
            problems.report(
                file, node, "permit-unknown", zh: "未知的单证代码“\(code)”",
                en: "There is no permit \"\(code)\"")
        }
        guard let when = node["when"] else { return WhitelistScheme.Waiver(permit: code) }
        return WhitelistScheme.Waiver(permit: code, when: conditions.condition(file, when))
    }

    private func exclusion(_ file: String, _ node: RuleNode) -> WhitelistScheme.Exclusion {
        problems.checkMembers(file, node, ["when", "text"])
        return WhitelistScheme.Exclusion(
            when: node["when"].map { conditions.condition(file, $0) } ?? .not(.always),
            text: problems.localized(file, node, "text"))
    }
}
