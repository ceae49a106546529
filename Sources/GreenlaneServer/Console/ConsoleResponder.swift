import GreenlaneCore
import GreenlaneEngine
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging

/// Turns the list of pages into routes, and whatever a page throws into a page that explains it.
struct ConsoleResponder: Sendable {
    let console: Console

    func mount(on router: Router<APIContext>) {
        var methods: [String: [HTTPRequest.Method]] = [:]
        for page in ConsolePages.all {
            let operation = page.operation
            methods[operation.path, default: []] += APIResponder.add(
                operation, at: operation.path, to: router
            ) { await answer(page, $0, $1) }
        }
        for (path, known) in methods.sorted(by: { $0.key < $1.key }) {
            var known = known
            if !known.contains(.get) {
                let count = Self.parts(toPageAbove: path, methods)
                for method in [HTTPRequest.Method.get, .head] {
                    router.on(RouterPath(path), method: method) { request, _ in
                        let parts = request.uri.path.split(separator: "/").prefix(count)
                        let place = "/" + parts.joined(separator: "/")
                        return Reply.seeOther(ConsolePaths.own(place)).response
                    }
                }
                known += [.get, .head]
            }
            APIResponder.refuseOthers(path, known, on: router)
        }
        router.get("assets/{name}") { request, context in
            asset(context.parameters.get("name") ?? "", request)
        }
        router.head("assets/{name}") { request, context in
            asset(context.parameters.get("name") ?? "", request).createHeadResponse()
        }
    }

    /// The address of a form stays in the browser when its page shows what went wrong; who opens it
    /// again comes to the page that the form stands on. How many parts of the path lead there.
    private static func parts(
        toPageAbove path: String, _ methods: [String: [HTTPRequest.Method]]
    ) -> Int {
        var parts = path.split(separator: "/")
        while !parts.isEmpty {
            parts.removeLast()
            if methods["/" + parts.joined(separator: "/")]?.contains(.get) == true { break }
        }
        return parts.count
    }

    private func answer(
        _ page: ConsolePage, _ request: Request, _ context: APIContext
    ) async -> Response {
        let early = console.reader(request, nil)
        do {
            let call = try await console.gate.call(
                page.operation, request, context, early.language)
            let reader = console.reader(request, call.principal)
            let form = try ConsoleForm(
                call.body, contentType: request.headers[.contentType] ?? "")
            if page.operation.method == .post, let principal = call.principal,
                !Self.isOfSession(form, reader)
            {
                // Signed in anew since the page was opened: their own form goes on.
                let place = Self.place(request)
                guard form["who"] == principal.account,
                    let parked = ParkedForm(form, path: request.uri.path, place: place)
                else { throw Self.formStale }
                return ContinuePage.reply(parked, console, reader).response
            }
            let pageCall = PageCall(call: call, console: console, reader: reader, form: form)
            return try await page.run(pageCall).response
        } catch {
            // Whose credential was refused is not asked again: it would count as a second try.
            if let away = await signIn(for: error, request, early) { return away.response }
            let isForeign = (error as? Refusal) == APIRefusal.foreignOrigin
            let principal =
                isForeign
                ? nil
                : try? await console.gate.doorkeeper.principal(
                    of: request, context, at: console.service.clock())
            let reader = console.reader(request, principal)
            let refusal = refusal(error, context)
            return ErrorPage.reply(
                refusal, console, reader, trace: context.exchange.requestID,
                could: Self.roles(for: refusal, page)
            ).response
        }
    }

    /// Roles that may what was refused to this one.
    private static func roles(for refusal: Refusal, _ page: ConsolePage) -> [Actor.Role] {
        guard case .signedIn(let action) = page.operation.access,
            refusal.code == APIRefusal.notAllowed(action).code
        else { return [] }
        return Actor.Role.allCases.filter {
            $0 != .system && AccessRules.span(of: $0, action) != .none
        }
    }

