import GreenlaneCore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Turns the list of operations into routes, and whatever an operation throws into a problem.
struct APIResponder: Sendable {
    let gate: Gate
    /// Told of every refusal code that an operation did not announce; tests look at it.
    let undocumented: (@Sendable (Operation, Refusal) -> Void)?

    func mount(_ operations: [Operation], on router: Router<APIContext>) {
        var methods: [String: [HTTPRequest.Method]] = [:]
        for operation in operations {
            let path = APIRoot.path + operation.path
            methods[path, default: []] += Self.add(operation, at: path, to: router) {
                await answer(operation, $0, $1)
            }
        }
        for (path, known) in methods { Self.refuseOthers(path, known, on: router) }
    }

    /// Adds an operation under its method; what is looked at is also there for HEAD, with the head
    /// that GET would get. The methods.
    static func add(
        _ operation: Operation, at path: String, to router: Router<APIContext>,
        _ answer: @escaping @Sendable (Request, APIContext) async -> Response
    ) -> [HTTPRequest.Method] {
        router.on(RouterPath(path), method: operation.method) { await answer($0, $1) }
        guard operation.method == .get, !operation.isStream else { return [operation.method] }
        router.head(RouterPath(path)) { await answer($0, $1).createHeadResponse() }
        return [.get, .head]
    }

    /// Answers 405 where a path is there and the method is not one of its own.
    static func refuseOthers(
        _ path: String, _ known: [HTTPRequest.Method], on router: Router<APIContext>
    ) {
        let allow = known.map(\.rawValue).sorted().joined(separator: ", ")
        for method in allMethods where !known.contains(method) {
            router.on(RouterPath(path), method: method) { request, _ in
                var reply = Problem.reply(
                    APIRefusal.methodNotAllowed, instance: Problem.anyInstance,
                    RequestLanguage.of(request))
                reply.headers[.allow] = allow
                return reply.response
            }
        }
    }

    private static let allMethods: [HTTPRequest.Method] =
        [
            .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
        ] + ["QUERY", "LINK", "UNLINK", "PURGE", "PROPFIND"].compactMap { HTTPRequest.Method($0) }

    private func answer(
        _ operation: Operation, _ request: Request, _ context: APIContext
    ) async -> Response {
        let language = RequestLanguage.of(request)
        let instance = "urn:greenlane:request:\(context.exchange.requestID)"
        do {
            let call = try await gate.call(operation, request, context, language)
            return try await operation.run(call).response
        } catch let refusal as HTTPRefusal {
            undocumented?(operation, refusal.refusal)
            return Problem.response(refusal, language)
        } catch let refusal as Refusal {
            undocumented?(operation, refusal)
            return Problem.reply(refusal, instance: instance, language).response
        } catch let list as DiagnosticList {
            let refusal = APIRefusal.fileInvalid(list.diagnostics)
            undocumented?(operation, refusal)
            return Problem.reply(refusal, instance: instance, language).response
        } catch let delayed as DelayedRefusal {
            undocumented?(operation, delayed.refusal)
            var reply = Problem.reply(delayed.refusal, instance: instance, language)
            reply.headers[.retryAfter] = String(delayed.seconds)
            return reply.response
        } catch {
            context.logger.error(
                "fault",
                metadata: [
                    "operation": "\(operation.id)", "error": "\(type(of: error))",
                    "request_id": "\(context.exchange.requestID)",
                ])
            return Problem.reply(APIRefusal.fault, instance: instance, language).response
        }
    }
}

/// The language that a request asks for: Chinese where it does not say.
enum RequestLanguage {
    static func of(_ request: Request) -> Language {
        guard let text = request.headers[.acceptLanguage] else { return .zh }
        var best: (language: Language, weight: Int) = (.zh, 0)
        for part in text.lowercased().split(separator: ",").prefix(10) {
            let sides = part.split(separator: ";", maxSplits: 1)
            let tag = (sides.first ?? "").split(separator: " ").joined()
            guard tag.hasPrefix("zh") || tag.hasPrefix("en") else { continue }
            let weight = sides.count > 1 ? AcceptWeight.of(sides[1...]) ?? 0 : 1000
            if weight > best.weight { best = (tag.hasPrefix("zh") ? .zh : .en, weight) }
        }
        return best.language
    }
}
