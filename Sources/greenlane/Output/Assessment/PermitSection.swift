internal import GreenlaneCore

/// One permit of an item: what, why, by which article, and how to get it.
struct PermitSection {
    private let console: Console
    private let permit: Assessment.Permit

    init(_ console: Console, _ permit: Assessment.Permit) {
        self.console = console
        self.permit = permit
    }

    func lines() -> [String] {
        let style = console.style
        let mark = permit.status == .required ? style.bold("● ") : style.green("○ ")
        var head = console.text(permit.name)
        if let level = permit.riskLevel { head += console.text(" \(level) 级", ", level \(level)") }
        head += "  " + console.text(permit.status.title)
        if let entry = permit.waivedBy { head += " \(entry)" }
        if permit.confidence == .unverified { head += console.text("〔未经确认〕", " [unverified]") }
        var lines = ["   " + mark + head]
        lines += console.prose(console.text(permit.explanation), indent: "     ")
        lines += because()
        lines += Self.basis(console, permit.basis)
        if permit.status == .required { lines += terms() }
        return lines
    }

    /// From the facts to the rule.
    private func because() -> [String] {
        let facts = permit.because.compactMap { reason -> String? in
            guard let fact = reason.fact ?? Fact.at(pointer: reason.pointer) else { return nil }
            let value = Self.value(reason.value, fact, console)
            if let shown = reason.shows, !shown.isEmpty {
                return console.text(
                    "商品编号 \(value)（\(shown)）", "HS code \(value) (\(shown))")
            }
            return console.text(fact.title) + console.text("：", ": ") + value
        }
        guard !facts.isEmpty else { return [] }
        let text =
            console.text("因为 ", "Because ") + facts.joined(separator: console.text("；", "; "))
        return console.prose(text + "  [\(permit.rule)]", indent: "     ").map(console.style.dim)
    }

    static func value(_ value: JSONValue, _ fact: Fact, _ console: Console) -> String {
        if let list = value.arrayValue {
            return list.map { Self.value($0, fact, console) }
                .joined(separator: console.text("、", ", "))
        }
        if let text = value.stringValue { return console.text(fact.word(text)) }
        return console.text(fact.word(value.text))
    }

    static func basis(_ console: Console, _ bases: [LegalBasis]) -> [String] {
        bases.flatMap { basis in
            var text = basis.text(console.language)
            if basis.inForce.utf8.count == 10 {
                text += console.text("（\(basis.inForce)起）", " (since \(basis.inForce))")
            }
            return console.prose(text, indent: "       ", first: "     § ")
                .map(console.style.dim)
        }
    }

    private func terms() -> [String] {
        let terms = permit.terms
        var parts = [console.text(terms.issuer) + console.text(terms.timing)]
        switch terms.uses {
        case .single: parts.append(console.text("一次使用", "single use"))
        case .batch: parts.append(console.text("可分批核销", "written off in batches"))
        case .multiple: parts.append(console.text("有效期内多次使用", "many uses while valid"))
        }
        if let months = terms.validityMonths {
            parts.append(console.text("有效 \(months) 个月", "valid \(months) months"))
        }
        if !terms.documentCode.isEmpty {
            parts.append(
                console.text("随附单证代码 \(terms.documentCode)", "document code \(terms.documentCode)"))
        }
        if !terms.licenceType.isEmpty {
            parts.append(
                console.text("许可证类别 \(terms.licenceType)", "licence type \(terms.licenceType)"))
        }
        var lines = console.prose(
            console.text("办理：", "How: ") + parts.joined(separator: console.text("，", ", ")),
            indent: "     ")
        if !terms.documents.isEmpty {
            lines += console.prose(
                console.text("材料：", "Papers: ")
                    + terms.documents.map { console.text($0) }
                    .joined(separator: console.text("；", "; ")), indent: "     ")
        }
        return lines
    }
}
