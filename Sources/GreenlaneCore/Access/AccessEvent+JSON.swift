extension AccessEvent {
    /// The data of the event, personal values in clear: null where they were erased.
    public var json: JSONValue {
        switch change {
        case .organisationRegistered(let organisation): organisation.json
        case .organisationChanged(let change): change.json
        case .accountRegistered(let account): account.json
        case .accountChanged(let change): change.json
        case .passwordSet(let text): ["password": text.value.map { .string($0) } ?? .null]
        case .entrustmentGranted(let entrustment): entrustment.json
        case .entrustmentRevoked(let day): ["on": .string(day.description)]
        case .keyIssued(let key): key.json
        case .sessionOpened(let session): session.json
        case .sessionClosed(let ending): ["reason": .string(ending.rawValue)]
        case .linkOffered(let link): link.json
        case .keyRevoked, .linkUsed, .linkWithdrawn: [:]
        }
    }

    /// Reads back what `json` wrote; nil where it is no such event.
    public init?(stream: String, type: String, data: JSONValue) {
        guard let kind = Kind.of(stream: stream), case .object = data else { return nil }
        let id = String(stream.dropFirst(kind.rawValue.count + 1))
        guard !id.isEmpty, let change = Self.change(type: type, id: id, data: data) else {
            return nil
        }
        self.init(id: id, change: change)
        guard self.kind == kind else { return nil }
    }

    private static func change(type: String, id: String, data: JSONValue) -> Change? {
        switch type {
        case "organisation.registered":
            return Organisation(id: id, json: data).map(Change.organisationRegistered)
        case "organisation.changed":
            return OrganisationChange(json: data).map(Change.organisationChanged)
        case "account.registered":
            return Account(id: id, json: data).map(Change.accountRegistered)
        case "account.changed": return AccountChange(json: data).map(Change.accountChanged)
        case "account.password-set":
            return data["password"].map { .passwordSet(PersonalText($0.stringValue)) }
        case "entrustment.granted":
            return Entrustment(id: id, json: data).map(Change.entrustmentGranted)
        case "entrustment.revoked": return data.day("on").map { .entrustmentRevoked(on: $0) }
        case "key.issued": return AccessKey(id: id, json: data).map(Change.keyIssued)
        case "key.revoked": return .keyRevoked
        case "session.opened":
            return Session(json: data).flatMap { $0.id == id ? .sessionOpened($0) : nil }
        case "session.closed": return data.word("reason").map(Change.sessionClosed)
        case "link.offered":
            return AccessLink(json: data).flatMap { $0.id == id ? .linkOffered($0) : nil }
        case "link.used": return .linkUsed
        case "link.withdrawn": return .linkWithdrawn
        default: return nil
        }
    }
}
