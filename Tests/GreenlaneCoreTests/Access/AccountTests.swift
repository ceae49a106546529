import GreenlaneCore
import Testing

@Suite("Given a district with its organisations")
struct AccountTests {
    @Test("ids are numbered on, and names are found however they are spelt")
    func numbered() throws {
        let scene = try AccessScene()
        #expect(scene.book.allOrganisations.map(\.id) == (1...4).map { "ORG-000\($0)" })
        #expect(scene.book.account(signInName: " Li.Na ")?.id == "ACC-0002")
        #expect(scene.book.account(signInName: "ｌｉ.ｎａ")?.id == "ACC-0002")
        #expect(scene.book.account(signInName: "li.nb") == nil)
        #expect(scene.book.organisation(uscc: AccessScene.importerUSCC)?.id == "ORG-0002")
        #expect(scene.book.activeAdministrators.map(\.id) == ["ACC-0001"])
    }

    @Test("an account holds the roles of its kind of organisation, and no other")
    func roles() throws {
        for kind in Organisation.Kind.allCases {
            for role in Actor.Role.allCases {
                var scene = try AccessScene()
                let organisation = Organisation(
                    id: "ORG-9", kind: kind, name: AccessScene.name("合成", ""))
                if kind != .importer {
                    try scene.accept(.registerOrganisation(organisation), by: scene.root)
                }
                let id = kind == .importer ? "ORG-0002" : "ORG-9"
                let code = scene.refusal(
                    .registerAccount(AccessScene.account(id, role, "new.one")), by: scene.root)
                #expect(code == (kind.roles.contains(role) ? "" : "account-invalid"))
            }
        }
    }

    @Test(
        "a sign-in name that nobody could type, or that is taken, is refused",
        arguments: [
            ("li", "account-invalid"), ("李娜", "account-invalid"), ("li na", "account-invalid"),
            ("", "account-invalid"), ("LI.NA", "sign-in-name-taken"), ("li.na2@a.example", ""),
            (String(repeating: "a", count: 65), "account-invalid"),
            (String(repeating: "a", count: 64), ""),
        ])
    func signInNames(_ name: String, _ code: String) throws {
        let scene = try AccessScene()
        let account = AccessScene.account("ORG-0002", .labManager, name)
        #expect(scene.refusal(.registerAccount(account), by: scene.root) == code)
    }

    @Test("a USCC is checked and belongs to one organisation; importers need one")
    func codes() throws {
        let scene = try AccessScene()
        func code(_ kind: Organisation.Kind, _ uscc: String?) -> String {
            scene.refusal(
                .registerOrganisation(
                    Organisation(kind: kind, name: AccessScene.name("合成", ""), uscc: uscc)),
                by: scene.root)
        }
        #expect(code(.importer, nil) == "organisation-invalid")
        #expect(code(.broker, "91440115MAXXX0015F") == "organisation-invalid")
        #expect(code(.broker, "9144 0115 maxxx0015e") == "uscc-taken")
        #expect(code(.broker, nil) == "")
    }

    @Test("only administrators of the operator manage; others are told who may")
    func managing() throws {
        let scene = try AccessScene()
        let wish = AccessCommand.changeAccount(
            id: "ACC-0003", AccountChange(status: .disabled))
        for (actor, code) in [
            (scene.root, ""), (scene.host, ""), (scene.manager, "role-not-allowed"),
            (scene.broker, "role-not-allowed"), (scene.service, "role-not-allowed"),
            // A role that the account does not hold.
            (
                Actor(role: .administrator, name: "li.na", account: "ACC-0002"),
                "account-not-active"
            ),
            (Actor(role: .administrator, name: "x", account: "ACC-7777"), "account-not-active"),
        ] { #expect(scene.refusal(wish, by: actor) == code) }
    }

    @Test("an account changes its own language and nothing else of itself")
    func own() throws {
        var scene = try AccessScene()
        let language = AccountChange(language: .en)
        #expect(scene.refusal(.changeAccount(id: "ACC-0003", language), by: scene.broker) == "")
        #expect(
            scene.refusal(.changeAccount(id: "ACC-0002", language), by: scene.broker)
                == "role-not-allowed")
        let more = AccountChange(displayName: PersonalText("别人"), language: .en)
        #expect(
            scene.refusal(.changeAccount(id: "ACC-0003", more), by: scene.broker)
                == "role-not-allowed")
        try scene.accept(.changeAccount(id: "ACC-0003", language), by: scene.broker)
        #expect(scene.book.account("ACC-0003")?.language == .en)
        let again1 = try scene.accept(.changeAccount(id: "ACC-0003", language), by: scene.broker)
        #expect(again1 == [])
    }

    @Test("the last active administrator stays, whichever way it would go")
    func lastAdministrator() throws {
        var scene = try AccessScene()
        let disable = AccessCommand.changeAccount(
            id: "ACC-0001", AccountChange(status: .disabled))
        let demote = AccessCommand.changeAccount(
            id: "ACC-0001", AccountChange(roles: [.whitelistSteward]))
        let suspend = AccessCommand.changeOrganisation(
            id: "ORG-0001", OrganisationChange(status: .suspended))
        for wish in [disable, demote, suspend] {
            #expect(scene.refusal(wish, by: scene.root) == "last-administrator")
        }
        try scene.accept(
            .registerAccount(AccessScene.account("ORG-0001", .administrator, "second")),
            by: scene.root)
        #expect(scene.refusal(disable, by: scene.root) == "")
        #expect(scene.refusal(suspend, by: scene.root) == "last-administrator")
        try scene.accept(disable, by: scene.root)
        #expect(scene.refusal(disable, by: scene.root) == "account-not-active")
    }

    @Test("an auditor's scope is its own, in order, and opens and closes by the day")
    func scopes() throws {
        var scene = try AccessScene()
        let scope = AuditScope(
            importers: [AccessScene.importerUSCC], from: scene.day("2026-09-01"),
            until: scene.day("2026-09-30"))
        let change = AccountChange(scope: scope)
        #expect(
            scene.refusal(.changeAccount(id: "ACC-0003", change), by: scene.root)
                == "account-invalid")
        try scene.accept(.changeAccount(id: "ACC-0004", change), by: scene.root)
        let known = try #require(scene.book.account("ACC-0004")?.scope)
        #expect(known.reach(on: scene.day("2026-09-30")) == .importers([AccessScene.importerUSCC]))
        #expect(known.reach(on: scene.day("2026-10-01")) == .nothing)
        #expect(known.reach(on: scene.day("2026-08-31")) == .nothing)
        #expect(AuditScope(importers: nil).reach(on: scene.day("2026-01-01")) == .everything)
    }
}
