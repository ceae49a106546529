import Dispatch
import Foundation
import GreenlaneCore
import GreenlaneServer
import GreenlaneStore
import GreenlaneWebhooks
import Testing

@Suite("From the outbox to a group bot, over real HTTP", .timeLimit(.minutes(1)))
struct BotDeliveryTests {
    /// The answers of a bot to three shipments' events: too many, refused, taken; and then taken.
    private static let scripts: [(BotFormat, [String], ok: String, code: String, wait: Int64)] = [
        (
            .wecom, [#"{"errcode":45009}"#, #"{"errcode":93000}"#], #"{"errcode":0}"#, "45009",
            60_000
        ),
        (
            .dingtalk, [#"{"errcode":130101}"#, #"{"errcode":310000}"#], #"{"errcode":0}"#,
            "130101", 600_000
        ),
        (
            .feishu, [#"{"code":11232}"#, #"{"code":19021}"#], #"{"code":0,"msg":"success"}"#,
            "11232", 60_000
        ),
    ]

    @Test("is delivered, tried later or given up by the code in the body", arguments: scripts)
    func delivery(
        format: BotFormat, answers: [String], ok: String, code: String, wait: Int64
    ) async throws {
        let receiver = try await WebhookReceiver.start(
            answers: answers.map { ReceiverAnswer(status: 200, body: Array($0.utf8)) },
            then: ReceiverAnswer(status: 200, body: Array(ok.utf8)))
        let outbox = try BotOutbox(format: format.rawValue)
        let url = receiver.url + "?key=K"
        let start: Int64 = 1_800_000_000_000

        let first = try await outbox.deliver(to: url, secret: "SECabc", at: start)
        // The order in which three requests under way together arrive is not ours to say.
        #expect(first == summary(delivered: 1, retried: 1, failed: 1, skipped: 1))
        #expect(receiver.received().count == 3)
        let early = try await outbox.deliver(to: url, secret: "SECabc", at: start + wait - 1)
        #expect(early == DeliverySummary())
        let second = try await outbox.deliver(to: url, secret: "SECabc", at: start + wait)
        #expect(second == summary(delivered: 1))

        for request in receiver.received() {
            #expect(request.method == "POST")
            #expect(request.header("content-type") == BotFormat.contentType)
            #expect(request.header("webhook-signature") == nil)
            let body = try JSONParser.parse(request.body)
            let content = body["text"]?["content"] ?? body["content"]?["text"]
            let text = try #require(content?.stringValue)
            #expect(text.hasPrefix("【Greenlane】GL-"))
            #expect(text.contains("\n海关已放行\n当前阶段：海关放行\n"))
            #expect((body["sign"] != nil) == (format == .feishu))
            #expect(request.path.contains("&timestamp=1800000") == (format == .dingtalk))
        }
        let counts = try outbox.store.deliveryCounts()
        #expect(counts == (pending: 0, delivered: 3, failed: 1))
        await receiver.stop()
    }

    @Test("goes by the HTTP status where a bot does not answer 200")
    func httpFailure() async throws {
        let receiver = try await WebhookReceiver.start(
            then: ReceiverAnswer(status: 502, body: Array(#"{"errcode":0}"#.utf8)))
        let outbox = try BotOutbox(format: "dingtalk")
        let found = try await outbox.deliver(to: receiver.url, secret: nil, at: 1_000)
        #expect(found == summary(retried: 3, skipped: 1))
        #expect(receiver.received().allSatisfy { !$0.path.contains("sign=") })
        await receiver.stop()
    }

    @Test("does not touch CloudEvents subscriptions: any 2xx is a delivery, lists are told")
    func cloudEvents() async throws {
        let receiver = try await WebhookReceiver.start(
            then: ReceiverAnswer(status: 200, body: Array(#"{"errcode":93000}"#.utf8)))
        let outbox = try BotOutbox(format: "cloudevents")
        let found = try await outbox.deliver(to: receiver.url, secret: nil, at: 1_000)
        #expect(found == summary(delivered: 4))
        #expect(receiver.received().allSatisfy { $0.header("webhook-signature") != nil })
        await receiver.stop()
    }

    @Test("gives up an entry that cannot be read, without sending")
    func brokenEntry() async throws {
        let receiver = try await WebhookReceiver.start()
        let outbox = try BotOutbox(format: "wecom", entry: "{")
        let found = try await outbox.deliver(to: receiver.url, secret: nil, at: 1_000)
        #expect(found == summary(failed: 3, skipped: 1))
        #expect(receiver.received().isEmpty)
        await receiver.stop()
    }

    private func summary(
        delivered: Int = 0, retried: Int = 0, failed: Int = 0, skipped: Int = 0
    ) -> DeliverySummary {
        var summary = DeliverySummary()
        summary.delivered = delivered
        summary.retried = retried
        summary.failed = failed
        summary.skipped = skipped
        return summary
    }
}

/// A store with one subscription and four due events: three of shipments, one of a whitelist.
private final class BotOutbox: @unchecked Sendable {
    // Used by one delivery at a time: each test waits for the end of the last.
    let store: LogStore
    private let folder: String

    init(format: String, entry: String = BotSamples.entry) throws {
        folder = NSTemporaryDirectory() + "greenlane-bots-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try LogStore.open(path: folder + "/greenlane.sqlite")
        var batch = Batch()
        batch.subscriptions = [
            SubscriptionRow(
                id: 1, name: "sub-1", url: "https://bot.example/", format: format, active: true,
                since: 0)
        ]
        try store.commit(batch)
        batch = Batch()
        let names = ["shipment/GL-1", "shipment/GL-2", "shipment/GL-3", "entry/NS-1"]
        for (index, name) in names.enumerated() {
            let number = Int64(index + 1)
            batch.streams.append(StreamRow(id: number, name: name))
            batch.events.append(
                EventRow(
                    position: number, stream: number, version: 1, type: "goods.released",
                    entry: Array(entry.utf8), leaf: [UInt8](repeating: 1, count: 32), sealed: nil))
        }
        batch.treeSize = 4
        try store.commit(batch)
    }

    deinit {
        // The folder is scratch: what cannot be removed is the system's to clean.
        do { try store.close() } catch {}
        do { try FileManager.default.removeItem(atPath: folder) } catch {}
    }

    /// On a thread of its own: the deliverer blocks.
    func deliver(
        to url: String, secret: String?, at moment: Int64
    ) async throws -> DeliverySummary {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        let transport = try CurlTransport(
                            policy: EndpointPolicy(allowLoopback: true))
                        defer { transport.stop() }
                        let deliverer = Deliverer(
                            store: self.store, transport: transport,
                            target: { _ in
                                DeliveryTarget(
                                    url: url, secrets: [.generate()], botSecret: secret)
                            })
                        return try deliverer.deliverDue(
                            clock: { Timestamp(milliseconds: moment) }, jitter: { 0 })
                    })
            }
        }
    }
}
