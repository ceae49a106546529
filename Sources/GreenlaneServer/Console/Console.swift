import Crypto
import GreenlaneCore
import GreenlaneEngine
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// The pages that people work with, and the frame around each.
struct Console: Sendable {
    let service: ClearanceService
    let gate: Gate
    let files: ConsoleFiles
    /// Where all is made up, pages say so, and the sign-in page shows who there is.
    var demonstration: Demonstration?
    /// As the service runs.
    var configuration = ServiceConfiguration()
    /// Where each value came from; empty where nobody said.
    var settings: [ConfigurationSetting] = []
    /// Lists that were tried and wait to be published.
    let trials = WhitelistTrials()
    let kept = KeptPages()
    /// Seals forms whose session ended while they were filled in.
    let parking = SymmetricKey(size: .bits256)

    // MARK: Readers

    /// Who reads, from the request alone: pages for those who did not sign in have readers too.
    func reader(_ request: Request, _ principal: Principal?) -> ConsoleReader {
        let cookies = ConsoleCookies(request.headers)
        let language =
            cookies.language ?? principal?.language ?? RequestLanguage.of(request)
        var reader = ConsoleReader(
            principal: principal, language: language, theme: cookies.theme,
            csrf: session(request).map(Self.token) ?? "", target: request.uri.description,
            host: request.head.authority ?? "", done: nil)
        if let word = request.uri.queryParameters["done"].map(String.init) {
            let about = request.uri.queryParameters["about"].map(String.init)
            reader.done = (word, about)
        }
        return reader
    }

    /// The token of the session's cookie; nil where there is none, or more than one.
    func session(_ request: Request) -> String? {
        guard let cookie = gate.doorkeeper.signIn?.cookie else { return nil }
        do throws(Refusal) { return try cookie.read(request.headers) } catch { return nil }
    }

