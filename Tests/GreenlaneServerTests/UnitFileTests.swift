import Foundation
import GreenlaneCore
import Testing

@testable import GreenlaneServer

/// Files of the checkout.
private enum Checkout {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}

@Suite("The files that run the service")
struct UnitFileTests {
    private static let analyze = Program.path("systemd-analyze")

    @Test(
        "systemd understands the unit",
        .enabled(if: analyze != nil, "systemd-analyze is not here"))
    func unit() async throws {
        // The binary is not installed here; everything else is checked as it stands.
        let text = try Checkout.text("scripts/greenlane.service").replacing(
            "ExecStart=/usr/local/bin/greenlane", with: "ExecStart=/bin/true")
        let folder = FileManager.default.temporaryDirectory.appending(path: "unit-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "greenlane.service")
        try Data(text.utf8).write(to: path)
        let result = try await Program.run(try #require(Self.analyze), ["verify", path.path])
        #expect(result.status == 0 && result.output.isEmpty, "\(result.output)")
    }

    @Test("the unit is closed where it can be")
    func hardened() throws {
        let lines = try Checkout.text("scripts/greenlane.service").split(separator: "\n")
        for line in [
            "NoNewPrivileges=yes", "ProtectSystem=strict", "DynamicUser=yes",
            "StateDirectory=greenlane", "CapabilityBoundingSet=", "KillSignal=SIGTERM",
            "SystemCallFilter=@system-service", "MemoryDenyWriteExecute=yes",
        ] {
            #expect(lines.contains(Substring(line)), "\(line)")
        }
        // systemd must wait longer than the service itself does.
        let stop = lines.first { $0.hasPrefix("TimeoutStopSec=") }?.split(separator: "=").last
        #expect((stop.flatMap { Int($0) } ?? 0) > ServiceConfiguration().shutdownSeconds)
    }

    /// The instructions of the container file, continued lines joined, comments left out.
    private func instructions() throws -> [[String]] {
        let lines = try Checkout.text("scripts/Containerfile").split(separator: "\n")
            .filter { !$0.hasPrefix("#") }.joined(separator: "\n")
            .replacing("\\\n", with: " ")
        return lines.split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
    }

    @Test("the container file copies what is there, and runs as nobody special")
    func container() throws {
        let all = try instructions()
        let known = [
            "FROM", "RUN", "WORKDIR", "COPY", "ENV", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL",
            "HEALTHCHECK", "ENTRYPOINT", "CMD",
        ]
        #expect(all.allSatisfy { known.contains($0[0]) }, "\(all.map { $0[0] })")
        for copy in all where copy[0] == "COPY" && !copy[1].hasPrefix("--from") {
            for source in copy[1..<(copy.count - 1)] {
                let path = Checkout.root.appending(path: source).path
                #expect(FileManager.default.fileExists(atPath: path), "\(source)")
            }
        }
        let stages = all.filter { $0[0] == "FROM" }
        #expect(stages.count == 2)
        #expect(stages.allSatisfy { $0[1].contains(":") && !$0[1].hasSuffix(":latest") })
        let user = try #require(all.last { $0[0] == "USER" })
        #expect(user[1].hasPrefix("10001"))
        #expect(all.contains { $0[0] == "HEALTHCHECK" && $0.contains { $0.contains("/readyz") } })
        #expect(all.contains { $0 == ["VOLUME", "/var/lib/greenlane"] })
        for list in all where ["ENTRYPOINT", "CMD"].contains(list[0]) {
            let form = try JSONParser.parse(list.dropFirst().joined(separator: " "))
            #expect(form.arrayValue?.isEmpty == false)
        }
        let words: [String] = all.filter { $0[0] == "ENV" }.flatMap { Array($0.dropFirst()) }
        let variables = words.map { String($0.prefix { $0 != "=" }) }
            .filter { $0.hasPrefix("GREENLANE_") && $0 != "GREENLANE_HOME" }
        let names = ConfigurationKey.all.map(\.environmentName)
        #expect(!variables.isEmpty && variables.allSatisfy { names.contains($0) })
    }

    @Test("the documentation lists every setting as it is")
    func documentation() throws {
        let path = "Sources/GreenlaneServer/Documentation.docc/Operation.md"
        let text = try Checkout.text(path)
        let open = "<!-- settings: made from the table of keys; the tests compare -->\n"
        let start = try #require(text.range(of: open)?.upperBound)
        let end = try #require(text.range(of: "<!-- end of settings -->")?.lowerBound)
        var table = "| setting | value | default | meaning |\n|---|---|---|---|\n"
        for key in ConfigurationKey.all {
            let normal = key.normal.isEmpty ? "" : "`\(key.normal)`"
            let form = key.form.replacing("|", with: " or ")
            table += "| `\(key.name)` | \(form) | \(normal) | \(key.summary.en) |\n"
        }
        if ProcessInfo.processInfo.environment["GREENLANE_RECORD"] != nil {
            let renewed = text[..<start] + table + text[end...]
            try Data(renewed.utf8).write(to: Checkout.root.appending(path: path))
            return
        }
        #expect(text[start..<end] == table, "run the tests once with GREENLANE_RECORD=1")
    }
}
