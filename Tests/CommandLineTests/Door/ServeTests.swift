import Foundation
import Glibc
import Testing

/// `greenlane serve` in a process of its own, on a port that the system chose.
private final class Serving {
    private let process = Process()

    struct Silent: Error {}

    init(_ desk: Desk) throws {
        let output = try desk.file("serve.out", "")
        process.executableURL = URL(filePath: Checkout.program)
        process.arguments = ["serve", "--listen", "127.0.0.1:0", "--data", desk.data, "--json"]
        process.environment = [
            "GREENLANE_HOME": Checkout.root, "GREENLANE_NOW": Desk.noon, "GREENLANE_SEED": "7",
            "PATH": "/usr/bin:/bin",
        ]
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<6_000 where process.isRunning {
            let said = CommandRun.object(try String(contentsOfFile: output, encoding: .utf8))
            if said["url"] != nil { return }
            usleep(50_000)
        }
        process.terminate()
        throw Silent()
    }

    /// How it ended; minus the signal's number where that ended it.
    @discardableResult
    func end(with signal: Int32) -> Int32 {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationReason == .exit
            ? process.terminationStatus : -process.terminationStatus
    }
}

@Suite("Commands beside greenlane serve")
struct ServeTests {
    private func note(_ desk: Desk, _ id: String) throws -> CommandRun {
        try desk.run("do", id, "add_note", "--set", "text=x", "--as", "broker:chen.bo", "--json")
    }

    @Test("through the service, after it was killed, and after it was asked to stop")
    func lives() throws {
        let desk = try Desk()
        let id = try desk.filed()
        #expect(access("\(desk.data)/greenlane.sock", F_OK) != 0)
        let first = try Serving(desk)
        #expect(access("\(desk.data)/greenlane.sock", F_OK) == 0)
        let through = try note(desk, id)
        #expect(through.exit == 0 && through.json["version"] as? Int == 2, "\(through.output)")
        let other = try desk.run("serve", "--listen", "127.0.0.1:0", "--json")
        #expect(other.exit == 4 && other.errorCode == "server-holds-directory")
        first.end(with: SIGKILL)
        #expect(access("\(desk.data)/greenlane.sock", F_OK) == 0, "nobody could remove it")
        let after = try note(desk, id)
        #expect(after.exit == 0 && after.json["version"] as? Int == 3, "\(after.output)")
        let second = try Serving(desk)
        let again = try note(desk, id)
        #expect(again.exit == 0 && again.json["version"] as? Int == 4, "\(again.output)")
        #expect(second.end(with: SIGTERM) == 0)
        #expect(access("\(desk.data)/greenlane.sock", F_OK) != 0)
        #expect(try desk.run("verify", "--json").exit == 0)
    }

    @Test("ends in order where a terminal says so", arguments: [SIGINT, SIGHUP])
    func signals(_ signal: Int32) throws {
        let desk = try Desk()
        let service = try Serving(desk)
        #expect(service.end(with: signal) == 0)
        #expect(access("\(desk.data)/greenlane.sock", F_OK) != 0)
    }
}
