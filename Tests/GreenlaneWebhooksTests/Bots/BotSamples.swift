import GreenlaneCore
import GreenlaneStore

/// Deliveries as the outbox would hand them out.
enum BotSamples {
    static let entry = """
        {"actor":{"name":"customs:wang.lei","role":"customs"},"data":{"at":["released"],\
        "command":"receipt.released","milestone":"released","state":"released"},\
        "occurred":"2026-08-18T03:00:00Z","recorded":"2026-08-18T03:00:01Z","version":10}
        """

    static func delivery(
        _ format: String = "wecom", type: String = "goods.released",
        stream: String = "shipment/GL-2026-000001", entry: String = entry
    ) -> DueDelivery {
        DueDelivery(
            subscription: SubscriptionRow(
                id: 1, name: "sub-1", url: "https://bot.example/send?key=K", format: format,
                active: true, since: 0),
            position: 10, stream: 1, attempts: 0, streamName: stream, type: type,
            entry: Array(entry.utf8))
    }

    static let text = """
        【Greenlane】GL-2026-000001
        海关已放行
        当前阶段：海关放行
        时间：2026-08-18 周二 11:00（北京时间）
        Released by Customs; stage: released; Tue 18 Aug 2026 11:00, Beijing time
        """
}
