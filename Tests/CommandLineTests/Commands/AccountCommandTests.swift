import Foundation
import Testing

@Suite("Organisations and accounts from the command line")
struct AccountCommandTests {
    private static let uscc = "91440115MAXXX0015E"

    private func json(_ desk: Desk, _ arguments: String...) throws -> [String: Any] {
        let run = try desk.run(arguments + ["--as", "administrator:root", "--json"])
        #expect(run.exit == 0, "\(run.output)\(run.errors)")
        return run.json
    }

    /// An operator with an administrator, an importer and a broker.
    private func district() throws -> Desk {
        let desk = try Desk()
        _ = try json(desk, "organisation", "add", "--kind", "operator", "--name", "运营单位甲")
        _ = try json(
            desk, "organisation", "add", "--kind", "importer", "--name", "合成单位甲", "--uscc",
            Self.uscc)
        _ = try json(desk, "organisation", "add", "--kind", "broker", "--name", "报关企业乙")
        _ = try json(
            desk, "account", "add", "--organisation", "ORG-0001", "--role", "administrator",
            "--sign-in-name", "Zhang.Wei", "--display-name", "张伟")
        return desk
    }

    @Test("are registered, listed and changed; the file verifies and replays")
    func registered() throws {
        let desk = try district()
        let listed = try desk.run("organisation", "list", "--json").json["organisations"]
        let organisations = listed as? [[String: Any]] ?? []
        #expect(organisations.compactMap { $0["id"] as? String } == (1...3).map { "ORG-000\($0)" })
        #expect(organisations[1]["uscc"] as? String == Self.uscc)
        let accounts = try desk.run("account", "list", "--json").json["accounts"]
        let account = try #require((accounts as? [[String: Any]])?.first)
        #expect(account["signInName"] as? String == "zhang.wei")
        #expect(account["hasPassword"] as? Bool == false)
        let changed = try json(
            desk, "organisation", "change", "ORG-0003", "--status", "suspended")
        #expect(changed["status"] as? String == "suspended")
        let refused = try desk.run(
            "account", "disable", "ACC-0001", "--as", "administrator:root", "--json")
        #expect(refused.exit == 1)
        #expect(refused.errorCode == "last-administrator")
        #expect(try desk.run("verify").exit == 0)
        #expect(try desk.run("replay").exit == 0)
        #expect(try desk.run("account", "list").output.contains("张伟"))
    }

    @Test("goods are entrusted by the importer and not by the broker")
    func entrusted() throws {
        let desk = try district()
        let wish = [
            "entrust", "ORG-0003", "--importer", Self.uscc, "--from", "2026-11-02", "--until",
            "2026-12-31", "--json",
        ]
        let byBroker = try desk.run(wish + ["--as", "broker:chen.bo"])
        #expect(byBroker.exit == 1)
        #expect(byBroker.errorCode == "role-not-allowed")
        #expect(try desk.run(wish).errorCode == "option-missing")
        let granted = try desk.run(wish + ["--as", "lab_manager:li.na"])
        #expect(granted.json["id"] as? String == "ENT-0001")
        #expect(try desk.run("entrust", "--list").output.contains("ENT-0001"))
        let revoked = try json(desk, "entrust", "--revoke", "ENT-0001")
        #expect(revoked["revokedOn"] as? String == "2026-11-02")
    }

    @Test("a key and a link are shown once, and neither is in the file")
    func secrets() throws {
        let desk = try district()
        let issued = try json(
            desk, "key", "issue", "ACC-0001", "--label", "ERP", "--scope", "read", "--scope",
            "write")
        let key = try #require(issued["key"] as? String)
        let parts = key.split(separator: "_").map(String.init)
        #expect(parts.count == 4)
        #expect(parts.prefix(2) == ["glk", "live"])
        #expect(parts.dropFirst(2).map(\.count) == [8, 49])
        #expect(issued["scopes"] as? [String] == ["read", "write"])
        let link = try json(desk, "account", "link", "ACC-0001")
        let token = try #require(link["token"] as? String)
        #expect(token.count == 43)
        for file in try FileManager.default.contentsOfDirectory(atPath: desk.data) {
            guard let data = FileManager.default.contents(atPath: "\(desk.data)/\(file)") else {
                continue
            }
            #expect(data.range(of: Data(token.utf8)) == nil)
            #expect(data.range(of: Data(parts[3].prefix(43).utf8)) == nil)
        }
        let again = try desk.run("key", "list", "--json").json
        #expect((again["keys"] as? [[String: Any]])?.first?["key"] == nil)
        _ = try json(desk, "key", "revoke", parts[2])
        let over = try desk.run("key", "revoke", parts[2], "--as", "administrator:root", "--json")
        #expect(over.errorCode == "ended-already")
    }
}
