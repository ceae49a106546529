/// All organisations, accounts, entrustments, keys, sessions and links as they are at one position
/// of the log. A value: who holds a copy sees it unchanged.
public struct AccessBook: Sendable {
    private var organisations: [String: Organisation] = [:]
    private var accounts: [String: Account] = [:]
    private var entrustments: [String: Entrustment] = [:]
    private var keys: [String: AccessKey] = [:]
    private var sessions: [String: Session] = [:]
    private var links: [String: AccessLink] = [:]
    private var accountsByName: [String: String] = [:]

    public init() {}

    // MARK: Questions

    public func organisation(_ id: String) -> Organisation? { organisations[id] }

    /// The organisation of this USCC, in its normal form.
    public func organisation(uscc: String) -> Organisation? {
        organisations.values.filter { $0.uscc == uscc }.min { $0.id < $1.id }
    }

    public func account(_ id: String) -> Account? { accounts[id] }

    /// The account of this sign-in name, however it is spelt.
    public func account(signInName name: String) -> Account? {
        accountsByName[Account.normalised(name)].flatMap { accounts[$0] }
    }

    /// The account that an issuer of tokens names so.
    public func account(issuer: String, subject: String) -> Account? {
        accounts.values.filter { $0.issuer == issuer && $0.subject == subject }
            .min { $0.id < $1.id }
    }

    public func entrustment(_ id: String) -> Entrustment? { entrustments[id] }

    public func key(_ id: String) -> AccessKey? { keys[id] }

    /// Open, or ended not long ago: what has ended for good is forgotten.
    public func session(digest: String) -> Session? {
        sessions[AccessDigest.id(digest)].flatMap { $0.digest == digest ? $0 : nil }
    }

    /// As `session(digest:)`, by the name of its stream.
    public func session(id: String) -> Session? { sessions[id] }

    /// As `link(digest:)`, by the name of its stream.
    public func link(id: String) -> AccessLink? { links[id] }

    /// Offered, or used not long ago: what has ended for good is forgotten.
    public func link(digest: String) -> AccessLink? {
        links[AccessDigest.id(digest)].flatMap { $0.digest == digest ? $0 : nil }
    }

    /// Entrustments of an organisation that hold on a day, in order of id.
    public func entrustments(broker id: String, at day: CalendarDate) -> [Entrustment] {
        allEntrustments.filter { $0.broker == id && $0.isActive(on: day) }
    }

    /// USCCs of active importers whose goods an organisation may handle on a day, sorted.
    public func importers(entrustedTo id: String, at day: CalendarDate) -> [String] {
        Set(
            entrustments(broker: id, at: day).compactMap { held -> String? in
                let importer = organisations[held.importer]
                return importer?.status == .active ? importer?.uscc : nil
            }
        ).sorted()
    }

    /// All entrustments that an importer granted, in order of id.
    public func entrustments(importer id: String) -> [Entrustment] {
        allEntrustments.filter { $0.importer == id }
    }

    /// In order of id.
    public var allOrganisations: [Organisation] { Self.ordered(organisations) }
    /// In order of id.
    public var allAccounts: [Account] { Self.ordered(accounts) }
    /// In order of id.
    public var allEntrustments: [Entrustment] { Self.ordered(entrustments) }
    /// In order of id.
    public var allKeys: [AccessKey] { Self.ordered(keys) }
    /// In order of id; those that have ended for good are forgotten.
    public var allSessions: [Session] { Self.ordered(sessions) }
    /// In order of id; those that have ended for good are forgotten.
    public var allLinks: [AccessLink] { Self.ordered(links) }

    /// Keys of an account, in order of id.
    public func keys(of account: String) -> [AccessKey] {
        allKeys.filter { $0.account == account }
    }

    /// Sessions of an account that are open at this moment, in order of id.
    public func openSessions(of account: String, at now: Timestamp) -> [Session] {
        Self.ordered(
            sessions.filter { $0.value.account == account && $0.value.isOpen(at: now) })
    }

    /// The account is active and so is its organisation: it may act.
    public func mayAct(_ account: String) -> Bool {
        guard let known = accounts[account], known.status == .active else { return false }
        return organisations[known.organisation]?.status == .active
    }

    /// Accounts that may manage the service now, in order of id.
    public var activeAdministrators: [Account] {
        allAccounts.filter {
            $0.roles.contains(.administrator) && mayAct($0.id)
                && organisations[$0.organisation]?.kind == .operator
        }
    }

