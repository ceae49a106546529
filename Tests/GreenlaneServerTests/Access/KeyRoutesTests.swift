import GreenlaneCore
import Testing

@testable import GreenlaneServer

@Suite("Systems come in with API keys")
struct KeyRoutesTests {
    @Test("a key is shown once, works until it is revoked, and says when it was used")
    func life() async throws {
        try await AccessHouse.serving { house in
            let cookie = try await house.administrator()
            let key = try await house.key(["read", "write"], by: cookie)
            let current = try await house.call("GET", "/sessions/current", key.text)
            #expect(current.status == 200)
            #expect(try current.json["signedInBy"] == "key")
            let listed = try await house.browse("GET", "/keys", cookie)
            let row = try #require(try listed.json["keys"]?.arrayValue?.first)
            #expect(row["key"] == .string(key.id) && row["active"] == true)
            #expect(row["lastUsed"]?.stringValue != nil)
            let text = String(decoding: listed.body, as: UTF8.self)
            #expect(!text.contains("digest") && !text.contains(key.text.suffix(20)))
            #expect(try await house.browse("DELETE", "/keys/\(key.id)", cookie).status == 204)
            let after = try await house.call("GET", "/sessions/current", key.text)
            #expect(after.status == 401 && after.code == "credential-invalid")
            let twice = try await house.browse("DELETE", "/keys/\(key.id)", cookie)
            #expect(twice.status == 422 && twice.code == "ended-already")
            #expect(house.unannounced == [])
        }
    }

    @Test("a key ends with its days")
    func expires() async throws {
        try await AccessHouse.serving { house in
            let cookie = try await house.administrator()
            let key = try await house.key(["read"], by: cookie, days: 1)
            #expect(try await house.call("GET", "/keys", key.text).status == 200)
            house.clock.advance(minutes: 24 * 60)
            #expect(try await house.call("GET", "/keys", key.text).status == 401)
        }
    }

    @Test("a key for reading changes nothing, and no key makes another")
    func scopes() async throws {
        try await AccessHouse.serving { house in
            let cookie = try await house.administrator()
            let reading = try await house.key(["read"], by: cookie)
            let writing = try await house.key(["read", "write"], by: cookie)
            let wish: JSONValue = ["kind": "auditor", "name": ["zh": "甲"]]
            let refused = try await house.call("POST", "/organisations", reading.text, wish)
            #expect(refused.status == 403 && refused.code == "scope-missing")
            #expect(
                try await house.call("POST", "/organisations", writing.text, wish).status == 201)
            let more: JSONValue = [
                "label": "x", "scopes": ["write"], "expires": "2026-10-01T00:00:00Z",
            ]
            #expect(
                try await house.call("POST", "/keys", reading.text, more).code == "scope-missing")
            #expect(
                try await house.call("POST", "/keys", writing.text, more).code == "person-needed")
            let password = try await house.call(
                "PUT", "/accounts/current/password", writing.text,
                ["current": .string(AccessHouse.password), "password": "a new long password"])
            #expect(password.code == "person-needed")
            let removed = try await house.call("DELETE", "/keys/\(writing.id)", reading.text)
            #expect(removed.code == "scope-missing")
            let language = try await house.call(
                "PATCH", "/accounts/ACC-0001", reading.text, ["language": "en"],
                [("If-Match", "\"9\"")])
            #expect(language.code == "scope-missing")
            #expect(house.unannounced == [])
        }
    }

    @Test("a key dies with its account and with its organisation, at once")
    func dies() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let firm = try await house.organisation("broker", by: root)
            let one = try await house.member("chen.bo", "broker", of: firm, by: root)
            let key = try await house.key(["read"], by: one.cookie)
            #expect(try await house.call("GET", "/keys", key.text).status == 200)
            func set(_ path: String, _ status: String) async throws -> HouseAnswer {
                let tag = try await house.browse("GET", path, root).header("etag") ?? ""
                return try await house.browse(
                    "PATCH", path, root, ["status": .string(status)], [("If-Match", tag)])
            }
            for path in ["/accounts/\(one.id)", "/organisations/\(firm)"] {
                let off = path.hasPrefix("/acc") ? "disabled" : "suspended"
                #expect(try await set(path, off).status == 200)
                #expect(try await house.call("GET", "/keys", key.text).status == 401)
                #expect(
                    try await house.browse("GET", "/sessions/current", one.cookie).status == 401)
                #expect(try await set(path, "active").status == 200)
                #expect(try await house.call("GET", "/keys", key.text).status == 200)
            }
            #expect(house.unannounced == [])
        }
    }

    @Test("what is no key, or two of them, is refused with its reason kept")
    func tampered() async throws {
        try await AccessHouse.serving { house in
            let cookie = try await house.administrator()
            let key = try await house.key(["read"], by: cookie)
            let start = "glk_live_\(key.id)_" + String(repeating: "0", count: SecretText.length)
            for text in [
                start + KeyText.check(start), String(key.text.dropLast()), key.text + "0",
                "glk_", "glk_live_\(key.id)_", key.text.uppercased(),
            ] {
                let answer = try await house.call("GET", "/keys", text)
                #expect(answer.status == 401 && answer.code == "credential-invalid", "\(text)")
                #expect(answer.header("www-authenticate") == "Bearer")
            }
            let bearer = ("Authorization", "Bearer \(key.text)")
            #expect(try await house.send("GET", "/keys", nil, [bearer]).status == 200)
            #expect(try await house.send("GET", "/keys", nil, [bearer, bearer]).status == 401)
            #expect(
                try await house.send("GET", "/keys", nil, [bearer, ("Cookie", cookie)]).status
                    == 401)
            #expect(
                try await house.send("GET", "/keys?access_token=\(key.text)").code
                    == "not-signed-in")
        }
    }
}
