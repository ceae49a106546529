import GreenlaneCore
import Testing

@testable import GreenlaneWebhooks

@Suite(
    "Bot signatures computed from the makers' published algorithms",
    .enabled(if: PublishedVectors.arePresent, "the shared test vectors are not at hand"))
struct BotSignatureTests {
    private func vectors(_ name: String) throws -> [JSONValue] {
        try #require(try PublishedVectors.load("bots/sign-vectors.json")[name]?.arrayValue)
    }

    @Test("DingTalk's query is the expected one")
    func dingTalk() throws {
        let entries = try vectors("dingtalk")
        #expect(entries.count == 3)
        for entry in entries {
            let query = BotSignature.dingTalkQuery(
                secret: try #require(entry["secret"]?.stringValue),
                timestamp: try #require(entry["timestampMillis"]?.integerValue))
            #expect(query == entry["query"]?.stringValue)
        }
    }

    @Test("Feishu's sign is the expected one")
    func feishu() throws {
        let entries = try vectors("feishu")
        #expect(entries.count == 3)
        for entry in entries {
            let sign = BotSignature.feishuSign(
                secret: try #require(entry["secret"]?.stringValue),
                timestamp: try #require(entry["timestampSeconds"]?.integerValue))
            #expect(sign == entry["sign"]?.stringValue)
        }
    }
}
