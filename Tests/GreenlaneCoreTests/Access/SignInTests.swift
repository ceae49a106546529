import GreenlaneCore
import Testing

@Suite("Somebody signs in")
struct SignInTests {
    private func opening(_ account: String?, accepted: Bool = true) -> AccessCommand {
        .openSession(
            SessionOpening(
                account: account, digest: AccessScene.digest("a"), means: .password,
                credentialAccepted: accepted))
    }

    @Test("a session lasts twelve hours from the moment it is opened")
    func session() throws {
        var scene = try AccessScene()
        let opened = scene.now
        try scene.signIn("ACC-0002", "a")
        let session = try #require(scene.book.session(digest: AccessScene.digest("a")))
        #expect(session.expires == opened.adding(milliseconds: 12 * 3_600_000))
        #expect(session.isOpen(at: opened.adding(milliseconds: 12 * 3_600_000 - 1)))
        #expect(!session.isOpen(at: opened.adding(milliseconds: 12 * 3_600_000)))
        // The same first digits, and another token.
        let other = String(AccessScene.digest("a").prefix(16)) + String(repeating: "b", count: 48)
        #expect(scene.book.session(digest: other) == nil)
    }

    @Test("unknown name, wrong password and a disabled account get one and the same answer")
    func oneAnswer() throws {
        var scene = try AccessScene()
        try scene.accept(
            .changeAccount(id: "ACC-0003", AccountChange(status: .disabled)), by: scene.root)
        try scene.accept(
            .changeOrganisation(id: "ORG-0004", OrganisationChange(status: .suspended)),
            by: scene.root)
        var answers: Set<Refusal> = []
        for wish in [
            opening(nil), opening("ACC-0002", accepted: false), opening("ACC-0003"),
            opening("ACC-0004"), opening("ACC-0099"),
        ] {
            if case .failure(let refusal) = scene.book.decide(
                wish, by: scene.service, at: scene.now)
            {
                answers.insert(refusal)
            } else {
                Issue.record("\(wish) was accepted")
            }
        }
        #expect(answers == [AccessRefusal.signInRefused])
        #expect(AccessRefusal.signInRefused.kind == .role)
        #expect(scene.refusal(opening("ACC-0002"), by: scene.root) == "role-not-allowed")
    }

    @Test("a new password, a disabled account and a suspended organisation end every session")
    func ends() throws {
        for (wish, ending) in [
            (
                AccessCommand.setPassword(account: "ACC-0002", password: AccessScene.password),
                Session.Ending.passwordChanged
            ),
            (
                .changeAccount(id: "ACC-0002", AccountChange(status: .disabled)),
                .accountDisabled
            ),
            (
                .changeOrganisation(id: "ORG-0002", OrganisationChange(status: .suspended)),
                .organisationSuspended
            ),
        ] {
            var scene = try AccessScene()
            try scene.signIn("ACC-0002", "a")
            try scene.signIn("ACC-0002", "b")
            try scene.signIn("ACC-0003", "c")
            let isOwn = ending == .passwordChanged
            let events = try scene.accept(wish, by: isOwn ? scene.manager : scene.root)
            #expect(
                events.dropFirst().map(\.change) == [
                    .sessionClosed(ending), .sessionClosed(ending),
                ])
            #expect(scene.book.openSessions(of: "ACC-0002", at: scene.now) == [])
            #expect(scene.book.openSessions(of: "ACC-0003", at: scene.now).count == 1)
        }
    }

    @Test("one signs out once; again changes nothing, and another's session is not one's own")
    func signOut() throws {
        var scene = try AccessScene()
        try scene.signIn("ACC-0002", "a")
        let wish = AccessCommand.closeSession(digest: AccessScene.digest("a"))
        #expect(scene.refusal(wish, by: scene.broker) == "role-not-allowed")
        let again1 = try scene.accept(wish, by: scene.manager)
        #expect(again1.count == 1)
        let again2 = try scene.accept(wish, by: scene.manager)
        #expect(again2 == [])
        let unknown = AccessCommand.closeSession(digest: AccessScene.digest("d"))
        #expect(scene.refusal(unknown, by: scene.service) == "session-unknown")
    }

    @Test("nobody sets another's password, and what is no PHC string is none")
    func passwords() throws {
        let scene = try AccessScene()
        func code(_ actor: Actor, _ text: String = AccessScene.password) -> String {
            scene.refusal(.setPassword(account: "ACC-0002", password: text), by: actor)
        }
        #expect(code(scene.manager) == "")
        #expect(code(scene.root) == "role-not-allowed")
        #expect(code(scene.broker) == "role-not-allowed")
        #expect(code(scene.manager, "secret") == "password-invalid")
        #expect(code(scene.manager, "$scrypt$ a") == "password-invalid")
        #expect(code(scene.manager, "$" + String(repeating: "a", count: 512)) == "password-invalid")
    }

    @Test(
        "a key is issued to oneself or by an administrator, for 366 days at most, and revoked once")
    func keys() throws {
        var scene = try AccessScene()
        let key = scene.key()
        #expect(scene.refusal(.issueKey(key), by: scene.broker) == "role-not-allowed")
        #expect(scene.refusal(.issueKey(key), by: scene.root) == "")
        for days: Int64 in [0, -1, 367] {
            #expect(
                scene.refusal(.issueKey(scene.key(days: days)), by: scene.manager)
                    == "key-invalid")
        }
        for id in ["short", "Ab12Cd3!", "Ab12Cd345"] {
            #expect(scene.refusal(.issueKey(scene.key(id)), by: scene.manager) == "key-invalid")
        }
        try scene.accept(.issueKey(key), by: scene.manager)
        #expect(scene.book.key("Ab12Cd34")?.scopes == [.read, .write])
        #expect(scene.refusal(.issueKey(key), by: scene.manager) == "already-registered")
        #expect(scene.refusal(.revokeKey(id: "Ab12Cd34"), by: scene.broker) == "role-not-allowed")
        try scene.accept(.revokeKey(id: "Ab12Cd34"), by: scene.manager)
        #expect(scene.book.key("Ab12Cd34")?.isActive(at: scene.now) == false)
        #expect(scene.refusal(.revokeKey(id: "Ab12Cd34"), by: scene.manager) == "ended-already")
    }
}
