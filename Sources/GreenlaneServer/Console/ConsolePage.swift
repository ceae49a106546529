import GreenlaneCore
import HTTPTypes

/// One page of the console, or one thing that a form of it does. Checked by the same gate as the
/// operations of the API.
struct ConsolePage: Sendable {
    /// What the gate needs to know.
    let operation: Operation
    let run: @Sendable (PageCall) async throws -> Reply

    /// A page that is looked at.
    static func get(
        _ path: String, _ action: AccessAction, subject: Operation.Subject = .none,
        query: [String] = [], isStream: Bool = false,
        run: @escaping @Sendable (PageCall) async throws -> Reply
    ) -> ConsolePage {
        ConsolePage(.get, path, .signedIn(action), subject, query, nil, isStream: isStream, run)
    }

    /// What a form does. Every form brings the token of its session.
    static func post(
        _ path: String, _ action: AccessAction, subject: Operation.Subject = .none,
        maximumBytes: Int = ConsoleForm.maximumBytes,
        run: @escaping @Sendable (PageCall) async throws -> Reply
    ) -> ConsolePage {
        ConsolePage(.post, path, .signedIn(action), subject, [], maximumBytes, run)
    }

    /// A page for those who have not signed in.
    static func open(
        _ method: HTTPRequest.Method, _ path: String, query: [String] = [],
        maximumBytes: Int = ConsoleForm.maximumBytes,
        run: @escaping @Sendable (PageCall) async throws -> Reply
    ) -> ConsolePage {
        ConsolePage(
            method, path, .open, .none, query, method == .post ? maximumBytes : nil, run)
    }

    private init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Operation.Access,
        _ subject: Operation.Subject, _ query: [String], _ maximumBytes: Int?,
        isStream: Bool = false, _ run: @escaping @Sendable (PageCall) async throws -> Reply
    ) {
        var parameters: [Parameter] = path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            .path(String($0.dropFirst().dropLast()), "编号", "Its name", ["type": "string"])
        }
        parameters += (query + Self.always).map {
            .query($0, "选项", "A choice", ["type": "string"])
        }
        let body = maximumBytes.map {
            BodyForm(
                mediaTypes: ["application/x-www-form-urlencoded", "multipart/form-data"],
                schema: "", maximumBytes: $0, isRequired: false)
        }
        operation = Operation(
            id: "page \(method.rawValue) \(path)", method: method, path: path, group: .service,
            title: LocalizedText(zh: "页面", en: "Page"), access: access, subject: subject,
            parameters: parameters, body: body, answers: [], isStream: isStream,
            run: { _ in .nothing })
        self.run = run
    }

    /// Query members that every page takes: what was just done.
    static let always = ["done", "about"]
}
