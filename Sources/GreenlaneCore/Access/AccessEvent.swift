/// An event in the stream of an organisation, an account, or what lets one in.
public struct AccessEvent: Hashable, Sendable {
    /// The first part of the stream's name.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case organisation, account, entrustment, key, session, link

        /// Whether a stream of this name is of such a kind.
        public static func of(stream: String) -> Kind? {
            stream.firstIndex(of: "/").flatMap { Kind(rawValue: String(stream[..<$0])) }
        }
    }

    public enum Change: Hashable, Sendable {
        case organisationRegistered(Organisation)
        case organisationChanged(OrganisationChange)
        case accountRegistered(Account)
        case accountChanged(AccountChange)
        case passwordSet(PersonalText)
        case entrustmentGranted(Entrustment)
        case entrustmentRevoked(on: CalendarDate)
        case keyIssued(AccessKey)
        case keyRevoked
        case sessionOpened(Session)
        case sessionClosed(Session.Ending)
        case linkOffered(AccessLink)
        case linkUsed
        case linkWithdrawn
    }

    /// Members of the data that name a person, or could unlock an account: the entry has
    /// commitments to them.
    public static let personalMembers = ["displayName", "password", "signInName", "subject"]

    public var id: String
    public var change: Change

    public init(id: String, change: Change) {
        self.id = id
        self.change = change
    }

    public var kind: Kind {
        switch change {
        case .organisationRegistered, .organisationChanged: .organisation
        case .accountRegistered, .accountChanged, .passwordSet: .account
        case .entrustmentGranted, .entrustmentRevoked: .entrustment
        case .keyIssued, .keyRevoked: .key
        case .sessionOpened, .sessionClosed: .session
        case .linkOffered, .linkUsed, .linkWithdrawn: .link
        }
    }

    /// The stream's name.
    public var stream: String { "\(kind.rawValue)/\(id)" }

    /// The type in the log.
    public var type: String {
        switch change {
        case .organisationRegistered: "organisation.registered"
        case .organisationChanged: "organisation.changed"
        case .accountRegistered: "account.registered"
        case .accountChanged: "account.changed"
        case .passwordSet: "account.password-set"
        case .entrustmentGranted: "entrustment.granted"
        case .entrustmentRevoked: "entrustment.revoked"
        case .keyIssued: "key.issued"
        case .keyRevoked: "key.revoked"
        case .sessionOpened: "session.opened"
        case .sessionClosed: "session.closed"
        case .linkOffered: "link.offered"
        case .linkUsed: "link.used"
        case .linkWithdrawn: "link.withdrawn"
        }
    }
}
