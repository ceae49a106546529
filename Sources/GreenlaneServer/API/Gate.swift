import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes
import Hummingbird
import HummingbirdCore

/// The one place where every call is checked: who asks, whether their roles may, whether the goods
/// are within reach, and the form of what came with it. No operation runs before.
struct Gate: Sendable {
    let service: ClearanceService
    let doorkeeper: any Doorkeeper
    /// Counts requests by who signed in.
    let limiter: RateLimiter
    /// How large bodies may be at most; what takes less says so itself.
    let configuration: ServiceConfiguration

    /// Everything that is checked, in the order of the refusals.
    func call(
        _ operation: Operation, _ request: Request, _ context: APIContext, _ language: Language
    ) async throws -> Call {
        let now = service.clock()
        let principal = try await admit(operation, request, context, now)
        var path: [String: String] = [:]
        for parameter in operation.parameters where parameter.place == .path {
            guard let text = context.parameters.get(parameter.name).flatMap(Self.plain),
                !text.isEmpty, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
            else { throw APIRefusal.noRoute }
            path[parameter.name] = text
        }
        try await reach(operation, principal, path)
        let query = try Self.query(operation, request)
        let body = try await body(operation, request)
        return Call(
            operation: operation, service: service, request: request, principal: principal,
            path: path, query: query, body: body, language: language, now: now,
            client: context.clientAddress, signIn: doorkeeper.signIn)
    }

    private func admit(
        _ operation: Operation, _ request: Request, _ context: APIContext, _ now: Timestamp
    ) async throws -> Principal? {
        guard case .signedIn(let action) = operation.access else {
            return nil
        }
        guard let principal = try await doorkeeper.principal(of: request, context, at: now) else {
            throw APIRefusal.notSignedIn
        }
        try RequestQuota.take(limiter, of: principal.account)
        guard principal.may(action) else {
            throw await recorded(APIRefusal.notAllowed(action), operation, principal)
        }
        if action.isWriting, !principal.scopes.contains(.write) {
            throw await recorded(APIRefusal.scopeMissing, operation, principal)
        }
        return principal
    }

    /// The refusal, once it is on the record.
    private func recorded(
        _ refusal: Refusal, _ operation: Operation, _ principal: Principal, target: String = ""
    ) async -> Refusal {
        await service.turnAway(
            TurnedAway(operation: operation.id, target: target, refusal: refusal),
            by: principal.actor())
        return refusal
    }

    /// What the caller is told of goods or people out of reach. That they are there is a matter
    /// for the record alone.
    private func unreachable(
        _ told: Refusal, _ operation: Operation, _ principal: Principal, _ target: String
    ) async -> Refusal {
        _ = await recorded(APIRefusal.outOfReach, operation, principal, target: target)
        return told
    }

    /// Goods out of reach are answered as goods that are not there: their numbers are no secret to
    /// be guessed.
    private func reach(
        _ operation: Operation, _ principal: Principal?, _ path: [String: String]
    ) async throws {
        guard case .signedIn(let action) = operation.access, let principal else { return }
        switch operation.subject {
        case .none: return
        case .shipment(let parameter):
            let id = path[parameter] ?? ""
            guard let importer = try await importer(of: id) else { throw Self.unknownShipment(id) }
            guard principal.reach(of: action).includes(importer: importer) else {
                throw await unreachable(Self.unknownShipment(id), operation, principal, id)
            }
        case .permit(let parameter):
            let id = path[parameter] ?? ""
            guard let holder = service.ledgers.read({ $0.permit(id)?.holder }) else {
                throw Self.unknownPermit(id)
            }
            guard principal.reach(of: action).includes(importer: holder) else {
                throw await unreachable(Self.unknownPermit(id), operation, principal, id)
            }
        case .subscription(let parameter):
            let id = path[parameter] ?? ""
            let told = SubscriptionCalls.unknown(id)
            let isVisible = try await SubscriptionCalls.isVisible(id, to: principal, service)
            guard let isVisible else { throw told }
            if !isVisible { throw await unreachable(told, operation, principal, id) }
        case .organisation(let name), .account(let name), .entrustment(let name), .key(let name):
            let id = path[name] ?? ""
            guard let told = unseen(operation.subject, id, principal) else { return }
            guard service.access.book.knows(id) else { throw told }
            throw await unreachable(told, operation, principal, id)
        }
    }

