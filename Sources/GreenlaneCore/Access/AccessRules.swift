/// Who may do what, and with whose goods: the one table. A role that is not in a line may not.
public enum AccessRules {
    /// How far a role reaches in one action.
    public enum Span: String, Hashable, Sendable, CaseIterable {
        case none
        /// Goods of the actor's own organisation.
        case own
        /// Goods of importers that entrusted the actor's organisation, while they do.
        case entrusted
        /// What an auditor was asked to look at.
        case scope
        case all
    }

    /// How far a role reaches in an action.
    public static func span(of role: Actor.Role, _ action: AccessAction) -> Span {
        let line = line(of: action)
        return line.first { $0.role == role }?.span ?? .none
    }

    private typealias Line = [(role: Actor.Role, span: Span)]

    /// Those who handle goods on behalf of others see what was entrusted to them; customs and the
    /// authorities see all, as they do on paper.
    private static let goods: Line = [
        (.labManager, .own), (.broker, .entrusted), (.warehouse, .entrusted),
        (.carrier, .entrusted), (.auditor, .scope), (.customs, .all), (.authority, .all),
        (.whitelistSteward, .none), (.administrator, .all), (.system, .all),
    ]

    private static let everybody: Line = Actor.Role.allCases.map { ($0, .all) }

    private static let administrators: Line = [(.administrator, .all), (.system, .all)]

    /// Administrators see everybody, the others themselves and whom they deal with.
    private static let ownPeople: Line = Actor.Role.allCases.map { role in
        (role, administrators.contains { $0.role == role } ? .all : .own)
    }

    private static func line(of action: AccessAction) -> Line {
        switch action {
        case .readShipments, .readEvents, .makeBundles: goods
        case .takeSteps, .attachDocuments: goods.filter { $0.role != .auditor }
        case .fileRequests:
            [(.labManager, .own), (.broker, .entrusted), (.administrator, .all), (.system, .all)]
        case .readPermits: goods
        case .revokePermits: [(.authority, .all)] + administrators
        case .registerPermits:
            [
                (.labManager, .own), (.broker, .entrusted), (.authority, .all),
                (.administrator, .all), (.system, .all),
            ]
        case .readUsage:
            goods.filter { $0.span != .none } + [(.whitelistSteward, .all)]
        case .publishWhitelists: [(.whitelistSteward, .all)] + administrators
        case .assess, .readWhitelists, .readDefinitions, .readProofs, .useOwnAccount: everybody
        // The log is whole or it is not: that is no secret from those who check it.
        case .checkLog: [(.auditor, .all)] + administrators
        case .readExceptions: [(.auditor, .scope)] + administrators
        case .readSubscriptions, .subscribe:
            [
                (.labManager, .own), (.broker, .entrusted), (.warehouse, .entrusted),
                (.auditor, .scope), (.administrator, .all), (.system, .all),
            ]
        case .readOrganisations, .readAccounts: ownPeople
        case .readEntrustments:
            [
                (.labManager, .own), (.broker, .entrusted), (.warehouse, .entrusted),
                (.carrier, .entrusted), (.auditor, .scope), (.administrator, .all),
                (.system, .all),
            ]
        case .entrust: [(.labManager, .own)] + administrators
        case .manageOrganisations, .manageAccounts, .operate: administrators
        }
    }
}