    /// Nobody signed in, or not any more: to the sign-in page, and back afterwards.
    private func signIn(
        for error: any Error, _ request: Request, _ reader: ConsoleReader
    ) async -> Reply? {
        let codes = [APIRefusal.notSignedIn.code, APIRefusal.credentialInvalid.code]
        guard let refusal = error as? Refusal, codes.contains(refusal.code) else { return nil }
        let back = request.method != .post ? reader.target : Self.place(request)
        var reply = Reply.seeOther("/sign-in?back=" + Console.escaped(back))
        if request.method == .post {
            if let parked = await park(request, back) {
                // The address is that of the form; who reads it has not signed in.
                var reader = reader
                reader.done = ("doneSessionEnded", nil)
                reply = SignInPages.page(
                    console, reader, back: back, parked: parked, status: 401)
            } else {
                reply.headers[.location]? += "&done=doneSessionEnded"
            }
        }
        if let cookie = console.gate.doorkeeper.signIn?.cookie, refusal.code != codes[0] {
            reply.headers[.setCookie] = cookie.clearing
        }
        return reply
    }

    /// What a form of ours sent, sealed; nil where a script sent it, or it is too large to carry.
    private func park(_ request: Request, _ place: String) async -> String? {
        let isOurs = RequestOrigin.isOurs(
            request.headers, host: request.head.authority,
            publicURL: console.gate.doorkeeper.signIn?.configuration.publicURL, needsProof: true)
        guard isOurs, request.headers[.accept]?.contains("text/html") == true else { return nil }
        do {
            let bytes = try await BoundedBody.read(
                request, maximumBytes: ParkedForm.maximumBytes)
            let form = try ConsoleForm(
                bytes, contentType: request.headers[.contentType] ?? "")
            return ParkedForm(form, path: request.uri.path, place: place)?
                .sealed(console.parking)
        } catch { return nil }
    }

    /// The page that a form came from, where it is one of ours; without what it said was done.
    private static func place(_ request: Request) -> String {
        guard let text = request.headers[.referer], let slashes = text.firstRange(of: "://"),
            let slash = text[slashes.upperBound...].firstIndex(of: "/"),
            text[slashes.upperBound..<slash] == request.head.authority ?? ""
        else { return "/" }
        let sides = text[slash...].split(separator: "?", maxSplits: 1)
        guard let path = sides.first, sides.count == 2 else { return String(text[slash...]) }
        let asked = sides[1].split(separator: "&").filter {
            !$0.hasPrefix("done=") && !$0.hasPrefix("about=")
        }
        return path + (asked.isEmpty ? "" : "?" + asked.joined(separator: "&"))
    }

    private static func isOfSession(_ form: ConsoleForm, _ reader: ConsoleReader) -> Bool {
        guard let token = form["csrf"], !reader.csrf.isEmpty else { return false }
        return SecretDigest.isEqual(token, reader.csrf)
    }

    private func refusal(_ error: any Error, _ context: APIContext) -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case let refusal as HTTPRefusal: return refusal.refusal
        case let delayed as DelayedRefusal: return delayed.refusal
        case let list as DiagnosticList: return APIRefusal.fileInvalid(list.diagnostics)
        default:
            context.logger.error(
                "fault",
                metadata: [
                    "error": .string(String(reflecting: type(of: error))),
                    "request_id": .string(context.exchange.requestID),
                ])
            return APIRefusal.fault
        }
    }

    private func asset(_ name: String, _ request: Request) -> Response {
        guard let asset = console.files.assets[name] else {
            return ErrorPage.reply(
                APIRefusal.noRoute, console, console.reader(request, nil), trace: nil
            ).response
        }
        var reply = Reply.bytes(asset.bytes, type: asset.mediaType)
        if let known = request.headers[.ifNoneMatch], EntityTags.includes(asset.tag, in: known) {
            reply = Reply(status: 304, content: .none)
        }
        reply.headers[.eTag] = asset.tag
        // Its address changes with it.
        reply.headers[.cacheControl] = "public, max-age=31536000, immutable"
        return reply.response
    }

    static let formStale = Refusal(
        .role, "form-stale",
        LocalizedText(
            zh: "这个表单已经过期，没有办理。", en: "The form is from an earlier session; nothing was done."),
        remedy: LocalizedText(
            zh: "返回上一页，刷新后再提交；填写的内容还在。",
            en: "Go back, reload the page and send it again; what you typed is kept."))
}

extension HTTPField.Name {
    static let referer = named("Referer")
}
