public import GreenlaneCore

extension Refusal {
    /// The refusal whole, for another process of this program. Unlike `json` it keeps the kind,
    /// and does not put a general remedy where there is none.
    public var wire: JSONValue {
        var object = JSONObject()
        object.append("kind", .string(kind.wireName))
        object.append("code", .string(code))
        object.append("message", message.json)
        if let remedy { object.append("remedy", remedy.json) }
        object.append("basis", .array(basis.map(\.json)))
        object.append(
            "details",
            .array(
                details.map {
                    [
                        "pointer": .string($0.pointer), "code": .string($0.code),
                        "message": $0.message.json,
                    ]
                }))
        return .object(object)
    }

    /// Reads what `wire` wrote. Throws `door-request-unreadable`.
    public init(wire json: JSONValue) throws(Refusal) {
        let form = WireForm(json, at: "/refusal")
        let name = try form.text("kind")
        guard let kind = Kind.allWireKinds.first(where: { $0.wireName == name }) else {
            throw form.unreadable("kind")
        }
        self.init(
            kind, try form.text("code"), try LocalizedText(form.member("message")),
            remedy: json["remedy"] == nil ? nil : try LocalizedText(form.member("remedy")))
        for element in try form.forms("basis") { basis.append(try LegalBasis(element)) }
        for element in try form.forms("details") {
            details.append(
                Detail(
                    pointer: try element.text("pointer"), code: try element.text("code"),
                    message: try LocalizedText(element.member("message"))))
        }
    }
}

extension Refusal.Kind {
    fileprivate static var allWireKinds: [Refusal.Kind] {
        [.rule, .role, .input, .notFound, .conflict, .unproven, .fault]
    }

    fileprivate var wireName: String {
        switch self {
        case .rule: "rule"
        case .role: "role"
        case .input: "input"
        case .notFound: "notFound"
        case .conflict: "conflict"
        case .unproven: "unproven"
        case .fault: "fault"
        }
    }
}

extension LocalizedText {
    fileprivate init(_ form: WireForm) throws(Refusal) {
        self.init(zh: try form.text("zh"), en: try form.text("en"))
    }
}

extension LegalBasis {
    fileprivate init(_ form: WireForm) throws(Refusal) {
        guard let confidence = Confidence(rawValue: try form.text("confidence")) else {
            throw form.unreadable("confidence")
        }
        self.init(
            title: try form.text("title"), number: try form.text("number"),
            article: try form.text("article"), inForce: try form.text("inForce"),
            source: try form.text("source"), confidence: confidence)
    }
}
