import GreenlaneCore
import GreenlaneEngine

/// What people call the codes that stand in the input of a step. The workflow names its fields and
/// not their values, which are the same bytes in the log whatever a page calls them.
enum InputWords {
    /// A value of a list to choose from; the value itself where it has no other name.
    static func choice(_ value: String, of field: String) -> LocalizedText {
        choices["\(field)/\(value)"] ?? LocalizedText(zh: value, en: value)
    }

    /// A text that was stated in a field; the text itself where it is no code.
    static func stated(
        _ text: String, in field: InputField, of command: String, _ flow: ClearanceWorkflow
    ) -> LocalizedText {
        if case .enumeration = field.kind { return choice(text, of: field.name) }
        let plain = LocalizedText(zh: text, en: text)
        guard command == "attach_document" else { return plain }
        switch field.name {
        case "kind": return flow.documentKind(text)?.title ?? plain
        case "media_type": return MediaType(rawValue: text)?.title ?? plain
        default: return plain
        }
    }

    /// What a shipment remembers under a name that is no field of a step; nil where the name is
    /// not known here.
    static func remembered(_ name: String) -> LocalizedText? { remembrances[name] }

    private static let choices: [String: LocalizedText] = [
        "uses/single": LocalizedText(zh: "一次", en: "Single"),
        "uses/multiple": LocalizedText(zh: "多次", en: "Multiple"),
        "method/one_step": LocalizedText(zh: "一步申报", en: "One step"),
        "method/two_step": LocalizedText(zh: "两步申报", en: "Two steps"),
        "method/advance": LocalizedText(zh: "提前申报", en: "In advance"),
        "kind/deposit": LocalizedText(zh: "保证金", en: "Deposit"),
        "kind/letter": LocalizedText(zh: "保函", en: "Letter of guarantee"),
    ]

    private static let remembrances: [String: LocalizedText] = [
        "approval_valid_to": LocalizedText(zh: "批准的最后一天", en: "Last day of the approvals"),
        "isolation_started": LocalizedText(zh: "隔离检疫开始日", en: "Day the isolation began"),
        "last_max_c": LocalizedText(zh: "最近记录的最高温度", en: "Highest temperature last read"),
        "last_min_c": LocalizedText(zh: "最近记录的最低温度", en: "Lowest temperature last read"),
        "last_minutes": LocalizedText(zh: "最近记录的持续分钟数", en: "Minutes of the last reading"),
        "prohibited": LocalizedText(zh: "属于禁止进出境", en: "Barred by law"),
        "tax_clock": LocalizedText(zh: "缴税期限起算日", en: "Day from which the tax limit runs"),
    ]
}
