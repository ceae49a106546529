import GreenlaneCore
import Testing

@Suite("What the log and a table keep of access is read back as it was")
struct AccessCodingTests {
    private var commands: [AccessCommand] {
        let digest = AccessScene.digest("f")
        let scope = AuditScope(importers: nil, until: CalendarDate("2027-01-31"))
        return [
            .registerOrganisation(
                Organisation(
                    kind: .importer, name: AccessScene.name("合成", "Lab"),
                    uscc: AccessScene.importerUSCC)),
            .changeOrganisation(id: "ORG-0002", OrganisationChange(status: .suspended)),
            .registerAccount(
                Account(
                    organisation: "ORG-0004", roles: [.auditor], signInName: "sun.li",
                    displayName: "孙", language: .en, scope: scope,
                    issuer: "https://id.example", subject: "s-1")),
            .changeAccount(
                id: "ACC-0004",
                AccountChange(displayName: PersonalText("吴"), language: .en, scope: scope)),
            .setPassword(account: "ACC-0002", password: AccessScene.password),
            .revokeEntrustment(id: "ENT-0001"), .revokeKey(id: "Ab12Cd34"),
            .offerLink(digest: digest, purpose: .invitation, account: "ACC-0002"),
            .offerLink(digest: digest, purpose: .firstAdministrator, account: nil),
            .useLink(LinkUse(digest: digest, password: "$x")),
            .useLink(
                LinkUse(
                    digest: digest, password: "$x",
                    administrator: LinkUse.Administrator(
                        signInName: "root", displayName: "人", language: .en,
                        organisation: AccessScene.name("运营", "Op")))),
            .openSession(
                SessionOpening(
                    account: nil, digest: digest, means: .oidc, credentialAccepted: false)),
            .closeSession(digest: digest),
        ]
    }

    @Test("commands, with all that they hold")
    func commandsRoundTrip() throws {
        let scene = try AccessScene()
        for command in commands + [.issueKey(scene.key()), .grantEntrustment(scene.entrustment())] {
            #expect(AccessCommand(json: command.json) == command)
            let text = command.json.text
            #expect(try AccessCommand(json: JSONParser.parse(text)) == command)
        }
        #expect(AccessCommand(json: ["do": "account.erase"]) == nil)
        #expect(
            AccessCommand(json: ["do": "account.change", "id": "A", "with": ["roles": 1]]) == nil)
    }

    @Test("events and what follows from them, and a book that is made again from either")
    func book() throws {
        var scene = try AccessScene()
        try scene.accept(.grantEntrustment(scene.entrustment()), by: scene.manager)
        try scene.accept(.issueKey(scene.key()), by: scene.manager)
        try scene.signIn("ACC-0002", "a")
        try scene.accept(
            .offerLink(
                digest: AccessScene.digest("1"), purpose: .passwordReset, account: "ACC-0002"),
            by: scene.root)
        try scene.accept(
            .useLink(LinkUse(digest: AccessScene.digest("1"), password: AccessScene.password)),
            by: scene.service)
        try scene.accept(.revokeKey(id: "Ab12Cd34"), by: scene.manager)
        try scene.accept(.revokeEntrustment(id: "ENT-0001"), by: scene.manager)
        let streams: [(AccessEvent.Kind, [String])] = [
            (.organisation, scene.book.allOrganisations.map(\.id)),
            (.account, scene.book.allAccounts.map(\.id)),
            (.entrustment, scene.book.allEntrustments.map(\.id)),
            (.key, scene.book.allKeys.map(\.id)), (.session, scene.book.allSessions.map(\.id)),
            (.link, scene.book.allLinks.map(\.id)),
        ]
        var copy = AccessBook()
        for (kind, ids) in streams {
            #expect(!ids.isEmpty)
            for id in ids {
                let state = try #require(scene.book.state(kind, id))
                for member in AccessEvent.personalMembers {
                    #expect(state.body[member] == nil, "\(member) is personal")
                }
                let isRead = copy.restore(kind, id, state)
                #expect(isRead)
                #expect(copy.state(kind, id) == state)
            }
        }
        #expect(copy.allAccounts == scene.book.allAccounts)
        #expect(copy.account(signInName: "li.na")?.password == AccessScene.password)
    }

    @Test("events, each under its stream and type")
    func events() throws {
        var scene = try AccessScene()
        scene.book = AccessBook()
        let started = try AccessScene()
        var all: [AccessEvent] = []
        for organisation in started.book.allOrganisations {
            all += try scene.accept(.registerOrganisation(organisation), by: scene.host)
        }
        for account in started.book.allAccounts {
            all += try scene.accept(.registerAccount(account), by: scene.host)
        }
        let more: [(AccessCommand, Actor)] = [
            (.grantEntrustment(scene.entrustment()), scene.manager),
            (.issueKey(scene.key()), scene.manager),
            (
                .changeAccount(
                    id: "ACC-0004", AccountChange(scope: AuditScope(importers: nil))),
                scene.root
            ),
            (.setPassword(account: "ACC-0002", password: AccessScene.password), scene.manager),
            (.revokeEntrustment(id: "ENT-0001"), scene.manager),
            (.revokeKey(id: "Ab12Cd34"), scene.manager),
            (
                .offerLink(
                    digest: AccessScene.digest("1"), purpose: .passwordReset,
                    account: "ACC-0002"), scene.root
            ),
        ]
        for (command, actor) in more { all += try scene.accept(command, by: actor) }
        #expect(all.count == 15)
        for var event in all {
            let read = AccessEvent(stream: event.stream, type: event.type, data: event.json)
            // The version is the stream's, not the data's.
            if case .organisationRegistered(var known) = event.change {
                known.version = 0
                event.change = .organisationRegistered(known)
            }
            if case .accountRegistered(var known) = event.change {
                known.version = 0
                event.change = .accountRegistered(known)
            }
            #expect(read == event)
            #expect(AccessEvent(stream: "permit/P-1", type: event.type, data: event.json) == nil)
            #expect(AccessEvent(stream: event.stream, type: "no.such", data: event.json) == nil)
        }
    }
}
