import Foundation
import GreenlaneCore
import GreenlaneTestSupport

@testable import GreenlaneServer

/// Holds answers against the OpenAPI document: status, media type, headers, shape.
struct AnswerCheck {
    private let document = OpenAPIDocument.value

    /// What is wrong with an answer; empty where the document says all of it.
    func problems(
        _ method: String, _ target: String, _ answer: RunningService.Answer
    ) -> [String] {
        guard let operation = operation(method, target) else { return ["no such operation"] }
        let status = String(answer.status)
        guard let stated = operation["responses"]?[status].map(resolved) else {
            return ["the status \(status) is not documented"]
        }
        var found: [String] = []
        for header in ["ETag", "Location", "Link"]
        where answer.header(header) != nil && stated["headers"]?[header] == nil {
            found.append("the header \(header) is not documented")
        }
        let content = stated["content"]?.objectValue?.members ?? []
        guard !content.isEmpty else {
            return answer.body.isEmpty ? found : found + ["a body that is not documented"]
        }
        let type = answer.header("Content-Type")?.split(separator: ";").first.map(String.init)
        guard let media = content.first(where: { $0.name == type }) else {
            return found + ["the type \(type ?? "none") is not documented"]
        }
        guard let type, type.hasSuffix("json"), let schema = media.value["schema"] else {
            return found
        }
        do {
            return found + JSONSchema(document, from: schema).problems(try answer.json)
        } catch {
            return found + ["the body is no JSON"]
        }
    }

    private func resolved(_ value: JSONValue) -> JSONValue {
        guard let reference = value["$ref"]?.stringValue else { return value }
        return reference.split(separator: "/").dropFirst().reduce(document) {
            $0[String($1)] ?? .null
        }
    }

    private func operation(_ method: String, _ target: String) -> JSONValue? {
        let path = target.split(separator: "?")[0].split(separator: "/")
        let fitting = (document["paths"]?.objectValue?.members ?? []).filter { known in
            let parts = known.name.split(separator: "/")
            return parts.count == path.count
                && zip(parts, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        // What is written out goes before what is a name.
        let best = fitting.min { $0.name.count { $0 == "{" } < $1.name.count { $0 == "{" } }
        return best?.value[method.lowercased()]
    }
}
