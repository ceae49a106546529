import GreenlaneCore
import Testing

@testable import GreenlaneServer

@Suite("People and what lets them in are administered on pages")
struct PeoplePageTests {
    /// What follows a mark in a page, up to a quote or the end of an element.
    private func after(_ mark: String, in page: String) -> String? {
        guard let start = page.firstRange(of: mark) else { return nil }
        return String(page[start.upperBound...].prefix { $0 != "\"" && $0 != "<" })
    }

    @Test("from an organisation to somebody who signed in, without the API")
    func movesIn() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let organisations = "/administration/organisations"
            let made = try await house.submit(
                organisations, root, from: organisations,
                [
                    ("kind", "importer"), ("nameZh", "合成<b>实验室"), ("nameEn", "Synthetic lab"),
                    ("uscc", "91440115MAXXX0015E"), ("key", "abc1"),
                ])
            #expect(made.status == 303)
            let target = try #require(made.answer.header("location"))
            #expect(target.hasPrefix(organisations + "/ORG-"))
            let shown = try await house.page(target, root)
            #expect(shown.text.contains("合成&lt;b&gt;实验室") && !shown.text.contains("合成<b>"))
            #expect(shown.text.contains("Registered: "))
            let id = String(target.dropFirst(organisations.count + 1).prefix { $0 != "?" })
            let accounts = "/administration/accounts"
            let invited = try await house.submit(
                accounts, root, from: accounts,
                [
                    ("signInName", "li.na"), ("displayName", "李娜"), ("organisation", id),
                    ("role", "lab_manager"), ("language", "zh"), ("key", "abc2"),
                ])
            #expect(invited.status == 200)
            let token = try #require(after("<code>", in: invited.text))
            let again = try await house.page(accounts + "?q=li.na", root)
            #expect(again.text.contains("No password yet") && !again.text.contains(token))
            let welcome = try await house.submit(
                "/welcome", "", from: "/welcome",
                [
                    ("token", token), ("password", AccessHouse.password),
                    ("again", AccessHouse.password),
                ])
            #expect(welcome.status == 303 && welcome.answer.cookie != nil)
        }
    }

    @Test("what was typed stays when it is refused, with the reason at its field")
    func refused() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let path = "/administration/organisations"
            let refused = try await house.submit(
                path, root, from: path,
                [
                    ("kind", "carrier"), ("nameZh", "承运<i>公司"), ("uscc", "NOT-A-USCC"),
                    ("key", "abc"),
                ])
            #expect(refused.status == 400)
            #expect(refused.text.contains("承运&lt;i&gt;公司"))
            #expect(
                refused.text.contains("value=\"NOT-A-USCC\" aria-invalid=\"true\"")
                    || refused.text.contains("aria-describedby=\"new-uscc-error"))
            #expect(refused.text.contains("value=\"carrier\" selected"))
        }
    }

    @Test("somebody who was faster is not overwritten: both versions stand there")
    func conflict() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let id = try await house.organisation("broker", by: root)
            let path = "/administration/organisations/\(id)"
            let first = try await house.submit(
                path, root, from: path, [("nameZh", "先改的"), ("nameEn", ""), ("version", "1")])
            #expect(first.status == 303)
            let second = try await house.submit(
                path, root, from: path, [("nameZh", "后改的"), ("nameEn", ""), ("version", "1")])
            #expect(second.status == 412)
            #expect(second.text.contains("value=\"后改的\""))
            #expect(second.text.contains("It is now: 先改的"))
            #expect(AccessHouse.field("version", in: second.text) == "2")
        }
    }

    @Test("a key is shown once, and works; sent twice, the form makes one")
    func key() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let lab = try await house.organisation("importer", "91440115MAXXX0015E", by: root)
            let own = try await house.member("li.na", "lab_manager", of: lab, by: root)
            let fields = [
                ("label", "LIMS <x>"), ("scope", "read"), ("expires", "2026-12-31"),
                ("key", "once"),
            ]
            let made = try await house.submit(
                "/account/keys", own.cookie, from: "/account", fields)
            #expect(made.status == 200)
            let secret = try #require(after("<code>", in: made.text))
            #expect(try await house.call("GET", "/sessions/current", secret).status == 200)
            let twice = try await house.submit(
                "/account/keys", own.cookie, from: "/account", fields)
            #expect(twice.status == 409)
            #expect(house.service.accounts.keys(of: own.id).count == 1)
            let page = try await house.page("/account", own.cookie)
            #expect(page.text.contains("LIMS &lt;x&gt;") && !page.text.contains(secret))
            let other = try await house.member("wang.wu", "lab_manager", of: lab, by: root)
            let id = try #require(house.service.accounts.keys(of: own.id).first?.id)
            let foreign = try await house.submit(
                "/account/keys/\(id)/revocation", other.cookie, from: "/account", [])
            #expect(foreign.status == 404)
            let revoked = try await house.submit(
                "/account/keys/\(id)/revocation", own.cookie, from: "/account", [])
            #expect(revoked.status == 303)
            #expect(try await house.call("GET", "/sessions/current", secret).status == 401)
        }
    }

    @Test("a password is changed by whoever knows the present one; other devices are signed out")
    func password() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let wrong = try await house.submit(
                "/account/password", root, from: "/account",
                [("current", "not this one at all"), ("password", "entirely new words here")])
            #expect(wrong.status == 403 && wrong.text.contains("id=\"current-error\""))
            #expect(!wrong.text.contains("entirely new words here"))
            let changed = try await house.submit(
                "/account/password", root, from: "/account",
                [("current", AccessHouse.password), ("password", "entirely new words here")])
            let fresh = try #require(changed.answer.cookie)
            #expect(changed.status == 303)
            #expect(try await house.page("/account", fresh).status == 200)
            #expect(try await house.page("/account", root).status == 303)
        }
    }

    @Test("an importer entrusts a broker and takes it back; nobody else's entrustments are touched")
    func entrusts() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let lab = try await house.organisation("importer", "91440115MAXXX0015E", by: root)
            let own = try await house.member("li.na", "lab_manager", of: lab, by: root)
            let firm = try await house.organisation("broker", by: root)
            let broker = try await house.member("chen.bo", "broker", of: firm, by: root)
            let fields = [("from", "2026-09-01"), ("until", "2027-08-31"), ("key", "k")]
            let granted = try await house.submit(
                "/account/entrustments", own.cookie, from: "/account",
                [("broker", firm)] + fields)
            #expect(granted.status == 303)
            let held = try #require(house.service.accounts.allEntrustments.first)
            #expect(held.importer == lab && held.broker == firm)
            let received = try await house.page("/account", broker.cookie)
            #expect(received.text.contains(held.id) && !received.text.contains("/revocation"))
            let theirs = try await house.submit(
                "/account/entrustments/\(held.id)/revocation", broker.cookie, from: "/account", [])
            #expect(theirs.status == 403)
            let unknown = try await house.submit(
                "/account/entrustments", own.cookie, from: "/account",
                [("broker", "ORG-9999"), ("from", "2026-09-01"), ("until", "2026-10-01")])
            #expect(unknown.status == 404 && unknown.text.contains("value=\"ORG-9999\""))
            let revoked = try await house.submit(
                "/account/entrustments/\(held.id)/revocation", own.cookie, from: "/account", [])
            #expect(revoked.status == 303)
            #expect(house.service.accounts.allEntrustments.first?.revokedOn != nil)
        }
    }

    @Test("one's other sessions are ended, and nobody else's")
    func sessions() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let lab = try await house.organisation("importer", "91440115MAXXX0015E", by: root)
            let own = try await house.member("li.na", "lab_manager", of: lab, by: root)
            let second = try await house.submit(
                "/sign-in", "", from: "/sign-in",
                [("name", "li.na"), ("password", AccessHouse.password)])
            let other = try #require(second.answer.cookie)
            let open = house.service.accounts.openSessions(of: own.id, at: house.clock.now)
            #expect(open.count == 2)
            let page = try await house.page("/account", own.cookie)
            let path = try #require(after("action=\"/account/sessions/", in: page.text))
            let foreign = try await house.submit(
                "/account/sessions/\(path)", root, from: "/account", [])
            #expect(foreign.status == 404)
            let ended = try await house.submit(
                "/account/sessions/\(path)", own.cookie, from: "/account", [])
            #expect(ended.status == 303)
            #expect(try await house.page("/account", own.cookie).status == 200)
            #expect(try await house.page("/account", other).status == 303)
        }
    }

    @Test("health and configuration say how it is, and no secret")
    func health() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let page = try await house.page("/administration/health", root)
            #expect(page.status == 200 && page.text.contains("All is well"))
            #expect(page.text.contains("requests-per-minute"))
        }
    }
}
