import GreenlaneCore

/// Organisations, accounts and what lets them in, as the API shows them: never a digest, a hash or
/// a secret.
enum AccessAnswers {
    static func organisation(_ known: Organisation) -> JSONValue {
        var object = JSONObject([.init("organisation", .string(known.id))])
        object.append("kind", .string(known.kind.rawValue))
        object.append("name", name(known.name))
        object.append("uscc", known.uscc.map { .string($0) } ?? .null)
        object.append("status", .string(known.status.rawValue))
        object.append("version", .integer(Int64(known.version)))
        return .object(object)
    }

    static func account(_ known: Account) -> JSONValue {
        var object = JSONObject([.init("account", .string(known.id))])
        object.append("organisation", .string(known.organisation))
        object.append("roles", .array(known.roles.map { .string($0.rawValue) }))
        object.append("signInName", known.signInName.map { .string($0) } ?? .null)
        object.append("displayName", known.displayName.map { .string($0) } ?? .null)
        object.append("language", .string(known.language.rawValue))
        object.append("status", .string(known.status.rawValue))
        object.append("scope", known.scope?.json ?? .null)
        object.append("issuer", known.issuer.map { .string($0) } ?? .null)
        object.append("hasPassword", .bool(known.password != nil))
        object.append("passwordChanged", time(known.passwordChanged))
        object.append("version", .integer(Int64(known.version)))
        return .object(object)
    }

    static func entrustment(
        _ known: Entrustment, _ book: AccessBook, today: CalendarDate
    ) -> JSONValue {
        var object = JSONObject([.init("entrustment", .string(known.id))])
        object.append("importer", party(known.importer, book))
        object.append("broker", party(known.broker, book))
        object.append("from", .string(known.from.description))
        object.append("until", .string(known.until.description))
        object.append(
            "revokedOn", known.revokedOn.map { .string($0.description) } ?? .null)
        object.append("active", .bool(known.isActive(on: today)))
        object.append("version", .integer(Int64(known.version)))
        return .object(object)
    }

    static func key(_ known: AccessKey, lastUse: Timestamp?, at now: Timestamp) -> JSONValue {
        var object = JSONObject([.init("key", .string(known.id))])
        object.append("account", .string(known.account))
        object.append("label", .string(known.label))
        object.append("scopes", .array(known.scopes.map { .string($0.rawValue) }))
        object.append("created", time(known.created))
        object.append("expires", time(known.expires))
        object.append("revoked", time(known.revoked))
        object.append("active", .bool(known.isActive(at: now)))
        object.append("lastUsed", time(lastUse))
        return .object(object)
    }

    /// Who somebody is to the service, and how far they see.
    static func whoAmI(_ principal: Principal, _ call: Call) throws(Refusal) -> JSONValue {
        let book = call.service.access.book
        guard let account = book.account(principal.account),
            let organisation = book.organisation(principal.organisation)
        else { throw APIRefusal.credentialInvalid }
        var expires: Timestamp?
        let means: String
        switch principal.credential {
        case .session(let digest):
            means = "session"
            expires = book.session(digest: digest).flatMap { call.signIn?.end(of: $0) }
        case .key(let id):
            means = "key"
            expires = book.key(id)?.expires
        case .token: means = "token"
        case .operator: means = "operator"
        }
        let reach = principal.reach(of: .readShipments)
        var object = JSONObject([.init("account", Self.account(account))])
        object.append("organisation", Self.organisation(organisation))
        object.append("signedInBy", .string(means))
        object.append("scopes", .array(principal.scopes.map { .string($0.rawValue) }))
        object.append(
            "may",
            .array(
                AccessAction.allCases.filter { principal.may($0) }.map { .string($0.rawValue) }))
        object.append("importers", importers(reach))
        object.append("reach", name(words(reach)))
        object.append("expires", time(expires))
        object.append(
            "idleMinutes",
            means == "session"
                ? call.signIn.map { .integer(Int64($0.configuration.idleMinutes)) } ?? .null
                : .null)
        return .object(object)
    }

    private static func importers(_ reach: Reach) -> JSONValue {
        switch reach {
        case .everything: "all"
        case .importers(let known): .array(known.map { .string($0) })
        }
    }

    static func words(_ reach: Reach) -> LocalizedText {
        switch reach {
        case .everything: LocalizedText(zh: "全部货物", en: "all goods")
        case .importers(let known) where known.isEmpty:
            LocalizedText(zh: "目前没有可看的货物", en: "no goods at present")
        case .importers(let known):
            LocalizedText(
                zh: "\(known.count) 家进口单位的货物", en: "goods of \(known.count) importer(s)")
        }
    }

    private static func party(_ id: String, _ book: AccessBook) -> JSONValue {
        let known = book.organisation(id)
        return [
            "organisation": .string(id), "name": known.map { name($0.name) } ?? .null,
            "uscc": known?.uscc.map { .string($0) } ?? .null,
        ]
    }

    private static func name(_ text: LocalizedText) -> JSONValue {
        ["zh": .string(text.zh), "en": .string(text.en)]
    }

    private static func time(_ moment: Timestamp?) -> JSONValue {
        moment.map { .string($0.description) } ?? .null
    }
}
