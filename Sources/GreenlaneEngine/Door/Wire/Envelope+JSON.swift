public import GreenlaneCore

extension Envelope {
    /// The whole envelope, for the process that holds the data directory: `init(json:)` gives the
    /// same one back, and what is hashed has the same bytes.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("command", command.json)
        object.append("actor", actor.wire)
        if let occurred { object.append("occurred", .integer(occurred.milliseconds)) }
        if let expectedVersion {
            object.append("expectedVersion", .integer(Int64(expectedVersion)))
        }
        if let idempotencyKey { object.append("idempotencyKey", .string(idempotencyKey)) }
        if !papers.isEmpty {
            object.append(
                "papers",
                .array(
                    papers.map {
                        ["name": .string($0.name), "bytes": WireForm.base64($0.bytes)]
                    }))
        }
        return .object(object)
    }

    /// Reads what `json` wrote. Throws `door-request-unreadable` with the member that is wrong.
    public init(json: JSONValue) throws(Refusal) {
        let form = WireForm(json, at: "/envelope")
        self.init(
            try Command(form.member("command")), by: try Actor(wire: form.member("actor")),
            occurred: try form.optionalInteger("occurred").map { Timestamp(milliseconds: $0) },
            expectedVersion: try form.optionalInteger("expectedVersion").map { Int($0) },
            idempotencyKey: try form.optionalText("idempotencyKey"))
        guard json["papers"] != nil else { return }
        for paper in try form.forms("papers") {
            papers.append(Paper(name: try paper.text("name"), bytes: try paper.bytes("bytes")))
        }
    }
}

extension Actor {
    /// All that is known of who acts, for another process of this program.
    public var wire: JSONValue {
        var object = JSONObject()
        object.append("role", .string(role.rawValue))
        object.append("name", .string(name))
        if let organisation { object.append("organisation", .string(organisation)) }
        if let account { object.append("account", .string(account)) }
        return .object(object)
    }

    /// Reads what `wire` wrote. Throws `door-request-unreadable`.
    public init(wire json: JSONValue) throws(Refusal) {
        try self.init(wire: WireForm(json, at: "/actor"))
    }

    init(wire form: WireForm) throws(Refusal) {
        guard let role = Role(rawValue: try form.text("role")) else {
            throw form.unreadable("role")
        }
        self.init(
            role: role, name: try form.text("name"),
            organisation: try form.optionalText("organisation"),
            account: try form.optionalText("account"))
    }
}
