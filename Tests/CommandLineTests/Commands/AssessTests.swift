import Foundation
import Testing

@Suite("An assessment on the command line")
struct AssessTests {
    @Test("the contract's members, and no data directory")
    func members() throws {
        let desk = try Desk()
        let run = try desk.run(
            "assess", Checkout.sample("01-heparin-whitelisted"), "--as-of", "2026-08-10", "--json")
        #expect(run.exit == 0)
        let answer = run.json
        #expect(answer["asOf"] as? String == "2026-08-10")
        #expect(answer["route"] as? String == "nansha-reagent-import")
        #expect(answer["prohibited"] as? Bool == false)
        for member in ["rules", "items", "warnings"] { #expect(answer[member] is [Any]) }
        let item = (answer["items"] as? [[String: Any]])?.first
        let whitelist = item?["whitelist"] as? [String: Any]
        #expect(whitelist?["covered"] as? Bool == true)
        #expect(!FileManager.default.fileExists(atPath: desk.data))
    }

    @Test("another list for this call replaces the shipped entry")
    func anotherList() throws {
        let desk = try Desk()
        let shipped = "\(Checkout.root)/Whitelists/nansha-SYNTHETIC-2026-2.csv"
        let text = try String(contentsOfFile: shipped, encoding: .utf8)
        let list = try desk.file(
            "list.csv",
            text.split(separator: "\n").map { line in
                line.contains("NS-SYN-001")
                    ? line.replacing(",active", with: ",suspended") : line[...]
            }.joined(separator: "\n") + "\n")
        let run = try desk.run(
            "assess", Checkout.sample("01-heparin-whitelisted"), "--as-of", "2026-08-10",
            "--whitelist", list, "--json")
        let item = (run.json["items"] as? [[String: Any]])?.first
        let whitelist = item?["whitelist"] as? [String: Any]
        #expect(whitelist?["covered"] as? Bool == false)
        let reason = whitelist?["reason"] as? [String: Any]
        #expect(reason?["code"] as? String == "whitelist-suspended")
    }

    @Test("from standard input, in words of either language")
    func words() throws {
        let desk = try Desk()
        let text = try String(
            contentsOfFile: Checkout.sample("03-fbs-australia"), encoding: .utf8)
        let chinese = try desk.run("assess", "-", input: text).output
        #expect(chinese.contains("最早放行"))
        #expect(chinese.contains("〔未经确认〕") || chinese.contains("《"))
        let english = try desk.run("assess", "-", "--lang", "en", input: text).output
        #expect(english.contains("Earliest release"))
    }
}
