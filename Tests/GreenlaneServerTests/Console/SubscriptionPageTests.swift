import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import Testing

@testable import GreenlaneServer

@Suite("Subscriptions on pages")
struct SubscriptionPageTests {
    private let session = "0123456789012345678901234567890123456789012"

    /// A form as one's own page sends it.
    private func submit(
        _ path: String, as caller: String, _ fields: [(String, String)], _ house: RunningService
    ) async throws -> RunningService.Answer {
        let pairs = ([("csrf", Console.token(of: session))] + fields).map {
            Console.escaped($0.0) + "=" + Console.escaped($0.1)
        }
        return try await house.send(
            "POST", path, as: caller,
            headers: [
                "Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html",
                "Cookie": "gl_session=\(session)", "Accept-Language": "en",
            ], raw: Data(pairs.joined(separator: "&").utf8))
    }

    private func text(_ answer: RunningService.Answer) -> String {
        String(decoding: answer.body, as: UTF8.self)
    }

    @Test("show the secret once, what was sent of one's own goods, and end")
    func lifecycle() async throws {
        let house = try await RunningService.start(pages: try ConsoleFiles.shipped())
        let town = try await MatrixTown(house)
        let made = try await submit(
            "/subscriptions", as: "broker",
            [("url", "https://erp.example.com/<b>"), ("format", "cloudevents"), ("key", "k1")],
            house)
        #expect(made.status == 200)
        let name = try #require(house.subscriptions.names.last)
        #expect(text(made).contains("whsec_\(name)") && !text(made).contains("<b>erp"))
        let own = try await town.file(town.first.uscc, "HEARD")
        let foreign = try await town.file(town.second.uscc, "NOT-HEARD")
        let path = "/subscriptions/\(name)"
        let shown = text(try await house.send("GET", path, as: "broker"))
        #expect(shown.contains(own) && !shown.contains(foreign))
        #expect(!shown.contains("whsec_"))
        #expect(try await house.send("GET", path, as: "lab_manager").status == 404)
        let tested = try await submit(path + "/tests", as: "broker", [], house)
        #expect(text(tested).contains("测试通知已送达（HTTP 200）"))
        let ended = try await submit(path + "/end", as: "broker", [], house)
        #expect(text(ended).contains("签名密钥已删除"))
        let after = text(try await house.send("GET", path, as: "broker"))
        #expect(!after.contains(path + "/end"))
        try await house.stop()
    }

    @Test("keep what was typed where the address is refused")
    func refused() async throws {
        let house = try await RunningService.start(pages: try ConsoleFiles.shipped())
        _ = try await MatrixTown(house)
        let answer = try await submit(
            "/subscriptions", as: "broker",
            [("url", "http://plain.example.com/x"), ("format", "wecom"), ("key", "k1")], house)
        #expect(answer.status == 400)
        #expect(text(answer).contains("value=\"http://plain.example.com/x\""))
        #expect(text(answer).contains("id=\"new-url-error\""))
        #expect(text(answer).contains("value=\"wecom\" selected"))
        try await house.stop()
    }

    @Test("a delivery that was given up is sent again, and no other")
    func again() async throws {
        let house = try await RunningService.start(pages: try ConsoleFiles.shipped())
        let town = try await MatrixTown(house)
        let broker = try town.person(.broker)
        let name = try await town.subscription(of: broker.account)
        _ = try await town.file(town.first.uscc, "GIVEN-UP")
        let position = try await house.service.desk.perform { engine, _ in
            let row = try engine.store.subscriptions().first { $0.name == name }
            let sent = try engine.store.latestDeliveries(
                subscription: row?.id ?? 0, limit: 1
            ).first
            try engine.store.recordAttempt(
                subscription: row?.id ?? 0, position: sent?.position ?? 0,
                at: 1_788_200_000_000, outcome: "response", httpStatus: 503, becomes: .failed,
                nextDue: nil)
            return sent?.position ?? 0
        }
        let path = "/subscriptions/\(name)"
        let before = text(try await house.send("GET", path, as: "broker"))
        #expect(before.contains("HTTP 503") && before.contains("\(path)/deliveries/\(position)"))
        let done = try await submit("\(path)/deliveries/\(position)", as: "broker", [], house)
        #expect(text(done).contains("已重新排入发送"))
        let twice = try await submit("\(path)/deliveries/\(position)", as: "broker", [], house)
        #expect(twice.status == 422)
        try await house.stop()
    }
}
