import GreenlaneCore
import HTTPTypes

/// What a page shows once, beside what it always shows: the form that was refused, a secret that
/// is told this once, a sentence about what was just done.
struct PageTurn: Sendable {
    /// Name of the form that was sent.
    var form = ""
    var refusal: Refusal?
    var secret: Secret?
    var notice: (kind: String, sentence: String)?

    struct Secret: Sendable {
        var title: String
        var value: String
        var hint: String
    }

    /// Why this form was refused; nil where it was not sent.
    func refusal(of form: String) -> Refusal? { self.form == form ? refusal : nil }

    /// 200, or what the refusal says.
    var status: Int { refusal.map(Problem.status) ?? 200 }

    func add(to context: inout JSONObject) {
        if let secret {
            context.append(
                "secret",
                [
                    "title": .string(secret.title), "value": .string(secret.value),
                    "hint": .string(secret.hint),
                ])
        }
        if let notice {
            context.append(
                "notices",
                [["kind": .string(notice.kind), "sentence": .string(notice.sentence)]])
        }
    }
}

extension PageCall {
    /// The same call as if the page of that address had been asked for: an answer to a form shows
    /// its page, and its links must lead there.
    func shown(at path: String) -> PageCall {
        var reader = reader
        reader.target = path
        return PageCall(call: call, console: console, reader: reader, form: form)
    }

    /// Does what a form asks for. A refusal goes to the form's page, where what was typed stands.
    func sending(
        _ form: String, _ work: () async throws -> Reply,
        page: (PageTurn) async throws -> Reply
    ) async throws -> Reply {
        do {
            return try await work()
        } catch let refusal as Refusal {
            return try await page(PageTurn(form: form, refusal: refusal))
        } catch let delayed as DelayedRefusal {
            var reply = try await page(PageTurn(form: form, refusal: delayed.refusal))
            reply.headers[.retryAfter] = String(delayed.seconds)
            return reply
        }
    }

    /// Head of a page.
    func head(_ heading: String, sentence: String? = nil, small: String? = nil) -> JSONValue {
        var object = JSONObject()
        object.append("title", .string(heading))
        object.append("heading", .string(heading))
        if let sentence { object.append("sentence", .string(sentence)) }
        if let small { object.append("small", .string(small)) }
        object.append("links", .array([]))
        return .object(object)
    }
}
