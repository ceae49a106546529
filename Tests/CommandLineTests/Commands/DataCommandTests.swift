import Foundation
import Testing

@Suite("Permits, lists, workflows and the calendar")
struct DataCommandTests {
    @Test("a permit is registered, listed and shown")
    func permit() throws {
        let desk = try Desk()
        let added = try desk.run(
            "permit", "add", "--code", "special-goods-approval", "--number", "SYNTHETIC-1",
            "--holder", "91440115MAXXX0015E", "--from", "2026-08-01", "--to", "2027-07-31",
            "--quantity", "100", "--unit", "mL", "--uses", "multiple", "--as",
            "authority:he.ping", "--json")
        #expect(added.exit == 0, "\(added.output)")
        let id = added.json["id"] as? String ?? ""
        let list = try desk.run("permit", "list", "--holder", "91440115MAXXX0015E", "--json")
        #expect((list.json["permits"] as? [[String: Any]])?.first?["id"] as? String == id)
        #expect(
            try desk.run("permit", "show", id, "--json").json["number"] as? String == "SYNTHETIC-1")
        #expect(try desk.run("permit", "show", "P-9", "--json").exit == 3)
        #expect(try desk.run("permit", "list", "--lang", "en").output.contains("100 mL"))
    }

    @Test("a list is checked, compared and published once")
    func whitelist() throws {
        let desk = try Desk()
        let shipped = "\(Checkout.root)/Whitelists/nansha-SYNTHETIC-2026-2.csv"
        #expect(try desk.run("whitelist", "check", shipped, "--json").exit == 0)
        let text = try String(contentsOfFile: shipped, encoding: .utf8)
        let changed = try desk.file("new.csv", text.replacing(",500,g,", with: ",400,g,"))
        let differences = try desk.run("whitelist", "diff", shipped, changed, "--json").json
        let first = (differences["changed"] as? [[String: Any]])?.first
        #expect(first?["entry"] as? String == "NS-SYN-001")
        #expect(first?["members"] as? [String] == ["approved"])
        let steward = "whitelist_steward:sun.yue"
        let dry = try desk.run("whitelist", "import", changed, "--dry-run", "--as", steward)
        #expect(dry.exit == 0)
        #expect(!FileManager.default.fileExists(atPath: desk.data))
        let published = try desk.run("whitelist", "import", changed, "--as", steward, "--json")
        #expect(published.json["repeated"] as? Bool == false)
        let again = try desk.run("whitelist", "import", changed, "--as", steward, "--json")
        #expect(again.json["repeated"] as? Bool == true)
        let entries = try desk.run("whitelist", "list", "--json").json["entries"]
        let entry = (entries as? [[String: Any]])?.first { $0["entry"] as? String == "NS-SYN-001" }
        let balance = entry?["balance"] as? [String: Any]
        #expect((balance?["remaining"] as? [String: Any])?["amount"] as? String == "400")
        #expect(try desk.run("whitelist", "import", changed, "--as", "auditor:x").exit == 1)
    }

    @Test("a broken list is told by line and column, all of it at once")
    func brokenList() throws {
        let desk = try Desk()
        let shipped = "\(Checkout.root)/Whitelists/nansha-SYNTHETIC-2026-2.csv"
        let text = try String(contentsOfFile: shipped, encoding: .utf8)
        let broken = try desk.file(
            "bad.csv",
            text.replacing("91440115MAXXX0015E", with: "91440115MAXXX0015F", maxReplacements: 1)
                .replacing("2026-12-31", with: "2026-13-31", maxReplacements: 1))
        let run = try desk.run("whitelist", "check", broken, "--json")
        #expect(run.exit == 2)
        #expect(run.detailCodes.contains("uscc-check-digit"))
        #expect(run.detailCodes.contains("date-invalid"))
        #expect(run.pointers.allSatisfy { $0.hasPrefix("\(broken):2:") })
    }

    private static let probe = """
        id: probe
        initial: a
        states:
          a:
            on: {go: b}
            after: {PT4H: done}
          b:
            on: {back: {target: a, guard: {type: allowed}}}
          done: {type: final}
        """

    @Test("a workflow file is run by hand, without a database")
    func workflowRun() throws {
        let desk = try Desk()
        let file = try desk.file("probe.yaml", Self.probe)
        let run = try desk.run("workflow", "run", file, "go", "back", "nonsense")
        #expect(run.exit == 0)
        let documents = run.documents
        #expect(documents.count == 4)
        #expect(documents[0]["event"] is NSNull)
        #expect(documents[1]["active"] as? [String] == ["b"])
        let refused = documents[2]["refused"] as? [String: Any]
        #expect(refused?["code"] as? String == "event-not-accepted")
        let facts = try desk.file("facts.json", #"{"guards":{"allowed":true}}"#)
        let allowed = try desk.run(
            "workflow", "run", file, "go", "back", "after:PT4H", "--facts", facts)
        #expect(allowed.documents[2]["active"] as? [String] == ["a"])
        #expect(allowed.documents[3]["final"] as? Bool == true)
        #expect(!FileManager.default.fileExists(atPath: desk.data))
    }

    @Test("a broken workflow file is told by line and column")
    func workflowCheck() throws {
        let desk = try Desk()
        let file = try desk.file("bad.yaml", Self.probe.replacing("go: b", with: "go: nowhere"))
        let run = try desk.run("workflow", "check", file, "--json")
        #expect(run.exit == 2)
        #expect(run.pointers == ["\(file):5:14"])
        let good = "\(Checkout.root)/Workflows/nansha-reagent-import.yaml"
        #expect(try desk.run("workflow", "check", good).exit == 0)
        let words = try desk.run("workflow", "check", file, "--lang", "en")
        #expect(words.errors.contains("bad.yaml:5:14"))
    }

    @Test("diagrams of files and of shipped workflows", arguments: ["mermaid", "dot", "svg"])
    func diagram(format: String) throws {
        let starts = ["dot": "digraph", "mermaid": "stateDiagram-v2", "svg": "<svg "]
        let desk = try Desk()
        let run = try desk.run(
            "workflow", "diagram", "nansha-reagent-import", "--format", format)
        #expect(run.exit == 0)
        #expect(run.output.hasPrefix(starts[format] ?? "?"))
    }

    @Test(
        "the calendar knows holidays, make-up days, and what it does not know",
        arguments: [
            ("2026-10-01", false, "国庆节"), ("2026-10-10", true, "国庆节调休"),
            ("2026-11-02", true, "工作日"), ("2026-11-01", false, "周末"),
        ] as [(String, Bool, String)])
    func calendar(date: String, isWorking: Bool, why: String) throws {
        let answer = try Desk().run("calendar", date, "--json").json
        #expect(answer["working"] as? Bool == isWorking)
        #expect(answer["why"] as? String == why)
        #expect(answer["provisional"] as? Bool == false)
    }

    @Test("beyond the last published year the calendar says so")
    func provisional() throws {
        let answer = try Desk().run("calendar", "2026-12-31", "--plus", "3", "--json").json
        #expect(answer["provisional"] as? Bool == true)
        #expect(answer["result"] as? String == "2027-01-05")
        let later = try Desk().run("calendar", "2031-05-06", "--json").json
        #expect(later["working"] is NSNull)
    }
}
