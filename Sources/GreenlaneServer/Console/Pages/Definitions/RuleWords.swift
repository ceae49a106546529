import GreenlaneCore
import GreenlaneEngine

/// How rules are said on pages.
enum RuleWords {
    static func outcome(_ outcome: Rule.Outcome, _ call: PageCall) -> String {
        switch outcome {
        case .required: call.text("需要", "Needed")
        case .exempt: call.text("不需要", "Not needed")
        case .prohibited: call.text("禁止", "Prohibited")
        case .warning: call.text("提示", "Warning")
        case .contradiction: call.text("内容矛盾", "Contradiction")
        }
    }

    static func confidence(_ confidence: LegalBasis.Confidence, _ call: PageCall) -> String {
        switch confidence {
        case .confirmed: call.text("已确认", "Confirmed")
        case .unverified: call.text("未经确认", "Unverified")
        }
    }

    /// A rule without a permit concerns the goods themselves.
    static func permit(_ rule: Rule, _ call: PageCall) -> String {
        rule.permit.isEmpty
            ? call.text("禁止与提示", "Prohibitions and warnings")
            : PageWords.permit(rule.permit, call.service.definitions.rules, call)
    }

    static func place(_ rule: Rule, _ call: PageCall) -> String {
        call.service.definitions.rules.places[rule.id].map { "\($0.file):\($0.place.line)" } ?? ""
    }

    /// A member of the rule file, as people call it.
    static func member(_ name: String, _ call: PageCall) -> String {
        switch name {
        case "outcome": call.text("结论", "result")
        case "riskLevel": call.text("级别", "level")
        case "riskLevelFrom": call.text("级别来源", "level from")
        case "when": call.text("条件", "condition")
        case "basis": call.text("依据", "basis")
        case "explanation": call.text("说明", "explanation")
        case "inForce": call.text("有效期间", "in force")
        case "overrides": call.text("优先于", "goes before")
        case "confidence": call.text("可信度", "confidence")
        case "terms": call.text("要求", "terms")
        case "asks": call.text("须核对", "to look at")
        default: name
        }
    }

    /// A value of a member, short enough for a table.
    static func value(_ json: JSONValue, _ call: PageCall) -> String {
        let text: String
        switch json {
        case .null: text = "—"
        case .string(let plain): text = plain
        case .object(let object) where object["zh"] != nil:
            text = PageWords.text(json, call.language)
        case .array(let values):
            text = PageWords.list(
                values.map { value in
                    value.stringValue ?? value["title"]?.stringValue ?? value.text
                }, call)
        default: text = json.text
        }
        return PlainText.printable(String(text.prefix(maximumValue)))
    }

    private static let maximumValue = 300
}
