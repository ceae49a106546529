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
        let marks = answer.provisos.map { console.text($0) }
        guard !marks.isEmpty else { return "" }
        return console.text("（", " (") + marks.joined(separator: console.text("；", "; "))
            + console.text("）", ")")
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
