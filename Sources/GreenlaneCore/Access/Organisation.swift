/// A firm or an authority whose people have accounts here.
public struct Organisation: Hashable, Sendable {
    /// What it does in clearance; decides which roles its accounts may hold.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case importer, broker, warehouse, carrier, authority, customs, auditor
        /// Whoever runs this service.
        case `operator`

        /// The word that people read.
        public var title: LocalizedText {
            switch self {
            case .importer: LocalizedText(zh: "进口单位", en: "importer")
            case .broker: LocalizedText(zh: "报关企业", en: "customs broker")
            case .warehouse: LocalizedText(zh: "仓储企业", en: "warehouse")
            case .carrier: LocalizedText(zh: "承运企业", en: "carrier")
            case .authority: LocalizedText(zh: "审批机关", en: "authority")
            case .customs: LocalizedText(zh: "海关", en: "customs")
            case .auditor: LocalizedText(zh: "审计机构", en: "auditor")
            case .operator: LocalizedText(zh: "运营单位", en: "operator")
            }
        }

        /// Roles that accounts of such an organisation may hold, in order of their raw values.
        public var roles: [Actor.Role] {
            switch self {
            case .importer: [.labManager]
            case .broker: [.broker]
            case .warehouse: [.warehouse]
            case .carrier: [.carrier]
            case .authority: [.authority, .whitelistSteward]
            case .customs: [.customs]
            case .auditor: [.auditor]
            case .operator: [.administrator, .auditor, .system, .whitelistSteward]
            }
        }

        /// Whether importers may entrust their goods to it.
        public var isEntrustable: Bool {
            switch self {
            case .broker, .warehouse, .carrier: true
            default: false
            }
        }
    }

    /// Accounts of a suspended organisation cannot act.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case active, suspended
    }

    /// Characters of a name, in each language.
    public static let maximumNameLength = 120

    /// Ours: `ORG-0001` and on; empty in a wish to register one.
    public var id: String
    public var kind: Kind
    /// Chinese always; English may be empty.
    public var name: LocalizedText
    /// Unified social credit code in its normal form; importers always have one.
    public var uscc: String?
    public var status: Status
    /// Events in its stream.
    public var version: Int

    public init(
        id: String = "", kind: Kind, name: LocalizedText, uscc: String? = nil,
        status: Status = .active, version: Int = 0
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.uscc = uscc
        self.status = status
        self.version = version
    }
}

/// What a change of an organisation sets; nil leaves it as it is.
public struct OrganisationChange: Hashable, Sendable {
    public var name: LocalizedText?
    public var status: Organisation.Status?

    public init(name: LocalizedText? = nil, status: Organisation.Status? = nil) {
        self.name = name
        self.status = status
    }

    /// Sets nothing.
    public var isEmpty: Bool { name == nil && status == nil }
}
