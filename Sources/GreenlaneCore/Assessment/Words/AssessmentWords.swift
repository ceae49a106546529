extension Assessment {
    /// What the whole comes to, in one sentence.
    public var verdict: LocalizedText {
        if isProhibited {
            return LocalizedText(zh: "其中有法律禁止进出境的货物。", en: "The law bars some of these goods.")
        }
        let permits = items.flatMap(\.permits)
        var zh: [String] = []
        var en: [String] = []
        func tell(_ status: PermitStatus, _ before: String, _ after: String) {
            let count = permits.count { $0.status == status && !$0.isMoot }
            guard count > 0 else { return }
            zh.append("\(before) \(count) 项")
            en.append("\(count) \(after)")
        }
        tell(.required, "需办", "permit(s) needed")
        tell(.waived, "白名单免办", "waived by the whitelist")
        tell(.exempt, "豁免", "exempt")
        tell(.possible, "待定", "undecided")
        if zh.isEmpty {
            let isUnknown = items.contains { $0.conclusion == .notKnown }
            let conclusion = isUnknown ? Conclusion.notKnown : .noneNeeded
            zh.append(String(conclusion.text.zh.dropLast()))
            en.append(String(conclusion.text.en.dropLast()))
        }
        let open = items.flatMap(\.questions).count
        if open > 0 {
            zh.append("\(open) 个问题待答")
            en.append("\(open) open question(s)")
        }
        return LocalizedText(
            zh: zh.joined(separator: "，") + "。", en: en.joined(separator: ", ") + ".")
    }

    /// What the day of release leans on; empty where it stands.
    public var provisos: [LocalizedText] {
        var marks: [LocalizedText] = []
        if isLowerBound {
            marks.append(
                LocalizedText(zh: "下限，实际只会更晚", en: "lower bound, can only be later"))
        }
        for reason in provisionalBecause {
            switch reason {
            case .calendarNotPublished:
                marks.append(
                    LocalizedText(zh: "暂定：放假安排未公布", en: "provisional: holidays not yet published"))
            case .possiblePermits:
                marks.append(
                    LocalizedText(
                        zh: "暂定：待定许可可能推迟", en: "provisional: an open permit may delay it"))
            }
        }
        return marks
    }

    /// Whether anything in it was not compared with the official text.
    public var leansOnUnverified: Bool {
        items.contains { item in
            item.permits.contains { permit in
                permit.confidence == .unverified
                    || permit.basis.contains { $0.confidence == .unverified }
            }
        }
    }
}

extension PermitTerms {
    /// `，20 个工作日，可延长 10 个工作日，须在启运前取得`.
    public var timing: LocalizedText {
        var text = LocalizedText(zh: "", en: "")
        func add(_ part: LocalizedText) {
            text.zh += "，" + part.zh
            text.en += ", " + part.en
        }
        if workingDays == 0 {
            add(LocalizedText(zh: "当日办结", en: "the same day"))
        } else if let days = workingDays {
            add(StatutoryClock.length(days, .workingDays))
        } else if let days = decisionDays {
            add(StatutoryClock.length(days, .days))
        } else if !isTimeKnown {
            add(LocalizedText(zh: "办理时限未查明", en: "no time limit known"))
        }
        if let days = extensionWorkingDays {
            let more = StatutoryClock.length(days, .workingDays)
            add(LocalizedText(zh: "可延长 \(more.zh)", en: "may be lengthened by \(more.en)"))
        }
        if decision.contains(where: { $0.confidence == .unverified }) {
            text.zh += "〔未经确认〕"
            text.en += " [unverified]"
        }
        add(when.text)
        return text
    }
}

extension PermitTerms.Stage {
    /// By when a permit must be held.
    public var text: LocalizedText {
        switch self {
        case .beforeContract: LocalizedText(zh: "须在签订合同前取得", en: "before the contract is signed")
        case .beforeDispatch: LocalizedText(zh: "须在启运前取得", en: "before dispatch")
        case .beforeDeclaration: LocalizedText(zh: "须在申报前取得", en: "before declaration")
        case .atDeclaration: LocalizedText(zh: "随申报办理", en: "with the declaration")
        case .afterArrival: LocalizedText(zh: "到货后、放行前办理", en: "after arrival, before release")
        }
    }
}
