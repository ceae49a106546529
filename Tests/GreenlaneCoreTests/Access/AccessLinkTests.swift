import GreenlaneCore
import Testing

@Suite("A link that works once")
struct AccessLinkTests {
    private static let administrator = LinkUse.Administrator(
        signInName: "Root", displayName: "管理员",
        organisation: LocalizedText(zh: "运营单位甲", en: ""))

    private func empty() throws -> AccessScene {
        var scene = try AccessScene()
        scene.book = AccessBook()
        return scene
    }

    private func offer(_ digit: Character, _ purpose: AccessLink.Purpose, _ account: String? = nil)
        -> AccessCommand
    {
        .offerLink(digest: AccessScene.digest(digit), purpose: purpose, account: account)
    }

    private func use(_ digit: Character, _ stated: LinkUse.Administrator? = nil) -> AccessCommand {
        .useLink(
            LinkUse(
                digest: AccessScene.digest(digit), password: AccessScene.password,
                administrator: stated))
    }

    @Test("makes the operator, the first administrator and the password in one go")
    func first() throws {
        var scene = try empty()
        try scene.accept(offer("1", .firstAdministrator), by: scene.service)
        scene.advance(hours: 24 * 400)
        #expect(scene.refusal(use("1"), by: scene.service) == "administrator-missing")
        let events = try scene.accept(use("1", Self.administrator), by: scene.service)
        #expect(
            events.map(\.type) == [
                "link.used", "organisation.registered", "account.registered",
                "account.password-set",
            ])
        #expect(scene.book.activeAdministrators.map(\.signInName) == ["root"])
        #expect(scene.book.account("ACC-0001")?.password == AccessScene.password)
        #expect(scene.refusal(use("1", Self.administrator), by: scene.service) == "link-invalid")
        #expect(
            scene.refusal(offer("2", .firstAdministrator), by: scene.service)
                == "administrator-exists")
    }

    @Test("for the first administrator takes the place of the one before")
    func replaced() throws {
        var scene = try empty()
        try scene.accept(offer("1", .firstAdministrator), by: scene.service)
        let events = try scene.accept(offer("2", .firstAdministrator), by: scene.service)
        #expect(events.map(\.type) == ["link.offered", "link.withdrawn"])
        #expect(scene.refusal(use("1", Self.administrator), by: scene.service) == "link-invalid")
        #expect(scene.refusal(use("2", Self.administrator), by: scene.service) == "")
    }

    @Test("that would make a wrong account makes nothing at all")
    func wrongAdministrator() throws {
        var scene = try empty()
        try scene.accept(offer("1", .firstAdministrator), by: scene.service)
        var stated = Self.administrator
        stated.signInName = "x"
        #expect(scene.refusal(use("1", stated), by: scene.service) == "account-invalid")
        stated = Self.administrator
        stated.organisation = LocalizedText(zh: "", en: "")
        #expect(scene.refusal(use("1", stated), by: scene.service) == "organisation-invalid")
    }

    @Test("for an invitation or a forgotten password sets it within 24 hours, and ends sessions")
    func reset() throws {
        var scene = try AccessScene()
        try scene.signIn("ACC-0002", "a")
        try scene.accept(offer("1", .passwordReset, "ACC-0002"), by: scene.root)
        #expect(
            scene.refusal(use("1", Self.administrator), by: scene.service)
                == "administrator-unasked")
        #expect(scene.refusal(use("1"), by: scene.manager) == "role-not-allowed")
        let events = try scene.accept(use("1"), by: scene.service)
        #expect(events.map(\.type) == ["link.used", "account.password-set", "session.closed"])
        try scene.accept(offer("2", .invitation, "ACC-0002"), by: scene.root)
        scene.advance(hours: 24)
        #expect(scene.refusal(use("2"), by: scene.service) == "link-invalid")
        #expect(scene.refusal(use("3"), by: scene.service) == "link-invalid")
    }

    @Test("is of no use to a disabled account, nor offered to one")
    func disabled() throws {
        var scene = try AccessScene()
        try scene.accept(offer("1", .passwordReset, "ACC-0003"), by: scene.root)
        try scene.accept(
            .changeAccount(id: "ACC-0003", AccountChange(status: .disabled)), by: scene.root)
        #expect(scene.refusal(use("1"), by: scene.service) == "link-invalid")
        let again = offer("2", .passwordReset, "ACC-0003")
        #expect(scene.refusal(again, by: scene.root) == "account-not-active")
        let unknown = offer("2", .passwordReset, "ACC-0099")
        #expect(scene.refusal(unknown, by: scene.root) == "account-unknown")
        let misplaced = offer("2", .passwordReset)
        #expect(scene.refusal(misplaced, by: scene.root) == "link-offer-invalid")
    }
}
