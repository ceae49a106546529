import Foundation
import GreenlaneCatalog
import GreenlaneCore
import Logging
import Testing

@testable import GreenlaneServer

private func reading(
    flags: [(name: String, value: String)] = [], environment: [String: String] = [:],
    file: String? = nil
) -> ConfigurationReading {
    let parsed = file.map {
        ConfigurationFile(CatalogFile(name: "greenlane.yaml", bytes: Array($0.utf8)))
    }
    return ConfigurationReading(
        ConfigurationReading.Sources(flags: flags, environment: environment, file: parsed))
}

private func codes(_ reading: ConfigurationReading) -> [String] { reading.problems.map(\.code) }

@Suite("When several sources set the same value")
struct ConfigurationOrderTests {
    @Test("flags win over the environment, that over the file, that over the default")
    func order() {
        let file = "log-level: warning\nidle-seconds: 11\nmax-body: 2MiB\n"
        let environment = ["GREENLANE_LOG_LEVEL": "error", "GREENLANE_IDLE_SECONDS": "12"]
        let all = reading(
            flags: [("log-level", "debug")], environment: environment, file: file)
        #expect(all.problems.isEmpty)
        #expect(all.configuration.logLevel == .debug)
        #expect(all.configuration.idleSeconds == 12)
        #expect(all.configuration.maximumBodyBytes == 2 << 20)
        #expect(all.configuration.bodySeconds == 30)
        #expect(all.origin(of: "log-level").text == "flag --log-level")
        #expect(all.origin(of: "idle-seconds").text == "environment GREENLANE_IDLE_SECONDS")
        #expect(all.origin(of: "max-body").text == "file greenlane.yaml:3:11")
        #expect(all.origin(of: "body-seconds").text == "default")
    }

    @Test("an empty variable sets nothing, and the last of two flags counts")
    func emptyAndTwice() {
        let all = reading(
            flags: [("listen", "127.0.0.1:1"), ("listen", "[::1]:2")],
            environment: ["GREENLANE_LOG_LEVEL": ""])
        #expect(all.configuration.listen == ListenAddress(host: "::1", port: 2))
        #expect(all.configuration.logLevel == .info)
        #expect(all.problems.isEmpty)
    }

    @Test("lists of the file and of a variable mean the same")
    func lists() {
        let listed = reading(file: "trusted-proxies:\n  - 10.0.0.1\n  - fd00::/8\n")
        let written = reading(environment: ["GREENLANE_TRUSTED_PROXIES": "10.0.0.1, fd00::/8"])
        #expect(listed.configuration.trustedProxies == written.configuration.trustedProxies)
        #expect(listed.configuration.trustedProxies.count == 2)
    }

    @Test("every default passes its own reader")
    func defaults() {
        let flags = ConfigurationKey.all.map { (name: $0.name, value: $0.normal) }
        let all = reading(flags: flags.filter { !$0.value.isEmpty })
        #expect(all.problems.isEmpty, "\(all.problems)")
        #expect(Set(ConfigurationKey.all.map(\.name)).count == ConfigurationKey.all.count)
    }
}

