extension JSONObject {
    /// Adds a text where there is one.
    mutating func append(_ name: String, stated value: String?) {
        if let value { append(name, .string(value)) }
    }

    /// A personal text: null where it was erased.
    mutating func append(_ name: String, personal value: String?) {
        append(name, value.map { .string($0) } ?? .null)
    }
}

extension JSONValue {
    /// A member that is a time.
    func time(_ name: String) -> Timestamp? { self[name]?.stringValue.flatMap { Timestamp($0) } }

    /// A member that is a day.
    func day(_ name: String) -> CalendarDate? {
        self[name]?.stringValue.flatMap { CalendarDate($0) }
    }

    /// A member that is one of a list of words.
    func word<Word: RawRepresentable<String>>(_ name: String) -> Word? {
        self[name]?.stringValue.flatMap { Word(rawValue: $0) }
    }

    /// A member that is a list of such words; nil where one of them is none.
    func words<Word: RawRepresentable<String>>(_ name: String) -> [Word]? {
        guard let values = self[name]?.arrayValue else { return nil }
        let known = values.compactMap { $0.stringValue.flatMap { Word(rawValue: $0) } }
        return known.count == values.count ? known : nil
    }

    static func words(_ words: [some RawRepresentable<String>]) -> JSONValue {
        .array(words.map { .string($0.rawValue) })
    }

    /// A name in both languages.
    static func name(_ name: LocalizedText) -> JSONValue {
        ["zh": .string(name.zh), "en": .string(name.en)]
    }

    func name(_ member: String) -> LocalizedText? {
        guard let zh = self[member]?["zh"]?.stringValue,
            let en = self[member]?["en"]?.stringValue
        else { return nil }
        return LocalizedText(zh: zh, en: en)
    }
}

extension Organisation {
    /// What was registered; id and status are not part of it.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("kind", .string(kind.rawValue))
        object.append("name", .name(name))
        object.append("uscc", stated: uscc)
        return .object(object)
    }

    /// Nil where a member is missing or of another kind.
    public init?(id: String, json: JSONValue) {
        guard let kind: Kind = json.word("kind"), let name = json.name("name") else { return nil }
        self.init(id: id, kind: kind, name: name, uscc: json["uscc"]?.stringValue)
    }
}

extension AuditScope {
    public var json: JSONValue {
        var object = JSONObject()
        if let importers {
            object.append("importers", .array(importers.map { .string($0) }))
        } else {
            object.append("importers", "all")
        }
        object.append("from", stated: from?.description)
        object.append("until", stated: until?.description)
        return .object(object)
    }

    /// Nil where it says neither `all` nor whose goods.
    public init?(json: JSONValue) {
        let listed = json["importers"]?.arrayValue?.compactMap(\.stringValue)
        guard listed != nil || json["importers"] == "all" else { return nil }
        self.init(importers: listed, from: json.day("from"), until: json.day("until"))
    }
}

extension Account {
    /// What was registered, personal values in clear; id, status and password are not part of it.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("displayName", personal: displayName)
        object.append("issuer", stated: issuer)
        object.append("language", .string(language.rawValue))
        object.append("organisation", .string(organisation))
        object.append("roles", .words(roles))
        if let scope { object.append("scope", scope.json) }
        object.append("signInName", personal: signInName)
        if issuer != nil { object.append("subject", personal: subject) }
        return .object(object)
    }

    /// Nil where a member is missing or of another kind.
    public init?(id: String, json: JSONValue) {
        guard let organisation = json["organisation"]?.stringValue,
            let roles: [Actor.Role] = json.words("roles"),
            let language: Language = json.word("language")
        else { return nil }
        self.init(
            id: id, organisation: organisation, roles: roles,
            signInName: json["signInName"]?.stringValue,
            displayName: json["displayName"]?.stringValue, language: language,
            scope: json["scope"].flatMap { AuditScope(json: $0) },
            issuer: json["issuer"]?.stringValue, subject: json["subject"]?.stringValue)
    }
}

