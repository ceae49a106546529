import Foundation
import GreenlaneCore
import HTTPTypes

@testable import GreenlaneServer

/// How somebody stands to what an operation is about.
enum Relation: String, CaseIterable {
    /// Their own organisation's, or themselves.
    case own
    /// Entrusted to their organisation, or in the scope of an audit.
    case entrusted
    /// Somebody else's.
    case foreign
    /// There is no such thing.
    case none
    /// The operation is about no one thing.
    case any = "-"
}

/// One request of the matrix: well formed enough to get past the form, and never enough to change
/// anything that another request asks for.
struct MatrixProbe {
    /// What an operation is about.
    enum Kind {
        case goods, permit, entry, importer, holder
        case organisation, account, entrustment, key, subscription
        case grant, keyOwner
        case nothing
    }

    let town: MatrixTown
    let operation: GreenlaneServer.Operation

    var kind: Kind {
        switch operation.id {
        case "file-import-request": return .importer
        case "register-permit": return .holder
        case "grant-entrustment": return .grant
        case "issue-key": return .keyOwner
        case "show-whitelist-entry", "list-whitelist-entry-uses": return .entry
        default: break
        }
        switch operation.subject {
        case .none: return .nothing
        case .shipment: return .goods
        case .permit: return .permit
        case .organisation: return .organisation
        case .account: return .account
        case .entrustment: return .entrustment
        case .key: return .key
        case .subscription: return .subscription
        }
    }

    /// Its answer is rows of many.
    var isListing: Bool {
        kind == .nothing && operation.answers.contains { $0.hasPages }
    }

    /// The object that stands so to a person; nil where there is none.
    func object(_ person: MatrixTown.Person, _ relation: Relation) async throws -> String? {
        let isTied = !person.entrustment.isEmpty || person.role == .auditor
        let isLab = person.role == .labManager
        let isGoods = [.goods, .permit, .entry, .importer, .holder].contains(kind)
        switch relation {
        case .any: return kind == .nothing ? "" : nil
        case .none: return kind == .nothing ? nil : missing
        case .foreign: return kind == .nothing ? nil : try await object(of: town.second)
        case .entrusted:
            guard kind != .nothing, isTied else { return nil }
            if kind == .entrustment, !person.entrustment.isEmpty { return person.entrustment }
            return try await object(of: town.first)
        case .own:
            if isGoods || kind == .entrustment || kind == .grant {
                return isLab ? try await object(of: town.first) : nil
            }
            switch kind {
            case .organisation: return person.organisation
            case .account, .keyOwner: return person.account
            case .key: return person.key
            case .subscription:
                guard operation.id == "end-subscription" else { return person.subscription }
                return try await town.subscription(of: person.account)
            default: return nil
            }
        }
    }

    private func object(of side: MatrixTown.Side) async throws -> String {
        switch kind {
        case .goods: return side.shipment
        case .permit: return side.permit
        case .entry: return side.entry
        case .importer, .holder: return side.uscc
        case .organisation, .grant: return side.organisation
        case .account, .keyOwner: return side.account
        case .entrustment: return side.entrustment
        case .key: return side.key
        case .subscription:
            guard operation.id == "end-subscription" else { return side.subscription }
            return try await town.subscription(of: side.account)
        case .nothing: return ""
        }
    }

    private var missing: String {
        switch kind {
        case .goods: "SH-2020-000001"
        case .permit: "P-MISSING"
        case .entry: "NS-MISSING"
        case .importer, .holder: "91440115MAXXX00314"
        case .organisation, .grant: "ORG-9999"
        case .account, .keyOwner: "ACC-9999"
        case .entrustment: "ENT-9999"
        case .key: "zzzzzzzz"
        case .subscription: "sub-9999"
        case .nothing: ""
        }
    }

    // MARK: The request

