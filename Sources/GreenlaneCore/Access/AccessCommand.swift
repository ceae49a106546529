/// A wish that concerns organisations, accounts and what lets them in.
public enum AccessCommand: Hashable, Sendable {
    /// An empty id is the next free one.
    case registerOrganisation(Organisation)
    case changeOrganisation(id: String, OrganisationChange)
    /// An empty id is the next free one.
    case registerAccount(Account)
    case changeAccount(id: String, AccountChange)
    /// The PHC string of a new password.
    case setPassword(account: String, password: String)
    /// An empty id is the next free one.
    case grantEntrustment(Entrustment)
    case revokeEntrustment(id: String)
    /// `created` is set when it is decided.
    case issueKey(AccessKey)
    case revokeKey(id: String)
    /// `expires` is set when it is decided.
    case offerLink(digest: String, purpose: AccessLink.Purpose, account: String?)
    case useLink(LinkUse)
    case openSession(SessionOpening)
    case closeSession(digest: String)

    /// What a refusal concerns where nobody knows whose account was meant.
    public static let signInTarget = "sign-in"

    /// The verb under which a refusal of it goes on the record.
    public var verb: String {
        switch self {
        case .registerOrganisation: "organisation.register"
        case .changeOrganisation: "organisation.change"
        case .registerAccount: "account.register"
        case .changeAccount: "account.change"
        case .setPassword: "password.set"
        case .grantEntrustment: "entrustment.grant"
        case .revokeEntrustment: "entrustment.revoke"
        case .issueKey: "key.issue"
        case .revokeKey: "key.revoke"
        case .offerLink: "link.offer"
        case .useLink: "link.use"
        case .openSession: "session.open"
        case .closeSession: "session.close"
        }
    }

    /// What it concerns, by id and never by a name that somebody typed; empty where nothing yet.
    public var target: String {
        switch self {
        case .registerOrganisation, .registerAccount: ""
        case .changeOrganisation(let id, _), .changeAccount(let id, _), .setPassword(let id, _),
            .revokeEntrustment(let id), .revokeKey(let id):
            id
        case .grantEntrustment(let entrustment): entrustment.importer
        case .issueKey(let key): key.account
        case .offerLink(_, _, let account): account ?? ""
        case .useLink: Self.signInTarget
        case .openSession(let opening): opening.account ?? Self.signInTarget
        case .closeSession(let digest): AccessDigest.id(digest)
        }
    }
}
