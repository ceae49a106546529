import GreenlaneCore
import HTTPTypes

/// A refusal as a page: what was refused, why, who could, and the way on.
enum ErrorPage {
    static func reply(
        _ refusal: Refusal, _ console: Console, _ reader: ConsoleReader, trace: String?,
        could roles: [Actor.Role] = [], status stated: Int? = nil
    ) -> Reply {
        let status = stated ?? Problem.status(of: refusal)
        let language = reader.language
        var page = JSONObject()
        let title = Problem.title(of: status).text(language)
        page.append("title", .string(title))
        page.append("heading", .string(title))
        page.append("sentence", .string(refusal.message.text(language)))
        var context = JSONObject([.init("page", .object(page))])
        var reasons: [JSONValue] = []
        if refusal.remedy != nil || !refusal.basis.isEmpty || !refusal.details.isEmpty {
            var object = reason(refusal, language).objectValue ?? JSONObject()
            let details = refusal.details.prefix(20).map { $0.message.text(language) }
            object["text"] = .string(details.joined(separator: language == .zh ? "；" : "; "))
            reasons.append(.object(object))
        }
        context.append("reasons", .array(reasons))
        if !roles.isEmpty {
            let sentence = language == .zh ? "可以做这件事的角色：" : "Roles that may:"
            context.append(
                "could",
                [
                    "sentence": .string(sentence),
                    "roles": .array(roles.map { ["title": .string($0.title.text(language))] }),
                ])
        }
        context.append("links", .array(links(reader)))
        if status >= 500, let trace { context.append("trace", .string(trace)) }
        return console.page("error", context, reader, status: status)
    }

    /// Where to go from here.
    private static func links(_ reader: ConsoleReader) -> [JSONValue] {
        guard let principal = reader.principal else {
            return [
                link("/sign-in", reader.language == .zh ? "登录" : "Sign in", isFirst: true)
            ]
        }
        return ConsolePlaces.of(principal).bar.prefix(2).enumerated().map { index, place in
            link(place.path, place.title.text(reader.language), isFirst: index == 0)
        }
    }

    private static func link(_ path: String, _ title: String, isFirst: Bool) -> JSONValue {
        ["href": .string(path), "title": .string(title), "first": .bool(isFirst)]
    }

    /// A refusal in the form of the part `reason`: what is the matter, on what it rests, the way
    /// out.
    static func reason(_ refusal: Refusal, _ language: Language) -> JSONValue {
        var object = JSONObject()
        object.append("text", .string(refusal.message.text(language)))
        object.append("articles", .array(refusal.basis.map { article($0, language) }))
        if let remedy = refusal.remedy {
            object.append("remedy", ["text": .string(remedy.text(language))])
        }
        object.append("code", .string(refusal.code))
        return .object(object)
    }

    static func article(_ basis: LegalBasis, _ language: Language) -> JSONValue {
        [
            "title": .string(basis.citation(language)),
            "unverified": .bool(basis.confidence == .unverified),
        ]
    }
}
