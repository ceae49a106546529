import Foundation
import Testing

@Suite("The demonstration")
struct DemoTests {
    @Test("every story comes out as told, webhooks arrive, and the log holds, the same every time")
    func demo() throws {
        let desk = try Desk()
        let runs = try (0..<2).map { _ in
            // Webhooks are signed at the real time.
            try desk.run(["demo", "--json"], environment: ["GREENLANE_NOW": ""])
        }
        var roots: [String] = []
        for run in runs {
            #expect(run.exit == 0, "\(run.output)")
            #expect(run.lines.count == 1)
            let answer = run.json
            #expect((answer["stories"] as? [Any])?.count == 10)
            #expect((answer["mismatches"] as? [Any])?.isEmpty == true)
            let webhooks = answer["webhooks"] as? [String: Any]
            let sent = webhooks?["sent"] as? Int ?? 0
            #expect(sent > 100)
            #expect(webhooks?["received"] as? Int == sent)
            #expect(webhooks?["verified"] as? Int == sent)
            #expect(webhooks?["inOrder"] as? Bool == true)
            roots.append((answer["verify"] as? [String: Any])?["root"] as? String ?? "")
        }
        #expect(roots[0] == roots[1])
        #expect(!FileManager.default.fileExists(atPath: desk.data), "it leaves nothing behind")
    }

    @Test("its screens in both languages, and what it says to type next works")
    func screens() throws {
        let desk = try Desk()
        let kept = "\(desk.folder)/kept"
        let run = try desk.run(
            ["demo", "--data", kept], environment: ["GREENLANE_NOW": ""])
        for word in ["绿色通道", "一票货的经过", "根哈希", "接下来可以试试"] {
            #expect(run.output.contains(word))
        }
        let next = run.lines.filter { $0.contains("./greenlane ") }
        #expect(next.count == 4)
        for line in next {
            let arguments = line.split(separator: " ").dropFirst().map(String.init)
            #expect(try desk.run(arguments).exit == 0, "\(line)")
        }
        let english = try desk.run(
            ["demo", "--lang", "en", "--fast"], environment: ["GREENLANE_NOW": ""])
        #expect(english.output.contains("What to type next"))
        let again = try desk.run(["demo", "--data", kept, "--json"])
        #expect(again.exit == 4)
    }
}
