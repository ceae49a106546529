import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// The panorama: volumes, times, bottlenecks, quotas, what expires, deadlines missed; exact
/// figures, of the goods that the reader may see.
enum PanoramaPage {
    static let all: [ConsolePage] = [page]

    /// Periods that can be chosen, in days; the first is the usual one.
    private static let periods = [90, 30, 365]

    static let page = ConsolePage.get("/panorama", .readShipments, query: ["days"]) { call in
        let days = call.query["days"].flatMap { Int($0) }.flatMap {
            periods.contains($0) ? $0 : nil
        }
        let reach = try call.call.reach()
        let found = try await call.service.panorama.summary(
            call.service, reach: reach, days: days ?? periods[0], now: call.now)
        let balances = PanoramaBalances(call, reach)
        let blocks = PanoramaBlocks(
            call: call, summary: found.summary, balances: balances, days: days ?? periods[0])
        var context = JSONObject()
        context.append("page", head(call, blocks, isWhole: found.isWhole))
        if found.summary.isEmpty {
            context.append("figures", .array([]))
            context.append("blocks", .array(balances.isEmpty ? [] : blocks.balanceBlocks))
            context.append(
                "none",
                [
                    "sentence": .string(
                        call.text(
                            "还没有货物。第一票放行后，这里显示各步用时和余额。",
                            "There are no shipments yet. After the first release this shows the "
                                + "time of each step and the balances."))
                ])
        } else {
            context.append("filter", filter(call, days ?? periods[0]))
            context.append("figures", .array(blocks.figures))
            context.append("blocks", .array(blocks.all))
        }
        return call.page("panorama", context)
    }

    private static func head(
        _ call: PageCall, _ blocks: PanoramaBlocks, isWhole: Bool
    ) -> JSONValue {
        let title = call.text("全景", "Panorama")
        var page = JSONObject([
            .init("title", .string(title)), .init("heading", .string(title)),
        ])
        if !isWhole {
            page.append(
                "sentence",
                .string(
                    call.text(
                        "正在统计历史记录，数字还不完整；请稍后刷新。",
                        "History is still being counted, so the figures are not complete; "
                            + "reload in a moment.")))
        } else if let sentence = blocks.sentence {
            page.append("sentence", .string(sentence))
        }
        page.append("links", .array([]))
        return .object(page)
    }

    private static func filter(_ call: PageCall, _ chosen: Int) -> JSONValue {
        let choices = periods.sorted().map { days -> JSONValue in
            [
                "value": .string("\(days)"),
                "title": .string(call.text("最近 \(days) 天", "Last \(days) days")),
                "chosen": .bool(days == chosen),
            ]
        }
        return [
            "selects": [
                [
                    "name": "days", "label": .string(call.text("期间", "Period")),
                    "choices": .array(choices),
                ]
            ]
        ]
    }
}
