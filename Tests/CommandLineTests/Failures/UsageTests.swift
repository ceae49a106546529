import Foundation
import Testing

@Suite("A command line that is wrong")
struct UsageTests {
    @Test("help and version are no errors", arguments: ["--help", "--version", "help"])
    func help(argument: String) throws {
        let run = try Desk().run(argument)
        #expect(run.exit == 0)
        #expect(!run.output.isEmpty)
        #expect(run.errors.isEmpty)
    }

    @Test("every command explains itself in both languages")
    func explained() throws {
        let desk = try Desk()
        for command in [
            "demo", "assess", "file", "shipments", "show", "do", "history", "permit", "whitelist",
            "workflow", "calendar", "fee", "replay", "verify", "subscribe", "unsubscribe",
            "tick", "deliver", "bench",
        ] {
            let chinese = try desk.run(command, "--help")
            #expect(chinese.exit == 0)
            #expect(chinese.output.contains("用法："), "\(command)")
            #expect(try desk.run(command, "--help", "--lang", "en").output.contains("USAGE:"))
        }
    }

    @Test(
        "what the parser finds is exit 2, in the error form, on standard output alone",
        arguments: [
            ["nonsense"], ["show"], ["do", "SH-1"], ["file"], ["shipments", "--limit", "x"],
            ["show", "SH-1", "--lang", "fr"], ["show", "SH-1", "--nonsense"],
            ["show", "SH-1", "--as-of"], ["calendar"], ["bench"],
            ["permit", "add", "--uses", "thrice"], ["workflow", "diagram", "x", "--format", "png"],
        ])
    func usage(arguments: [String]) throws {
        let run = try Desk().run(arguments + ["--json"])
        #expect(run.exit == 2)
        #expect(run.errors.isEmpty)
        #expect(run.lines.count == 1)
        let error = run.json["error"] as? [String: Any]
        let message = error?["message"] as? [String: String]
        #expect(message?["zh"]?.isEmpty == false)
        #expect(message?["en"]?.isEmpty == false)
        #expect(error?["basis"] is [Any])
        #expect(error?["details"] is [Any])
        let words = try Desk().run(arguments)
        #expect(words.exit == 2)
        #expect(words.output.isEmpty)
        #expect(!words.errors.isEmpty)
    }

    @Test("a slip of the pen is met with the right word")
    func suggestion() throws {
        #expect(try Desk().run("asess", "x").errors.contains("greenlane assess"))
        #expect(
            try Desk().run("file", "x", "--as", "lab_manger:li").errors.contains("lab_manager"))
    }

    @Test(
        "values that cannot be",
        arguments: [
            (["calendar", "2026-02-30"], "invalid-date"),
            (["calendar", "2026-11-02", "--plus", "-1"], "usage"),
            (["calendar", "2026-11-02", "--plus", "99999999"], "out-of-range"),
            (["shipments", "--limit", "0"], "out-of-range"),
            (["show", "SH-1", "--at", "yesterday"], "invalid-time"),
            (["do", "SH-1", "dispatch", "--as", "boss"], "actor-invalid"),
            (["do", "SH-1", "dispatch", "--as", "broker:a", "--set", "x"], "set-invalid"),
            (["do", "SH-1", "dispatch", "--as", "broker:a", "--input", "gone"], "file-missing"),
            (["bench", "--shipments", "0"], "out-of-range"),
        ] as [([String], String)])
    func values(arguments: [String], code: String) throws {
        let desk = try Desk()
        let run = try desk.run(arguments + ["--json"])
        #expect(run.exit == 2)
        #expect(run.errorCode == code)
        #expect(!FileManager.default.fileExists(atPath: desk.data))
    }

    @Test("a clock that cannot be read does not become the real one")
    func clock() throws {
        let run = try Desk().run("show", "SH-1", "--json", now: "noon")
        #expect(run.exit == 2)
        #expect(run.errorCode == "invalid-time")
    }
}