    func send(
        _ object: String, as caller: String?, serial: Int
    ) async throws -> RunningService.Answer {
        var headers: [String: String] = [:]
        if operation.needsVersion { headers["If-Match"] = "\"1\"" }
        if operation.id == "follow-events" { headers["Last-Event-ID"] = "not a position" }
        let method = operation.method.rawValue
        guard let form = operation.body else {
            return try await town.house.send(method, path(object), as: caller, headers: headers)
        }
        if !form.mediaTypes.contains("application/json") || operation.id == "check-bundle" {
            headers["Content-Type"] = form.mediaTypes.first.map { $0 == "*/*" ? "text/plain" : $0 }
            return try await town.house.send(
                method, path(object), as: caller, headers: headers, raw: Data("none".utf8))
        }
        return try await town.house.send(
            method, path(object), as: caller, body(object, serial), headers: headers)
    }

    private func path(_ object: String) -> String {
        var path = APIRoot.path + operation.path
        let isNamed = ![.importer, .holder, .grant, .keyOwner, .nothing].contains(kind)
        for (name, value) in [
            ("{id}", isNamed ? object : "missing"), ("{position}", "1"),
            ("{date}", "2026-09-01"),
            ("{digest}", "sha256:" + String(repeating: "0", count: 64)),
        ] { path = path.replacingOccurrences(of: name, with: value) }
        switch operation.id {
        case "list-exceptions", "list-permit-gaps": path += "?quarter=2026Q3&limit=500"
        case "publish-whitelist": path += "?dry-run=true"
        case "list-tariff-lines": path += "?code=30"
        default: if isListing { path += "?limit=500" }
        }
        return path
    }

    private func body(_ object: String, _ serial: Int) -> JSONValue {
        switch kind {
        case .importer: return MatrixTown.request(object, "M-\(serial)").json
        case .holder:
            return [
                "code": "no-such-code", "number": "SYNTHETIC-9", "holder": .string(object),
                "validFrom": "2026-09-01", "validTo": "2026-12-31",
            ]
        case .grant:
            let isSecond = object == town.second.organisation
            return [
                "importer": .string(object),
                "broker": .string(isSecond ? town.brokers.1 : town.brokers.0),
                "from": "2026-09-01", "until": "2026-12-31",
            ]
        case .keyOwner:
            // It has expired: refused, where it is not refused before.
            return [
                "label": "test", "scopes": ["read"], "expires": "2020-01-01T00:00:00+08:00",
                "account": .string(object),
            ]
        default: break
        }
        switch operation.id {
        case "take-step": return ["event": "no_such_event"]
        case "change-account": return ["language": "zh"]
        case "change-organisation": return ["status": "active"]
        default: return [:]
        }
    }

    // MARK: The verdict

    private static let forbidden = [
        "role-not-allowed", "scope-missing", "importer-out-of-reach", "holder-out-of-reach",
    ]
    private static let hidden = [
        "shipment-unknown", "permit-unknown", "entry-unknown", "organisation-unknown",
        "account-unknown", "entrustment-unknown", "key-unknown", "subscription-unknown",
    ]

    /// What an answer comes to: `yes` once past the gate, `403` where the role may not, `404` where
    /// it is answered as not there; of a listing whose rows it holds.
    func verdict(_ answer: RunningService.Answer) -> String {
        let code = (try? answer.json)?["code"]?.stringValue ?? ""
        if answer.status == 401 { return "401" }
        if answer.status == 403, Self.forbidden.contains(code) { return "403" }
        if answer.status == 404, Self.hidden.contains(code) { return "404" }
        if answer.status == 404, code == "route-unknown" { return "no route" }
        if answer.status >= 500 { return "\(answer.status) \(code)" }
        guard isListing, answer.status == 200 else { return "yes" }
        let text = String(decoding: answer.body, as: UTF8.self)
        let sides = [("A", town.first), ("B", town.second)].filter { _, side in
            side.marks.contains { text.contains($0) }
        }
        return sides.isEmpty ? "no rows" : sides.map(\.0).joined(separator: "+")
    }
}
