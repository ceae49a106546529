import GreenlaneCore

@testable import GreenlaneServer

/// People at the pages of a running service.
extension AccessHouse {
    /// A page as a browser with a session asks for it: its status and text.
    func page(
        _ path: String, _ cookie: String = "", language: String = "zh-CN"
    ) async throws -> (status: Int, text: String, answer: HouseAnswer) {
        let fields = [
            ("Cookie", cookie.isEmpty ? "" : cookie), ("Accept", "text/html"),
            ("X-Language", language),
        ].filter { !$0.1.isEmpty }
        let answer = try await browser(
            "GET", path, nil, language: language, fields.filter { $0.0 != "X-Language" })
        return (answer.status, String(decoding: answer.body, as: UTF8.self), answer)
    }

    /// Sends a form of a page: fields in order, with the token that the page of `from` brought.
    func submit(
        _ path: String, _ cookie: String, from: String, _ fields: [(String, String)],
        language: String = "zh-CN"
    ) async throws -> (status: Int, text: String, answer: HouseAnswer) {
        let form = try await page(from, cookie, language: language).text
        let token = Self.field("csrf", in: form) ?? ""
        let pairs = ([("csrf", token)] + fields).map {
            Console.escaped($0.0) + "=" + Console.escaped($0.1)
        }
        let answer = try await browser(
            "POST", path, (pairs.joined(separator: "&"), "application/x-www-form-urlencoded"),
            language: language,
            [("Cookie", cookie), ("Accept", "text/html"), ("Sec-Fetch-Site", "same-origin")]
                .filter { !$0.1.isEmpty })
        return (answer.status, String(decoding: answer.body, as: UTF8.self), answer)
    }

    /// A service with two importers, of which one has somebody at its lab; their cookie, and the
    /// administrator's.
    static func servingLab(
        _ body: (AccessHouse, _ lab: String, _ root: String) async throws -> Void
    ) async throws {
        try await serving { house in
            let root = try await house.administrator()
            let lab = try await house.organisation("importer", RequestPageTests.own, by: root)
            _ = try await house.organisation("importer", RequestPageTests.foreign, by: root)
            let person = try await house.member("li.na", "lab_manager", of: lab, by: root)
            try await body(house, person.cookie, root)
        }
    }

    /// The value of the first hidden field of that name.
    static func field(_ name: String, in page: String) -> String? {
        let mark = "name=\"\(name)\" value=\""
        guard let start = page.firstRange(of: mark) else { return nil }
        return String(page[start.upperBound...].prefix { $0 != "\"" })
    }
}
