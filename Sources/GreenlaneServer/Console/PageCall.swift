import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes
import Hummingbird
import HummingbirdCore

/// One request for a page, checked, with what pages need to answer.
struct PageCall: Sendable {
    let call: Call
    let console: Console
    let reader: ConsoleReader
    /// Fields of the form; empty where the page has none.
    let form: ConsoleForm

    var service: ClearanceService { call.service }
    var language: Language { reader.language }
    var now: Timestamp { call.now }
    var query: [String: String] { call.query }

    /// Of this page, without its query.
    var path: String { call.request.uri.path }

    func caller() throws(Refusal) -> Principal { try call.caller() }

    /// One text in the reader's language.
    func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    func text(_ words: LocalizedText) -> String { words.text(language) }

    /// Work with the store, on a reading connection.
    func read<T: Sendable>(
        _ body: @escaping @Sendable (LogStore) throws -> T
    ) async throws -> T {
        try await service.reading.read(body)
    }

    /// A page made from a template. `context` has what the template names; the frame around it is
    /// added here.
    func page(_ template: String, _ context: JSONObject, status: Int = 200) -> Reply {
        console.page(template, context, reader, status: status)
    }

    /// Goes on to another page after something was done; `done` is a word of `words.csv` whose
    /// sentence is shown there, `about` what it was done with.
    func done(_ word: String, about: String? = nil, at path: String) -> Reply {
        let mark = path.contains("?") ? "&" : "?"
        var target = path + mark + "done=" + word
        if let about { target += "&about=" + Console.escaped(about) }
        return Reply.seeOther(target)
    }

    /// The key that makes a form safe to send twice; its scope is the caller.
    func idempotencyKey() throws(Refusal) -> String? {
        guard let key = form["key"], !key.isEmpty else { return nil }
        guard key.utf8.count <= 64, SecretText.isPlain(key) else {
            throw APIRefusal.member("key", "不是本页面给出的值", "is not what the page gave")
        }
        return IdempotencyScope.key(key, of: try caller().account)
    }
}

extension Reply {
    /// The answer to a form: look there. Only paths of ours.
    static func seeOther(_ path: String) -> Reply {
        var reply = Reply(status: 303, content: .none)
        reply.headers[.location] = path
        return reply
    }
}

/// Who reads a page, and how: language, theme, the token of their forms.
struct ConsoleReader: Sendable {
    var principal: Principal?
    var language: Language
    /// `light` or `dark`; nil as the system has it.
    var theme: String?
    /// Token that the forms of this session bring; empty where nobody signed in.
    var csrf: String
    /// Path and query of this page.
    var target: String
    /// Where the browser reached us, such as `127.0.0.1:8080`.
    var host = ""
    /// What was just done: key of a word, and what it was done with.
    var done: (word: String, about: String?)?
}