extension AccountChange {
    public var json: JSONValue {
        var object = JSONObject()
        if let displayName { object.append("displayName", personal: displayName.value) }
        object.append("language", stated: language?.rawValue)
        if let roles { object.append("roles", .words(roles)) }
        if let scope { object.append("scope", scope.json) }
        object.append("status", stated: status?.rawValue)
        return .object(object)
    }

    /// Nil where a member is of another kind.
    public init?(json: JSONValue) {
        self.init(
            roles: json.words("roles"),
            displayName: json["displayName"].map { PersonalText($0.stringValue) },
            language: json.word("language"), status: json.word("status"),
            scope: json["scope"].flatMap { AuditScope(json: $0) })
        let names = ["displayName", "language", "roles", "scope", "status"]
        let found = [
            displayName != nil, language != nil, roles != nil, scope != nil, status != nil,
        ]
        guard names.indices.allSatisfy({ (json[names[$0]] != nil) == found[$0] }) else {
            return nil
        }
    }
}

extension OrganisationChange {
    public var json: JSONValue {
        var object = JSONObject()
        if let name { object.append("name", .name(name)) }
        object.append("status", stated: status?.rawValue)
        return .object(object)
    }

    /// Nil where a member is of another kind.
    public init?(json: JSONValue) {
        self.init(name: json.name("name"), status: json.word("status"))
        guard (json["name"] != nil) == (name != nil), (json["status"] != nil) == (status != nil)
        else { return nil }
    }
}

extension Entrustment {
    public var json: JSONValue {
        [
            "broker": .string(broker), "from": .string(from.description),
            "importer": .string(importer), "until": .string(until.description),
        ]
    }

    /// Nil where a member is missing or of another kind.
    public init?(id: String, json: JSONValue) {
        guard let importer = json["importer"]?.stringValue,
            let broker = json["broker"]?.stringValue,
            let from = json.day("from"), let until = json.day("until")
        else { return nil }
        self.init(id: id, importer: importer, broker: broker, from: from, until: until)
    }
}

extension AccessKey {
    public var json: JSONValue {
        [
            "account": .string(account), "created": .string(created.description),
            "digest": .string(digest), "expires": .string(expires.description),
            "label": .string(label), "scopes": .words(scopes),
        ]
    }

    /// Nil where a member is missing or of another kind.
    public init?(id: String, json: JSONValue) {
        guard let account = json["account"]?.stringValue, let digest = json["digest"]?.stringValue,
            let label = json["label"]?.stringValue, let created = json.time("created"),
            let expires = json.time("expires"), let scopes: [Scope] = json.words("scopes")
        else { return nil }
        self.init(
            id: id, account: account, digest: digest, label: label, scopes: scopes,
            created: created, expires: expires)
    }
}

extension Session {
    public var json: JSONValue {
        [
            "account": .string(account), "digest": .string(digest),
            "expires": .string(expires.description), "how": .string(means.rawValue),
            "opened": .string(opened.description),
        ]
    }

    /// Nil where a member is missing or of another kind.
    public init?(json: JSONValue) {
        guard let account = json["account"]?.stringValue, let digest = json["digest"]?.stringValue,
            let means: Means = json.word("how"), let opened = json.time("opened"),
            let expires = json.time("expires")
        else { return nil }
        self.init(
            digest: digest, account: account, means: means, opened: opened, expires: expires)
    }
}

extension AccessLink {
    public var json: JSONValue {
        var object = JSONObject()
        object.append("account", stated: account)
        object.append("digest", .string(digest))
        object.append("expires", stated: expires?.description)
        object.append("purpose", .string(purpose.rawValue))
        return .object(object)
    }

    /// Nil where a member is missing or of another kind.
    public init?(json: JSONValue) {
        guard let digest = json["digest"]?.stringValue, let purpose: Purpose = json.word("purpose"),
            (json["expires"] != nil) == (json.time("expires") != nil)
        else { return nil }
        self.init(
            digest: digest, purpose: purpose, account: json["account"]?.stringValue,
            expires: json.time("expires"))
    }
}
