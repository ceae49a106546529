internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneServer
internal import GreenlaneWebhooks

/// The sections of the demonstration, one screen each.
struct DemoScreens {
    private let console: Console

    init(_ console: Console) {
        self.console = console
    }

    /// What this is.
    func opening(_ count: Int) -> [String] {
        heading(console.text("绿色通道", "Greenlane"))
            + console.prose(
                console.text(
                    "绿色通道替实验室、报关行和审计员看管每一票进口研发试剂：需要哪些手续、轮到谁、最晚何时、为什么。"
                        + "下面让 \(count) 票虚构的货物从申请走到交付，每一步都经过真正的规则、工作流和日志。",
                    "Greenlane keeps watch over every import of research reagents for the lab, the "
                        + "broker and the auditor: which papers, whose move, by when and why. "
                        + "Here \(count) invented shipments go from filing to delivery, through "
                        + "the real rules, workflow and log."), indent: "  ") + [""]
    }

    func timeline(_ result: DemoResult) -> [String] {
        guard let story = result.stories.first else { return [] }
        let year = story.story.start.date.year
        return heading(
            console.text("一票货的经过", "One shipment, step by step") + "  "
                + console.style.dim("\(story.shipment ?? "")  \(year)"))
            + console.prose(console.text(story.story.about), indent: "  ") + [""]
            + DemoTimeline(console, result).lines()
    }

    func webhooks(_ result: DemoResult) -> [String] {
        let webhooks = result.webhooks
        let style = console.style
        let isGood = webhooks.verified == webhooks.sent && webhooks.isInOrder
        let mark = isGood ? style.green("✓ ") : style.red("✗ ")
        var lines = heading(console.text("通知合作方", "Partners are told"))
        lines += console.prose(
            console.text(
                "发出 \(webhooks.sent) 条，收到 \(webhooks.received.count) 条，"
                    + "签名核验通过 \(webhooks.verified) 条；每票货的先后次序"
                    + (webhooks.isInOrder ? "保持不变。" : "有错！"),
                "\(webhooks.sent) sent, \(webhooks.received.count) received, "
                    + "\(webhooks.verified) signatures checked; each shipment's order "
                    + (webhooks.isInOrder ? "was kept." : "was broken!")), indent: "    ",
            first: "  " + mark)
        guard let example = example(webhooks.received, result.stories.first?.shipment) else {
            return lines
        }
        lines += ["", "  " + console.text("其中一条：", "One of them:")]
        for name in [
            "content-type", WebhookSigner.HeaderName.id, WebhookSigner.HeaderName.timestamp,
            WebhookSigner.HeaderName.signature,
        ] {
            lines.append("    " + style.dim("\(name): ") + (example.header(name) ?? ""))
        }
        lines.append("")
        guard case .success(let body) = Result(catching: { try JSONParser.parse(example.body) })
        else { return lines }
        for member in body.objectValue?.members ?? [] {
            let head = "    " + style.dim("\(member.name): ")
            lines += console.prose(Self.plain(member.value), indent: "      ", first: head)
        }
        return lines
    }

    /// The last event of the shipment that was just told.
    private func example(
        _ received: [ReceivedRequest], _ shipment: String?
    ) -> ReceivedRequest? {
        received.last { request in
            let body = try? JSONParser.parse(request.body)
            return body?["partitionkey"]?.stringValue == shipment
        } ?? received.last
    }

    /// JSON for reading: without the quotes that only machines need.
    private static func plain(_ value: JSONValue) -> String {
        guard let members = value.objectValue?.members else {
            return value.stringValue ?? value.text
        }
        return members.map { "\($0.name) \($0.value.stringValue ?? $0.value.text)" }
            .joined(separator: ", ")
    }

    func checks(_ result: DemoResult) -> [String] {
        let check = CheckText(console)
        return heading(console.text("经得起核查", "It can be checked"))
            + (check.lines(result.replay) + check.lines(result.verify)).map { "  " + $0 }
    }

    /// Some commands that work as they stand.
    func closing(_ data: String?) -> [String] {
        let commands: [(text: String, what: LocalizedText)]
        if let data {
            commands = [
                (
                    "./greenlane show SH-2026-000001 --data \(data)",
                    LocalizedText(zh: "第一票货现在怎样", en: "how the first shipment stands")
                ),
                (
                    "./greenlane shipments --data \(data)",
                    LocalizedText(zh: "全部货物", en: "all of them")
                ),
                (
                    "./greenlane verify --data \(data)",
                    LocalizedText(zh: "再核对一遍日志", en: "check the log once more")
                ),
                (
                    "./greenlane audit bundle SH-2026-000001 --data \(data)",
                    LocalizedText(
                        zh: "把这票货的证据交给别人：一个网页文件，对方自己就能核对",
                        en: "evidence for a stranger: one page that carries its own proof")
                ),
            ]
        } else {
            commands = [
                (
                    "./greenlane assess Samples/03-fbs-australia/request.json",
                    LocalizedText(zh: "胎牛血清需要哪些手续", en: "what foetal bovine serum needs")
                ),
                (
                    "./greenlane file Samples/06-plastic-consumables/request.json "
                        + "--as lab_manager:li.na",
                    LocalizedText(zh: "提交一票自己的货", en: "file a shipment of your own")
                ),
                (
                    "./greenlane shipments",
                    LocalizedText(zh: "看看到哪一步了", en: "see where it is")
                ),
            ]
        }
        var lines = heading(console.text("接下来可以试试", "What to type next"))
        for command in commands {
            lines.append("  " + console.style.bold(command.text))
            lines.append("      " + console.style.dim(console.text(command.what)))
        }
        if data == nil {
            lines.append("")
            lines += console.prose(
                console.text(
                    "演示没有留下任何数据；加 --data 目录 可以保留下来细看。",
                    "The demonstration left nothing behind; --data DIR keeps it for a closer look."
                ), indent: "  ")
        }
        return lines
    }

    func mismatches(_ mismatches: [StoryRunner.Mismatch]) -> [String] {
        guard !mismatches.isEmpty else { return [] }
        return heading(console.style.red(console.text("与故事不符之处", "Not as the stories tell")))
            + mismatches.map { "  \($0.description)" }
    }

    private func heading(_ text: String) -> [String] {
        ["", console.style.bold(text), ""]
    }
}
