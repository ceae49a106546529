internal import GreenlaneCore
internal import GreenlaneEngine

/// Pages on quantities: one lot, and what adds up.
extension AuditText {
    func batch(_ answer: AuditAnswer) -> [String] {
        var page: [String] = []
        var steps: [JSONValue] = []
        for line in answer.lines {
            if line["books"] == nil {
                steps.append(line)
                continue
            }
            if !page.isEmpty { page.append("") }
            page.append(heading(line))
            page += table(steps)
            page += account(line)
            steps = []
        }
        return page + [""] + totals(answer.summary)
    }

    func balance(_ answer: AuditAnswer) -> [String] {
        guard !answer.lines.isEmpty else {
            return [console.text("没有符合的货物，或没有对不上的。", "Nothing matches, or nothing is amiss.")]
        }
        var table = TextTable([
            .init(console.text("货物", "Shipment")),
            .init(console.text("项", "Line"), alignment: .trailing),
            .init(console.text("批号", "Lot"), mayShrink: true),
            .init(console.text("申请", "Asked"), alignment: .trailing),
            .init(console.text("受理", "Accepted"), alignment: .trailing),
            .init(console.text("放行", "Released"), alignment: .trailing),
            .init(console.text("交付", "Delivered"), alignment: .trailing),
            .init(console.text("使用", "Used"), alignment: .trailing),
            .init(console.text("销毁", "Destroyed"), alignment: .trailing),
            .init(console.text("剩余", "Left"), alignment: .trailing),
            .init(console.text("账目", "Books")),
        ])
        for line in answer.lines {
            func amount(_ name: String) -> String { line[name]?.stringValue ?? "" }
            table.append([
                amount("shipment"), number(line["line"]), amount("lot"),
                quantity(line, "requested"),
                amount("accepted"), amount("released"), amount("delivered"), amount("used"),
                amount("destroyed"), amount("left"), books(line),
            ])
        }
        let lines = answer.lines
        var page = TableStyle.lines(table, console) { row, column, text in
            guard row < lines.count, column == 10 else { return text }
            return lines[row]["books"] == "gap" ? console.style.red(text) : text
        }
        for line in lines {
            for gap in line["gaps"]?.arrayValue ?? [] {
                page.append(gapText(gap, line))
            }
        }
        return page + [""] + totals(answer.summary)
    }

    private func heading(_ line: JSONValue) -> String {
        let name =
            console.language == .zh
            ? line["nameZh"] ?? line["nameEn"] : line["nameEn"] ?? line["nameZh"]
        let place = console.text("第 \(number(line["line"])) 项", "line \(number(line["line"]))")
        return console.style.bold(
            "\(line["shipment"]?.stringValue ?? "") \(place)  \(name?.stringValue ?? "")")
    }

    private func table(_ steps: [JSONValue]) -> [String] {
        var table = TextTable([
            .init(console.text("位置", "Pos"), alignment: .trailing),
            .init(console.text("发生", "Happened")),
            .init(console.text("谁", "Who"), mayShrink: true),
            .init(console.text("什么", "What"), mayShrink: true),
            .init(console.text("说明", "Details"), mayShrink: true),
        ])
        for step in steps {
            table.append([
                position(step), moment(step), actor(step), pair(step["title"]) + marks(step),
                details(step),
            ])
        }
        return TableStyle.lines(table, console)
    }

    /// What a step did to the line, in a few words.
    private func details(_ step: JSONValue) -> String {
        var parts: [String] = []
        for effect in step["effects"]?.arrayValue ?? [] {
            func text(_ name: String) -> String { effect[name]?.stringValue ?? "" }
            switch effect["do"]?.stringValue {
            case "assessed": parts += assessed(effect)
            case "drew": parts.append("\(text("id")) \(text("amount"))")
            case "draw-changed":
                let status = Draw.Status(rawValue: text("status")).map {
                    console.text($0.title)
                }
                parts.append("\(text("id")) \(status ?? text("status"))")
            case "declaration" where effect["entryNumber"] != nil:
                parts.append(console.text("报关单 ", "declaration ") + text("entryNumber"))
            case "lodged" where effect["number"] != nil:
                parts.append(console.text("预录入 ", "pre-entry ") + text("number"))
            case "used": parts.append(console.text("使用 ", "used ") + text("amount"))
            case "destroyed": parts.append(console.text("销毁 ", "destroyed ") + text("amount"))
            default: continue
            }
        }
        if let left = step["left"]?.stringValue { parts.append(console.text("剩 ", "left ") + left) }
        let milestone = step["milestone"]?.stringValue.flatMap { Milestone(rawValue: $0) }
        if let milestone { parts.append("→ " + console.text(milestone.title)) }
        return parts.joined(separator: console.text("，", ", "))
    }

