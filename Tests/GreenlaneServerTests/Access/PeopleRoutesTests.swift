import GreenlaneCore
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

@Suite("Organisations, accounts and entrustments over HTTP")
struct PeopleRoutesTests {
    private static let importer = "91440115MAXXX0015E"

    /// An importer with a lab manager, and a broker with its own.
    private struct Town {
        var root: String
        var importer: String
        var broker: String
        var lab: (id: String, cookie: String)
        var agent: (id: String, cookie: String)

        init(_ house: AccessHouse) async throws {
            root = try await house.administrator()
            importer = try await house.organisation(
                "importer", PeopleRoutesTests.importer, by: root)
            broker = try await house.organisation("broker", by: root)
            lab = try await house.member("li.na", "lab_manager", of: importer, by: root)
            agent = try await house.member("chen.bo", "broker", of: broker, by: root)
        }
    }

    private func ids(_ answer: HouseAnswer, _ list: String, _ name: String) throws -> [String] {
        try answer.json[list]?.arrayValue?.compactMap { $0[name]?.stringValue } ?? []
    }

    @Test("a broker reaches an importer's goods while it is entrusted, and not a moment longer")
    func entrusted() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let key = try await house.key(["read", "write"], by: town.agent.cookie)
            func importers() async throws -> JSONValue? {
                let current = try await house.call("GET", "/sessions/current", key.text)
                return try current.json["importers"]
            }
            #expect(try await importers() == [])
            let wish: JSONValue = [
                "broker": .string(town.broker), "from": "2026-09-01", "until": "2026-09-02",
            ]
            let granted = try await house.browse(
                "POST", "/entrustments", town.lab.cookie, wish, [("Idempotency-Key", "e-1")])
            #expect(granted.status == 201)
            #expect(granted.header("location") == "/api/v1/entrustments/ENT-0001")
            let again = try await house.browse(
                "POST", "/entrustments", town.lab.cookie, wish, [("Idempotency-Key", "e-1")])
            #expect(again.status == 200)
            #expect(try again.json["entrustment"] == "ENT-0001")
            #expect(try await importers() == [.string(Self.importer)])
            house.clock.advance(minutes: 36 * 60)
            #expect(try await importers() == [.string(Self.importer)])
            house.clock.advance(minutes: 4 * 60)
            #expect(try await importers() == [])
            #expect(house.unannounced == [])
        }
    }

    @Test("a revoked entrustment ends at once, and only the importer ends it")
    func revoked() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let wish: JSONValue = [
                "importer": .string(Self.importer), "broker": .string(town.broker),
                "from": "2026-09-01", "until": "2026-12-31",
            ]
            let own = try await house.browse("POST", "/entrustments", town.agent.cookie, wish)
            #expect(own.status == 403 && own.code == "role-not-allowed")
            #expect(
                try await house.browse("POST", "/entrustments", town.lab.cookie, wish).status
                    == 201)
            let path = "/entrustments/ENT-0001"
            #expect(try await house.browse("GET", path, town.agent.cookie).status == 200)
            #expect(try await house.browse("DELETE", path, town.agent.cookie).status == 403)
            #expect(try await house.browse("DELETE", path, town.lab.cookie).status == 204)
            let current = try await house.browse("GET", "/sessions/current", town.agent.cookie)
            #expect(try current.json["importers"] == [])
            let twice = try await house.browse("DELETE", path, town.lab.cookie)
            #expect(twice.code == "ended-already")
            #expect(house.unannounced == [])
        }
    }

    @Test("people see their own, those they deal with, and administrators all")
    func sight() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let other = try await house.organisation("broker", by: town.root)
            let third = try await house.member("wang", "broker", of: other, by: town.root)
            func organisations(_ cookie: String) async throws -> [String] {
                try ids(
                    try await house.browse("GET", "/organisations", cookie), "organisations",
                    "organisation")
            }
            #expect(try await organisations(town.lab.cookie) == [town.importer])
            #expect(try await organisations(town.root).count == 4)
            _ = try await house.browse(
                "POST", "/entrustments", town.lab.cookie,
                ["broker": .string(town.broker), "from": "2026-09-01", "until": "2026-12-31"])
            #expect(
                try await organisations(town.lab.cookie) == [town.importer, town.broker].sorted())
            #expect(
                try await organisations(town.agent.cookie) == [town.importer, town.broker].sorted())
            #expect(try await organisations(third.cookie) == [other])
            let held = try await house.browse("GET", "/entrustments", third.cookie)
            #expect(try ids(held, "entrustments", "entrustment") == [])
            let hidden = try await house.browse("GET", "/entrustments/ENT-0001", third.cookie)
            #expect(hidden.status == 404 && hidden.code == "entrustment-unknown")
            let accounts = try await house.browse("GET", "/accounts", town.lab.cookie)
            #expect(try ids(accounts, "accounts", "account") == [town.lab.id])
            let foreign = try await house.browse(
                "GET", "/accounts/\(town.agent.id)", town.lab.cookie)
            #expect(foreign.status == 404 && foreign.code == "account-unknown")
            let all = try await house.browse("GET", "/accounts?limit=2", town.root)
            #expect(try ids(all, "accounts", "account").count == 2)
            #expect(all.header("link")?.contains("after=ACC-0002") == true)
            let text = String(decoding: all.body, as: UTF8.self)
            #expect(!text.contains("scrypt"))
            #expect(house.unannounced == [])
        }
    }

    @Test("only administrators manage, and nobody works around it")
    func manages() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let account: JSONValue = [
                "organisation": .string(town.importer), "roles": ["lab_manager"],
                "signInName": "mallory",
            ]
            for (method, path, body) in [
                ("POST", "/organisations", ["kind": "broker", "name": ["zh": "甲"]]),
                ("POST", "/accounts", account),
                ("POST", "/accounts/\(town.lab.id)/links", ["purpose": "password-reset"]),
            ] as [(String, String, JSONValue)] {
                let answer = try await house.browse(method, path, town.lab.cookie, body)
                #expect(answer.status == 403 && answer.code == "role-not-allowed", "\(path)")
            }
            let tag = [("If-Match", "\"2\"")]
            let own = "/accounts/\(town.lab.id)"
            let roles = try await house.browse(
                "PATCH", own, town.lab.cookie, ["roles": ["lab_manager", "administrator"]], tag)
            #expect(roles.code == "role-not-allowed")
            let language = try await house.browse(
                "PATCH", own, town.lab.cookie, ["language": "en"], tag)
            #expect(language.status == 200)
            #expect(try language.json["language"] == "en")
            let others = try await house.browse(
                "POST", "/keys", town.lab.cookie,
                [
                    "label": "x", "scopes": ["read"], "expires": "2026-10-01T00:00:00Z",
                    "account": .string(town.agent.id),
                ])
            #expect(others.status == 403 && others.code == "role-not-allowed")
            #expect(house.unannounced == [])
        }
    }

    @Test("a change needs the version that was seen")
    func versions() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let path = "/organisations/\(town.broker)"
            let body: JSONValue = ["name": ["zh": "新名", "en": "New"]]
            let without = try await house.browse("PATCH", path, town.root, body)
            #expect(without.status == 428)
            let stale = try await house.browse(
                "PATCH", path, town.root, body, [("If-Match", "\"7\"")])
            #expect(stale.status == 412 && stale.code == "stale-version")
            let changed = try await house.browse(
                "PATCH", path, town.root, body, [("If-Match", "\"1\"")])
            #expect(changed.status == 200 && changed.header("etag") == "\"2\"")
            #expect(try changed.json["name"]?["zh"] == "新名")
            let root = house.service.access.book.account(signInName: "root")
            let last = try await house.browse(
                "PATCH", "/accounts/\(root?.id ?? "")", town.root, ["status": "disabled"],
                [("If-Match", "\"\(root?.version ?? 0)\"")])
            #expect(last.status == 422 && last.code == "last-administrator")
            #expect(house.unannounced == [])
        }
    }

    @Test(
        "a body that says something else is refused with its place",
        arguments: [
            ("/organisations", #"{"kind":"bank","name":{"zh":"甲"}}"#, "#/kind"),
            ("/organisations", #"{"kind":"broker","name":"甲"}"#, "#/name"),
            ("/organisations", #"{"kind":"broker","name":{"zh":"甲","fr":"a"}}"#, "#/name"),
            ("/organisations", #"{"kind":"broker"}"#, "#/name"),
            ("/accounts", #"{"organisation":"ORG-0001","roles":"broker"}"#, "#/roles"),
            ("/accounts", #"{"organisation":7,"roles":["broker"]}"#, "#/organisation"),
            (
                "/accounts",
                #"{"organisation":"ORG-0001","roles":["auditor"],"scope":{"from":"x"}}"#, "#/scope"
            ),
            ("/entrustments", #"{"broker":"ORG-0002","from":"1 May","until":"x"}"#, "#/from"),
            ("/entrustments", #"{"broker":"who","from":"2026-09-01","until":"x"}"#, "#/broker"),
            ("/keys", #"{"label":"x","scopes":["all"],"expires":"x"}"#, "#/scopes"),
            ("/keys", #"{"label":"x","scopes":["read"],"expires":"soon"}"#, "#/expires"),
            ("/keys", #"{"label":"x","scopes":["read"],"secret":"mine"}"#, "#/secret"),
            ("/sessions", #"{"name":"root","password":"x","token":"y"}"#, "#/token"),
            ("/sessions", #"{"name":"root"}"#, "#/password"),
            ("/link-uses", #"{"token":"x","password":"y","displayName":"z"}"#, "#/name"),
        ])
    func malformed(path: String, body: String, pointer: String) async throws {
        try await AccessHouse.serving { house in
            let cookie = try await house.administrator()
            let answer = try await house.browse("POST", path, cookie, try JSONParser.parse(body))
            #expect(answer.status == 400 && answer.code == "body-invalid")
            #expect(try answer.json["errors"]?.arrayValue?.first?["pointer"] == .string(pointer))
        }
    }
}
