import Foundation
import GreenlaneEngine
import GreenlaneStore
import Testing

/// What a bench said was committed before it was killed.
private struct Killed {
    var acknowledged: Int64
    var database: String
}

@Suite("A process that is killed")
struct CrashTests {
    @Test("with SIGKILL in the middle of its work loses no acknowledged step", arguments: [1, 64])
    func kill(batch: Int) throws {
        let desk = try Desk()
        let killed = try bench(desk, batch: batch, lines: batch == 1 ? 400 : 60)
        #expect(killed.acknowledged > 100)
        // Opening again recovers the write-ahead log, as the next start would.
        let store = try LogStore.open(path: killed.database)
        #expect(try store.tree().size >= killed.acknowledged)
        let report = try Verifier(store: store).run()
        #expect(report.problems == [])
        #expect(Int64(report.events) >= killed.acknowledged)
        #expect(try Replayer(store: store).run().isClean)
        try store.close()
    }

    @Test(
        "had flushed each acknowledged commit to the disk",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"),
            "needs strace to count the flushes"))
    func flushes() throws {
        let desk = try Desk()
        let trace = desk.folder + "/strace.txt"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/strace")
        process.arguments = [
            "-f", "-e", "trace=fdatasync,fsync", "-o", trace, Checkout.program, "bench",
            "--shipments", "25", "--db", desk.folder + "/bench.sqlite", "--acknowledge", "--json",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let commits = text.split(separator: "\n").filter { $0.contains("acknowledged") }.count
        let flushes = try String(contentsOfFile: trace, encoding: .utf8)
            .split(separator: "\n").filter { $0.contains("sync(") }.count
        #expect(commits == 25 * 8)
        #expect(flushes >= commits)
    }

    /// Runs a bench that would take long, and kills it after so many commits.
    private func bench(_ desk: Desk, batch: Int, lines: Int) throws -> Killed {
        let database = desk.folder + "/bench.sqlite"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Checkout.program)
        process.arguments = [
            "bench", "--shipments", "1000000", "--batch", "\(batch)", "--db", database,
            "--acknowledge", "--json",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while text.split(separator: "\n").count < lines {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            text += String(decoding: data, as: UTF8.self)
        }
        process.terminate(with: SIGKILL)
        // What was written between the last read and the kill was acknowledged as well.
        text += String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let positions = text.split(separator: "\n").compactMap { line in
            Int64(line.filter(\.isNumber))
        }
        return Killed(acknowledged: try #require(positions.last), database: database)
    }
}

extension Process {
    fileprivate func terminate(with signal: Int32) {
        kill(processIdentifier, signal)
    }
}
