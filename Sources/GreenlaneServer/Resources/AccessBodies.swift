import GreenlaneCore
import HTTPTypes
import HummingbirdCore

/// What the operations on people share: members of bodies, read with their places.
enum AccessBodies {
    /// Bytes of a body: these are small.
    static let maximumBytes = 16_384

    /// A text that must be there.
    static func text(_ body: JSONObject, _ name: String) throws(Refusal) -> String {
        guard let text = body[name]?.stringValue, !text.isEmpty else {
            throw APIRefusal.member("/\(name)", "应为非空文本", "must be a text")
        }
        return text
    }

    /// A text that may be there.
    static func optionalText(_ body: JSONObject, _ name: String) throws(Refusal) -> String? {
        body[name] == nil ? nil : try text(body, name)
    }

    /// A name: Chinese always, English where there is one.
    static func name(_ body: JSONObject, _ name: String) throws(Refusal) -> LocalizedText? {
        guard let value = body[name] else { return nil }
        guard let object = value.objectValue, let zh = object["zh"]?.stringValue,
            object.members.allSatisfy({ $0.name == "zh" || $0.name == "en" }),
            object["en"] == nil || object["en"]?.stringValue != nil
        else {
            throw APIRefusal.member(
                "/\(name)", "应为 {\"zh\": …, \"en\": …}", "must be {\"zh\": …, \"en\": …}")
        }
        return LocalizedText(zh: zh, en: object["en"]?.stringValue ?? "")
    }

    /// One of a list of words.
    static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ body: JSONObject, _ name: String, _: Word.Type = Word.self
    ) throws(Refusal) -> Word? {
        guard let value = body[name] else { return nil }
        guard let word = value.stringValue.flatMap({ Word(rawValue: $0) }) else {
            throw wrong(name, Word.allCases.map(\.rawValue))
        }
        return word
    }

    /// Several of a list of words.
    static func words<Word: RawRepresentable<String> & CaseIterable>(
        _ body: JSONObject, _ name: String, _: Word.Type = Word.self
    ) throws(Refusal) -> [Word]? {
        guard let value = body[name] else { return nil }
        let words = value.arrayValue?.map { $0.stringValue.flatMap { Word(rawValue: $0) } }
        guard let words, words.count <= 50, !words.contains(where: { $0 == nil }) else {
            throw wrong(name, Word.allCases.map(\.rawValue))
        }
        return words.compactMap { $0 }
    }

    private static func wrong(_ name: String, _ known: [String]) -> Refusal {
        APIRefusal.member(
            "/\(name)", "应取自 \(known.joined(separator: "、"))",
            "must be among \(known.joined(separator: ", "))")
    }

    /// A day.
    static func day(_ body: JSONObject, _ name: String) throws(Refusal) -> CalendarDate {
        guard let day = body[name]?.stringValue.flatMap({ CalendarDate($0) }) else {
            throw APIRefusal.member("/\(name)", "应为 YYYY-MM-DD", "must be a day, YYYY-MM-DD")
        }
        return day
    }

    /// What an auditor is asked to look at.
    static func scope(_ body: JSONObject) throws(Refusal) -> AuditScope? {
        guard let value = body["scope"] else { return nil }
        let known = ["importers", "from", "until"]
        let days = ["from", "until"].allSatisfy { name in
            value[name] == nil || value[name]?.stringValue.flatMap { CalendarDate($0) } != nil
        }
        let importers = value["importers"]?.arrayValue
        guard let object = value.objectValue, days, let scope = AuditScope(json: value),
            object.members.allSatisfy({ known.contains($0.name) }),
            importers?.allSatisfy({ $0.stringValue != nil }) ?? true,
            (importers?.count ?? 0) <= 1_000
        else {
            throw APIRefusal.member(
                "/scope", "应为 {\"importers\": \"all\" 或代码列表, \"from\", \"until\"}",
                "must be {\"importers\": \"all\" or a list of USCCs, \"from\", \"until\"}")
        }
        return scope
    }

    /// Rows of a listing after a cursor, one more than the limit.
    static func page<Row>(
        _ rows: [Row], _ call: Call, id: (Row) -> String
    ) throws(Refusal) -> Page<Row> {
        let limit = try call.number("limit", in: ShipmentOperations.limits, default: 100)
        let after = call.query["after"] ?? ""
        let rest = rows.filter { id($0) > after }
        return Page(rows: Array(rest.prefix(limit + 1)), limit: limit, cursor: id)
    }

    /// Parameters that every listing takes.
    static let paging: [Parameter] = [
        .query(
            "limit", "最多几行", "At most so many",
            ["type": "integer", "minimum": 1, "maximum": 500]),
        .query("after", "上一页的游标", "The cursor of the page before", ["type": "string"]),
    ]
}

extension Call {
    /// The desk where people sign in.
    func signInDesk() throws(Refusal) -> SignInDesk {
        guard let signIn else { throw APIRefusal.noRoute }
        return signIn
    }

    /// A key for reading alone changes nothing, not even what is its owner's.
    func writer() throws(Refusal) -> Principal {
        let caller = try caller()
        guard caller.scopes.contains(.write) else { throw APIRefusal.scopeMissing }
        return caller
    }

    /// Somebody who signed in themselves: a key must not make keys or change a password, or a
    /// stolen one would outlive its end.
    func person() throws(Refusal) -> Principal {
        let caller = try writer()
        if case .key = caller.credential { throw Self.personNeeded }
        return caller
    }

    private static let personNeeded = Refusal(
        .role, "person-needed",
        LocalizedText(
            zh: "这件事要本人登录来做，密钥不行。", en: "This takes somebody who signed in, not a key."),
        remedy: LocalizedText(zh: "用密码登录后再做。", en: "Sign in and do it again."))

    /// A request that signs somebody in must not come from another site's page.
    func fromOurPages() throws(Refusal) {
        let isOurs = RequestOrigin.isOurs(
            request.headers, host: request.head.authority,
            publicURL: signIn?.configuration.publicURL, needsProof: false)
        guard isOurs else { throw APIRefusal.foreignOrigin }
    }
}
