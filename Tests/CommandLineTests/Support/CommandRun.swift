import Foundation
import Glibc

/// The built program, run as a user runs it, in a data directory of its own.
struct CommandRun {
    let exit: Int32
    let output: String
    let errors: String

    /// Lines of standard output.
    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// Standard output as one JSON document.
    var json: [String: Any] { Self.object(output) }

    /// Every line of standard output as a JSON document.
    var documents: [[String: Any]] { lines.map(Self.object) }

    /// The code of the error that JSON readers get.
    var errorCode: String? { (json["error"] as? [String: Any])?["code"] as? String }

    /// Pointers of the error's details.
    var pointers: [String] {
        let details = (json["error"] as? [String: Any])?["details"] as? [[String: Any]]
        return (details ?? []).compactMap { $0["pointer"] as? String }
    }

    /// Codes of the error's details.
    var detailCodes: [String] {
        let details = (json["error"] as? [String: Any])?["details"] as? [[String: Any]]
        return (details ?? []).compactMap { $0["code"] as? String }
    }

    static func object(_ text: String) -> [String: Any] {
        let value = try? JSONSerialization.jsonObject(with: Data(text.utf8))
        return value as? [String: Any] ?? [:]
    }
}

/// Where the tests find the program and the product's own files.
enum Checkout {
    static let root: String = {
        var folder = URL(filePath: #filePath)
        while folder.path != "/", !exists(folder.appending(path: "Workflows").path) {
            folder.deleteLastPathComponent()
        }
        return folder.path
    }()

    /// Beside the test bundle; `GREENLANE_BINARY` names another one.
    static let program: String = {
        if let stated = ProcessInfo.processInfo.environment["GREENLANE_BINARY"] { return stated }
        let places = [CommandLine.arguments.first ?? "", "/proc/self/exe"].map {
            URL(filePath: $0).resolvingSymlinksInPath().deletingLastPathComponent().path
        }
        let candidates = (places + ["\(root)/.build/debug"]).map { "\($0)/greenlane" }
        return candidates.first { access($0, X_OK) == 0 } ?? "\(root)/.build/debug/greenlane"
    }()

    static func sample(_ name: String) -> String { "\(root)/Samples/\(name)/request.json" }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }
}

/// A folder with a data directory in it, gone when the test is over. The clock of every command
/// stands still.
final class Desk {
    static let noon = "2026-11-02T12:00:00+08:00"

    let folder: String
    var data: String
    var database: String { "\(data)/greenlane.sqlite" }

    init() throws {
        let place = FileManager.default.temporaryDirectory
            .appending(path: "greenlane-desk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        folder = place.path
        data = "\(folder)/data"
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Writes a file into the folder.
    func file(_ name: String, _ text: String) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    /// A sample's request with some of its text replaced.
    func request(
        _ sample: String, named name: String = "request.json",
        replacing pairs: [(String, String)] = []
    ) throws -> String {
        var text = try String(contentsOfFile: Checkout.sample(sample), encoding: .utf8)
        for (old, new) in pairs { text = text.replacingOccurrences(of: old, with: new) }
        return try file(name, text)
    }

    /// Runs `greenlane`, by default in Chinese, with the data directory of this desk.
    @discardableResult
    func run(
        _ arguments: String..., now: String = Desk.noon, input: String? = nil,
        environment: [String: String] = [:]
    ) throws -> CommandRun {
        try run(arguments, now: now, input: input, environment: environment)
    }

    func run(
        _ arguments: [String], now: String = Desk.noon, input: String? = nil,
        environment: [String: String] = [:], program: String = Checkout.program
    ) throws -> CommandRun {
        // A desk that is used once would be cleared away while the program works.
        defer { withExtendedLifetime(self) {} }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        var variables = [
            "GREENLANE_DATA": data, "GREENLANE_NOW": now, "GREENLANE_SEED": "7",
            "LANG": "zh_CN.UTF-8", "PATH": "/usr/bin:/bin", "GREENLANE_HOME": Checkout.root,
        ]
        variables.merge(environment) { _, new in new }
        process.environment = variables
        // Files, because two pipes read one after the other may fill up.
        let outPath = try file("out-\(UUID().uuidString)", "")
        let errPath = try file("err-\(UUID().uuidString)", "")
        process.standardOutput = FileHandle(forWritingAtPath: outPath)
        process.standardError = FileHandle(forWritingAtPath: errPath)
        if let input {
            process.standardInput = FileHandle(forReadingAtPath: try file("stdin", input))
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        try process.run()
        process.waitUntilExit()
        let output = try String(contentsOfFile: outPath, encoding: .utf8)
        let errors = try String(contentsOfFile: errPath, encoding: .utf8)
        try FileManager.default.removeItem(atPath: outPath)
        try FileManager.default.removeItem(atPath: errPath)
        return CommandRun(exit: process.terminationStatus, output: output, errors: errors)
    }

    /// Files the plain sample, which needs no permit; its id.
    func filed() throws -> String {
        let run = try run(
            "file", Checkout.sample("06-plastic-consumables"), "--as", "lab_manager:li.na",
            "--json")
        return run.json["shipment"] as? String ?? ""
    }
}
