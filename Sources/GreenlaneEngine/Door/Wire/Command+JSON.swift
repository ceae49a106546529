import GreenlaneCore

extension Command {
    /// One member `do` that names the command, and what belongs to it.
    var json: JSONValue {
        switch self {
        case .file(let request): return ["do": "file", "request": request.json]
        case .step(let shipment, let event, let input):
            // As a text: its depth is the caller's, and must not add to that of the request.
            return [
                "do": "step", "shipment": .string(shipment), "event": .string(event),
                "input": .string(JSONValue.object(input).text),
            ]
        case .addPermit(let permit): return ["do": "addPermit", "permit": permit.json]
        case .revokePermit(let id, let reason):
            return ["do": "revokePermit", "id": .string(id), "reason": .string(reason)]
        case .publishWhitelist(let publication):
            return ["do": "publishWhitelist", "list": publication.wire]
        case .subscribe(let name, let endpoint, let format):
            return [
                "do": "subscribe", "name": .string(name), "endpoint": .string(endpoint),
                "format": .string(format),
            ]
        case .unsubscribe(let name): return ["do": "unsubscribe", "name": .string(name)]
        case .erase(let erasure): return ["do": "erase", "erasure": erasure.wire]
        case .declareKey(let declaration):
            return ["do": "declareKey", "declaration": declaration.json]
        case .access(let command): return ["do": "access", "command": command.json]
        // The service alone says it, to its own writer: there is no way to read it.
        case .turnAway: return ["do": "turnAway"]
        }
    }

    /// Reads what `json` wrote.
    init(_ form: WireForm) throws(Refusal) {
        switch try form.text("do") {
        case "file": self = .file(try Self.request(form))
        case "step":
            self = .step(
                shipment: try form.text("shipment"), event: try form.text("event"),
                input: try Self.input(form))
        case "addPermit":
            guard let permit = Permit(json: try form.value("permit")) else {
                throw form.unreadable("permit")
            }
            self = .addPermit(permit)
        case "revokePermit":
            self = .revokePermit(id: try form.text("id"), reason: try form.text("reason"))
        case "publishWhitelist":
            self = .publishWhitelist(try WhitelistPublication(form.member("list")))
        case "subscribe":
            self = .subscribe(
                name: try form.text("name"), endpoint: try form.text("endpoint"),
                format: try form.text("format"))
        case "unsubscribe": self = .unsubscribe(name: try form.text("name"))
        case "erase": self = .erase(try PersonalErasure(form.member("erasure")))
        case "declareKey":
            self = .declareKey(try KeyDeclaration(form.member("declaration")))
        case "access":
            guard let command = AccessCommand(json: try form.value("command")) else {
                throw form.unreadable("command")
            }
            self = .access(command)
        default: throw form.unreadable("do")
        }
    }

    /// The request was judged where it was read; a rule that is stricter here decides nothing.
    private static func request(_ form: WireForm) throws(Refusal) -> ImportRequest {
        let json = try form.value("request")
        do throws(Refusal) { return try ImportRequest(json: json) } catch {
            throw form.unreadable("request")
        }
    }

    private static func input(_ form: WireForm) throws(Refusal) -> JSONObject {
        let text = try form.text("input")
        let json: JSONValue
        do throws(JSONSyntaxError) { json = try JSONParser.parse(text) } catch {
            throw form.unreadable("input")
        }
        guard let object = json.objectValue else { throw form.unreadable("input") }
        return object
    }
}

extension WhitelistPublication {
    fileprivate var wire: JSONValue {
        [
            "name": .string(name), "text": WireForm.base64(text),
            "entries": .array(entries.map(\.wire)),
        ]
    }

    fileprivate init(_ form: WireForm) throws(Refusal) {
        var entries: [WhitelistEntry] = []
        for element in try form.forms("entries") { entries.append(try WhitelistEntry(element)) }
        self.init(
            name: try form.text("name"), text: try form.bytes("text"), entries: entries)
    }
}

extension WhitelistEntry {
    /// Columns in pairs beside the entry: a list may have two of one name.
    fileprivate var wire: JSONValue {
        var plain = self
        plain.extras = []
        return [
            "entry": plain.json,
            "extras": .array(extras.map { [.string($0.column), .string($0.value)] }),
        ]
    }

    fileprivate init(_ form: WireForm) throws(Refusal) {
        guard var entry = WhitelistEntry(json: try form.value("entry")) else {
            throw form.unreadable("entry")
        }
        for pair in try form.elements("extras") {
            guard let values = pair.arrayValue, values.count == 2,
                let column = values[0].stringValue, let value = values[1].stringValue
            else { throw form.unreadable("extras") }
            entry.extras.append(Extra(column: column, value: value))
        }
        self = entry
    }
}

extension PersonalErasure {
    fileprivate var wire: JSONValue {
        var object = JSONObject()
        if let name { object.append("name", .string(name)) }
        if let shipment { object.append("shipment", .string(shipment)) }
        object.append("papers", .array(papers.map { .string($0) }))
        object.append("reason", .string(reason))
        return .object(object)
    }

    fileprivate init(_ form: WireForm) throws(Refusal) {
        self.init(
            name: try form.optionalText("name"), shipment: try form.optionalText("shipment"),
            papers: try form.texts("papers"), reason: try form.text("reason"))
    }
}

extension KeyDeclaration {
    fileprivate init(_ form: WireForm) throws(Refusal) {
        self.init(
            key: try form.text("key"), replaces: try form.optionalText("replaces"),
            reason: try form.optionalText("reason") ?? "",
            abandons: try form.optionalText("abandons"))
    }
}