    /// What is told of people and their keys whom the caller does not see; nil where they do.
    private func unseen(
        _ subject: Operation.Subject, _ id: String, _ principal: Principal
    ) -> Refusal? {
        let book = service.access.book
        switch subject {
        case .organisation:
            return book.sees(principal, organisation: id)
                ? nil : AccessRefusal.unknownOrganisation(id)
        case .account:
            return book.sees(principal, account: id) ? nil : AccessRefusal.unknownAccount(id)
        case .entrustment:
            return book.sees(principal, entrustment: id)
                ? nil : AccessRefusal.unknownEntrustment(id)
        case .key: return book.sees(principal, key: id) ? nil : AccessRefusal.unknownKey(id)
        case .none, .shipment, .permit, .subscription: return nil
        }
    }

    private func importer(of id: String) async throws -> String? {
        if let known = service.importers.importer(of: id) { return known }
        guard let row = try await service.reading.read({ try $0.shipment(id: id) }) else {
            return nil
        }
        service.importers.take([row])
        return row.importer
    }

    static func unknownShipment(_ id: String) -> Refusal {
        let shown = PlainText.printable(String(id.prefix(40)))
        return Refusal(
            .notFound, "shipment-unknown",
            LocalizedText(zh: "没有 \(shown) 这票货。", en: "There is no shipment \(shown)."),
            remedy: LocalizedText(
                zh: "核对编号；别人的货物只有受托后才看得到。",
                en: "Check the number; goods of others are seen only once entrusted to you."))
    }

    static func unknownPermit(_ id: String) -> Refusal {
        let shown = PlainText.printable(String(id.prefix(40)))
        return Refusal(
            .notFound, "permit-unknown",
            LocalizedText(
                zh: "没有登记过许可 \(shown)。", en: "No permit \(shown) is registered."))
    }

    /// Each parameter once, known, and readable.
    private static func query(
        _ operation: Operation, _ request: Request
    ) throws(Refusal) -> [String: String] {
        guard let text = request.uri.query, !text.isEmpty else { return [:] }
        let known = operation.parameters.filter { $0.place == .query }.map(\.name)
        var values: [String: String] = [:]
        for part in text.split(separator: "&", omittingEmptySubsequences: true) {
            let sides = part.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(sides[0]), let value = sides.count > 1 ? decoded(sides[1]) : ""
            else { throw APIRefusal.queryInvalid }
            guard known.contains(name) else { throw APIRefusal.parameterUnknown(name, known) }
            guard values.updateValue(value, forKey: name) == nil else {
                throw APIRefusal.queryInvalid
            }
        }
        return values
    }

    /// Without escapes; most have none. Nil where one is malformed.
    private static func plain(_ text: some StringProtocol) -> String? {
        text.utf8.contains(0x25) ? text.removingPercentEncoding : String(text)
    }

    private static func decoded(_ text: Substring) -> String? {
        let decoded = text.replacing("+", with: " ").removingPercentEncoding
        guard let decoded, !decoded.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            return nil
        }
        return decoded
    }

    private func body(
        _ operation: Operation, _ request: Request
    ) async throws -> [UInt8] {
        guard let form = operation.body else { return [] }
        let stated = try Self.contentType(request, among: form.mediaTypes)
        if let stated, !form.mediaTypes.contains(stated), !form.mediaTypes.contains("*/*") {
            throw APIRefusal.mediaType(form.mediaTypes)
        }
        let encoding = request.headers[.contentEncoding]
        guard encoding == nil || encoding == "identity" else {
            throw APIRefusal.mediaType(form.mediaTypes)
        }
        let configured =
            form.isDocument ? configuration.maximumAttachmentBytes : configuration.maximumBodyBytes
        let bytes = try await BoundedBody.read(
            request, maximumBytes: min(form.maximumBytes, configured))
        if bytes.isEmpty {
            guard !form.isRequired else { throw APIRefusal.bodyMissing }
            return []
        }
        guard stated != nil else { throw APIRefusal.mediaType(form.mediaTypes) }
        return bytes
    }

    /// Lower case, without its parameters. Most say just what is `wanted`.
    private static func contentType(
        _ request: Request, among wanted: [String]
    ) throws(Refusal) -> String? {
        let values = request.headers[values: .contentType]
        guard values.count <= 1 else { throw APIRefusal.header("Content-Type") }
        return values.first.map {
            if wanted.contains($0) { return $0 }
            let type = $0.split(separator: ";", omittingEmptySubsequences: false)[0]
            return type.split(separator: " ").joined().lowercased()
        }
    }
}

/// Says who a request comes from.
protocol Doorkeeper: Sendable {
    /// Nobody where the request states no credential; a refusal where it states a wrong one.
    func principal(
        of request: Request, _ context: APIContext, at now: Timestamp
    ) async throws -> Principal?

    /// Where people sign in; nil where nobody does.
    var signIn: SignInDesk? { get }
}

extension Doorkeeper {
    var signIn: SignInDesk? { nil }
}
