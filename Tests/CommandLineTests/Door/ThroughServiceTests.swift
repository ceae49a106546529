import Foundation
import Glibc
import GreenlaneStore
import Synchronization
import Testing

/// A command that writes, run twice from the same beginning: by itself, and through a service.
struct WritingCommand: CustomTestStringConvertible, Sendable {
    let name: String
    let arguments: [String]
    /// What is new each time, such as a secret: only that it is there is compared.
    var random: [String] = []
    var input: String?
    let exit: Int32

    init(
        _ name: String, _ arguments: [String], exit: Int32 = 0, random: [String] = [],
        input: String? = nil
    ) {
        self.name = name
        self.arguments = arguments
        self.exit = exit
        self.random = random
        self.input = input
    }

    var testDescription: String { name }
}

@Suite("The same commands while a service holds the data directory")
struct ThroughServiceTests {
    private static let id = "SH-2026-000001"
    private static let broker = ["--as", "broker:chen.bo"]
    private static let admin = ["--as", "administrator:root"]
    private static let plastic = Checkout.sample("06-plastic-consumables")
    private static let permit = [
        "permit", "add", "--code", "special-goods-approval", "--number", "SYNTHETIC-9", "--holder",
        "91440115MAXXX0015E", "--from", "2026-01-01", "--to", "2026-12-31", "--quantity", "5",
        "--unit", "mL", "--as", "authority:customs",
    ]

    /// Every command that writes, with what it does and what it refuses.
    static let commands: [WritingCommand] = [
        WritingCommand("file", ["file", Checkout.sample("05-antibody-kit")] + broker),
        WritingCommand("file again", ["file", plastic, "--as", "lab_manager:li.na"]),
        WritingCommand(
            "file several, some unreadable",
            [
                "file", plastic, "missing.json", Checkout.sample("03-fbs-australia"), "-", "--as",
                "lab_manager:li.na",
            ], exit: 2, input: "{\"reference\":\"\"}"),
        WritingCommand("do", ["do", id, "dispatch"] + broker),
        WritingCommand(
            "do, with a key", ["do", id, "dispatch", "--idempotency-key", "k-1"] + broker),
        WritingCommand(
            "do, seen before", ["do", id, "dispatch", "--expect", "7"] + broker, exit: 4),
        WritingCommand("do, unknown event", ["do", id, "fly"] + broker, exit: 1),
        WritingCommand("do, not now", ["do", id, "pay_duty"] + broker, exit: 1),
        WritingCommand("do, unknown shipment", ["do", "SH-1", "dispatch"] + broker, exit: 3),
        WritingCommand(
            "do, in the future", ["do", id, "dispatch", "--occurred", "2027-01-01"] + broker,
            exit: 2),
        WritingCommand(
            "do, with a document",
            ["do", id, "attach_document", "--attach", "paper.pdf", "--set", "kind=invoice"]
                + broker),
        WritingCommand(
            "do, a fact that does not fit", ["do", id, "receipt.R", "--as", "customs:r"]),
        WritingCommand(
            "organisation add",
            [
                "organisation", "add", "--kind", "importer", "--name", "合成单位甲", "--uscc",
                "91440115MAXXX0015E",
            ] + admin),
        WritingCommand(
            "account disable, unknown", ["account", "disable", "acc-9"] + admin, exit: 3),
        WritingCommand("permit add", permit),
        WritingCommand("permit add, not for this role", permit.dropLast() + ["carrier:x"], exit: 1),
        WritingCommand(
            "whitelist import", ["whitelist", "import", "list.csv", "--as", "whitelist_steward:w"]),
        WritingCommand(
            "subscribe", ["subscribe", "http://127.0.0.1:9/b"] + admin, random: ["secret"]),
        WritingCommand(
            "subscribe, not for this role",
            ["subscribe", "http://127.0.0.1:9/b", "--as", "carrier:x"], exit: 1),
        WritingCommand("unsubscribe", ["unsubscribe", "sub-1"]),
        WritingCommand("unsubscribe, unknown", ["unsubscribe", "sub-9"], exit: 3),
        WritingCommand("erase", ["erase", "--person", "li.na", "--reason", "r"] + admin),
        WritingCommand(
            "erase, not for this role", ["erase", "--person", "li.na", "--reason", "r"] + broker,
            exit: 1),
        WritingCommand("tick", ["tick"]),
        WritingCommand("deliver", ["deliver"]),
        WritingCommand("log checkpoint", ["log", "checkpoint"]),
        WritingCommand(
            "log rotate", ["log", "rotate", "--reason", "r"] + admin,
            random: ["key", "checkpoint"]),
        WritingCommand(
            "log rotate, not for this role", ["log", "rotate", "--reason", "r"] + broker, exit: 1),
    ]

    /// Made once: a shipment and a subscription.
    private static func begun() throws -> Desk {
        let desk = try Desk()
        #expect(try desk.filed() == id)
        let subscribed = try desk.run(["subscribe", "http://127.0.0.1:9/a"] + admin)
        #expect(subscribed.exit == 0)
        return desk
    }

    private struct Beginning: @unchecked Sendable {
        let desk: Result<Desk, any Error>
    }

    private static let beginning = Beginning(desk: Result { try begun() })

    /// A copy of that, with files to hand in.
    private static func prepared() throws -> Desk {
        let desk = try Desk()
        try FileManager.default.copyItem(
            atPath: try beginning.desk.get().data, toPath: desk.data)
        _ = try desk.file("paper.pdf", "%PDF-1.4\n% SYNTHETIC\n%%EOF\n")
        let lists = "\(Checkout.root)/Whitelists"
        let list =
            try FileManager.default.contentsOfDirectory(atPath: lists)
            .filter { $0.hasSuffix(".csv") }.sorted().first ?? ""
        let text = try String(contentsOfFile: "\(lists)/\(list)", encoding: .utf8)
        _ = try desk.file("list.csv", text.replacingOccurrences(of: "active", with: "suspended"))
        return desk
    }

