import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("Streams that another process began")
struct StreamTests {
    private let administrator = Actor(role: .administrator, name: "ops")

    @Test("go on where they were: a subscription ends in the stream in which it began")
    func subscription() throws {
        let world = try World()
        _ = try world.engine.handle(
            Envelope(
                .subscribe(name: "lab", endpoint: "https://a.example/", format: "cloudevents"),
                by: administrator)
        ).get()
        try world.reopen()
        _ = try world.engine.handle(Envelope(.unsubscribe(name: "lab"), by: administrator)).get()
        #expect(try world.store.subscriptions().map(\.active) == [false])
        #expect(try Verifier(store: world.store).run().problems == [])
    }

    @Test("go on where they were: a list of the same name is published again with other entries")
    func list() throws {
        let world = try World()
        let schemes = try #require(World.definitions).schemes
        let list = try #require(
            try ShippedWhitelists.read(home: World.home, schemes: schemes).first)
        try world.reopen()
        var again = list
        again.text += Array("\n".utf8)
        again.entries[0].status = .suspended
        _ = try world.engine.handle(
            Envelope(.publishWhitelist(again), by: Actor(role: .whitelistSteward, name: "he"))
        ).get()
        let row = try #require(
            try world.store.ledger(kind: "entry", id: again.entries[0].id))
        #expect(row.status == "suspended" && row.version == 2)
        #expect(try Verifier(store: world.store).run().problems == [])
        #expect(try Replayer(store: world.store).run().isClean)
    }

    @Test("a list that another one overtook counts anew; one that says what stands is a repetition")
    func overtaken() throws {
        let world = try World()
        let schemes = try #require(World.definitions).schemes
        let list = try #require(
            try ShippedWhitelists.read(home: World.home, schemes: schemes).first)
        var other = list
        other.text += Array("\n".utf8)
        other.entries[0].status = .suspended
        let steward = Actor(role: .whitelistSteward, name: "he")
        var repeats: [Bool] = []
        for each in [list, other, list, list, other] {
            let outcome = try world.engine.handle(
                Envelope(.publishWhitelist(each), by: steward)
            ).get()
            repeats.append(outcome.isRepeat)
        }
        #expect(repeats == [true, false, false, true, false])
        let row = try #require(
            try world.store.ledger(kind: "entry", id: list.entries[0].id))
        #expect(row.status == "suspended")
        #expect(try Verifier(store: world.store).run().problems == [])
        #expect(try Replayer(store: world.store).run().isClean)
    }

    @Test("keep of a list its digest, batches, schemes, day and what it changed, with the reason")
    func publication() throws {
        let world = try World()
        let schemes = try #require(World.definitions).schemes
        let list = try #require(
            try ShippedWhitelists.read(home: World.home, schemes: schemes).first)
        var again = list
        again.text += Array("\n".utf8)
        again.entries[0].status = .removed
        again.entries[0].statusReason = "用途不符"
        again.entries[0].statusDate = CalendarDate("2026-08-01")
        again.entries[1].batch = "SYN-2026-3"
        let outcome = try world.engine.handle(
            Envelope(
                .publishWhitelist(again), by: Actor(role: .whitelistSteward, name: "he"),
                occurred: Timestamp(startOf: try #require(CalendarDate("2026-08-02"))))
        ).get()
        let row = try #require(
            try world.store.ledger(kind: "entry", id: again.entries[0].id))
        let body = try JSONParser.parse(row.body)
        #expect(String(decoding: body.canonicalBytes, as: UTF8.self).contains("用途不符"))
        #expect(outcome.id == list.name)
        let stream = try #require(try world.store.streamID("whitelist/\(list.name)"))
        let event = try #require(try world.store.events(stream: stream).last)
        let data = try #require(try JSONParser.parse(event.entry)["data"])
        #expect(data["digest"]?.stringValue?.hasPrefix("sha256:") == true)
        #expect(data["published"] == "2026-08-02")
        #expect(data["schemes"] == ["nansha"])
        #expect(data["batches"] == ["SYN-2026-2", "SYN-2026-3", "SYN-2026-1"])
        #expect(data["removed"] == 1)
        #expect(data["changed"] == 1)
        #expect(data["added"] == 0)
        #expect(data["unchanged"] == .integer(Int64(list.entries.count - 2)))
        #expect(try Verifier(store: world.store).run().problems == [])
        #expect(try Replayer(store: world.store).run().isClean)
    }

    @Test("take no list that claims more than its scheme can waive")
    func excess() throws {
        let world = try World()
        let schemes = try #require(World.definitions).schemes
        var list = try #require(
            try ShippedWhitelists.read(home: World.home, schemes: schemes).first)
        list.text += Array("\n".utf8)
        list.entries[0].scheme = "shenzhen-special-goods"
        let result = try world.engine.handle(
            Envelope(.publishWhitelist(list), by: Actor(role: .whitelistSteward, name: "he")))
        #expect(throws: Refusal.self) { try result.get() }
    }
}
