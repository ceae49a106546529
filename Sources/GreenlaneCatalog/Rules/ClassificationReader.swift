import GreenlaneCore

extension RuleReader {
    /// An entry of the section `classification`: goods that are usually declared under some lines.
    func candidate(_ file: String, _ node: RuleNode) -> CandidateRule {
        problems.checkMembers(
            file, node,
            ["id", "form", "material", "when", "cas", "hs", "reason", "source", "confidence"])
        let codes = problems.texts(file, node["hs"])
        for (place, code) in zip(node["hs"]?.oneOrMore ?? [], codes)
        where code.utf8.count != 10 || !code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            problems.report(
                file, place, "hs-digits", zh: "商品编号应为十位数字", en: "An HS code has ten digits")
        }
        return CandidateRule(
            id: problems.required(file, node, "id"), forms: mask(file, .form, node["form"]),
            materials: mask(file, .originPresent, node["material"]),
            when: node["when"].map { conditions.condition(file, $0) } ?? .always,
            cas: problems.texts(file, node["cas"]).compactMap { PackedCode($0) }, codes: codes,
            reason: problems.localized(file, node, "reason"),
            source: problems.text(file, node["source"]) ?? "",
            confidence: problems.confidence(file, node["confidence"]))
    }

    private func mask(_ file: String, _ fact: Fact, _ node: RuleNode?) -> UInt64 {
        var mask: UInt64 = 0
        for each in node?.oneOrMore ?? [] {
            guard let bit = fact.mask(of: each.scalar ?? "") else {
                problems.report(
                    file, each, "value-unknown", zh: "“\(fact.path)”没有取值“\(each.scalar ?? "")”",
                    en: "\"\(fact.path)\" has no value \"\(each.scalar ?? "")\"")
                continue
            }
            mask |= bit
        }
        return mask
    }
}
