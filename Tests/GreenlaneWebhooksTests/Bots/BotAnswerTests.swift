import GreenlaneCore
import Testing

@testable import GreenlaneWebhooks

@Suite("A bot's answer with HTTP 200")
struct BotAnswerTests {
    private func answer(_ format: BotFormat, _ body: String, attempt: Int = 1) -> BotAnswer {
        BotAnswer(format, body: Array(body.utf8), attempt: attempt)
    }

    @Test(
        "of code 0 is a delivery",
        arguments: [
            (BotFormat.wecom, #"{"errcode":0,"errmsg":"ok"}"#),
            (.dingtalk, #"{"errmsg":"ok","errcode":0}"#),
            (.feishu, #"{"code":0,"msg":"success","data":{},"StatusCode":0}"#),
        ])
    func ok(format: BotFormat, body: String) {
        #expect(answer(format, body) == .delivered)
        #expect(answer(format, body).deliveryOutcome == .response(status: 200))
    }

    @Test(
        "that asks for patience is tried again, after the time the maker states",
        arguments: [
            (BotFormat.wecom, 45009, 60), (.wecom, -1, nil), (.dingtalk, 130_101, 600),
            (.feishu, 11232, 60), (.wecom, 50001, nil), (.dingtalk, 9499, nil),
            (.feishu, 93000, nil),
        ] as [(BotFormat, Int64, Int64?)])
    func later(format: BotFormat, code: Int64, after: Int64?) {
        let member = format == .feishu ? "code" : "errcode"
        let judged = answer(format, "{\"\(member)\":\(code)}")
        #expect(judged == .retryLater(code: code, after: after))
        #expect(judged.name == "bot-\(code)")
        var machine = DeliveryMachine(attempts: 0)
        let actions = machine.record(
            judged.deliveryOutcome, at: Timestamp(milliseconds: 0), jitter: 0)
        // The schedule's second delay is 5 seconds.
        #expect(actions == [.retry(at: Timestamp(milliseconds: (after ?? 5) * 1000))])
    }

    @Test(
        "that refuses the message for good is given up",
        arguments: [
            (BotFormat.wecom, 93000), (.wecom, 40008), (.wecom, 40033), (.dingtalk, 310_000),
            (.feishu, 9499), (.feishu, 19021), (.feishu, 19022), (.feishu, 19024),
            (.feishu, 19036),
        ] as [(BotFormat, Int64)])
    func permanent(format: BotFormat, code: Int64) {
        let member = format == .feishu ? "code" : "errcode"
        let judged = answer(format, "{\"\(member)\":\(code),\"msg\":\"no\"}")
        #expect(judged == .permanent(code: code))
        var machine = DeliveryMachine(attempts: 0)
        let actions = machine.record(
            judged.deliveryOutcome, at: Timestamp(milliseconds: 0), jitter: 0)
        #expect(actions == [.giveUp])
    }

    @Test("that WeCom is busy is believed three times")
    func busy() {
        let body = #"{"errcode":-1,"errmsg":"system busy"}"#
        #expect(answer(.wecom, body, attempt: 2) == .retryLater(code: -1, after: nil))
        #expect(answer(.wecom, body, attempt: 3) == .permanent(code: -1))
    }

    @Test(
        "that cannot be read is tried again, and is no delivery",
        arguments: [
            "", "ok", "<html></html>", "[]", #"{"errcode":"0"}"#, #"{"code":0.0,"errcode":0.0}"#,
            "{}", #"{"errcode":0"#,
        ], BotFormat.allCases)
    func unreadable(body: String, format: BotFormat) {
        #expect(answer(format, body) == .retryLater(code: nil, after: nil))
        #expect(answer(format, body).name == "bot-unreadable")
    }

    @Test("with another bot's member is no delivery")
    func otherMember() {
        #expect(answer(.feishu, #"{"errcode":0}"#) == .retryLater(code: nil, after: nil))
        #expect(answer(.wecom, #"{"code":0}"#) == .retryLater(code: nil, after: nil))
    }
}
