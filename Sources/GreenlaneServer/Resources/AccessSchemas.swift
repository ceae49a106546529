import GreenlaneCore

/// JSON Schema of what the operations on people take and answer, by the names that they cite.
enum AccessSchemas {
    static let all: [(name: String, schema: JSONValue)] = wishes + answers

    private static let wishes: [(name: String, schema: JSONValue)] = [
        (
            "SignIn",
            [
                "oneOf": [
                    object([("name", text), ("password", text)], required: ["name", "password"]),
                    object([("token", text)], required: ["token"]),
                ]
            ]
        ),
        (
            "PasswordChange",
            object([("current", text), ("password", text)], required: ["current", "password"])
        ),
        (
            "LinkUse",
            object(
                [
                    ("token", text), ("password", text), ("name", text), ("displayName", text),
                    ("organisation", name),
                ], required: ["token", "password"])
        ),
        (
            "LinkOffer",
            object(
                [("purpose", ["enum": ["invitation", "password-reset"]])], required: ["purpose"])
        ),
        (
            "OrganisationWish",
            object(
                [("kind", words(Organisation.Kind.self)), ("name", name), ("uscc", text)],
                required: ["kind", "name"])
        ),
        (
            "OrganisationChange",
            object([("name", name), ("status", words(Organisation.Status.self))], required: [])
        ),
        (
            "AccountWish",
            object(
                [
                    ("organisation", text), ("roles", list(words(Actor.Role.self))),
                    ("signInName", text), ("displayName", text),
                    ("language", words(Language.self)), ("scope", scope), ("issuer", text),
                    ("subject", text),
                ], required: ["organisation", "roles"])
        ),
        (
            "AccountChange",
            object(
                [
                    ("roles", list(words(Actor.Role.self))), ("displayName", text),
                    ("language", words(Language.self)), ("status", words(Account.Status.self)),
                    ("scope", scope),
                ], required: [])
        ),
        (
            "EntrustmentWish",
            object(
                [("importer", text), ("broker", text), ("from", day), ("until", day)],
                required: ["broker", "from", "until"])
        ),
        (
            "AccessKeyWish",
            object(
                [
                    ("label", text), ("scopes", list(words(Principal.Scope.self))),
                    ("expires", time), ("account", text),
                ], required: ["label", "scopes", "expires"])
        ),
    ]

    private static let answers: [(name: String, schema: JSONValue)] = [
        ("Organisation", complete(organisation)), ("Account", complete(account)),
        ("Entrustment", complete(entrustment)), ("AccessKey", complete(key)),
        ("IssuedAccessKey", complete(key + [("secret", text)])),
        ("OrganisationPage", page("organisations", "Organisation")),
        ("AccountPage", page("accounts", "Account")),
        ("EntrustmentPage", page("entrustments", "Entrustment")),
        ("AccessKeyPage", page("keys", "AccessKey")),
        (
            "OfferedLink",
            complete([
                ("account", text), ("purpose", text), ("token", text), ("expires", orNull(time)),
            ])
        ),
        (
            "WhoAmI",
            complete([
                ("account", reference("Account")), ("organisation", reference("Organisation")),
                ("signedInBy", ["enum": ["session", "key", "token", "operator"]]),
                ("scopes", list(words(Principal.Scope.self))),
                ("may", list(words(AccessAction.self))),
                ("importers", ["oneOf": [["const": "all"], list(text)]]),
                ("reach", name), ("expires", orNull(time)),
                ("idleMinutes", ["type": ["integer", "null"]]),
            ])
        ),
    ]

    private static let organisation: [(String, JSONValue)] = [
        ("organisation", text), ("kind", words(Organisation.Kind.self)), ("name", name),
        ("uscc", orNull(text)), ("status", words(Organisation.Status.self)), ("version", count),
    ]

    private static let account: [(String, JSONValue)] = [
        ("account", text), ("organisation", text), ("roles", list(words(Actor.Role.self))),
        ("signInName", orNull(text)), ("displayName", orNull(text)),
        ("language", words(Language.self)), ("status", words(Account.Status.self)),
        ("scope", ["oneOf": [scope, ["type": "null"]]]), ("issuer", orNull(text)),
        ("hasPassword", ["type": "boolean"]), ("passwordChanged", orNull(time)),
        ("version", count),
    ]

    private static let entrustment: [(String, JSONValue)] = [
        ("entrustment", text), ("importer", party), ("broker", party), ("from", day),
        ("until", day), ("revokedOn", orNull(day)), ("active", ["type": "boolean"]),
        ("version", count),
    ]

    private static let key: [(String, JSONValue)] = [
        ("key", text), ("account", text), ("label", text),
        ("scopes", list(words(Principal.Scope.self))), ("created", time), ("expires", time),
        ("revoked", orNull(time)), ("active", ["type": "boolean"]), ("lastUsed", orNull(time)),
    ]

    // MARK: Parts

    private static let text: JSONValue = ["type": "string", "minLength": 1]
    private static let day: JSONValue = ["type": "string", "format": "date"]
    private static let time: JSONValue = ["type": "string", "format": "date-time"]
    private static let count: JSONValue = ["type": "integer", "minimum": 1]

    private static let name = object(
        [("zh", ["type": "string"]), ("en", ["type": "string"])], required: ["zh"])

    private static let scope = object(
        [
            ("importers", ["oneOf": [["const": "all"], list(text)]]), ("from", day),
            ("until", day),
        ], required: ["importers"])

    private static let party = complete([
        ("organisation", text), ("name", ["oneOf": [name, ["type": "null"]]]),
        ("uscc", orNull(text)),
    ])

    private static func orNull(_ schema: JSONValue) -> JSONValue {
        ["oneOf": [schema, ["type": "null"]]]
    }

    private static func list(_ schema: JSONValue) -> JSONValue {
        ["type": "array", "items": schema]
    }

    private static func words<Word: RawRepresentable<String> & CaseIterable>(
        _: Word.Type
    ) -> JSONValue {
        ["enum": .array(Word.allCases.map { .string($0.rawValue) })]
    }

    private static func reference(_ name: String) -> JSONValue {
        ["$ref": .string("#/components/schemas/\(name)")]
    }

    /// An object that always has all its members.
    private static func complete(_ members: [(String, JSONValue)]) -> JSONValue {
        object(members, required: members.map(\.0))
    }

    private static func page(_ list: String, _ row: String) -> JSONValue {
        object([(list, Self.list(reference(row))), ("next", text)], required: [list])
    }

    private static func object(
        _ members: [(String, JSONValue)], required: [String]
    ) -> JSONValue {
        var object = JSONObject([.init("type", "object")])
        if !required.isEmpty {
            object.append("required", .array(required.map { .string($0) }))
        }
        object.append(
            "properties", .object(JSONObject(members.map { .init($0.0, $0.1) })))
        object.append("additionalProperties", false)
        return .object(object)
    }
}
