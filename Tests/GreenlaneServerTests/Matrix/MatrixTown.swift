import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

/// Two importers that know nothing of each other, those who work for the first, and everybody
/// else; each importer with goods, a permit, a person, a key and a subscription.
struct MatrixTown: Sendable {
    /// What belongs to one importer.
    struct Side: Sendable {
        var uscc = ""
        var organisation = ""
        var account = ""
        var shipment = ""
        var permit = ""
        var entry = ""
        /// Ended, so that ending it again changes nothing.
        var entrustment = ""
        var key = ""
        var subscription = ""

        /// What an answer that tells of this importer names.
        var marks: [String] {
            [
                organisation, account, shipment, permit, entrustment, key,
                "\"\(subscription)\"",
            ]
        }
    }

    struct Person: Sendable {
        var role: Actor.Role
        var account = ""
        var organisation = ""
        var key = ""
        var subscription = ""
        /// What ties their organisation to the first importer; empty where nothing does.
        var entrustment = ""

        /// Their name among the callers.
        var name: String { role.rawValue }
    }

    static let roles = Actor.Role.allCases.filter { $0 != .system }
    static let otherImporter = "91440115MAXXX00239"

    let house: RunningService
    var first = Side(uscc: RunningService.importer, entry: "NS-SYN-001")
    var second = Side(uscc: otherImporter, entry: "NS-SYN-003")
    var people: [Person] = []
    /// Brokers of the first importer and of the second.
    var brokers = ("", "")

    var now: Timestamp { house.service.clock() }

    init(_ house: RunningService) async throws {
        self.house = house
        first.organisation = try await organisation(.importer, first.uscc)
        second.organisation = try await organisation(.importer, second.uscc)
        brokers.1 = try await organisation(.broker)
        try await entrust(second.organisation, brokers.1)
        for role in Self.roles { people.append(try await person(role)) }
        brokers.0 = people.first { $0.role == .broker }?.organisation ?? ""
        second.account = try await account(.labManager, second.organisation)
        first.account = try #require(people.first { $0.role == .labManager }).account
        let gone = try await organisation(.broker)
        try await fill(&first, gone)
        try await fill(&second, gone)
        for person in people { add(person.name, person) }
    }

    /// Makes a caller of a person, as they are at this moment.
    @discardableResult
    func add(
        _ name: String, _ person: Person, scopes: [Principal.Scope] = [.read, .write]
    ) -> Principal? {
        let principal = house.service.access.principal(
            of: person.account, .token, scopes: scopes, at: now)
        if let principal { house.callers.add(name, principal) }
        return principal
    }

    func person(_ role: Actor.Role) throws -> Person {
        try #require(people.first { $0.role == role })
    }

    // MARK: Filling it

    @discardableResult
    func command(_ command: AccessCommand) async throws -> String {
        let actor = Actor(role: .administrator, name: "operator")
        return try await house.service.desk.handle(Envelope(.access(command), by: actor)).get()
            .id
    }

    func organisation(_ kind: Organisation.Kind, _ uscc: String? = nil) async throws -> String {
        try await command(
            .registerOrganisation(
                Organisation(
                    kind: kind, name: LocalizedText(zh: "合成单位", en: "Synthetic"), uscc: uscc)))
    }

    func account(_ role: Actor.Role, _ organisation: String) async throws -> String {
        let count = house.service.access.book.allAccounts.count
        let scope = AuditScope(importers: [first.uscc])
        return try await command(
            .registerAccount(
                Account(
                    organisation: organisation, roles: [role], signInName: "person-\(count)",
                    displayName: "合成", scope: role == .auditor ? scope : nil)))
    }

    @discardableResult
    func entrust(_ importer: String, _ to: String) async throws -> String {
        try await command(
            .grantEntrustment(
                Entrustment(
                    importer: importer, broker: to,
                    from: try #require(CalendarDate("2026-09-01")),
                    until: try #require(CalendarDate("2026-12-31")))))
    }

    private func kind(_ role: Actor.Role) -> Organisation.Kind {
        switch role {
        case .labManager: .importer
        case .broker: .broker
        case .auditor: .auditor
        case .customs: .customs
        case .authority, .whitelistSteward: .authority
        case .carrier: .carrier
        case .warehouse: .warehouse
        case .administrator, .system: .operator
        }
    }

    private func person(_ role: Actor.Role) async throws -> Person {
        var person = Person(role: role)
        let kind = kind(role)
        person.organisation =
            role == .labManager ? first.organisation : try await organisation(kind)
        person.account = try await account(role, person.organisation)
        if kind.isEntrustable {
            person.entrustment = try await entrust(first.organisation, person.organisation)
        }
        person.key = try await key(person.account)
        person.subscription = try await subscription(of: person.account)
        return person
    }

    /// A key that was revoked.
    private func key(_ account: String) async throws -> String {
        let text = KeyText.make()
        try await command(
            .issueKey(
                AccessKey(
                    id: text.id, account: account, digest: text.digest, label: "test",
                    scopes: [.read], expires: now.adding(milliseconds: 86_400_000))))
        return try await command(.revokeKey(id: text.id))
    }

    func subscription(of account: String) async throws -> String {
        try await house.service.desk.perform { engine, _ in
            let name = "sub-\(try engine.store.subscriptions().count + 1)"
            let actor = Actor(role: .administrator, name: "x", account: account)
            _ = try engine.handle(
                Envelope(
                    .subscribe(
                        name: name, endpoint: "https://erp.example.com/\(account)",
                        format: "cloudevents"), by: actor)
            ).get()
            return name
        }
    }

    private func fill(_ side: inout Side, _ gone: String) async throws {
        side.entrustment = try await entrust(side.organisation, gone)
        try await command(.revokeEntrustment(id: side.entrustment))
        side.key = try await key(side.account)
        side.subscription = try await subscription(of: side.account)
        side.permit = try await permit(side.uscc)
        side.shipment = try await file(side.uscc, "TOWN")
        // A refusal on the record, which auditors ask for.
        let step = Command.step(
            shipment: side.shipment, event: "release_goods", input: JSONObject())
        _ = try await house.service.desk.handle(
            Envelope(step, by: Actor(role: .labManager, name: "li.na")))
    }

    private func permit(_ holder: String) async throws -> String {
        let permit = Permit(
            id: "", code: "special-goods-approval", number: "SYNTHETIC-1", holder: holder,
            validFrom: try #require(CalendarDate("2026-08-01")),
            validTo: try #require(CalendarDate("2027-07-31")),
            quantity: Quantity(Decimal(5), .vial), singleUse: false)
        return try await house.service.desk.handle(
            Envelope(.addPermit(permit), by: Actor(role: .authority, name: "gz"))
        ).get().id
    }

    func file(_ importer: String, _ reference: String) async throws -> String {
        try await house.service.desk.handle(
            Envelope(
                .file(Self.request(importer, reference)),
                by: Actor(role: .labManager, name: "li.na"))
        ).get().id
    }

    static func request(_ importer: String, _ reference: String) -> ImportRequest {
        var request = Requests.consumables(reference)
        request.importer.uscc = importer
        return request
    }
}
