import Foundation
import Testing

@Suite("Several processes file against one data directory")
struct LastGramRaceTests {
    private static let processes = 8

    private final class Answers: @unchecked Sendable {
        private let turn = NSLock()
        private var runs: [CommandRun] = []

        func add(_ run: CommandRun) {
            turn.lock()
            defer { turn.unlock() }
            runs.append(run)
        }

        var all: [CommandRun] { runs }
    }

    private struct Runner: @unchecked Sendable {
        let desk: Desk
    }

    @Test("of eight that each want 70 g of 500 g, seven get it and one waits")
    func race() throws {
        let desk = try Desk()
        let files = try (1...Self.processes).map { client in
            try desk.request(
                "01-heparin-whitelisted", named: "request-\(client).json",
                replacing: [
                    ("\"amount\": \"200\"", "\"amount\": \"70\""),
                    ("\"reference\": \"", "\"reference\": \"RACE-\(client)-"),
                ])
        }
        let answers = Answers()
        let runner = Runner(desk: desk)
        DispatchQueue.concurrentPerform(iterations: Self.processes) { index in
            // Another writer may hold the lock for longer than five seconds: exit 4 asks to retry.
            for _ in 0..<100 {
                guard
                    let run = try? runner.desk.run(
                        "file", files[index], "--as", "lab_manager:li.na", "--json")
                else { return }
                if run.exit == 4 { continue }
                answers.add(run)
                return
            }
        }
        #expect(answers.all.count == Self.processes)
        #expect(answers.all.allSatisfy { $0.exit == 0 }, "\(answers.all.map(\.errors))")
        let milestones = answers.all.compactMap { $0.json["milestone"] as? String }
        #expect(milestones.filter { $0 == "whitelisted" }.count == 7)
        #expect(milestones.filter { $0 == "preapproved" }.count == 1)
        #expect(try desk.run("verify", "--json").exit == 0)
        #expect(try desk.run("replay", "--json").exit == 0)
    }
}
