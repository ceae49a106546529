import GreenlaneCore
import Testing

@Suite("Given an importer and a broker")
struct EntrustmentTests {
    @Test("the importer's lab manager entrusts; a broker never entrusts itself")
    func whoGrants() throws {
        let scene = try AccessScene()
        let wish = AccessCommand.grantEntrustment(scene.entrustment())
        let other = Actor(role: .labManager, name: "x", account: "ACC-0003")
        for (actor, code) in [
            (scene.manager, ""), (scene.root, ""), (scene.broker, "role-not-allowed"),
            (Actor(role: .broker, name: "chen.bo"), "role-not-allowed"),
            (Actor(role: .labManager, name: "li.na"), ""), (other, "account-not-active"),
            (scene.service, "role-not-allowed"),
        ] { #expect(scene.refusal(wish, by: actor) == code) }
    }

    @Test("another importer's lab manager may not")
    func otherImporter() throws {
        var scene = try AccessScene()
        try scene.accept(
            .registerOrganisation(
                Organisation(
                    kind: .importer, name: AccessScene.name("合成单位丁", ""),
                    uscc: "91440300MAYYY00X5E")), by: scene.root)
        try scene.accept(
            .registerAccount(AccessScene.account("ORG-0005", .labManager, "zhao.lei")),
            by: scene.root)
        let zhao = Actor(role: .labManager, name: "zhao.lei", account: "ACC-0005")
        #expect(
            scene.refusal(.grantEntrustment(scene.entrustment()), by: zhao) == "role-not-allowed")
        try scene.accept(.grantEntrustment(scene.entrustment()), by: scene.manager)
        #expect(scene.refusal(.revokeEntrustment(id: "ENT-0001"), by: zhao) == "role-not-allowed")
        #expect(scene.refusal(.revokeEntrustment(id: "ENT-0001"), by: scene.manager) == "")
    }

    @Test("it holds from its first to its last day, until it is revoked")
    func days() throws {
        var scene = try AccessScene()
        try scene.accept(.grantEntrustment(scene.entrustment()), by: scene.manager)
        func importers(_ day: String) -> [String] {
            scene.book.importers(entrustedTo: "ORG-0003", at: scene.day(day))
        }
        #expect(importers("2026-08-31") == [])
        #expect(importers("2026-09-01") == [AccessScene.importerUSCC])
        #expect(importers("2026-12-31") == [AccessScene.importerUSCC])
        #expect(importers("2027-01-01") == [])
        scene.advance(hours: 48)
        try scene.accept(.revokeEntrustment(id: "ENT-0001"), by: scene.manager)
        #expect(scene.book.entrustment("ENT-0001")?.revokedOn == scene.day("2026-09-03"))
        #expect(importers("2026-09-02") == [AccessScene.importerUSCC])
        #expect(importers("2026-09-03") == [])
        #expect(
            scene.refusal(.revokeEntrustment(id: "ENT-0001"), by: scene.manager)
                == "ended-already")
    }

    @Test("a suspended importer entrusts nothing")
    func suspended() throws {
        var scene = try AccessScene()
        try scene.accept(.grantEntrustment(scene.entrustment()), by: scene.manager)
        try scene.accept(
            .changeOrganisation(id: "ORG-0002", OrganisationChange(status: .suspended)),
            by: scene.root)
        #expect(scene.book.importers(entrustedTo: "ORG-0003", at: scene.now.date) == [])
        #expect(
            scene.refusal(.revokeEntrustment(id: "ENT-0001"), by: scene.manager)
                == "account-not-active")
    }

    @Test(
        "it lasts 366 days at most, ends after it begins, and not before today",
        arguments: [
            ("2026-09-01", "2027-09-01", ""), ("2026-09-01", "2027-09-02", "entrustment-invalid"),
            ("2026-09-02", "2026-09-01", "entrustment-invalid"),
            ("2026-08-01", "2026-08-31", "entrustment-invalid"),
            ("2026-08-01", "2026-09-01", ""),
        ])
    func lengths(_ from: String, _ until: String, _ code: String) throws {
        let scene = try AccessScene()
        let wish = AccessCommand.grantEntrustment(scene.entrustment(from, until))
        #expect(scene.refusal(wish, by: scene.manager) == code)
    }

    @Test(
        "one stretch of time is entrusted once; only importers entrust, only agents are entrusted")
    func parties() throws {
        var scene = try AccessScene()
        try scene.accept(.grantEntrustment(scene.entrustment()), by: scene.manager)
        #expect(
            scene.refusal(
                .grantEntrustment(scene.entrustment("2026-12-31", "2027-01-31")),
                by: scene.manager) == "entrusted-already")
        #expect(
            scene.refusal(
                .grantEntrustment(scene.entrustment("2027-01-01", "2027-01-31")),
                by: scene.manager) == "")
        for (importer, broker, code) in [
            ("ORG-0003", "ORG-0003", "entrustment-invalid"),
            ("ORG-0002", "ORG-0004", "entrustment-invalid"),
            ("ORG-0002", "ORG-0099", "organisation-unknown"),
        ] {
            var wish = scene.entrustment()
            wish.importer = importer
            wish.broker = broker
            #expect(scene.refusal(.grantEntrustment(wish), by: scene.root) == code)
        }
    }
}
