internal import GreenlaneCore
internal import GreenlaneEngine

/// What making and checking evidence came to, for people.
struct EvidenceText {
    /// Findings that are listed; all of them are in the JSON.
    private static let maximumListed = 20

    private let console: Console

    init(_ console: Console) {
        self.console = console
    }

    func made(
        _ report: EvidenceReport, _ bundle: EvidenceBundle, file: String, bytes: Int
    ) -> [String] {
        let style = console.style
        let shown = PlainText.printable(file)
        let mark = report.isClean ? style.green("✓ ") : style.red("✗ ")
        let size = CheckText(console).grouped(max(1, bytes / 1024))
        var lines = [
            mark + console.text("证据写在 \(shown)", "The evidence is in \(shown)"),
            style.dim(
                "  "
                    + console.text(
                        "\(bundle.events.count) 个事件及其证明，\(bundle.definitions.count) 份规则文本，"
                            + "\(size) KiB",
                        "\(bundle.events.count) events with their proofs, "
                            + "\(bundle.definitions.count) texts, \(size) KiB")),
        ]
        if !report.isClean { return lines + findings(report) }
        lines += console.prose(
            console.text(
                "收件人用 greenlane audit check \(shown) 核对，或用 scripts/verify_bundle.py 独立核对；"
                    + "请另行告知对方日志的公钥：",
                "The receiver checks it with greenlane audit check \(shown), or independently with "
                    + "scripts/verify_bundle.py. Tell them the log's public key by another way:"),
            indent: "  ")
        lines += bundle.keys.prefix(1).map { "  " + style.bold($0) }
        return lines
    }

    func checked(_ report: EvidenceReport) -> [String] {
        let style = console.style
        let shipment = PlainText.printable(report.shipment)
        var lines = [
            report.isClean
                ? style.green("✓ ")
                    + console.text("\(shipment) 的证据成立。", "The evidence of \(shipment) holds.")
                : style.red("✗ ")
                    + console.text(
                        "\(shipment) 的证据有 \(report.findingCount) 处问题。",
                        "The evidence of \(shipment) has \(report.findingCount) problem(s).")
        ]
        for check in report.checks { lines.append(line(check, style)) }
        lines += findings(report)
        lines.append(console.text("不能证明的：", "Not shown:"))
        for limit in report.limits {
            lines += console.prose(console.text(limit), indent: "    ", first: "  · ")
        }
        if let key = report.signedBy {
            lines.append(console.text("签名所用公钥：", "Signed with:"))
            lines.append("  " + PlainText.printable(key))
        }
        return lines
    }

    private func line(_ check: EvidenceReport.Check, _ style: Style) -> String {
        let words = console.text(Self.title(check.code))
        guard check.isMade else {
            return style.dim("  – \(words)  " + console.text("无法进行", "could not be made"))
        }
        let mark = check.isOK ? style.green("✓") : style.red("✗")
        let count = check.code == .page || check.count == 0 ? "" : style.dim("  \(check.count)")
        return "  \(mark) \(words)\(count)"
    }

    private static func title(_ code: EvidenceReport.Check.Code) -> LocalizedText {
        switch code {
        case .signature: LocalizedText(zh: "检查点的签名", en: "Signature of the checkpoint")
        case .proofs: LocalizedText(zh: "每一条都在日志里", en: "Every entry is in the log")
        case .entries: LocalizedText(zh: "条目自身一致", en: "Entries agree with their place")
        case .order: LocalizedText(zh: "顺序与版本没有缺漏", en: "Order and versions without gaps")
        case .definitions: LocalizedText(zh: "规则文本齐全且未改", en: "Texts whole and unchanged")
        case .attachments: LocalizedText(zh: "单证与摘要相符", en: "Papers agree with digests")
        case .commitments: LocalizedText(zh: "披露的姓名与承诺相符", en: "Disclosed names as committed")
        case .decisions: LocalizedText(zh: "每个决定重做结果相同", en: "Every decision comes out again")
        case .page: LocalizedText(zh: "网页只说证据所说", en: "The page says what the evidence says")
        }
    }

    private func findings(_ report: EvidenceReport) -> [String] {
        var lines: [String] = []
        for found in report.findings.prefix(Self.maximumListed) {
            let place = found.position.map { "#\($0)  " } ?? ""
            lines += console.prose(
                "\(place)\(console.text(found.text)) [\(found.code.rawValue)]", indent: "    ",
                first: "  " + console.style.red("✗") + " ")
        }
        if report.findingCount > Self.maximumListed {
            let rest = report.findingCount - Self.maximumListed
            lines.append(
                "  " + console.text("……另有 \(rest) 处，用 --json 查看", "… and \(rest) more; see --json"))
        }
        return lines
    }
}
