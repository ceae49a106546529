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
}
