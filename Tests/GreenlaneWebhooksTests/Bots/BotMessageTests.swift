import Foundation
import GreenlaneCore
import GreenlaneStore
import Testing

@testable import GreenlaneWebhooks

@Suite("A message for a group chat")
struct BotMessageTests {
    private let now = Timestamp(milliseconds: 1_700_000_000_999)
    private let escaped = BotSamples.text.split(separator: "\n").joined(separator: #"\n"#)

    private func request(
        _ format: BotFormat, secret: String? = nil, url: String = "https://bot.example/s?k=1"
    ) throws -> OutboundRequest {
        try #require(BotMessage(BotSamples.delivery()))
            .request(format, url: url, secret: secret, at: now)
    }

    @Test("says which shipment, what happened, how far it is and when, Chinese first")
    func text() {
        #expect(BotMessage(BotSamples.delivery())?.text == BotSamples.text)
    }

    @Test("names nobody")
    func nobody() throws {
        let text = try #require(BotMessage(BotSamples.delivery())).text
        #expect(!text.contains("wang") && !text.contains("customs:"))
    }

    @Test("says that a step was recorded late")
    func late() throws {
        let entry = BotSamples.entry.dropLast() + #","late":true}"#
        let text = try #require(BotMessage(BotSamples.delivery(entry: String(entry)))).text
        #expect(text.contains("\n海关已放行（补记）\n"))
        #expect(text.contains("Released by Customs (recorded late);"))
    }

    @Test("of an unknown type of record says the stage alone")
    func unknownType() {
        #expect(
            BotMessage(BotSamples.delivery(type: "goods.teleported"))?.text == """
                【Greenlane】GL-2026-000001
                当前阶段：海关放行
                时间：2026-08-18 周二 11:00（北京时间）
                stage: released; Tue 18 Aug 2026 11:00, Beijing time
                """)
    }

    @Test(
        "is not made of lists, balances and subscriptions, nor of a broken entry",
        arguments: ["entry/NS-1", "permit/P-1", "whitelist/a.csv", "subscription/sub-1", "x"])
    func unwanted(stream: String) {
        let delivery = BotSamples.delivery(stream: stream)
        #expect(!BotMessage.isWanted(delivery))
        #expect(BotMessage(delivery) == nil)
        #expect(BotMessage(BotSamples.delivery(entry: "{")) == nil)
        #expect(BotMessage.isWanted(BotSamples.delivery(entry: "{")))
    }

    @Test("calls nobody, whatever a shipment is called")
    func mention() throws {
        let delivery = BotSamples.delivery(stream: "shipment/<at user_id=\"all\">\u{202E}\n@all")
        let text = try #require(BotMessage(delivery)).text
        #expect(text.hasPrefix("【Greenlane】＜at user_id=\"all\"＞\u{FFFD} ＠all\n"))
    }

    @Test("is for WeCom and DingTalk text with msgtype", arguments: [BotFormat.wecom, .dingtalk])
    func plainBody(format: BotFormat) throws {
        let sent = try request(format)
        #expect(
            String(decoding: sent.body, as: UTF8.self)
                == #"{"msgtype":"text","text":{"content":"\#(escaped)"}}"#)
        #expect(sent.url == "https://bot.example/s?k=1")
        #expect(
            sent.headers == [HTTPHeader("content-type", "application/json; charset=utf-8")])
    }

    @Test("is for WeCom never signed")
    func wecomSecret() throws {
        #expect(try request(.wecom, secret: "S") == request(.wecom))
    }

    @Test("is for Feishu text with msg_type, signed in the body where there is a secret")
    func feishuBody() throws {
        let content = #""msg_type":"text","content":{"text":"\#(escaped)"}}"#
        for secret in [nil, ""] {
            let body = try request(.feishu, secret: secret).body
            #expect(String(decoding: body, as: UTF8.self) == "{" + content)
        }
        let signed = try request(.feishu, secret: "greenlane-secret")
        #expect(
            String(decoding: signed.body, as: UTF8.self)
                == #"{"timestamp":"1700000000","#
                + #""sign":"GSpNQqYY/nWnYDdcLAWelUHqdCICWPgItgFv+PaU1tI=","# + content)
        #expect(signed.url == "https://bot.example/s?k=1")
    }

    @Test("is for DingTalk signed in the query, before a fragment")
    func dingtalkQuery() throws {
        let secret = "SEC" + String(repeating: "0", count: 64)
        let time = Timestamp(milliseconds: 1_700_000_000_000)
        let message = try #require(BotMessage(BotSamples.delivery()))
        let query =
            "timestamp=1700000000000&sign=%2B8WOOUUcTkFRyfCevQaISh9EUbkxaatnd6MLtL7dAY8%3D"
        for (url, expected) in [
            ("https://d.example/s?access_token=T", "https://d.example/s?access_token=T&"),
            ("https://d.example/s", "https://d.example/s?"),
            ("https://d.example/s#x?y", "https://d.example/s?"),
        ] {
            let sent = message.request(.dingtalk, url: url, secret: secret, at: time)
            #expect(sent.url == expected + query)
            #expect(!String(decoding: sent.body, as: UTF8.self).contains("sign"))
        }
    }

    @Test("is cut to the bot's limit between characters", arguments: BotFormat.allCases)
    func limit(format: BotFormat) throws {
        // Quotes need an escape each: the worst that a text can do to a body.
        for filler in ["测", "\"", "e\u{301}"] {
            let id = String(repeating: filler, count: 30_000)
            let message = try #require(
                BotMessage(BotSamples.delivery(stream: "shipment/\(id)")))
            let sent = message.request(format, url: "https://b.example", secret: "s", at: now)
            let body = try JSONParser.parse(sent.body)
            let content = body["text"]?["content"] ?? body["content"]?["text"]
            let text = try #require(content?.stringValue)
            #expect(text.hasSuffix(filler + "…"))
            #expect(text.utf8.count <= format.maximumTextByteCount)
            #expect(text.utf8.count > format.maximumTextByteCount - 4)
            #expect(sent.body.count < 20_480)
        }
        #expect(BotMessage.cut("放行", to: 6) == "放行")
        #expect(BotMessage.cut("放行了", to: 8) == "放…")
    }

    @Test("has words for every record that the shipped workflow makes, once each")
    func everyType() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let workflow = try String(
            contentsOf: root.appending(path: "Workflows/nansha-reagent-import.yaml"),
            encoding: .utf8)
        let types = workflow.split(separator: "\n").compactMap { line -> String? in
            let parts = line.split(separator: " ")
            return parts.count == 2 && parts[0] == "records:" ? String(parts[1]) : nil
        }
        #expect(types.count > 80)
        #expect(types.filter { BotEventText.of($0) == nil } == [])
        let named = BotEventText.table.map(\.type).sorted()
        #expect(zip(named, named.dropFirst()).filter { $0 == $1 }.isEmpty)
    }
}

@Suite("A target of deliveries")
struct DeliveryTargetTests {
    @Test("shows neither its secrets nor its address when printed or dumped")
    func redacted() {
        let target = DeliveryTarget(
            url: "https://b.example/?key=K1", secrets: [], botSecret: "SEC42")
        var shown = "\(target)\(String(reflecting: target))"
        dump(target, to: &shown)
        #expect(!shown.contains("SEC42") && !shown.contains("K1"))
    }
}