@Suite("When something is wrong with the configuration")
struct ConfigurationProblemTests {
    @Test("all problems are told at once, each with its origin")
    func together() throws {
        let all = reading(
            flags: [("listen", "nowhere")], environment: ["GREENLANE_IDLE_SECONDS": "0"],
            file: "log-levle: info\nmax-body: 3 parsecs\n")
        #expect(
            all.problems.map(\.pointer) == [
                "file greenlane.yaml:1:1", "flag --listen",
                "file greenlane.yaml:2:11", "environment GREENLANE_IDLE_SECONDS",
            ])
        #expect(
            codes(all) == ["unknown-setting", "address-invalid", "out-of-range", "out-of-range"])
        #expect(all.problems[0].message.en.contains("log-level"))
        let beside = reading(flags: [("listen", "0.0.0.0:1"), ("max-body", "x")])
        #expect(codes(beside) == ["out-of-range", "plain-http-exposed"])
        let refusal = #expect(throws: Refusal.self) { try all.checked() }
        #expect(refusal?.kind == .input)
        #expect(refusal?.details.count == 4)
    }

    @Test(
        "a value that is none is refused",
        arguments: [
            ("listen", "8080", "address-invalid"), ("listen", "host:70000", "address-invalid"),
            ("listen", "::1:8080", "address-invalid"), ("listen", "[host]:1", "address-invalid"),
            ("listen", "a/b:1", "address-invalid"), ("log-level", "inof", "unknown-word"),
            ("trusted-proxies", "10.0.0.1/33", "range-invalid"),
            ("trusted-proxies", "10.0.0.1/8", "range-invalid"),
            ("public-url", "https://a.example/x", "url-has-path"),
            ("public-url", "ftp://a.example", "url-invalid"),
            ("public-url", "https://u:secret@a.example", "url-has-secret"),
            ("oidc-issuer", "http://id.example.org", "url-not-https"),
            ("deliver", "maybe", "not-yes-or-no"), ("max-body", "99999999999GiB", "out-of-range"),
            ("idle-seconds", "-1", "out-of-range"), ("idle-seconds", "１２", "out-of-range"),
            ("data", "a\u{7}b", "control-character"),
        ])
    func values(name: String, value: String, code: String) {
        let all = reading(flags: [(name, value)])
        #expect(codes(all) == [code])
        #expect(!all.problems[0].message.zh.contains("secret"))
        #expect(!all.json.text.contains("secret@"))
    }

    @Test(
        "plain HTTP beyond this machine needs a reason",
        arguments: [
            ([("listen", "0.0.0.0:8080")], ["plain-http-exposed"]),
            ([("listen", "[::]:8080")], ["plain-http-exposed"]),
            ([("listen", "greenlane.example.org:80")], ["plain-http-exposed"]),
            ([("listen", "127.0.0.9:80")], []), ([("listen", "localhost:80")], []),
            ([("listen", "0.0.0.0:80"), ("insecure-plain-http", "yes")], []),
            ([("listen", "0.0.0.0:80"), ("trusted-proxies", "10.0.0.0/8")], []),
        ])
    func exposure(flags: [(String, String)], expected: [String]) {
        let all = reading(flags: flags.map { (name: $0.0, value: $0.1) })
        #expect(codes(all) == expected)
    }

    @Test("parts that need each other are missed")
    func incomplete() {
        let all = reading(flags: [
            ("oidc-issuer", "https://id.example.org"), ("session-idle-minutes", "1000"),
            ("session-hours", "1"),
        ])
        #expect(codes(all) == ["oidc-incomplete", "session-idle-too-long"])
        #expect(all.problems[0].message.en.contains("oidc-audience and oidc-keys"))
    }

    @Test("a key file that others may read is refused")
    func keyFile() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "greenlane-key-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "key.pem").path
        for (mode, expected) in [(0o644, ["key-readable-by-others"]), (0o600, [])] {
            #expect(
                FileManager.default.createFile(
                    atPath: path, contents: Data("x".utf8), attributes: [.posixPermissions: mode]))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let all = reading(flags: [("tls-certificate", path), ("tls-key", path)])
            #expect(codes(all) == expected)
            try FileManager.default.removeItem(atPath: path)
        }
        let missing = reading(flags: [("tls-key", path)])
        #expect(codes(missing) == ["tls-incomplete", "file-missing"])
    }

    @Test("a variable that is nearly ours is remarked, others are left alone")
    func nearMiss() {
        let all = reading(environment: [
            "GREENLANE_LISTN": "x", "GREENLANE_NOW": "x", "PATH": "x",
        ])
        #expect(all.problems.isEmpty)
        #expect(all.remarks.map(\.pointer) == ["environment GREENLANE_LISTN"])
    }
}

@Suite("A configuration file")
struct ConfigurationFileTests {
    private func file(_ text: String) -> ConfigurationFile {
        ConfigurationFile(CatalogFile(name: "c.yaml", bytes: Array(text.utf8)))
    }

    @Test("gives values as they were written")
    func values() {
        let file = file("# comment\nlisten: 127.0.0.1:80\ndeliver: no\nidle-seconds: 007\n")
        #expect(file.diagnostics.isEmpty)
        #expect(file.entries.map(\.value) == ["127.0.0.1:80", "no", "007"])
        #expect(file.entries[0].valuePlace == "c.yaml:2:9")
    }

    @Test(
        "that is no list of settings is refused with its place",
        arguments: [
            ("- a\n- b\n", "not-settings"), ("tls:\n  key: x\n", "not-flat"),
            ("listen: [a, [b]]\n", "not-flat"), ("listen: a\nlisten: b\n", "duplicate-key"),
            ("listen: [a\n", "yaml-syntax"),
        ])
    func broken(text: String, code: String) {
        #expect(file(text).diagnostics.map(\.code) == [code])
    }

    @Test("may hold nothing but comments")
    func empty() {
        #expect(file("# nothing\n").diagnostics.isEmpty)
        #expect(file("").entries.isEmpty)
    }

    @Test("that others may write is refused")
    func writable() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "c-\(UUID()).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("listen: 127.0.0.1:1\n".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
        let problem = #expect(throws: Diagnostic.self) { try ConfigurationFile.load(path) }
        #expect(problem?.code == "file-writable-by-others")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(try ConfigurationFile.load(path).entries.count == 1)
    }
}
