internal import Foundation
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// One request to the process that holds the data directory.
enum DoorRequest: Sendable {
    case handle(Envelope)
    case perform(Deed)

    var json: JSONValue {
        switch self {
        case .handle(let envelope): ["do": "handle", "envelope": envelope.json]
        case .perform(let deed): deed.json
        }
    }

    /// Reads what `json` wrote. Throws `door-request-unreadable`.
    init(json: JSONValue) throws(Refusal) {
        guard let name = json["do"]?.stringValue else { throw Self.unreadable("do") }
        if name == "handle" {
            guard let envelope = json["envelope"] else { throw Self.unreadable("envelope") }
            self = .handle(try Envelope(json: envelope))
        } else {
            self = .perform(try Deed(name, json))
        }
    }

    /// Of a member that is missing or of another kind.
    static func unreadable(_ name: String) -> Refusal {
        Refusal(
            .input, "door-request-unreadable",
            LocalizedText(zh: "请求的 /\(name) 读不懂。", en: "The request's /\(name) cannot be read."),
            details: [
                Refusal.Detail(
                    pointer: "/\(name)", code: "unreadable",
                    message: LocalizedText(zh: "读不懂。", en: "It cannot be read."))
            ])
    }
}

extension Deed {
    fileprivate var json: JSONValue {
        switch self {
        case .sign: return ["do": "sign"]
        case .tick: return ["do": "tick"]
        case .keepHead(let note): return ["do": "keepHead", "note": .string(note)]
        case .keepToken(let token):
            return [
                "do": "keepToken", "size": .integer(token.size), "at": .integer(token.at),
                "request": Self.base64(token.request), "reply": Self.base64(token.reply),
            ]
        case .rotate(let actor, let reason):
            return ["do": "rotate", "actor": actor.wire, "reason": .string(reason)]
        case .subscribe(let new):
            return [
                "do": "subscribe", "actor": new.actor.wire, "secrets": .string(new.secrets),
                "label": .string(new.label), "format": .string(new.format),
            ]
        case .unsubscribe(let name, let actor):
            return ["do": "unsubscribe", "name": .string(name), "actor": actor.wire]
        case .deliver: return ["do": "deliver"]
        }
    }

    fileprivate init(_ name: String, _ json: JSONValue) throws(Refusal) {
        func text(_ member: String) throws(Refusal) -> String {
            guard let value = json[member]?.stringValue else {
                throw DoorRequest.unreadable(member)
            }
            return value
        }
        func integer(_ member: String) throws(Refusal) -> Int64 {
            guard let value = json[member]?.integerValue else {
                throw DoorRequest.unreadable(member)
            }
            return value
        }
        func bytes(_ member: String) throws(Refusal) -> [UInt8] {
            guard let data = Data(base64Encoded: try text(member)) else {
                throw DoorRequest.unreadable(member)
            }
            return Array(data)
        }
        func actor() throws(Refusal) -> Actor { try Actor(wire: json["actor"] ?? .null) }
        switch name {
        case "sign": self = .sign
        case "tick": self = .tick
        case "deliver": self = .deliver
        case "keepHead": self = .keepHead(try text("note"))
        case "keepToken":
            self = .keepToken(
                TokenRow(
                    size: try integer("size"), at: try integer("at"),
                    request: try bytes("request"), reply: try bytes("reply")))
        case "rotate": self = .rotate(by: try actor(), reason: try text("reason"))
        case "subscribe":
            self = .subscribe(
                NewSubscription(
                    secrets: try text("secrets"), label: try text("label"),
                    format: try text("format"), actor: try actor()))
        case "unsubscribe": self = .unsubscribe(name: try text("name"), by: try actor())
        default: throw DoorRequest.unreadable("do")
        }
    }

    private static func base64(_ bytes: [UInt8]) -> JSONValue {
        .string(Data(bytes).base64EncodedString())
    }
}
