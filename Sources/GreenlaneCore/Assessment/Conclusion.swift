/// What an assessment of one item comes to in one word: nothing is called needless unless the facts
/// that could make it needed are known.
public enum Conclusion: String, Hashable, Sendable, CaseIterable {
    case prohibited
    /// At least one permit is required, and nothing is open.
    case permitsNeeded = "permits-needed"
    /// A missing fact may change the answer.
    case open
    /// All permits that would be needed are waived or exempt, or none applies.
    case noneNeeded = "none-needed"
    /// No rule asks for anything, but what is known does not bear the answer "nothing".
    case notKnown = "not-known"

    /// The sentence for people.
    public var text: LocalizedText {
        switch self {
        case .prohibited: LocalizedText(zh: "禁止进出境。", en: "Barred by law.")
        case .permitsNeeded:
            LocalizedText(zh: "需要办理下列单证。", en: "The permits below are needed.")
        case .open:
            LocalizedText(
                zh: "尚有问题待答，答案可能改变。", en: "Open questions may change the answer.")
        case .noneNeeded:
            LocalizedText(
                zh: "按所填信息和现有规则，不需要许可证件；如实申报、接受查验的义务不变。",
                en: "On what is stated, and by the rules at hand, no permit is needed; the duty "
                    + "to declare truly and to be inspected stays.")
        case .notKnown:
            LocalizedText(
                zh: "现有信息不足以判断“无需证件”，请先回答问题或向海关确认。",
                en: "What is known does not bear the answer \"nothing needed\": answer the "
                    + "questions, or ask customs.")
        }
    }
}

extension Assessment.Item {
    /// In the order of weight: a bar, then what is open, then what is needed.
    public var conclusion: Conclusion {
        if !prohibitions.isEmpty { return .prohibited }
        if isUnsettled && permits.allSatisfy({ $0.status == .exempt || $0.status == .waived }) {
            return .notKnown
        }
        if !questions.isEmpty || permits.contains(where: { $0.status == .possible }) {
            return .open
        }
        return permits.contains { $0.status == .required } ? .permitsNeeded : .noneNeeded
    }
}
