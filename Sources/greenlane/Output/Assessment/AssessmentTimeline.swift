internal import GreenlaneCore

/// When: the steps that decide the day of release, and how long each permit takes.
enum AssessmentTimeline {
    /// The critical path, a step a line, with what nobody knows the length of. Steps that take no
    /// time are left out.
    static func lines(_ answer: Assessment, _ console: Console) -> [String] {
        let steps = answer.plan.filter {
            !$0.isTimeKnown || ($0.isCritical && $0.from < $0.to)
        }
        return steps.flatMap { step -> [String] in
            var text = console.text(step.what)
            if step.lines.count == 1, answer.items.count > 1 {
                text += console.text("（第 \(step.lines[0]) 项）", " (line \(step.lines[0]))")
            }
            text += length(step, console)
            let days = "\(step.from) → \(step.isTimeKnown ? step.to.description : "?")"
            let head = "  " + DisplayWidth.padded(days, to: 23) + "  "
            return console.prose(
                text, indent: String(repeating: " ", count: 27), first: console.style.dim(head))
        }
    }

    /// What the day of release leans on.
    static func marks(_ answer: Assessment, _ console: Console) -> String {
        var marks: [String] = []
        if answer.isLowerBound {
            marks.append(console.text("下限，实际只会更晚", "lower bound, can only be later"))
        }
        for reason in answer.provisionalBecause {
            switch reason {
            case .calendarNotPublished:
                marks.append(
                    console.text("暂定：放假安排未公布", "provisional: holidays not yet published"))
            case .possiblePermits:
                marks.append(
                    console.text("暂定：待定许可可能推迟", "provisional: an open permit may delay it"))
            }
        }
        guard !marks.isEmpty else { return "" }
        return console.text("（", " (") + marks.joined(separator: console.text("；", "; "))
            + console.text("）", ")")
    }

    /// `，20 个工作日，可延长 10 个工作日，须在启运前取得`.
    static func timing(_ terms: PermitTerms) -> LocalizedText {
        var text = LocalizedText(zh: "", en: "")
        func add(_ part: LocalizedText) {
            text.zh += "，" + part.zh
            text.en += ", " + part.en
        }
        if terms.workingDays == 0 {
            add(LocalizedText(zh: "当日办结", en: "the same day"))
        } else if let days = terms.workingDays {
            add(StatutoryClock.length(days, .workingDays))
        } else if let days = terms.decisionDays {
            add(StatutoryClock.length(days, .days))
        } else if !terms.isTimeKnown {
            add(LocalizedText(zh: "办理时限未查明", en: "no time limit known"))
        }
        if let days = terms.extensionWorkingDays {
            let more = StatutoryClock.length(days, .workingDays)
            add(LocalizedText(zh: "可延长 \(more.zh)", en: "may be lengthened by \(more.en)"))
        }
        if terms.decision.contains(where: { $0.confidence == .unverified }) {
            text.zh += "〔未经确认〕"
            text.en += " [unverified]"
        }
        switch terms.when {
        case .beforeContract:
            add(LocalizedText(zh: "须在签订合同前取得", en: "before the contract is signed"))
        case .beforeDispatch: add(LocalizedText(zh: "须在启运前取得", en: "before dispatch"))
        case .beforeDeclaration: add(LocalizedText(zh: "须在申报前取得", en: "before declaration"))
        case .atDeclaration: add(LocalizedText(zh: "随申报办理", en: "with the declaration"))
        case .afterArrival:
            add(LocalizedText(zh: "到货后、放行前办理", en: "after arrival, before release"))
        }
        return text
    }

    private static func length(_ step: Assessment.PlanStep, _ console: Console) -> String {
        guard step.isTimeKnown else {
            return console.text("，时限未查明", ", no time limit known")
        }
        let days = step.to.dayNumber - step.from.dayNumber
        let shown =
            step.workingDays.map { StatutoryClock.length($0, .workingDays) }
            ?? StatutoryClock.length(days, .days)
        let mark = step.clock.map { ClockText.mark($0, console.language) } ?? ""
        return console.text("，\(shown.zh)", ", \(shown.en)") + mark
    }
}
