import Foundation
import Testing

@Suite("Files that are wrong")
struct BadFileTests {
    private static let plain = "06-plastic-consumables"

    @Test(
        "each is refused with a place and a code, and nothing is half done",
        arguments: [
            (("\"hs\"", "\"hscode\""), "/items/0/hscode", "member-unknown"),
            (("91440115MAXXX0074H", "91440115MAXXX0074J"), "/importer/uscc", "uscc-check-digit"),
            (("\"amount\": \"", "\"amount\": \"-"), "/items/0/quantity/amount", nil),
            (
                ("\"amount\": \"", "\"amount\": \"99999999999999999"), "/items/0/quantity/amount",
                nil
            ),
            (
                ("\"plannedArrival\": \"2026", "\"plannedArrival\": \"2026-02-30x"),
                "/plannedArrival", nil
            ),
        ] as [((String, String), String, String?)])
    func members(change: (String, String), pointer: String, code: String?) throws {
        let desk = try Desk()
        let text = try String(contentsOfFile: Checkout.sample(Self.plain), encoding: .utf8)
        try #require(text.contains(change.0), "the sample has what the test changes")
        let file = try desk.request(Self.plain, replacing: [change])
        let run = try desk.run("assess", file, "--json")
        #expect(run.exit == 2)
        #expect(run.pointers.contains(pointer), "\(run.output)")
        if let code { #expect(run.detailCodes.contains(code), "\(run.output)") }
        let filing = try desk.run("file", file, "--as", "lab_manager:li.na", "--json")
        #expect(filing.exit == 2)
        #expect(!FileManager.default.fileExists(atPath: desk.data))
    }

    @Test("half a document is told by line and column")
    func truncated() throws {
        let desk = try Desk()
        let text = try String(contentsOfFile: Checkout.sample(Self.plain), encoding: .utf8)
        let file = try desk.file("half.json", String(text.prefix(300)))
        let run = try desk.run("assess", file, "--json")
        #expect(run.exit == 2)
        #expect(run.errorCode == "json-invalid")
        #expect(run.pointers.first?.hasPrefix("\(file):") == true)
    }

    @Test("501 items")
    func tooManyItems() throws {
        let desk = try Desk()
        let text = try String(contentsOfFile: Checkout.sample(Self.plain), encoding: .utf8)
        var request = CommandRun.object(text)
        let item = (request["items"] as? [[String: Any]])?.first ?? [:]
        request["items"] = (1...501).map { line in
            item.merging(["line": line]) { _, new in new }
        }
        let data = try JSONSerialization.data(withJSONObject: request)
        let file = try desk.file("many.json", String(decoding: data, as: UTF8.self))
        let run = try desk.run("assess", file, "--json")
        #expect(run.exit == 2)
        #expect(run.pointers.contains("/items"))
    }

    @Test("ten megabytes, by file and by standard input")
    func tooLarge() throws {
        let desk = try Desk()
        let text = "{\"reference\":\"\(String(repeating: "x", count: 10_000_000))\"}"
        let run = try desk.run("assess", try desk.file("big.json", text), "--json")
        #expect(run.exit == 2)
        #expect(run.errorCode == "file-too-large")
        let piped = try desk.run("assess", "-", "--json", input: text)
        #expect(piped.errorCode == "file-too-large")
    }

    @Test("a folder, and a file that is not there", arguments: ["/", "gone.json"])
    func noFile(name: String) throws {
        let run = try Desk().run("assess", name, "--json")
        #expect(run.exit == 2)
        #expect(["file-unreadable", "file-missing"].contains(run.errorCode ?? ""))
    }

    @Test("all problems at once, in words")
    func words() throws {
        let desk = try Desk()
        let file = try desk.request(
            Self.plain,
            replacing: [("\"hs\"", "\"hscode\""), ("\"amount\": \"", "\"amount\": \"-")])
        let run = try desk.run("assess", file, "--lang", "en")
        #expect(run.exit == 2)
        #expect(run.errors.contains("/items/0/hscode"))
        #expect(run.errors.contains("/items/0/quantity/amount"))
        #expect(run.errors.contains("What to do:"))
    }
}
