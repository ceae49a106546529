import GreenlaneCore

/// The road: every step with its day, who took it, what it did, and on what basis.
enum EvidenceRoad {
    static func write(_ account: EvidenceAccount, to page: inout EvidenceMarkup) {
        page.heading("经过", "The road")
        page.paragraph(
            "时间为北京时间。每一步都是日志中的一条记录；依据取自办理时有效的规则文本，标“未经确认”的尚未核对官方文本。",
            "Times are of Asia/Shanghai. Each step is an entry of the log; its basis comes from "
                + "the texts in force on the day. What is marked unverified was not compared with "
                + "the official text.", style: "note")
        page.paragraph(
            "出具时这票货共有 \(account.bundle.version) 步。",
            "When this was made, the shipment had \(account.bundle.version) steps.",
            style: "note")
        page.table(
            "road",
            [("步", "#"), ("时间", "When"), ("谁", "Who"), ("做了什么", "What"), ("依据", "Basis")],
            account.steps.map(row))
    }

    private static func row(_ step: EvidenceAccount.Step) -> [String] {
        let head = step.entry.head
        var when = EvidenceMarkup.moment(head.occurred)
        if head.isLate {
            when +=
                "<small class=\"mark\">\(EvidenceMarkup.pair("补记于", "recorded"))"
                + " \(EvidenceMarkup.moment(head.recorded))</small>"
        }
        return [
            String(head.version), when, who(step.entry), what(step),
            EvidenceMarkup.basis(step.basis),
        ]
    }

    static func who(_ entry: EvidenceEntry) -> String {
        var text = EvidenceMarkup.pair(entry.head.role.title)
        let name = entry.disclosed?.first { $0.path == "/actor/name" }?.value
        let others = [entry.organisation, name].compactMap { $0 }
        if !others.isEmpty {
            text += "<small>\(EvidenceMarkup.escaped(others.joined(separator: " · ")))</small>"
        }
        return text
    }

    private static func what(_ step: EvidenceAccount.Step) -> String {
        var text = "<strong>\(EvidenceMarkup.pair(step.title))</strong>"
        if !step.fits {
            text +=
                "<small class=\"mark\">\(EvidenceMarkup.pair("只作记录，未改变状态", "recorded only"))"
                + "</small>"
        }
        for hold in step.holds {
            text +=
                "<small class=\"mark\">\(EvidenceMarkup.pair("进入等待", "on hold")): "
                + "\(EvidenceMarkup.pair(hold))</small>"
        }
        for effect in step.effects { text += "<small>\(EvidenceMarkup.pair(effect))</small>" }
        if let reached = step.reached {
            text +=
                "<span class=\"reached\">\(EvidenceMarkup.pair("到达", "reached")) "
                + "\(EvidenceMarkup.pair(reached.title))</span>"
        }
        return text
    }
}
