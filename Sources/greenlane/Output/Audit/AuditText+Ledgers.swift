internal import GreenlaneCore
internal import GreenlaneEngine

/// Pages on permits and whitelist entries.
extension AuditText {
    func uses(_ answer: AuditAnswer) -> [String] {
        var table = TextTable([
            .init(console.text("位置", "Pos"), alignment: .trailing),
            .init(console.text("发生", "Happened")),
            .init(console.text("变动", "Change")),
            .init(console.text("货物", "Shipment")),
            .init(console.text("项", "Line"), alignment: .trailing),
            .init(console.text("数量", "Amount"), alignment: .trailing),
            .init(console.text("剩余", "Left"), alignment: .trailing),
            .init(console.text("谁", "Who"), mayShrink: true),
        ])
        for line in answer.lines {
            let unit = line["unit"]?.stringValue ?? ""
            let amount = line["amount"]?.stringValue.map { "\($0) \(unit)" } ?? ""
            let left = line["after"]?["remaining"]?.stringValue.map { "\($0) \(unit)" }
            table.append([
                position(line), moment(line), change(line), line["shipment"]?.stringValue ?? "",
                number(line["line"]), amount, left ?? console.text("不限", "no limit"), actor(line),
            ])
        }
        return TableStyle.lines(table, console) + [""] + sums(answer.summary)
    }

    private func change(_ line: JSONValue) -> String {
        switch line["type"]?.stringValue?.split(separator: ".").last.map(String.init) {
        case "reserved": console.text("预留", "reserved")
        case "consumed": console.text("核销", "consumed")
        case "freed": console.text("释放", "freed")
        case "returned": console.text("退回", "returned")
        case "granted": console.text("核发", "granted")
        case "published": console.text("公布", "published")
        case "restated": console.text("变更", "restated")
        case "revoked": console.text("撤销", "revoked")
        case "removed": console.text("移出", "removed")
        case let other: other ?? ""
        }
    }

    private func sums(_ summary: JSONObject) -> [String] {
        let sums = summary["sums"]
        func amount(_ name: String) -> String { sums?[name]?.stringValue ?? "0" }
        let shipments = number(summary["shipments"])
        var lines = [
            console.text(
                "\(shipments) 票货使用过：预留 \(amount("reserved"))，核销 \(amount("consumed"))，"
                    + "释放 \(amount("freed"))，退回 \(amount("returned"))",
                "Shipments that used it: \(shipments); \(amount("reserved")) reserved, "
                    + "\(amount("consumed")) consumed, \(amount("freed")) freed, "
                    + "\(amount("returned")) returned")
        ]
        if summary["holds"] == true {
            lines.append(
                console.style.green("✓ ")
                    + console.text(
                        "由日志重算的余量与存储的一致，各项合计相符。",
                        "The balance made anew from the log is the one stored, and the sums hold."))
        } else {
            lines.append(
                console.style.red("✗ ") + console.text("合计不符：", "The sums do not hold:"))
            for problem in summary["problems"]?.arrayValue ?? [] {
                lines.append("  " + problem.text)
            }
        }
        return lines
    }

    func permits(_ answer: AuditAnswer) -> [String] {
        let summary = answer.summary
        let released = number(summary["released"])
        var page = [
            console.style.bold(period(answer)),
            "  "
                + console.text(
                    "放行 \(released) 票，其中 \(number(summary["shipments"])) 票有问题",
                    "Released: \(released), with findings: "
                        + number(summary["shipments"])),
            "",
        ]
        guard !answer.lines.isEmpty else {
            page.append(
                console.style.green("✓ ")
                    + console.text(
                        "放行货物所用的证件和白名单，受理与放行之日都有效。",
                        "What they drew on was valid on acceptance and on release."))
            return page
        }
        for line in answer.lines {
            let counts = line["counts"] == true
            let mark = counts ? console.style.red("✗") : console.style.amber("!")
            let place = console.text(
                "第 \(number(line["line"])) 项", "line \(number(line["line"]))")
            page.append(
                "\(mark) \(console.style.bold(line["shipment"]?.stringValue ?? "")) \(place)  "
                    + (name(ofPermit: line["permit"]?.stringValue ?? "")))
            page += console.prose(pair(line["message"]), indent: "    ")
            let positions = line["positions"]
            page.append(
                "    "
                    + dim(
                        "受理：第 \(number(positions?["accepted"])) 条，"
                            + "放行：第 \(number(positions?["released"])) 条",
                        "accepted: event \(number(positions?["accepted"])), "
                            + "released: event \(number(positions?["released"]))"))
        }
        return page
    }
}
