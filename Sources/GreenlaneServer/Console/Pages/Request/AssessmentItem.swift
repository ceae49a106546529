import GreenlaneCore
import GreenlaneEngine

/// One item of an assessment: its permits, each with the reason, the article and the way to it.
struct AssessmentItem {
    /// What most schemes waive.
    private static let drugForm = "drug-clearance-form"

    let panel: AssessmentPanel
    let index: Int
    let item: Assessment.Item

    private var call: PageCall { panel.call }

    /// All but its title, which alone tells items apart that come to the same.
    var body: JSONObject {
        var object = JSONObject()
        if let line = item.hs { object.append("codes", .string(codes(line))) }
        let shown = item.permits.filter { !$0.isMoot }
        object.append(
            "permits", .array(item.prohibitions.map(prohibition) + shown.map(permit)))
        if shown.isEmpty, item.prohibitions.isEmpty {
            object.append("clear", .string(call.text(item.conclusion.text)))
        }
        return object
    }

    /// What the tariff line says, letter by letter, for this direction.
    private func codes(_ line: HSLine) -> String {
        [
            cell(.supervision, call.text("监管条件", "Supervision"), line.supervision),
            cell(.inspection, call.text("检验检疫", "Inspection"), line.inspection),
        ].joined(separator: call.text("；", "; "))
    }

    private func cell(
        _ system: LetterMeaning.System, _ title: String, _ cell: HSLine.Letters?
    ) -> String {
        guard let cell else { return title + call.text("：数据未列明", ": not shown by the data") }
        let rules = call.service.definitions.rules
        let words = cell.text.filter { $0.isLetter || $0.isNumber }.compactMap {
            letter -> String? in
            guard let meaning = rules.meaning(String(letter), in: system) else {
                return String(letter)
            }
            guard meaning.direction.concerns(panel.request.direction) else { return nil }
            return "\(letter) \(call.text(meaning.name))"
        }
        return title + call.text("：", ": ")
            + (words.isEmpty
                ? call.text("无", "none") : words.joined(separator: call.text("、", ", ")))
    }

    // MARK: Permits

    private func prohibition(_ barred: Assessment.Prohibition) -> JSONValue {
        [
            "name": .string(call.text("禁止进出境", "Barred by law")),
            "state": ["kind": "late", "text": .string(call.text("不能办理", "Not possible"))],
            "why": reason(barred.explanation, barred.because, barred.basis, remedy: nil),
        ]
    }

    private func permit(_ permit: Assessment.Permit) -> JSONValue {
        var object = JSONObject([.init("name", .string(call.text(permit.name)))])
        if let level = permit.riskLevel {
            object.append("level", .string(call.text("\(level) 级", "level \(level)")))
        }
        object.append("state", state(permit.status))
        if let entry = permit.waivedBy { object.append("number", .string(entry)) }
        if let detail = detail(permit) { object.append("detail", .string(detail)) }
        if permit.status == .required, let held = panel.held.sentence(permit.code) {
            object.append("held", .string(held))
        }
        if permit.status == .waived, let balance = balance { object.append("balance", balance) }
        let isMany = panel.answer.items.count > AssessmentPanel.maximumExplained
        if isMany, permit.status == .possible { return .object(object) }
        object.append(
            "why",
            reason(
                permit.explanation, permit.because, permit.basis,
                remedy: permit.status == .required ? papers(permit.terms) : nil,
                isUnverified: permit.confidence == .unverified))
        return .object(object)
    }

    private func state(_ status: PermitStatus) -> JSONValue {
        let (kind, text): (String, String) =
            switch status {
            case .required: ("now", call.text("要办", "Needed"))
            case .waived: ("done", call.text("白名单免办", "Waived by the whitelist"))
            case .exempt: ("plain", call.text("豁免", "Exempt"))
            case .possible: ("open", call.text("取决于上面的问题", "Depends on the questions"))
            }
        return ["kind": .string(kind), "text": .string(text)]
    }

    private func detail(_ permit: Assessment.Permit) -> String? {
        switch permit.status {
        case .required:
            var text = call.text(permit.terms.issuer) + call.text(permit.terms.timing)
            if permit.code == Self.drugForm, !item.whitelist.isCovered {
                text += call.text("。", ". ") + call.text(item.whitelist.text)
            }
            return text
        case .waived:
            let outcome = item.whitelist
            let notes = [outcome.text, outcome.caution].compactMap { $0 }.map { call.text($0) }
            return notes.joined(separator: call.language == .zh ? "" : " ")
        case .exempt, .possible: return nil
        }
    }

    private func papers(_ terms: PermitTerms) -> String? {
        guard !terms.documents.isEmpty else { return nil }
        let list = terms.documents.map { call.text($0) }
        return call.text("材料：", "Papers: ") + list.joined(separator: call.text("；", "; "))
    }

    /// The entry's balance before this request, and what this item takes of it.
    private var balance: JSONValue? {
        let outcome = item.whitelist
        guard let entry = outcome.entry, let balance = panel.balances[entry.id],
            let granted = balance.granted, granted.amount > .zero, let left = outcome.remaining,
            let drawn = outcome.drawn
        else { return nil }
        let used = granted.amount - left.amount
        let unit = granted.unit.rawValue
        let rest = left.amount - drawn.amount
        return [
            "usedPercent": .string(Self.percent(used, of: granted.amount)),
            "keptPercent": .string(Self.percent(drawn.amount, of: granted.amount)),
            "sentence": .string(
                call.text(
                    "核定 \(granted)，已用 \(used) \(unit)，本票 \(drawn)，余 \(rest) \(unit)",
                    "\(granted) listed, \(used) \(unit) used, \(drawn) for this, "
                        + "\(rest) \(unit) left"
                )),
        ]
    }

    private static func percent(_ part: Decimal, of whole: Decimal) -> String {
        String(min(100, max(0, part.millionths * 100 / whole.millionths)))
    }

    // MARK: Reasons

    private func reason(
        _ explanation: LocalizedText, _ because: [Assessment.Because], _ bases: [LegalBasis],
        remedy: String?, isUnverified: Bool = false
    ) -> JSONValue {
        let facts = because.compactMap(fact)
        var text = call.text(explanation)
        if !facts.isEmpty {
            text +=
                call.text("因为", " Because ") + facts.joined(separator: call.text("；", "; "))
                + call.text("。", ".")
        }
        if isUnverified { text += call.text("〔规则未经确认〕", " [rule unverified]") }
        var object = JSONObject([.init("text", .string(text))])
        object.append(
            "articles", .array(bases.map { ErrorPage.article($0, call.language) }))
        if let remedy { object.append("remedy", ["text": .string(remedy)]) }
        return .object(object)
    }

    private func fact(_ reason: Assessment.Because) -> String? {
        guard let fact = reason.fact ?? Fact.at(pointer: reason.pointer) else { return nil }
        let value = value(reason.value, fact)
        if let shown = reason.shows, !shown.isEmpty {
            return call.text("商品编号 \(value)（\(shown)）", "HS code \(value) (\(shown))")
        }
        return call.text(fact.title) + call.text("：", ": ") + value
    }

    private func value(_ value: JSONValue, _ fact: Fact) -> String {
        if let list = value.arrayValue {
            return list.map { self.value($0, fact) }.joined(separator: call.text("、", ", "))
        }
        return call.text(fact.word(value.stringValue ?? value.text))
    }
}
