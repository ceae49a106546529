/// Who acts: a role and a name, `broker:chen.bo`.
public struct Actor: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable, CaseIterable {
        case labManager = "lab_manager"
        case broker, auditor, customs, authority, carrier, warehouse
        case whitelistSteward = "whitelist_steward"
        case administrator, system

        public var title: LocalizedText {
            switch self {
            case .labManager: LocalizedText(zh: "实验室管理员", en: "lab manager")
            case .broker: LocalizedText(zh: "报关员", en: "customs broker")
            case .auditor: LocalizedText(zh: "审计员", en: "auditor")
            case .customs: LocalizedText(zh: "海关", en: "customs")
            case .authority: LocalizedText(zh: "审批机关", en: "authority")
            case .carrier: LocalizedText(zh: "承运人", en: "carrier")
            case .warehouse: LocalizedText(zh: "仓库", en: "warehouse")
            case .whitelistSteward: LocalizedText(zh: "白名单管理员", en: "whitelist steward")
            case .administrator: LocalizedText(zh: "系统管理员", en: "administrator")
            case .system: LocalizedText(zh: "系统", en: "system")
            }
        }
    }

    public var role: Role
    /// Names a person or a system: the log keeps a commitment to it.
    public var name: String
    /// Whom the actor belongs to; nil where not stated.
    public var organisation: String?
    /// Id of the account that acts; nil where whoever may write to the data directory does.
    public var account: String?

    /// Characters of a name.
    public static let maximumNameLength = 64

    public init(
        role: Role, name: String, organisation: String? = nil, account: String? = nil
    ) {
        self.role = role
        self.name = name
        self.organisation = organisation
        self.account = account
    }

    /// Reads `role:name`.
    public init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"),
            let role = Role(rawValue: String(text[..<colon]))
        else { return nil }
        let name = String(text[text.index(after: colon)...])
        guard !name.isEmpty, name.count <= Self.maximumNameLength,
            name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else { return nil }
        self.init(role: role, name: name)
    }

    /// The timer and the engine itself.
    public static let timer = Actor(role: .system, name: "timer")
}
