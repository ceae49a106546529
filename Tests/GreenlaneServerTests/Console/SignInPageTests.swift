import GreenlaneCore
import Testing

@testable import GreenlaneServer

@Suite("People sign in on a page")
struct SignInPageTests {
    @Test("whoever is not signed in is led to the sign-in page, and back to where they were")
    func back() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let lab = try await house.organisation("importer", "91440115MAXXX0015E", by: root)
            _ = try await house.member("li.na", "lab_manager", of: lab, by: root)
            let away = try await house.page("/?done=doneStep")
            #expect(away.status == 303)
            #expect(
                away.answer.header("location") == "/sign-in?back=%2F%3Fdone%3DdoneStep")
            let signedIn = try await house.submit(
                "/sign-in", "", from: "/sign-in?back=%2F",
                [
                    ("name", "li.na"), ("password", AccessHouse.password),
                    ("back", "//evil.example/"),
                ])
            #expect(signedIn.status == 303)
            // Only paths of our own are gone back to.
            #expect(signedIn.answer.header("location") == "/")
            let wrong = try await house.submit(
                "/sign-in", "", from: "/sign-in",
                [("name", "<script>li"), ("password", "wrong wrong wrong")])
            #expect(wrong.status == 401)
            #expect(wrong.text.contains("&lt;script&gt;li") && !wrong.text.contains("<script>li"))
        }
    }

    @Test("a form without the token of its session changes nothing")
    func token() async throws {
        try await AccessHouse.serving { house in
            let cookie = try await house.administrator()
            let planted = try await house.browser(
                "POST", "/sign-out", ("csrf=x", "application/x-www-form-urlencoded"),
                language: "en", [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin")])
            #expect(planted.status == 403)
            let foreign = try await house.browser(
                "POST", "/sign-out", ("csrf=x", "application/x-www-form-urlencoded"),
                language: "en", [("Cookie", cookie), ("Sec-Fetch-Site", "cross-site")])
            #expect(foreign.status == 403)
            #expect(try await house.page("/", cookie).status == 303)
            let out = try await house.submit("/sign-out", cookie, from: "/nothing-here", [])
            #expect(out.status == 303)
        }
    }

    @Test("what is not there is said as a page, in the reader's language, without inline script")
    func absent() async throws {
        try await AccessHouse.serving { house in
            let zh = try await house.page("/nowhere")
            #expect(zh.status == 404 && zh.text.contains("没有找到"))
            let en = try await house.page("/nowhere", language: "en")
            #expect(en.text.contains("Not found") && en.text.contains("lang=\"en\""))
            let policy = en.answer.header("content-security-policy") ?? ""
            #expect(policy.contains("script-src 'self'") && !policy.contains("unsafe"))
            #expect(!en.text.contains("style=") && !en.text.contains("onclick"))
        }
    }
}
