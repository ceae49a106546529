import Foundation
import Testing

@Suite("Subscriptions and their secrets")
struct SubscriptionTests {
    private func subscribe(_ desk: Desk) throws -> CommandRun {
        try desk.run(
            "subscribe", "http://127.0.0.1:9/hook", "--allow-loopback", "--as",
            "administrator:ops", "--json")
    }

    private func permissions(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? Int ?? 0) & 0o777
    }

    @Test("the secret is told once, kept for its owner alone, and never in the log")
    func secret() throws {
        let desk = try Desk()
        let run = try subscribe(desk)
        #expect(run.exit == 0, "\(run.output)")
        let secret = run.json["secret"] as? String ?? ""
        #expect(secret.hasPrefix("whsec_"))
        let name = run.json["subscription"] as? String ?? ""
        let file = "\(desk.data)/secrets/\(name)"
        #expect(try permissions(file) == 0o600)
        #expect(try permissions("\(desk.data)/secrets") == 0o700)
        #expect(try permissions(desk.data) == 0o700)
        let bytes = try Data(contentsOf: URL(filePath: desk.database))
        #expect(bytes.firstRange(of: Data(secret.dropFirst(6).utf8)) == nil)
    }

    @Test("a secret that others can read is not used, and nothing is marked as failed")
    func exposed() throws {
        let desk = try Desk()
        let name = try subscribe(desk).json["subscription"] as? String ?? ""
        _ = try desk.filed()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: "\(desk.data)/secrets/\(name)")
        let run = try desk.run("deliver", "--json")
        #expect(run.exit == 70)
        #expect(run.errorCode == "secret-exposed")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: "\(desk.data)/secrets/\(name)")
        let later = try desk.run("deliver", "--json").json
        #expect(later["retried"] as? Int == 1, "nobody listens there")
        #expect(later["pending"] as? Int == 1)
    }

    @Test("unsubscribing forgets the secret")
    func unsubscribe() throws {
        let desk = try Desk()
        let name = try subscribe(desk).json["subscription"] as? String ?? ""
        let run = try desk.run("unsubscribe", name, "--json")
        #expect(run.exit == 0, "\(run.output)")
        #expect(!FileManager.default.fileExists(atPath: "\(desk.data)/secrets/\(name)"))
        #expect(try desk.run("unsubscribe", name, "--json").exit == 3)
    }

    @Test(
        "addresses that nobody should send to",
        arguments: ["http://192.168.0.1/x", "https://10.0.0.1/x", "ftp://a.example/x", "nonsense"])
    func refused(url: String) throws {
        let desk = try Desk()
        let run = try desk.run("subscribe", url, "--as", "administrator:ops", "--json")
        #expect(run.exit == 2)
        #expect(!FileManager.default.fileExists(atPath: desk.data))
    }
}
