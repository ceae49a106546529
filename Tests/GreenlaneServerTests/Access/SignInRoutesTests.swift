import GreenlaneCore
import GreenlaneEngine
import Testing

@testable import GreenlaneServer

@Suite("People sign in over HTTP")
struct SignInRoutesTests {
    @Test("the first administrator comes in by a link that works once")
    func first() async throws {
        try await AccessHouse.serving { house in
            let lost = try #require(try await FirstAdministrator.offer(house.service))
            let token = try #require(try await FirstAdministrator.offer(house.service))
            func use(_ token: String, _ members: [JSONObject.Member] = []) async throws
                -> HouseAnswer
            {
                let base = [
                    JSONObject.Member("token", .string(token)),
                    JSONObject.Member("password", .string(AccessHouse.password)),
                ]
                return try await house.send("POST", "/link-uses", .object(.init(base + members)))
            }
            let name = JSONObject.Member("name", "root")
            #expect(try await use(lost, [name]).code == "link-invalid")
            #expect(try await use("made-up", [name]).code == "link-invalid")
            #expect(try await use(token).code == "administrator-missing")
            let short = try await house.send(
                "POST", "/link-uses", ["token": .string(token), "password": "x", "name": "root"])
            #expect(short.code == "password-too-short")
            let used = try await use(token, [name])
            #expect(used.status == 201)
            #expect(try used.json["account"]?["roles"] == ["administrator"])
            #expect(try used.json["importers"] == "all")
            #expect(try await use(token, [name]).code == "link-invalid")
            #expect(try await FirstAdministrator.offer(house.service) == nil)
            #expect(house.unannounced == [])
        }
    }

    @Test("by name and password, see who they are, and sign out")
    func inAndOut() async throws {
        try await AccessHouse.serving { house in
            _ = try await house.administrator()
            let wish: JSONValue = ["name": " ROOT ", "password": .string(AccessHouse.password)]
            let signed = try await house.send("POST", "/sessions", wish)
            #expect(signed.status == 201)
            let set = try #require(signed.header("set-cookie"))
            #expect(set.hasPrefix("gl_session="))
            #expect(set.hasSuffix("; Path=/; HttpOnly; SameSite=Lax"))
            let cookie = try #require(signed.cookie)
            let current = try await house.browse("GET", "/sessions/current", cookie)
            #expect(current.status == 200)
            #expect(try current.json["signedInBy"] == "session")
            #expect(try current.json["expires"] == "2026-09-01T13:00:00Z")
            #expect(try current.json["idleMinutes"] == 30)
            let out = try await house.browse("DELETE", "/sessions/current", cookie)
            #expect(out.status == 204)
            #expect(out.header("set-cookie")?.contains("Max-Age=0") == true)
            let after = try await house.browse("GET", "/sessions/current", cookie)
            #expect(after.status == 401 && after.code == "credential-invalid")
            #expect(house.unannounced == [])
        }
    }

    @Test("nobody learns whether the name or the password was wrong, and it is on the record")
    func refused() async throws {
        try await AccessHouse.serving { house in
            _ = try await house.administrator()
            let before = try await house.service.desk.perform { engine, _ in engine.size }
            var texts: [String] = []
            for name in ["root", "nobody"] {
                let answer = try await house.send(
                    "POST", "/sessions", ["name": .string(name), "password": "wrong wrong wrong"])
                #expect(answer.status == 401 && answer.code == "sign-in-refused")
                texts.append(try answer.json["detail"]?.stringValue ?? "")
            }
            #expect(texts[0] == texts[1])
            let after = try await house.service.desk.perform { engine, _ in engine.size }
            #expect(after == before + 2)
            #expect(house.unannounced == [])
        }
    }

    @Test("guessing is slowed down with the seconds to wait, and then goes on")
    func delayed() async throws {
        try await AccessHouse.serving { house in
            _ = try await house.administrator()
            let wrong: JSONValue = ["name": "nobody", "password": "wrong wrong wrong"]
            for _ in 0..<5 {
                #expect(try await house.send("POST", "/sessions", wrong).status == 401)
            }
            let sixth = try await house.send("POST", "/sessions", wrong)
            #expect(sixth.status == 429 && sixth.code == "sign-in-delayed")
            #expect(sixth.header("retry-after") == "1")
            let root = try await house.send(
                "POST", "/sessions", ["name": "root", "password": .string(AccessHouse.password)])
            #expect(root.status == 201)
            house.clock.advance(seconds: 2)
            #expect(try await house.send("POST", "/sessions", wrong).status == 401)
        }
    }

    @Test("a session ends when it is left alone, and at the latest after its hours")
    func ends() async throws {
        let configuration = AccessConfiguration(
            hasSecureCookies: true, idleMinutes: 30, absoluteHours: 2,
            passwordCost: AccessHouse.cheap)
        try await AccessHouse.serving(configuration) { house in
            let cookie = try await house.administrator()
            #expect(cookie.hasPrefix("__Host-gl_session="))
            for _ in 0..<5 {
                house.clock.advance(minutes: 23)
                #expect(try await house.browse("GET", "/sessions/current", cookie).status == 200)
            }
            house.clock.advance(minutes: 10)
            #expect(try await house.browse("GET", "/sessions/current", cookie).status == 401)
            let again = try await house.send(
                "POST", "/sessions", ["name": "root", "password": .string(AccessHouse.password)])
            let second = try #require(again.cookie)
            house.clock.advance(minutes: 31)
            #expect(try await house.browse("GET", "/sessions/current", second).status == 401)
        }
    }

