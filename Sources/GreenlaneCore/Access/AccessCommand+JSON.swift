extension AccessCommand {
    /// The command with all that it holds, personal values and digests included: for its
    /// fingerprint and for another process of the same user, never for the log.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("do", .string(verb))
        switch self {
        case .registerOrganisation(let organisation):
            object.append("id", .string(organisation.id))
            object.append("with", organisation.json)
        case .changeOrganisation(let id, let change):
            object.append("id", .string(id))
            object.append("with", change.json)
        case .registerAccount(let account):
            object.append("id", .string(account.id))
            object.append("with", account.json)
        case .changeAccount(let id, let change):
            object.append("id", .string(id))
            object.append("with", change.json)
        case .setPassword(let id, let password):
            object.append("id", .string(id))
            object.append("with", .string(password))
        case .grantEntrustment(let entrustment):
            object.append("id", .string(entrustment.id))
            object.append("with", entrustment.json)
        case .revokeEntrustment(let id), .revokeKey(let id): object.append("id", .string(id))
        case .issueKey(let key):
            object.append("id", .string(key.id))
            object.append("with", key.json)
        case .offerLink(let digest, let purpose, let account):
            object.append("id", stated: account)
            object.append("digest", .string(digest))
            object.append("purpose", .string(purpose.rawValue))
        case .useLink(let use): object.append("with", use.json)
        case .openSession(let opening): object.append("with", opening.json)
        case .closeSession(let digest): object.append("digest", .string(digest))
        }
        return .object(object)
    }

    /// Reads back what `json` wrote; nil where it is no such command.
    public init?(json: JSONValue) {
        let id = json["id"]?.stringValue
        let with = json["with"] ?? .null
        let digest = json["digest"]?.stringValue
        var command: AccessCommand?
        switch json["do"]?.stringValue {
        case "organisation.register":
            command = id.flatMap { Organisation(id: $0, json: with) }.map {
                .registerOrganisation($0)
            }
        case "organisation.change":
            if let id, let change = OrganisationChange(json: with) {
                command = .changeOrganisation(id: id, change)
            }
        case "account.register":
            command = id.flatMap { Account(id: $0, json: with) }.map { .registerAccount($0) }
        case "account.change":
            if let id, let change = AccountChange(json: with) {
                command = .changeAccount(id: id, change)
            }
        case "password.set":
            if let id, let password = with.stringValue {
                command = .setPassword(account: id, password: password)
            }
        case "entrustment.grant":
            command = id.flatMap { Entrustment(id: $0, json: with) }.map { .grantEntrustment($0) }
        case "entrustment.revoke": command = id.map { .revokeEntrustment(id: $0) }
        case "key.issue":
            command = id.flatMap { AccessKey(id: $0, json: with) }.map { .issueKey($0) }
        case "key.revoke": command = id.map { .revokeKey(id: $0) }
        case "link.offer":
            if let digest, let purpose: AccessLink.Purpose = json.word("purpose") {
                command = .offerLink(digest: digest, purpose: purpose, account: id)
            }
        case "link.use": command = LinkUse(json: with).map { .useLink($0) }
        case "session.open": command = SessionOpening(json: with).map { .openSession($0) }
        case "session.close": command = digest.map { .closeSession(digest: $0) }
        default: break
        }
        guard let command else { return nil }
        self = command
    }
}

extension LinkUse {
    var json: JSONValue {
        var object = JSONObject()
        if let administrator {
            object.append(
                "administrator",
                [
                    "displayName": .string(administrator.displayName),
                    "language": .string(administrator.language.rawValue),
                    "organisation": .name(administrator.organisation),
                    "signInName": .string(administrator.signInName),
                ])
        }
        object.append("digest", .string(digest))
        object.append("password", .string(password))
        return .object(object)
    }

    init?(json: JSONValue) {
        guard let digest = json["digest"]?.stringValue,
            let password = json["password"]?.stringValue
        else { return nil }
        var administrator: Administrator?
        if let stated = json["administrator"] {
            guard let name = stated["signInName"]?.stringValue,
                let shown = stated["displayName"]?.stringValue,
                let language: Language = stated.word("language"),
                let organisation = stated.name("organisation")
            else { return nil }
            administrator = Administrator(
                signInName: name, displayName: shown, language: language,
                organisation: organisation)
        }
        self.init(digest: digest, password: password, administrator: administrator)
    }
}

extension SessionOpening {
    var json: JSONValue {
        var object = JSONObject()
        object.append("accepted", .bool(credentialAccepted))
        object.append("account", stated: account)
        object.append("digest", .string(digest))
        object.append("how", .string(means.rawValue))
        return .object(object)
    }

    init?(json: JSONValue) {
        guard let accepted = json["accepted"]?.boolValue,
            let digest = json["digest"]?.stringValue, let means: Session.Means = json.word("how")
        else { return nil }
        self.init(
            account: json["account"]?.stringValue, digest: digest, means: means,
            credentialAccepted: accepted)
    }
}