    /// What forms of a session bring: made from its secret, so that nothing is kept for it.
    static func token(of session: String) -> String {
        let key = SymmetricKey(data: Array(session.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array("greenlane form".utf8), using: key)
        return SecretText.base62(Array(code), length: SecretText.length)
    }

    /// A refusal of the layers in front as a page, where a person asked for one.
    func page(
        for refusal: HTTPRefusal, _ request: Request, _ context: APIContext
    ) async -> Response? {
        guard !request.uri.path.hasPrefix(APIRoot.path),
            request.headers[.accept]?.contains("text/html") == true
        else { return nil }
        // Who is lost keeps their language and their places. Other refusals come before anybody
        // is asked who they are.
        let principal =
            refusal.status == .notFound
            ? try? await gate.doorkeeper.principal(
                of: request, context, at: service.clock()) : nil
        let words = refusal.status == .notFound ? Self.absent : refusal.refusal
        var response = ErrorPage.reply(
            words, self, reader(request, principal), trace: nil,
            status: Int(refusal.status.code)
        ).response
        for field in refusal.headers { response.headers[field.name] = field.value }
        return response
    }

    private static let absent = Refusal(
        .notFound, "no-such-resource",
        LocalizedText(
            zh: "没有这个页面，地址可能写错了。", en: "There is no such page; perhaps the address is wrong."))

    // MARK: Pages

    /// A whole page.
    func page(
        _ template: String, _ context: JSONObject, _ reader: ConsoleReader, status: Int = 200
    ) -> Reply {
        var object = frame(reader)
        let done = object["notices"]?.arrayValue ?? []
        for member in context.members { object[member.name] = member.value }
        // What was just done is told beside what the page has to say.
        let notices = done + (context["notices"]?.arrayValue ?? [])
        if !notices.isEmpty { object["notices"] = .array(notices) }
        return html(template, object, reader, status: status)
    }

    /// A part of a page, for a script that puts it in its place.
    func part(_ template: String, _ context: JSONObject, _ reader: ConsoleReader) -> Reply {
        html("parts/" + template, context, reader, status: 200)
    }

    private func html(
        _ template: String, _ context: JSONObject, _ reader: ConsoleReader, status: Int
    ) -> Reply {
        let text =
            files.rendered(template, TemplateValues(context), reader.language) ?? ""
        var reply = Reply.bytes(
            Array(text.utf8), type: "text/html; charset=utf-8", status: status)
        reply.headers[.contentSecurityPolicy] = Self.policy
        reply.headers[.contentLanguage] = reader.language.tag
        return reply
    }

    /// Nothing from elsewhere, no script or style in the page itself, no framing.
    static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    private func frame(_ reader: ConsoleReader) -> JSONObject {
        var object = JSONObject()
        object.append("lang", .string(reader.language.tag))
        if let theme = reader.theme { object.append("theme", .string(theme)) }
        object.append("assets", .string(files.version))
        object.append("csrf", .string(reader.csrf))
        object.append("back", .string(reader.target))
        object.append("printed", printed(reader))
        object.append(
            "languages",
            [
                ["value": .string(Language.zh.tag), "title": "中文"],
                ["value": .string(Language.en.tag), "title": "English"],
            ])
        if demonstration != nil { object.append("synthetic", true) }
        if let principal = reader.principal {
            object.append("session", session(of: principal, reader))
        }
        if let notice = notice(reader) { object.append("notices", [notice]) }
        return object
    }

    /// Where a page on paper came from, and of when it is.
    private func printed(_ reader: ConsoleReader) -> JSONValue {
        let known = configuration.publicURL
        let root = known.hasSuffix("/") ? String(known.dropLast()) : known
        let address = (root.isEmpty ? reader.host : root) + reader.target
        let now = service.clock()
        return [
            "address": .string(PlainText.printable(String(address.prefix(300)))),
            "moment": .string("\(now.date) \(ConsoleDates.clock(now))"),
        ]
    }

    private func session(of principal: Principal, _ reader: ConsoleReader) -> JSONValue {
        let book = service.access.book
        let places = ConsolePlaces.of(principal)
        func links(_ places: [ConsolePlaces.Place]) -> JSONValue {
            .array(
                places.map { place in
                    [
                        "href": .string(place.path),
                        "title": .string(place.title.text(reader.language)),
                        "here": .bool(place.holds(reader.target)),
                    ]
                })
        }
        let roles = principal.roles.map { $0.title.text(reader.language) }
        return [
            "account": .string(principal.account),
            "name": .string(book.account(principal.account)?.displayName ?? principal.name),
            "role": .string(roles.joined(separator: reader.language == .zh ? "、" : ", ")),
            "organisation": .string(
                book.organisation(principal.organisation)?.name.text(reader.language) ?? ""),
            "places": links(places.bar), "more": links(places.more),
        ]
    }

    /// What was just done, said in words of our own: the address cannot put others there.
    private func notice(_ reader: ConsoleReader) -> JSONValue? {
        guard let done = reader.done, done.word.hasPrefix("done"),
            let text = files.words.all(reader.language)[done.word]
        else { return nil }
        let about = PlainText.printable(String((done.about ?? "").prefix(60)))
        return [
            "kind": "done", "sentence": .string(text.replacing("{about}", with: about)),
        ]
    }

    /// Escaped for a query's value.
    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || "-_.~".utf8.contains(byte)
            if isPlain {
                bytes.append(byte)
            } else {
                let digits = Array("0123456789ABCDEF".utf8)
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Choices of a browser that are no secret.
struct ConsoleCookies {
    var language: Language?
    var theme: String?

    enum Choice: String {
        case language = "gl_language"
        case theme = "gl_theme"
    }

    init(_ headers: HTTPFields) {
        for field in headers[values: .cookie] {
            for part in field.split(separator: ";").prefix(50) {
                let pair = ConsoleForm.trimmed(String(part)).split(separator: "=", maxSplits: 1)
                guard pair.count == 2 else { continue }
                switch Choice(rawValue: String(pair[0])) {
                case .language: language = Language(tag: pair[1]) ?? language
                case .theme where ["light", "dark"].contains(pair[1]): theme = String(pair[1])
                default: continue
                }
            }
        }
    }

    /// Set-Cookie that keeps a choice for a year.
    static func setting(_ choice: Choice, _ value: String) -> String {
        "\(choice.rawValue)=\(value); Path=/; Max-Age=31536000; SameSite=Lax"
    }
}