    @Test("a session that was tampered with is none")
    func tampered() async throws {
        try await AccessHouse.serving { house in
            let cookie = try await house.administrator()
            let token = try #require(cookie.split(separator: "=").last.map(String.init))
            for other in [
                "gl_session=\(token)0", "gl_session=\(token.dropLast())",
                "gl_session=\(String(token.reversed()))", "gl_session=..%2f..%2fetc",
                "gl_session=" + String(repeating: "a", count: 5_000),
                "\(cookie); \(cookie)",
            ] {
                let answer = try await house.browse("GET", "/sessions/current", other)
                #expect(answer.status == 401 && answer.code == "credential-invalid", "\(other)")
            }
            #expect(try await house.browse("GET", "/sessions/current", cookie).status == 200)
        }
    }

    @Test("a page of another site can do nothing with a session")
    func foreign() async throws {
        try await AccessHouse.serving { house in
            let cookie = try await house.administrator()
            let wish: JSONValue = ["kind": "auditor", "name": ["zh": "甲"]]
            for fields in [
                [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")],
                [("Origin", "https://evil.example")], [("Origin", "null")], [],
            ] {
                let answer = try await house.send(
                    "POST", "/organisations", wish, [("Cookie", cookie)] + fields)
                #expect(answer.status == 403 && answer.code == "foreign-origin", "\(fields)")
            }
            let own = "http://127.0.0.1:\(house.port)"
            let answer = try await house.send(
                "POST", "/organisations", wish, [("Cookie", cookie), ("Origin", own)])
            #expect(answer.status == 201)
            let planted = try await house.send(
                "POST", "/sessions", ["name": "root", "password": .string(AccessHouse.password)],
                [("Origin", "https://evil.example")])
            #expect(planted.code == "foreign-origin")
        }
    }

    @Test("a new password needs the present one, and ends every other session")
    func newPassword() async throws {
        try await AccessHouse.serving { house in
            let cookie = try await house.administrator()
            let other = try await house.send(
                "POST", "/sessions", ["name": "root", "password": .string(AccessHouse.password)])
            let second = try #require(other.cookie)
            func change(_ current: String, _ new: String) async throws -> HouseAnswer {
                try await house.browse(
                    "PUT", "/accounts/current/password", cookie,
                    ["current": .string(current), "password": .string(new)])
            }
            #expect(try await change("wrong wrong wrong", "a new long password").status == 403)
            #expect(
                try await change(AccessHouse.password, "password1234").code == "password-common")
            let changed = try await change(AccessHouse.password, "a new long password")
            #expect(changed.status == 200)
            let fresh = try #require(changed.cookie)
            for (old, status) in [(cookie, 401), (second, 401), (fresh, 200)] {
                #expect(try await house.browse("GET", "/sessions/current", old).status == status)
            }
            let former = try await house.send(
                "POST", "/sessions", ["name": "root", "password": .string(AccessHouse.password)])
            #expect(former.status == 401)
            #expect(house.unannounced == [])
        }
    }

    @Test("a hash that is cheaper than ours is replaced when its owner signs in")
    func rehashed() async throws {
        let dear = PasswordCost(logRounds: 5, blockSize: 1, parallelism: 1)
        let configuration = AccessConfiguration(hasSecureCookies: false, passwordCost: dear)
        try await AccessHouse.serving(configuration) { house in
            _ = try await house.administrator()
            let id = try #require(house.service.access.book.account(signInName: "root")?.id)
            let old = try PasswordHash.make(AccessHouse.password, cost: AccessHouse.cheap).text
            _ = try await house.service.desk.handle(
                Envelope(.access(.setPassword(account: id, password: old)), by: SignInDesk.actor)
            ).get()
            let signed = try await house.send(
                "POST", "/sessions", ["name": "root", "password": .string(AccessHouse.password)])
            #expect(signed.status == 201)
            let now = house.service.access.book.account(id)?.password
            #expect(now?.hasPrefix("$scrypt$ln=5,r=1,p=1$") == true)
            let cookie = try #require(signed.cookie)
            #expect(try await house.browse("GET", "/sessions/current", cookie).status == 200)
        }
    }

    @Test("wrong keys from an address do not keep its people from signing in")
    func besideWrongKeys() async throws {
        try await AccessHouse.serving(signInsPerMinute: 5) { house in
            _ = try await house.administrator()
            var statuses: [Int] = []
            for _ in 0..<8 {
                statuses.append(try await house.call("GET", "/shipments", "nonsense").status)
            }
            #expect(statuses.first == 401 && statuses.last == 429)
            let signIn = try await house.send(
                "POST", "/sessions",
                ["name": "root", "password": .string(AccessHouse.password)])
            #expect(signIn.status == 201)
            #expect(try await house.send("GET", "/shipments").status == 429)
        }
    }

    @Test("a body whose chunks are none is told so, and at once")
    func brokenChunks() async throws {
        try await AccessHouse.serving { house in
            let head =
                "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
            let answer = try await RawConnection.exchange(
                port: house.port, head + "zz\r\n{}\r\n0\r\n\r\n", untilHead: true)
            #expect(answer.hasPrefix("HTTP/1.1 400"), "\(answer)")
        }
    }
}
