import GreenlaneCore
import Synchronization

/// A page about the definitions, but for the frame around it: it follows from the address, the
/// language and the day, for whoever reads it, so it is made and drawn once.
struct KeptPage: Sendable {
    /// What the frame wants to know of the page: its title.
    var page: JSONValue
    /// What stands inside the frame.
    var content: String
}

/// Pages that were drawn.
final class KeptPages: Sendable {
    /// Beyond so many the shelf begins anew: addresses are typed by people.
    static let maximumCount = 64

    private let known = Mutex<[String: KeptPage]>([:])

    func page(_ key: String, _ make: () throws -> KeptPage) rethrows -> KeptPage {
        if let page = known.withLock({ $0[key] }) { return page }
        let made = try make()
        known.withLock { known in
            if known.count >= Self.maximumCount { known.removeAll() }
            known[key] = made
        }
        return made
    }
}

extension PageCall {
    /// A page in whose context is nothing but the definitions.
    func keptPage(_ template: String, _ make: () throws -> JSONObject) rethrows -> Reply {
        let questions = query.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let key = [template, language.rawValue, now.date.description, path] + questions
        let kept = try console.kept.page(key.joined(separator: "\n")) {
            let context = try make()
            let content = console.files.rendered(
                ConsoleFiles.content(template), TemplateValues(context), language)
            return KeptPage(page: context["page"] ?? .null, content: content ?? "")
        }
        var context = JSONObject()
        context.append("page", kept.page)
        context.append("content", .string(kept.content))
        return page("kept", context)
    }
}
