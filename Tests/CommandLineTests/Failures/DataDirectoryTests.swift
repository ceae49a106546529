import Foundation
import Glibc
import Testing

@Suite("A data directory that cannot be used")
struct DataDirectoryTests {
    @Test(
        "nothing there yet",
        arguments: [
            ["show", "SH-1"], ["shipments"], ["history", "SH-1"], ["verify"], ["replay"],
            ["do", "SH-1", "dispatch", "--as", "broker:a"], ["deliver"],
        ])
    func empty(arguments: [String]) throws {
        let desk = try Desk()
        let run = try desk.run(arguments + ["--json"])
        #expect(run.exit == 3)
        #expect(run.errorCode == "data-directory-empty")
        #expect(!FileManager.default.fileExists(atPath: desk.data), "reading makes nothing")
    }

    @Test("held by another writer for more than five seconds")
    func held() throws {
        let desk = try Desk()
        _ = try desk.filed()
        let lock = open("\(desk.data)/greenlane.lock", O_RDWR)
        defer { close(lock) }
        try #require(flock(lock, LOCK_EX) == 0)
        let run = try desk.run("tick", "--json")
        #expect(run.exit == 4)
        #expect(run.errorCode == "data-directory-held")
        #expect(try desk.run("shipments", "--json").exit == 0, "readers do not wait")
    }

    @Test(
        "a file stands where the directory should be",
        arguments: [
            ["file", Checkout.sample("06-plastic-consumables"), "--as", "lab_manager:li.na"],
            ["show", "SH-1"], ["tick"], ["deliver"], ["verify"], ["shipments"],
            ["log", "checkpoint"], ["subscribe", "http://127.0.0.1:9/", "--as", "broker:a"],
        ], ["occupied", "occupied/data"])
    func notADirectory(arguments: [String], name: String) throws {
        let desk = try Desk()
        _ = try desk.file("occupied", "")
        let run = try desk.run(arguments + ["--data", "\(desk.folder)/\(name)", "--json"])
        #expect(run.exit == 2)
        #expect(run.errorCode == "data-not-a-directory")
    }

