import GreenlaneCore
import GreenlaneEngine
import HTTPTypes
import Hummingbird
import NIOCore

/// One HTTP request to one operation, with everything that was checked before the operation runs.
struct Call: Sendable {
    let operation: Operation
    let service: ClearanceService
    let request: Request
    /// Who signed in; nobody only where the operation is open.
    let principal: Principal?
    let path: [String: String]
    let query: [String: String]
    /// The whole body; empty where the operation takes none.
    let body: [UInt8]
    let language: Language
    /// When the request was taken up.
    let now: Timestamp
    /// Address of whoever sent it, as far as it is known.
    let client: String
    /// Where people sign in; nil where nobody does.
    let signIn: SignInDesk?

    /// Whoever signed in. Only an open operation is called without.
    func caller() throws(Refusal) -> Principal {
        guard let principal else { throw APIRefusal.notSignedIn }
        return principal
    }

    /// Whose goods this call may concern.
    func reach() throws(Refusal) -> Reach {
        guard case .signedIn(let action) = operation.access else { return .nothing }
        return try caller().reach(of: action)
    }

    /// A name of the path, which the router has matched.
    func name(_ parameter: String) throws(Refusal) -> String {
        guard let value = path[parameter] else { throw APIRefusal.noRoute }
        return value
    }

    /// The body as JSON; duplicate members, depth and encoding are errors with a place.
    func json() throws(Refusal) -> JSONValue {
        do throws(JSONSyntaxError) {
            return try JSONParser.parse(body)
        } catch {
            throw APIRefusal.bodyUnreadable(error)
        }
    }

    /// The body as a JSON object without members that nobody knows.
    func object(_ known: [String]) throws(Refusal) -> JSONObject {
        guard let object = try json().objectValue else { throw APIRefusal.notAnObject }
        let unknown = object.members.filter { !known.contains($0.name) }
        guard unknown.isEmpty else { throw APIRefusal.unknownMembers(unknown.map(\.name), known) }
        return object
    }

    /// The key that makes a command safe to repeat; its scope is the caller.
    func idempotencyKey() throws(Refusal) -> String? {
        guard let text = try single(.idempotencyKey) else { return nil }
        guard let key = StructuredText.unquoted(text), !key.isEmpty,
            key.count <= IdempotencyScope.maximumKeyLength
        else { throw APIRefusal.header("Idempotency-Key") }
        return IdempotencyScope.key(key, of: try caller().account)
    }

    /// The version that the caller saw, from `If-Match`.
    func expectedVersion() throws(Refusal) -> Int {
        guard let text = try single(.ifMatch) else { throw APIRefusal.versionNeeded }
        guard text.hasPrefix("\""), let digits = StructuredText.unquoted(text),
            let version = Int(digits), version > 0
        else { throw APIRefusal.header("If-Match") }
        return version
    }

    /// A header that may stand once.
    func single(_ name: HTTPField.Name) throws(Refusal) -> String? {
        let values = request.headers[values: name]
        guard values.count <= 1 else { throw APIRefusal.header(name.canonicalName) }
        return values.first
    }

    /// A whole number of the query within bounds.
    func number(
        _ name: String, in range: ClosedRange<Int>, default value: Int
    ) throws(Refusal) -> Int {
        guard let text = query[name] else { return value }
        guard let number = Int(text), range.contains(number) else {
            throw APIRefusal.parameter(
                name, "应为 \(range.lowerBound) 到 \(range.upperBound) 的整数",
                "takes a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// `true` or `false` of the query.
    func flag(_ name: String) throws(Refusal) -> Bool {
        switch query[name] {
        case nil, "false": return false
        case "true": return true
        default:
            throw APIRefusal.parameter(name, "应为 true 或 false", "takes true or false")
        }
    }

    /// A day of the query.
    func day(_ name: String) throws(Refusal) -> CalendarDate? {
        guard let text = query[name] else { return nil }
        guard let day = CalendarDate(text) else {
            throw APIRefusal.parameter(name, "应为 YYYY-MM-DD", "takes a day, YYYY-MM-DD")
        }
        return day
    }

    /// A time or a position of the log of the query.
    func moment(_ name: String) throws(Refusal) -> LogMoment? {
        guard let text = query[name] else { return nil }
        if let position = Int64(text), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .position(position)
        }
        guard let moment = Timestamp(text).map({ LogMoment.time($0) }) else {
            throw APIRefusal.parameter(
                name, "应为 RFC 3339 时间、日期或日志位置",
                "takes an RFC 3339 time, a day, or a position of the log")
        }
        return moment
    }
}

/// Keys of callers do not meet: each stands behind the account that used it.
enum IdempotencyScope {
    /// Characters that the account takes.
    static let length = 24
    /// Characters of a key as callers send it.
    static let maximumKeyLength = Envelope.maximumKeyLength - length

    static func key(_ key: String, of account: String) -> String { "\(account)/\(key)" }
}

/// Text of structured header fields.
enum StructuredText {
    /// Without its quotes, where it has them; nil where only one is there, or the text inside would
    /// need escapes.
    static func unquoted(_ text: String) -> String? {
        let isQuoted = text.hasPrefix("\"")
        guard isQuoted == (text.count > 1 && text.hasSuffix("\"")) else { return nil }
        let inner = isQuoted ? String(text.dropFirst().dropLast()) : text
        guard inner.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C })
        else { return nil }
        return inner
    }
}
