import GreenlaneCore

/// The page of the docs that shows every regime with a worked example: made from the case books and
/// the rules, so that it says what the product answers.
struct RegimeTable {
    let assessor: Assessor<WhitelistBook>
    let cases: [RegimeCase]

    static let path = "Sources/GreenlaneCatalog/Documentation.docc/Regimes.md"

    func text() -> String {
        var lines = [
            "# Regimes",
            "",
            "What the rules know, permit by permit, each with a worked example. This page is "
                + "written by",
            "`Tests/RegimeTests` (set `GREENLANE_RECORD=1`): it says what the product answers. "
                + "The parties are",
            "made up; *unverified* marks what was not compared with an official text.",
            "",
        ]
        lines += overview()
        for permit in assessor.rules.permits { lines += section(permit) }
        lines += dates()
        return lines.joined(separator: "\n") + "\n"
    }

    private func overview() -> [String] {
        var lines = [
            "| permit | 单证 | issued by | decided in | validity | use | code | rules |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for permit in assessor.rules.permits {
            var terms = permit.terms
            if let day = CalendarDate("2026-08-01") {
                terms.resolve(assessor.rules.clocks, on: day)
            }
            let count = assessor.rules.rules.count { $0.permit == permit.code }
            let days =
                terms.workingDays.map { "\($0) working days" }
                ?? terms.decisionDays.map { "\($0) days" } ?? "not known"
            let months = terms.validityMonths.map { "\($0) months" } ?? "as stated on it"
            let code = [terms.documentCode, terms.licenceType].filter { !$0.isEmpty }
            lines.append(
                "| `\(permit.code)` | \(permit.name.zh) | \(terms.issuer.en) | \(days) | \(months) "
                    + "| \(terms.uses.rawValue) | \(code.joined(separator: ", ")) | \(count) |")
        }
        return lines + [""]
    }

    private func section(_ permit: PermitInfo) -> [String] {
        var lines = ["## \(permit.name.zh) \(permit.name.en)", ""]
        guard let example = cases.first(where: { $0.example == permit.code }) else {
            return lines + ["No worked example.", ""]
        }
        let answer = assessor.assess(example.request, asOf: example.asOf)
        lines.append(
            "**\(example.title.zh)** \(example.title.en). As of \(example.asOf) (case "
                + "`\(example.id)`)."
        )
        lines.append("")
        for item in answer.items {
            for found in item.permits where found.code == permit.code {
                lines += finding(found)
            }
        }
        return lines + [""]
    }

    private func finding(_ found: Assessment.Permit) -> [String] {
        let level = found.riskLevel.map { ", level \($0)" } ?? ""
        let mark = found.confidence == .unverified ? " (*unverified*)" : ""
        var lines = [
            "- Answer: **\(found.status.rawValue)**\(level)\(mark), by rule `\(found.rule)`."
        ]
        lines.append("- \(found.explanation.zh)")
        lines.append("- \(found.explanation.en)")
        let facts = found.because.map { reason in
            let shown = reason.shows.map { " shows \($0)" } ?? ""
            return "`\(reason.pointer)` = \(reason.value.text)\(shown)"
        }
        if !facts.isEmpty { lines.append("- Because " + facts.joined(separator: "; ") + ".") }
        for basis in found.basis {
            let parts = [basis.title, basis.number, basis.article].filter { !$0.isEmpty }
            let since = basis.inForce.isEmpty ? "" : ", since \(basis.inForce)"
            let mark = basis.confidence == .unverified ? ", *unverified*" : ""
            lines.append("  - \(parts.joined(separator: " "))\(since) [\(basis.source)]\(mark)")
        }
        return lines
    }

    /// The same goods on four days across the changes of the law.
    private func dates() -> [String] {
        var lines = ["## The same goods on four days", ""]
        lines.append(
            "One item each, stated once; only the day differs. The days lie across the revision "
                + "of the"
        )
        lines.append(
            "health and quarantine law, announcement 65 of 2025, the risk table of July 2025, "
                + "announcement"
        )
        lines.append("254 of 2025 and order 281.")
        lines.append("")
        let days = ["2024-12-31", "2025-05-01", "2026-01-15", "2026-08-01"].compactMap {
            CalendarDate($0)
        }
        lines.append("| goods | " + days.map(\.description).joined(separator: " | ") + " |")
        lines.append("|---|" + days.map { _ in "---|" }.joined())
        for one in cases where one.id.hasPrefix("four-days-") {
            let cells = days.map { day -> String in
                let item = assessor.assess(one.request, asOf: day).items[0]
                let permits = item.permits.map { permit -> String in
                    let level = permit.riskLevel.map { " \($0)" } ?? ""
                    let number = permit.basis.last { !$0.number.isEmpty }?.number ?? ""
                    return "\(permit.name.zh)\(level) \(permit.status.rawValue)（\(number)）"
                }
                return permits.isEmpty
                    ? item.conclusion.rawValue : permits.joined(separator: "<br>")
            }
            lines.append("| \(one.title.zh) | " + cells.joined(separator: " | ") + " |")
        }
        return lines
    }
}