    @Test(
        "a directory that may not be written",
        .enabled(if: getuid() != 0, "the superuser may write everywhere"))
    func readOnly() throws {
        let desk = try Desk()
        try FileManager.default.createDirectory(
            atPath: desk.data, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o500])
        let run = try desk.run(
            "file", Checkout.sample("06-plastic-consumables"), "--as", "lab_manager:li.na",
            "--json")
        #expect(run.exit == 70)
        #expect(run.errorCode == "data-directory-not-writable")
    }

    @Test("written by a newer version: refused, and not a byte changed")
    func newer() throws {
        let desk = try Desk()
        let id = try desk.filed()
        // The user version stands in the header of an SQLite file, most significant byte first.
        try patch(desk.database) { $0[60] = 0x7F }
        let before = try Data(contentsOf: URL(filePath: desk.database))
        for arguments in [["show", id], ["do", id, "dispatch", "--as", "broker:a"]] {
            let run = try desk.run(arguments + ["--json"])
            #expect(run.exit == 2)
            #expect(run.errorCode == "data-from-newer-version")
        }
        #expect(try Data(contentsOf: URL(filePath: desk.database)) == before)
    }

    @Test("another program's file, and one that is no database", arguments: [true, false])
    func foreign(isDatabase: Bool) throws {
        let desk = try Desk()
        let id = try desk.filed()
        if isDatabase {
            try patch(desk.database) { $0[68] = 0x55 }
        } else {
            try Data("not a database at all, but long enough to look like one".utf8)
                .write(to: URL(filePath: desk.database))
        }
        let run = try desk.run("show", id, "--json")
        #expect(run.exit == (isDatabase ? 2 : 70))
        #expect(run.errorCode == (isDatabase ? "data-file-foreign" : "data-damaged"))
    }

    @Test("an altered event is found, with its place")
    func altered() throws {
        let desk = try Desk()
        let id = try desk.filed()
        try desk.run("do", id, "dispatch", "--as", "broker:chen.bo")
        let old = Data("\"command\":\"dispatch\"".utf8)
        let new = Data("\"command\":\"dispatsh\"".utf8)
        try patch(desk.database) { bytes in
            while let range = bytes.firstRange(of: old) { bytes.replaceSubrange(range, with: new) }
        }
        let run = try desk.run("verify", "--json")
        #expect(run.exit == 5)
        #expect(run.json["ok"] as? Bool == false)
        let problems = run.json["problems"] as? [[String: Any]] ?? []
        #expect(problems.contains { $0["kind"] as? String == "altered" })
        #expect(try desk.run("verify").exit == 5)
    }

    @Test("a disk that is full: the step is not recorded, and the log stays whole")
    func full() throws {
        let desk = try Desk()
        let id = try desk.filed()
        // No file may grow any more, as on a full disk; the signal is ignored so that writes fail.
        let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\""
        let run = try desk.run(
            [
                "-c", script, Checkout.program, "do", id, "dispatch", "--as", "broker:a",
                "--json",
            ], program: "/bin/sh")
        #expect(run.exit == 70, "\(run.output)")
        #expect(try desk.run("show", id, "--json").json["version"] as? Int == 1)
        #expect(try desk.run("verify", "--json").exit == 0)
        #expect(try desk.run("do", id, "dispatch", "--as", "broker:a").exit == 0)
    }

    @Test("the log is held against a checkpoint from before")
    func checkpoint() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let before = try desk.run("verify", "--json").json
        let size = before["events"] as? Int ?? 0
        let root = before["root"] as? String ?? ""
        let head = try desk.file("head", "greenlane.example/log\n\(size)\n\(base64(root))\n")
        try desk.run("do", id, "dispatch", "--as", "broker:a")
        #expect(try desk.run("verify", "--checkpoint", head, "--json").exit == 0)
        let other = String(root.reversed())
        let wrong = try desk.file("wrong", "greenlane.example/log\n\(size)\n\(base64(other))\n")
        #expect(try desk.run("verify", "--checkpoint", wrong, "--json").exit == 5)
        let ahead = try desk.file("ahead", "greenlane.example/log\n999\n\(base64(root))\n")
        #expect(try desk.run("verify", "--checkpoint", ahead, "--json").exit == 5)
        let none = try desk.file("none", "nonsense")
        #expect(try desk.run("verify", "--checkpoint", none, "--json").exit == 2)
    }

    private func base64(_ hex: String) -> String {
        let digits = Array(hex)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
        return Data(bytes).base64EncodedString()
    }

    private func patch(_ path: String, _ change: (inout Data) -> Void) throws {
        var bytes = try Data(contentsOf: URL(filePath: path))
        change(&bytes)
        try bytes.write(to: URL(filePath: path))
    }

    @Test("a variable that was never set does not name the root of the file system")
    func unnamed() throws {
        let desk = try Desk()
        let run = try desk.run("shipments", "--data", "", "--json")
        #expect(run.exit == 3 && run.errorCode == "data-directory-empty")
        // As where nothing was stated: what the environment names.
        #expect(run.output.contains(desk.data), "\(run.output)")
    }

    @Test(
        "an answer that could not be written is a failure, and says that the work was done",
        .enabled(if: access("/dev/full", W_OK) == 0, "needs /dev/full"))
    func lost() throws {
        let desk = try Desk()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", "\"$0\" file \"$1\" --as lab_manager:li.na --json >/dev/full", Checkout.program,
            Checkout.sample("06-plastic-consumables"),
        ]
        process.environment = [
            "GREENLANE_DATA": desk.data, "GREENLANE_HOME": Checkout.root, "LANG": "en_US.UTF-8",
            "PATH": "/usr/bin:/bin",
        ]
        let errors = try desk.file("errors", "")
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 70)
        #expect(try String(contentsOfFile: errors, encoding: .utf8).contains("stays done"))
        #expect(try desk.run("shipments", "--json").documents.count == 1)
    }
}