    /// Which permits the line was found to need, and which an entry waives.
    private func assessed(_ effect: JSONValue) -> [String] {
        (effect["requirements"]?.arrayValue ?? []).compactMap { found in
            let permit = name(ofPermit: found["permit"]?.stringValue ?? "")
            switch found["status"]?.stringValue {
            case "required": return console.text("需要 ", "needs ") + permit
            case "waived": return console.text("免办 ", "waived ") + permit
            default: return nil
            }
        }
    }

    private func account(_ line: JSONValue) -> [String] {
        func amount(_ name: String) -> String { line[name]?.stringValue ?? "0" }
        var lines = [
            "  "
                + console.text(
                    "申请 \(quantity(line, "requested"))，受理 \(amount("accepted"))，"
                        + "放行 \(amount("released"))，交付 \(amount("delivered"))，"
                        + "使用 \(amount("used"))，销毁 \(amount("destroyed"))，"
                        + "退运 \(amount("returned"))，剩余 \(amount("left"))：\(books(line))",
                    "asked \(quantity(line, "requested")), accepted \(amount("accepted")), "
                        + "released \(amount("released")), delivered \(amount("delivered")), "
                        + "used \(amount("used")), destroyed \(amount("destroyed")), "
                        + "returned \(amount("returned")), left \(amount("left")): \(books(line))")
        ]
        for gap in line["gaps"]?.arrayValue ?? [] { lines.append(gapText(gap, line)) }
        return lines
    }

    private func gapText(_ gap: JSONValue, _ line: JSONValue) -> String {
        let amount = gap["amount"]?.stringValue.map { console.text("：", ": ") + $0 } ?? ""
        let place = console.text("第 \(number(line["line"])) 项", "line \(number(line["line"]))")
        return console.style.red("✗ ")
            + "\(line["shipment"]?.stringValue ?? "") \(place)  \(pair(gap["message"]))\(amount)"
    }

    private func quantity(_ line: JSONValue, _ name: String) -> String {
        let unit = line["unit"]?.stringValue.map { " \($0)" } ?? ""
        return (line[name]?.stringValue ?? "") + unit
    }

    private func books(_ line: JSONValue) -> String {
        switch line["books"]?.stringValue {
        case "none": console.text("未进口", "not imported")
        case "open": console.text("在办或在用", "under way")
        case "closed": console.text("已结平", "closed")
        case "untracked": console.text("无须台账", "no ledger owed")
        case "gap": console.text("对不上", "a gap")
        case let other: other ?? ""
        }
    }

    private func totals(_ summary: JSONObject) -> [String] {
        var lines: [String] = []
        for sum in summary["totals"]?.arrayValue ?? [] {
            func amount(_ name: String) -> String { sum[name]?.stringValue ?? "0" }
            let unit = sum["unit"]?.stringValue ?? ""
            lines.append(
                console.text(
                    "合计（\(unit)）：申请 \(amount("requested"))，受理 \(amount("accepted"))，"
                        + "交付 \(amount("delivered"))，使用 \(amount("used"))，"
                        + "销毁 \(amount("destroyed"))，剩余 \(amount("left"))",
                    "In all (\(unit)): asked \(amount("requested")), accepted "
                        + "\(amount("accepted")), delivered \(amount("delivered")), used "
                        + "\(amount("used")), destroyed \(amount("destroyed")), left "
                        + amount("left")))
        }
        let gaps = summary["gaps"]?.integerValue ?? 0
        if gaps > 0 {
            lines.append(
                console.style.red("✗ ")
                    + console.text("\(gaps) 项对不上。", "\(gaps) lines do not add up."))
        } else if summary["closes"] == true {
            lines.append(
                console.style.green("✓ ") + console.text("账目结平。", "The books close."))
        }
        return lines
    }
}
