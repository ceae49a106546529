import Foundation
import GreenlaneCore
import Testing

@testable import GreenlaneServer

@Suite("What was typed when the session ended")
struct EndedSessionTests {
    private static let page = "/requests/new"

    private func post(
        _ house: AccessHouse, _ path: String, _ cookie: String, _ fields: [(String, String)]
    ) async throws -> (status: Int, text: String, answer: HouseAnswer) {
        let body = fields.map { Console.escaped($0.0) + "=" + Console.escaped($0.1) }
        let answer = try await house.browser(
            "POST", path, (body.joined(separator: "&"), "application/x-www-form-urlencoded"),
            language: "zh-CN",
            [("Cookie", cookie), ("Accept", "text/html"), ("Sec-Fetch-Site", "same-origin")]
                .filter { !$0.1.isEmpty })
        return (answer.status, String(decoding: answer.body, as: UTF8.self), answer)
    }

    @Test("a form of an ended session goes on after signing in, for the account that typed it")
    func ended() async throws {
        try await AccessHouse.servingLab { house, lab, root in
            let form = try await house.page(Self.page, lab).text
            let who = AccessHouse.field("who", in: form) ?? ""
            let typed = [("who", who), ("csrf", "old"), ("reference", "NS-\"<b>ENDED")]
            let away = try await post(house, "/requests", "", typed + [("do", "file")])
            let parked = AccessHouse.field("parked", in: away.text) ?? ""
            #expect(away.status == 401 && !parked.isEmpty && !away.text.contains("ENDED"))
            func signIn(
                _ name: String, _ password: String, _ parked: String
            ) async throws -> (status: Int, text: String, answer: HouseAnswer) {
                try await post(
                    house, "/sign-in", "",
                    [
                        ("name", name), ("password", password), ("back", Self.page),
                        ("parked", parked),
                    ])
            }
            let wrong = try await signIn("li.na", "wrong wrong wrong", parked)
            #expect(AccessHouse.field("parked", in: wrong.text) == parked)
            // Who chooses another language on that page still has it.
            let english = try await post(
                house, "/preferences", "",
                [("language", "en"), ("back", Self.page), ("parked", parked)])
            #expect(english.status == 200 && english.text.contains("<html lang=\"en\">"))
            #expect(AccessHouse.field("parked", in: english.text) == parked)
            #expect(AccessHouse.field("back", in: english.text) == Self.page)
            #expect(english.answer.cookie == "gl_language=en")
            let own = try await signIn("li.na", AccessHouse.password, parked)
            #expect(own.status == 409 && own.text.contains("value=\"NS-&quot;&lt;b&gt;ENDED\""))
            #expect(!own.text.contains("name=\"do\"") && own.text.contains("action=\"/requests\""))
            // Changed on its way, or typed by somebody else: nothing of it is shown.
            let bent = try await signIn("li.na", AccessHouse.password, "A" + parked.dropFirst())
            #expect(bent.status == 303)
            let other = try await post(
                house, "/requests", "", [("who", "somebody-else"), ("reference", "ENDED")])
            let sealed = AccessHouse.field("parked", in: other.text) ?? ""
            #expect(try await signIn("li.na", AccessHouse.password, sealed).status == 303)
            // Signed in anew meanwhile: the same, without asking again. Others' forms are refused.
            let anew = try await post(house, "/requests", lab, typed)
            #expect(anew.status == 409 && anew.text.contains("ENDED"))
            let foreign = try await post(house, "/requests", root, typed)
            #expect(foreign.status == 403 && !foreign.text.contains("ENDED"))
        }
    }

    @Test("every form says whose it is, unless it has a secret in it")
    func owners() async throws {
        try await AccessHouse.servingLab { house, lab, root in
            func forms(_ path: String, _ cookie: String) async throws -> [String: Bool] {
                let parts = try await house.page(path, cookie).text
                    .components(separatedBy: "<form ").dropFirst()
                    .filter { $0.contains("method=\"post\"") }
                return Dictionary(
                    parts.map { part in
                        let form = part.components(separatedBy: "</form>")[0]
                        let action = form.components(separatedBy: "action=\"").dropFirst().first
                        return (
                            String(action?.prefix { $0 != "\"" } ?? ""),
                            form.contains("name=\"who\" value=\"ACC-")
                        )
                    }, uniquingKeysWith: { $0 && $1 })
            }
            let own = try await forms("/account", lab)
            #expect(own["/account/language"] == true && own["/account/keys"] == true)
            #expect(own["/account/password"] == false)
            #expect(try await forms("/shipments", lab)["/shipments/steps"] == true)
            let people = try await forms("/administration/accounts", root)
            #expect(people["/administration/accounts"] == true)
        }
    }

    @Test("a new account has no role and no organisation until somebody chooses them")
    func asked() async throws {
        try await AccessHouse.servingLab { house, _, root in
            let path = "/administration/accounts"
            let page = try await house.page(path, root).text
            #expect(page.components(separatedBy: "<option value=\"\" selected>").count == 3)
            for (role, field) in [("", "role"), ("auditor", "organisation")] {
                let refused = try await house.submit(
                    path, root, from: path,
                    [
                        ("signInName", "wang.wu"), ("displayName", "王五"), ("organisation", ""),
                        ("role", role), ("language", "zh"), ("key", "new-account"),
                    ])
                #expect(refused.status == 400 && refused.text.contains("value=\"wang.wu\""))
                #expect(refused.text.contains("new-\(field)-error"))
            }
        }
    }
}
