/// One organisation, account, entrustment, key, session or link as a table keeps it.
public struct AccessState: Hashable, Sendable {
    /// Events in its stream.
    public var version: Int
    /// All but personal values.
    public var body: JSONValue
    /// Personal values in clear; nil where there are none or they were erased.
    public var personal: JSONValue?

    public init(version: Int, body: JSONValue, personal: JSONValue? = nil) {
        self.version = version
        self.body = body
        self.personal = personal
    }
}

extension AccessBook {
    /// What a table keeps; nil where there is no such thing.
    public func state(_ kind: AccessEvent.Kind, _ id: String) -> AccessState? {
        switch kind {
        case .organisation:
            organisation(id).map {
                Self.state($0.json, $0.version, [("status", .string($0.status.rawValue))])
            }
        case .account: account(id).map(Self.state)
        case .entrustment:
            entrustment(id).map {
                Self.state($0.json, $0.version, [("revokedOn", Self.text($0.revokedOn))])
            }
        case .key:
            key(id).map { Self.state($0.json, $0.version, [("revoked", Self.text($0.revoked))]) }
        case .session:
            session(id: id).map {
                let ending = $0.ending.map { JSONValue.string($0.rawValue) }
                return Self.state($0.json, $0.version, [("ending", ending)])
            }
        case .link:
            link(id: id).map {
                Self.state($0.json, $0.version, [("status", .string($0.status.rawValue))])
            }
        }
    }

    /// Puts in what a table kept; false where it cannot be read.
    public mutating func restore(
        _ kind: AccessEvent.Kind, _ id: String, _ state: AccessState
    ) -> Bool {
        let body = state.body
        switch kind {
        case .organisation:
            guard var known = Organisation(id: id, json: body),
                let status: Organisation.Status = body.word("status")
            else { return false }
            known.status = status
            known.version = state.version
            restore(known)
        case .account: return restoreAccount(id, state)
        case .entrustment:
            guard var known = Entrustment(id: id, json: body) else { return false }
            known.revokedOn = body.day("revokedOn")
            known.version = state.version
            restore(known)
        case .key:
            guard var known = AccessKey(id: id, json: body) else { return false }
            known.revoked = body.time("revoked")
            known.version = state.version
            restore(known)
        case .session:
            guard var known = Session(json: body) else { return false }
            known.ending = body.word("ending")
            known.version = state.version
            restore(known)
        case .link:
            guard var known = AccessLink(json: body),
                let status: AccessLink.Status = body.word("status")
            else { return false }
            known.status = status
            known.version = state.version
            restore(known)
        }
        return true
    }

    private static func state(_ account: Account) -> AccessState {
        var personal = JSONObject()
        personal.append("displayName", stated: account.displayName)
        personal.append("password", stated: account.password)
        personal.append("signInName", stated: account.signInName)
        personal.append("subject", stated: account.subject)
        var state = state(
            account.json, account.version,
            [
                ("passwordChanged", text(account.passwordChanged)),
                ("status", .string(account.status.rawValue)),
            ])
        state.personal = personal.members.isEmpty ? nil : .object(personal)
        return state
    }

    private mutating func restoreAccount(_ id: String, _ state: AccessState) -> Bool {
        guard var known = Account(id: id, json: state.body),
            let status: Account.Status = state.body.word("status")
        else { return false }
        known.status = status
        known.version = state.version
        known.passwordChanged = state.body.time("passwordChanged")
        known.displayName = state.personal?["displayName"]?.stringValue
        known.password = state.personal?["password"]?.stringValue
        known.signInName = state.personal?["signInName"]?.stringValue
        known.subject = state.personal?["subject"]?.stringValue
        restore(known)
        return true
    }

    private static func state(
        _ json: JSONValue, _ version: Int, _ more: [(name: String, value: JSONValue?)]
    ) -> AccessState {
        var object = json.objectValue ?? JSONObject()
        for name in AccessEvent.personalMembers { object[name] = nil }
        for (name, value) in more { object[name] = value }
        return AccessState(version: version, body: .object(object))
    }

    private static func text(_ value: (some CustomStringConvertible)?) -> JSONValue? {
        value.map { .string($0.description) }
    }
}

extension AccessBook {
    /// Whether anything has this id.
    public func knows(_ id: String) -> Bool {
        AccessEvent.Kind.allCases.contains { state($0, id) != nil }
    }
}

extension AccessBook {
    /// Version of what a command changes; nil where it makes something new, or knows nothing.
    public func version(of command: AccessCommand) -> Int? {
        switch command {
        case .changeOrganisation(let id, _): organisation(id)?.version
        case .changeAccount(let id, _), .setPassword(let id, _): account(id)?.version
        case .revokeEntrustment(let id): entrustment(id)?.version
        case .revokeKey(let id): key(id)?.version
        default: nil
        }
    }
}