    private static func ordered<Value>(_ values: [String: Value]) -> [Value] {
        values.sorted { $0.key < $1.key }.map(\.value)
    }

    // MARK: The next ids

    public var nextOrganisationID: String { Self.nextID("ORG", organisations) }
    public var nextAccountID: String { Self.nextID("ACC", accounts) }
    public var nextEntrustmentID: String { Self.nextID("ENT", entrustments) }

    private static func nextID<Value>(_ prefix: String, _ known: [String: Value]) -> String {
        var serial = known.count + 1
        while known[id(prefix, serial)] != nil { serial += 1 }
        return id(prefix, serial)
    }

    private static func id(_ prefix: String, _ serial: Int) -> String {
        let digits = String(serial)
        return "\(prefix)-" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    // MARK: Changes

    /// Copies an event that was decided and recorded at a time.
    public mutating func apply(_ event: AccessEvent, at recorded: Timestamp) {
        let id = event.id
        switch event.change {
        case .organisationRegistered(let organisation):
            organisations[id] = organisation
            organisations[id]?.id = id
            organisations[id]?.version = 1
        case .organisationChanged(let change): organisations[id]?.evolve(change)
        case .accountRegistered(let account):
            var account = account
            account.id = id
            account.version = 1
            insert(account)
        case .accountChanged(let change): accounts[id]?.evolve(change)
        case .passwordSet(let text):
            accounts[id]?.password = text.value
            accounts[id]?.passwordChanged = recorded
            accounts[id]?.version += 1
        case .entrustmentGranted(let entrustment):
            entrustments[id] = entrustment
            entrustments[id]?.id = id
            entrustments[id]?.version = 1
        case .entrustmentRevoked(let day):
            entrustments[id]?.revokedOn = day
            entrustments[id]?.version += 1
        case .keyIssued(let key):
            keys[id] = key
            keys[id]?.id = id
            keys[id]?.version = 1
        case .keyRevoked:
            keys[id]?.revoked = recorded
            keys[id]?.version += 1
        case .sessionOpened(let session):
            sessions[id] = session
            sessions[id]?.version = 1
        case .sessionClosed(let ending):
            sessions[id]?.ending = ending
            sessions[id]?.version += 1
        case .linkOffered(let link):
            links[id] = link
            links[id]?.version = 1
        case .linkUsed:
            links[id]?.status = .used
            links[id]?.version += 1
        case .linkWithdrawn:
            links[id]?.status = .withdrawn
            links[id]?.version += 1
        }
    }

    private mutating func insert(_ account: Account) {
        accounts[account.id] = account
        if let name = account.signInName { accountsByName[name] = account.id }
    }

    /// What an account's sealed values were is no longer known.
    public mutating func forgetPersonalValues(of account: String) {
        guard var known = accounts[account] else { return }
        if let name = known.signInName { accountsByName[name] = nil }
        known.signInName = nil
        known.displayName = nil
        known.subject = nil
        known.password = nil
        accounts[account] = known
    }

    /// Forgets sessions and links that ended before this moment: nothing follows from them.
    public mutating func forgetEnded(before moment: Timestamp) {
        let over = sessions.filter { $0.value.ending != nil || $0.value.expires < moment }
        for id in over.keys { sessions[id] = nil }
        let past = links.filter {
            $0.value.status != .offered || ($0.value.expires.map { $0 < moment } ?? false)
        }
        for id in past.keys { links[id] = nil }
    }

    // MARK: Restoring what a projection kept

    public mutating func restore(_ organisation: Organisation) {
        organisations[organisation.id] = organisation
    }

    public mutating func restore(_ account: Account) { insert(account) }

    public mutating func restore(_ entrustment: Entrustment) {
        entrustments[entrustment.id] = entrustment
    }

    public mutating func restore(_ key: AccessKey) { keys[key.id] = key }

    public mutating func restore(_ session: Session) { sessions[session.id] = session }

    public mutating func restore(_ link: AccessLink) { links[link.id] = link }
}

extension Organisation {
    mutating func evolve(_ change: OrganisationChange) {
        if let name = change.name { self.name = name }
        if let status = change.status { self.status = status }
        version += 1
    }
}

extension Account {
    mutating func evolve(_ change: AccountChange) {
        if let roles = change.roles { self.roles = roles }
        if let displayName = change.displayName { self.displayName = displayName.value }
        if let language = change.language { self.language = language }
        if let status = change.status { self.status = status }
        if let scope = change.scope { self.scope = scope }
        version += 1
    }
}