    /// One value instead of what is new each time.
    private func settled(_ output: String, _ command: WritingCommand, _ isJSON: Bool) -> String {
        guard !command.random.isEmpty else { return output }
        guard isJSON else {
            // Keys and secrets are the long words.
            return output.split(separator: " ", omittingEmptySubsequences: false)
                .map { $0.utf8.count > 40 ? "…" : String($0) }.joined(separator: " ")
        }
        var object = CommandRun.object(output)
        for name in command.random where object[name] != nil { object[name] = "…" }
        return object.keys.sorted().map { "\($0)=\(object[$0] ?? "")" }.joined(separator: "\n")
    }

    /// Where the log ends, and what stands in it.
    private func tree(_ desk: Desk) throws -> [UInt8] {
        let store = try LogStore.openReadOnly(path: desk.database)
        defer { try? store.close() }
        let (size, frontier) = try store.tree()
        return Array("\(size):".utf8) + frontier
    }

    @Test("same output, same exit code, same log", arguments: commands)
    func same(command: WritingCommand) throws {
        let desk = try Self.prepared()
        let files = FileManager.default
        let before = "\(desk.folder)/before"
        try files.copyItem(atPath: desk.data, toPath: before)
        for form in [["--json"], ["--lang", "en"]] {
            let arguments = command.arguments + form
            let alone = try desk.run(arguments, input: command.input)
            #expect(alone.exit == command.exit, "\(alone.output)\(alone.errors)")
            let written = try tree(desk)
            let head = try Data(contentsOf: URL(filePath: "\(desk.data)/checkpoint"))
            try files.removeItem(atPath: desk.data)
            try files.copyItem(atPath: before, toPath: desk.data)

            let service = try Service(desk)
            let served = try desk.run(arguments, input: command.input)
            let signed = try Data(contentsOf: URL(filePath: "\(desk.data)/checkpoint"))
            try service.stop()
            let isJSON = form == ["--json"]
            #expect(served.exit == alone.exit)
            #expect(
                settled(served.output, command, isJSON) == settled(alone.output, command, isJSON))
            #expect(served.errors == alone.errors)
            if command.random.isEmpty {
                #expect(try tree(desk) == written)
                #expect(signed == head, "signed when the command ends, not later")
            }
            try files.removeItem(atPath: desk.data)
            try files.copyItem(atPath: before, toPath: desk.data)
        }
    }

    @Test("the subscription's secret lies in the directory, and a refused one leaves none")
    func secrets() throws {
        let desk = try Self.prepared()
        let service = try Service(desk)
        let run = try desk.run(["subscribe", "http://127.0.0.1:9/b", "--json"] + Self.admin)
        let secret = run.json["secret"] as? String ?? "none"
        #expect(run.json["subscription"] as? String == "sub-2")
        let kept = try String(contentsOfFile: "\(desk.data)/secrets/sub-2", encoding: .utf8)
        #expect(kept.hasPrefix(secret))
        let refused = try desk.run("subscribe", "http://127.0.0.1:9/c", "--as", "carrier:x")
        #expect(refused.exit == 1)
        #expect(access("\(desk.data)/secrets/sub-3", F_OK) != 0)
        #expect(try desk.run("unsubscribe", "sub-2").exit == 0)
        #expect(access("\(desk.data)/secrets/sub-2", F_OK) != 0)
        try service.stop()
    }

    private struct Runner: @unchecked Sendable {
        let desk: Desk
    }

    @Test("many commands at once: each is done, none takes another's number")
    func together() throws {
        let desk = try Self.prepared()
        let service = try Service(desk)
        let files = try (1...4).map {
            try desk.request(
                "06-plastic-consumables", named: "r\($0).json",
                replacing: [("\"reference\": \"", "\"reference\": \"N\($0)-")])
        }
        let runner = Runner(desk: desk)
        let numbers = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { index in
            let arguments =
                index < 4
                ? ["file", files[index], "--as", "lab_manager:li.na", "--json"]
                : ["subscribe", "http://127.0.0.1:9/\(index)", "--json"] + Self.admin
            let run = try? runner.desk.run(arguments)
            let number = run?.json[index < 4 ? "shipment" : "subscription"] as? String
            numbers.withLock { $0.append(number ?? run?.output ?? "nothing") }
        }
        let subscriptions = (2...5).map { "sub-\($0)" }
        #expect(
            numbers.withLock { $0.sorted() }
                == (2...5).map { "SH-2026-00000\($0)" } + subscriptions)
        for name in subscriptions { #expect(access("\(desk.data)/secrets/\(name)", F_OK) == 0) }
        try service.stop()
        #expect(try desk.run("verify").exit == 0)
    }

    @Test("a key that was lost is not given up under a running service")
    func lost() throws {
        let desk = try Self.prepared()
        let service = try Service(desk)
        let run = try desk.run(
            ["log", "rotate", "--lost", "--reason", "r", "--json"] + Self.admin)
        #expect(run.exit == 4 && run.errorCode == "server-holds-directory")
        try service.stop()
    }

    @Test("a service with a path longer than a socket's may be")
    func longPath() throws {
        let desk = try Desk()
        desk.data = "\(desk.folder)/" + String(repeating: "d", count: 120)
        let id = try desk.filed()
        let service = try Service(desk)
        let run = try desk.run(["do", id, "dispatch", "--json"] + Self.broker)
        #expect(run.exit == 0 && run.json["version"] as? Int == 2, "\(run.output)")
        try service.stop()
    }
}
