/// Everything that somebody who signed in may want to do: the one list that every way in is
/// checked against.
public enum AccessAction: String, Hashable, Sendable, CaseIterable {
    // Goods
    case readShipments = "read-shipments"
    case fileRequests = "file-requests"
    case takeSteps = "take-steps"
    case attachDocuments = "attach-documents"
    case assess
    // Permits and lists
    case readPermits = "read-permits"
    case registerPermits = "register-permits"
    case revokePermits = "revoke-permits"
    case readWhitelists = "read-whitelists"
    case readUsage = "read-usage"
    case publishWhitelists = "publish-whitelists"
    // What the product knows
    case readDefinitions = "read-definitions"
    // The log
    case readEvents = "read-events"
    case readProofs = "read-proofs"
    case makeBundles = "make-bundles"
    case checkLog = "check-log"
    case readExceptions = "read-exceptions"
    // Notices
    case readSubscriptions = "read-subscriptions"
    case subscribe
    // People
    case readOrganisations = "read-organisations"
    case manageOrganisations = "manage-organisations"
    case readAccounts = "read-accounts"
    case manageAccounts = "manage-accounts"
    case readEntrustments = "read-entrustments"
    case entrust
    case useOwnAccount = "use-own-account"
    case operate

    /// Whether it changes anything: a key for reading alone may not.
    public var isWriting: Bool {
        switch self {
        case .fileRequests, .takeSteps, .attachDocuments, .registerPermits, .revokePermits,
            .publishWhitelists, .subscribe, .manageOrganisations, .manageAccounts, .entrust:
            true
        default: false
        }
    }
}
