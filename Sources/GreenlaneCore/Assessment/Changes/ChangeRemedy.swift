/// What to do about a change, in words.
public struct ChangeRemedy {
    /// First day of the other answer.
    public var from: CalendarDate
    public var today: CalendarDate
    /// What the permit is called.
    public var name: LocalizedText
    public var terms: PermitTerms?
    /// A permit of this kind is already linked to the item.
    public var isHeld: Bool

    /// The words depend on whether the day has come, and on whether a permit is at hand.
    public init(
        from: CalendarDate, today: CalendarDate, name: LocalizedText, terms: PermitTerms?,
        isHeld: Bool
    ) {
        self.from = from
        self.today = today
        self.name = name
        self.terms = terms
        self.isHeld = isHeld
    }

    /// The sentence for one change.
    public func text(_ change: RequirementChange) -> LocalizedText {
        switch change.kind {
        case .newlyRequired: newlyRequired
        case .newlyOpen:
            LocalizedText(
                zh: "是否需要\(name.zh)取决于尚未填报的事实：补充申请后重新评估。",
                en:
                    "Whether \"\(name.en)\" is needed turns on a fact that is not stated: "
                    + "complete the "
                    + "request and assess it again.")
        case .noLongerRequired: noLongerRequired
        case .nowWaivable:
            LocalizedText(
                zh: "可凭白名单条目\(entry(change))免办\(name.zh)：重新核对白名单并预留数量。",
                en:
                    "Whitelist entry\(entry(change, " ")) can stand for \"\(name.en)\": check "
                    + "the list "
                    + "again and reserve the quantity.")
        case .noLongerWaivable:
            LocalizedText(
                zh: "白名单条目\(entry(change))不再能免办\(name.zh)。" + apply.zh,
                en: "Whitelist entry\(entry(change, " ")) no longer stands for \"\(name.en)\". "
                    + apply.en)
        case .waiverEnds:
            LocalizedText(
                zh: "白名单条目\(entry(change))届时已失效：请申报单位续期，否则"
                    + "须办理\(name.zh)。",
                en: "Whitelist entry\(entry(change, " ")) has ended by then: have it renewed, or "
                    + "obtain \"\(name.en)\".")
        case .otherLevel: otherLevel(change)
        case .otherValidity:
            LocalizedText(
                zh: "\(name.zh)的有效期或使用次数规定不同：新证按新规定使用；已持有的证件见"
                    + "证件部分的过渡说明。",
                en:
                    "Validity or uses of \"\(name.en)\" differ: new ones follow the new terms; "
                    + "for those "
                    + "held see the notes on permits.")
        case .newlyProhibited:
            LocalizedText(
                zh: beforeDay.zh + "该货物届时禁止进出境：不要发运；已发运的请立即联系"
                    + "海关或报关行。",
                en: beforeDay.en + "The goods are barred then: do not ship them; where they are "
                    + "under way, call customs or the broker at once.")
        case .noLongerProhibited:
            LocalizedText(
                zh: "不再禁止：重新评估后可继续办理。",
                en: "No longer barred: assess again, then go on.")
        }
    }

    private var newlyRequired: LocalizedText {
        guard !isHeld else {
            return LocalizedText(
                zh: "需要\(name.zh)；已关联一份，申报受理当日须仍有效。",
                en:
                    "\"\(name.en)\" is needed; one is linked already and must be valid on the "
                    + "day of "
                    + "acceptance.")
        }
        return LocalizedText(zh: beforeDay.zh + apply.zh, en: beforeDay.en + apply.en)
    }

    private var noLongerRequired: LocalizedText {
        if today < from {
            return LocalizedText(
                zh: "\(from) 起不再需要\(name.zh)：申报在此前受理的仍须提交；此后受理的不必"
                    + "再等。",
                en:
                    "From \(from) \"\(name.en)\" is not needed: a declaration accepted before "
                    + "still "
                    + "takes it, a later one need not wait for it.")
        }
        return LocalizedText(
            zh: "不再需要\(name.zh)：重新评估后可继续办理。",
            en: "\"\(name.en)\" is not needed any more: assess again, then go on.")
    }

    private func otherLevel(_ change: RequirementChange) -> LocalizedText {
        let old = change.before?.riskLevel ?? "—"
        let new = change.after?.riskLevel ?? "—"
        let held = LocalizedText(
            zh: isHeld ? "已关联的证件按原级别签发，使用前请向发证机关确认。" : "按新级别申请和申报。",
            en: isHeld
                ? "The linked permit was issued for the old level: ask its issuer before use."
                : "Apply and declare by the new level.")
        return LocalizedText(
            zh: "\(name.zh)的风险级别由 \(old) 变为 \(new)。" + held.zh,
            en: "The risk level of \"\(name.en)\" goes from \(old) to \(new). " + held.en)
    }

    /// The old answer still holds for a declaration that is accepted in time.
    private var beforeDay: LocalizedText {
        guard today < from else { return LocalizedText(zh: "", en: "") }
        return LocalizedText(
            zh: "申报在 \(from) 之前受理的，仍按原规定。",
            en: "A declaration accepted before \(from) follows the old rules. ")
    }

    private var apply: LocalizedText {
        let days = terms?.workingDays
        let before = terms?.beforeDispatch == true
        let issuer = terms?.issuer
        return LocalizedText(
            zh: "请办理\(name.zh)" + "（" + (issuer?.zh ?? "签发机关")
                + (days.map { "，\($0) 个工作日）" } ?? "）") + "，"
                + (before ? "货物启运前取得。" : "申报前取得。"),
            en: "Apply for \"\(name.en)\"" + (issuer.map { " at \($0.en)" } ?? "")
                + (days.map { " (\($0) working days)" } ?? "")
                + (before ? "; hold it before dispatch." : "; hold it before you declare."))
    }

    private func entry(_ change: RequirementChange, _ gap: String = "") -> String {
        change.entry.map { gap + $0 } ?? ""
    }
}
