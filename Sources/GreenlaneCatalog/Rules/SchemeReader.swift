import GreenlaneCore

extension RuleReader {
    private static let schemeMembers = [
        "id", "name", "inForce", "districts", "purposes", "waives", "excludes", "validityMonths",
        "remark", "acceptedOffices", "allowsAgent", "balanceComesBack", "basis", "kind", "eases",
        "caution",
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
        readKind(file, node, &scheme)
        if let months = problems.integer(file, node["validityMonths"]?["value"]) {
            scheme.validityMonths = setting(months, file, node, "validityMonths")
        }
        if let text = problems.text(file, node["remark"]?["value"]) {
            scheme.remark = setting(text, file, node, "remark")
        }
        if let flag = problems.flag(file, node["allowsAgent"]?["value"]) {
            scheme.allowsAgent = setting(flag, file, node, "allowsAgent")
        }
        if let flag = problems.flag(file, node["balanceComesBack"]?["value"]) {
            scheme.balanceComesBack = setting(flag, file, node, "balanceComesBack")
        }
        return scheme
    }

    /// A list for special goods waives nothing: what it says must not be read as a waiver.
    private func readKind(_ file: String, _ node: RuleNode, _ scheme: inout WhitelistScheme) {
        scheme.kind =
            problems.choice(file, node["kind"], WhitelistScheme.Kind.self) ?? .drugFormWaiver
        scheme.caution = node["caution"].map { problems.localized(file, $0) }
        scheme.eases = (node["eases"]?.list ?? []).map {
            let code = problems.text(file, $0) ?? ""
            checkPermit(file, $0, code)
            return code
        }
        if scheme.kind == .specialGoodsList, !scheme.waives.isEmpty {
            problems.report(
                file, node["waives"] ?? node, "special-goods-list-waives",
                zh: "特殊物品清单不免除任何单证，不能写waives",
                en: "A special-goods list waives nothing: waives must be empty")
        }
        if scheme.kind == .drugFormWaiver, !scheme.eases.isEmpty {
            problems.report(
                file, node["eases"] ?? node, "special-goods-list-only",
                zh: "eases只用于特殊物品清单", en: "eases is for special-goods lists only")
        }
    }

    private func setting<Value>(
        _ value: Value, _ file: String, _ node: RuleNode, _ name: String
    ) -> WhitelistScheme.Setting<Value> {
        if let stated = node[name] {
            problems.checkMembers(file, stated, ["value", "confidence", "source"])
        }
        return WhitelistScheme.Setting(
            value, problems.confidence(file, node[name]?["confidence"]),
            source: problems.text(file, node[name]?["source"]) ?? "")
    }

    private func checkPermit(_ file: String, _ node: RuleNode, _ code: String) {
        guard !permits.contains(where: { $0.code == code }) else { return }
        problems.report(
            file, node, "permit-unknown", zh: "未知的单证代码“\(code)”",
            en: "There is no permit \"\(code)\"")
    }

    /// A permit code, or a mapping with `permit` and `when`.
    private func waiver(_ file: String, _ node: RuleNode) -> WhitelistScheme.Waiver {
        let code = node.scalar ?? problems.required(file, node, "permit")
        checkPermit(file, node, code)
        guard let when = node["when"] else { return WhitelistScheme.Waiver(permit: code) }
        return WhitelistScheme.Waiver(permit: code, when: conditions.condition(file, when))
    }

    private func exclusion(_ file: String, _ node: RuleNode) -> WhitelistScheme.Exclusion {
        problems.checkMembers(file, node, ["when", "text", "confidence"])
        return WhitelistScheme.Exclusion(
            when: node["when"].map { conditions.condition(file, $0) } ?? .not(.always),
            text: problems.localized(file, node, "text"),
            confidence: problems.confidence(file, node["confidence"]))
    }
}
