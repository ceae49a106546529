import Foundation
import Testing

@Suite("What auditors ask, on the command line")
struct AuditQuestionTests {
    private static let steps = [
        ("dispatch", "lab_manager:li.na"), ("goods_arrived", "carrier:huang.jun"),
        ("lodge_declaration", "broker:chen.bo"), ("receipt.L", "customs:receipt"),
        ("receipt.P", "customs:receipt"), ("store", "warehouse:zhao.lei"),
        ("deliver", "warehouse:zhao.lei"),
    ]

    /// Whitelisted heparin, handed over without a usage ledger, and one refused attempt.
    private func delivered() throws -> (desk: Desk, id: String) {
        let desk = try Desk()
        let filed = try desk.run(
            "file", Checkout.sample("01-heparin-whitelisted"), "--as", "lab_manager:li.na",
            "--json")
        let id = filed.json["shipment"] as? String ?? ""
        _ = try desk.run("do", id, "deliver", "--as", "warehouse:zhao.lei", "--json")
        for (event, actor) in Self.steps {
            let run = try desk.run("do", id, event, "--as", actor, "--json")
            #expect(run.exit == 0, "\(event): \(run.output)")
        }
        return (desk, id)
    }

    private func summary(_ run: CommandRun) -> [String: Any] {
        run.documents.last?["summary"] as? [String: Any] ?? [:]
    }

    @Test("a line each and a closing one with what they come to")
    func lines() throws {
        let (desk, id) = try delivered()
        let actions = try desk.run("audit", "actions", id, "--json")
        #expect(actions.exit == 0)
        #expect(actions.documents.dropLast().count == 9)
        for member in ["position", "accepted", "type", "command", "title", "occurred", "actor"] {
            #expect(actions.documents.dropLast().allSatisfy { $0[member] != nil }, "\(member)")
        }
        #expect(summary(actions)["refused"] as? Int == 1)
        let exceptions = try desk.run("audit", "exceptions", "--quarter", "2026Q4", "--json")
        #expect(exceptions.documents.first?["kinds"] as? [String] == ["refused"])
        let totals = summary(exceptions)["totals"] as? [String: Int]
        #expect(totals?["refused"] == 1 && totals?["override"] == 0)
        let batch = try desk.run("audit", "batch", "L26071", "--json")
        let account = batch.documents.dropLast().last
        #expect(account?["left"] as? String == "200")
        #expect(account?["books"] as? String == "gap")
        #expect(summary(batch)["closes"] as? Bool == false)
        let balance = try desk.run("audit", "balance", "--gaps", "--json")
        #expect(balance.documents.first?["shipment"] as? String == id)
        let permits = try desk.run("audit", "permits", "--quarter", "2026Q4", "--json")
        #expect(permits.exit == 0)
        #expect(summary(permits)["released"] as? Int == 1)
        #expect(permits.documents.count == 1)
    }

    @Test("an entry tells who used it; more comes with the cursor")
    func entry() throws {
        let (desk, _) = try delivered()
        let life = try desk.run("audit", "batch", "L26071", "--json").documents
        let effects = life.flatMap { $0["effects"] as? [[String: Any]] ?? [] }
        let drew = try #require(effects.first { $0["do"] as? String == "drew" })
        let entry = try #require(drew["id"] as? String)
        let first = try desk.run("audit", "entry", entry, "--limit", "1", "--json")
        let cursor = try #require(first.documents.last?["next"] as? String)
        let rest = try desk.run("audit", "entry", entry, "--after", cursor, "--json")
        let changes = rest.documents.compactMap { $0["change"] as? String }
        #expect(changes == ["reserved", "consumed"])
        #expect(summary(rest)["holds"] as? Bool == true)
        #expect(rest.documents.last?["next"] == nil)
    }

    @Test(
        "what nobody knows ends with 3",
        arguments: [
            (["actions", "SH-2026-000099"], "shipment-unknown"),
            (["entry", "E-9"], "entry-unknown"),
            (["permit", "P-9"], "permit-unknown"), (["batch", "L-9"], "lot-unknown"),
            (["balance", "--lot", "L-9"], "lot-unknown"),
        ])
    func unknown(_ words: [String], _ code: String) throws {
        let desk = try Desk()
        _ = try desk.filed()
        let run = try desk.run(["audit"] + words + ["--json"])
        #expect(run.exit == 3)
        #expect(run.errorCode == code)
    }

    @Test(
        "a slip of the pen ends with 2 and names the option",
        arguments: [
            (["exceptions"], "--quarter"), (["exceptions", "--quarter", "2026Q5"], "--quarter"),
            (["permits", "--from", "2026-02-30"], "--from"),
            (["permits", "--from", "2026-03-01", "--to", "2026-02-01"], "--to"),
            (["exceptions", "--quarter", "2026Q1", "--to", "2026-02-01"], "--quarter"),
            (["actions", "SH-2026-000001", "--after", "x"], "--after"),
            (["balance", "--limit", "0"], "--limit"),
            (["balance", "--importer", "123"], "--importer"),
        ])
    func slips(_ words: [String], _ option: String) throws {
        let desk = try Desk()
        _ = try desk.filed()
        let run = try desk.run(["audit"] + words + ["--json"])
        #expect(run.exit == 2, "\(run.output)")
        #expect(run.pointers.contains(option))
    }

    @Test("a page for people, in both languages")
    func pages() throws {
        let (desk, id) = try delivered()
        for (words, zh, en) in [
            (["actions", id], "拒绝", "refused"),
            (["exceptions", "--quarter", "2026Q4"], "2026-10-01 至 2026-12-31", "2026-10-01 to"),
            (["batch", "L26071"], "剩余 200", "left 200"),
            (["balance"], "对不上", "do not add up"),
            (["permits"], "放行 1 票", "Released: 1"),
        ] {
            let chinese = try desk.run(["audit"] + words)
            let english = try desk.run(["audit"] + words + ["--lang", "en"])
            #expect(chinese.exit == 0 && english.exit == 0)
            #expect(chinese.output.contains(zh), "\(words): \(chinese.output)")
            #expect(english.output.contains(en), "\(words): \(english.output)")
        }
    }
}
