import Foundation
import GreenlaneTestSupport
import Testing

@Suite("The log is handed out to whoever does not trust us")
struct LogTests {
    @Test("key, signed head, proof, mirror; an old copy is refused, and a lost log goes on renamed")
    func lifeOfALog() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let key = try desk.run("log", "key").lines.first ?? ""
        let origin = key.split(separator: "+").first.map(String.init) ?? "?"
        let head = try desk.run("log", "checkpoint", "--out", "\(desk.folder)/head")
        #expect(head.exit == 0)
        let note = try String(contentsOfFile: "\(desk.folder)/head", encoding: .utf8)
        #expect(note.hasPrefix("\(origin)\n") && note.contains("\n\n— \(origin) "))
        #expect(try note == String(contentsOfFile: "\(desk.data)/checkpoint", encoding: .utf8))
        #expect(
            try desk.run("log", "proof", "2").output.hasPrefix("c2sp.org/tlog-proof@v1\nindex 1\n"))
        #expect(try desk.run("log", "proof", "9999", "--json").exit == 3)
        #expect(try desk.run("log", "tiles", "\(desk.folder)/mirror").exit == 0)
        let mirrored = try String(
            contentsOfFile: "\(desk.folder)/mirror/checkpoint", encoding: .utf8)
        #expect(mirrored == note)

        // The database of now is put aside, and comes back after the log has grown.
        try FileManager.default.copyItem(atPath: desk.database, toPath: "\(desk.folder)/old")
        let step = ["do", id, "add_note", "--set", "text=x", "--as", "broker:chen.bo", "--json"]
        #expect(try desk.run(step).exit == 0)
        #expect(try desk.run("log", "consistency", "\(desk.folder)/head").exit == 0)
        #expect(
            try desk.run("verify", "--checkpoint", "\(desk.folder)/head", "--key", key).exit == 0)
        try FileManager.default.removeItem(atPath: desk.database)
        try FileManager.default.copyItem(atPath: "\(desk.folder)/old", toPath: desk.database)
        let refused = try desk.run(step)
        #expect(refused.exit == 5 && refused.errorCode == "log-behind-checkpoint")
        #expect(try desk.run("show", id, "--json").exit == 0, "reading goes on")
        let lost = try desk.run(
            "log", "rotate", "--lost", "--reason", "disk", "--as", "administrator:root", "--json")
        #expect(lost.exit == 0)
        #expect(lost.json["key"] as? String != key)
        #expect(try desk.run(step).exit == 0)
        #expect(try desk.run("verify").exit == 0)
        let foreign = try desk.run("log", "consistency", "\(desk.folder)/head", "--json")
        #expect(foreign.exit == 5 && foreign.errorCode == "checkpoint-of-another-log")
    }

    @Test("a private key that others can read, or that is gone, signs nothing")
    func keyFile() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let file = "\(desk.data)/secrets/log-key"
        let step = ["do", id, "add_note", "--set", "text=x", "--as", "broker:chen.bo", "--json"]
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        #expect(try desk.run(step).errorCode == "secret-exposed")
        try FileManager.default.removeItem(atPath: file)
        let gone = try desk.run(step)
        #expect(gone.exit == 5 && gone.errorCode == "log-key-missing")
    }

    @Test("a witness cosigns what continues, and nothing of a log that it does not know")
    func witness() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let key = try desk.run("log", "key").lines.first ?? ""
        let witness = try RunningWitness(desk, log: key)
        defer { witness.stop() }
        let asked = [
            "log", "checkpoint", "--witness", witness.url, "--witness-key", witness.key, "--json",
        ]
        for round in 0..<2 {
            let run = try desk.run(asked)
            #expect(run.exit == 0, "\(run.output)")
            #expect((run.json["signatures"] as? [String])?.last == "wit.example/w", "\(round)")
            try desk.run("do", id, "add_note", "--set", "text=x", "--as", "broker:chen.bo")
        }
        let stranger = try Desk()
        _ = try stranger.filed()
        let unknown = try stranger.run(asked)
        #expect(unknown.exit == 5 && unknown.errorCode == "witness-refused")
    }

    @Test("a name is erased, and the log still verifies")
    func erase() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let erase = ["erase", "--person", "li.na", "--reason", "本人申请", "--json", "--as"]
        #expect(try desk.run(erase + ["broker:chen.bo"]).errorCode == "role-not-allowed")
        #expect(try desk.run(erase + ["administrator:root"]).exit == 0)
        #expect(try !desk.run("history", id).output.contains("li.na"))
        let verified = try desk.run("verify", "--json")
        #expect(verified.exit == 0 && (verified.json["erased"] as? Int ?? 0) > 0)
        #expect(try desk.run(erase + ["administrator:root"]).exit == 3)
    }
}

/// `greenlane witness` in a process of its own, on a port that the system chose.
private final class RunningWitness {
    let url: String
    let key: String
    private let process = Process()

    struct Silent: Error {}

    init(_ desk: Desk, log: String) throws {
        let output = try desk.file("witness.out", "")
        process.executableURL = URL(filePath: Checkout.program)
        process.arguments = [
            "witness", "--name", "wit.example/w", "--log", log, "--listen", "127.0.0.1:0",
            "--data", "\(desk.folder)/witness", "--json",
        ]
        process.environment = ["GREENLANE_HOME": Checkout.root, "PATH": "/usr/bin:/bin"]
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<6_000 where process.isRunning {
            let answer = CommandRun.object(try String(contentsOfFile: output, encoding: .utf8))
            if let url = answer["url"] as? String, let key = answer["key"] as? String {
                self.url = url
                self.key = key
                return
            }
            usleep(50_000)
        }
        process.terminate()
        throw Silent()
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
