import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("A shipment at a moment of its past")
struct ReplayMomentTests {
    private static let id = "SH-2026-000001"

    /// Filed at nine, dispatched an hour later, arrived a day later.
    private static func world() throws -> World {
        let world = try World()
        try world.file(Requests.consumables())
        world.move(to: "2026-09-01T10:00:00+08:00")
        try world.step(id, "dispatch", by: "broker:chen.bo")
        world.move(to: "2026-09-02T10:00:00+08:00")
        try world.step(id, "goods_arrived", by: "carrier:zhou.li")
        return world
    }

    @Test(
        "has the events that were recorded up to it, itself included",
        arguments: [
            ("2026-09-01T09:00:00+08:00", 1), ("2026-09-01T09:59:59+08:00", 1),
            ("2026-09-01T10:00:00+08:00", 2), ("2026-09-02T09:59:59+08:00", 2),
            ("2026-09-02T10:00:00+08:00", 3), ("2027-01-01", 3),
        ])
    func times(_ moment: String, _ version: Int) throws {
        let world = try Self.world()
        let time = LogMoment.time(try #require(Timestamp(moment)))
        let replayer = Replayer(store: world.store)
        let report = try replayer.run(shipment: Self.id, at: time)
        let state = try #require(replayer.state)
        #expect(state.shipment.version == version)
        #expect(report.isClean && report.events == version)
        let definitions = try #require(World.definitions)
        let views = ShipmentViews(store: world.store, definitions: definitions)
        let shown = try views.show(id: Self.id, at: time, now: world.now)
        #expect(shown.json.text == state.json.text)
        #expect(try views.history(id: Self.id, at: time).count == version)
        #expect(report.json["state"] == shown.json)
    }

    @Test("is the same by position as by time")
    func positions() throws {
        let world = try Self.world()
        let last = world.engine.size
        let definitions = try #require(World.definitions)
        let views = ShipmentViews(store: world.store, definitions: definitions)
        for (back, version) in [(0, 3), (1, 2), (2, 1)] {
            let moment = LogMoment.position(last - Int64(back))
            let report = try Replayer(store: world.store).run(shipment: Self.id, at: moment)
            #expect(report.state?["version"] == .integer(Int64(version)))
            #expect(report.lastPosition == last - Int64(back))
            let shown = try views.show(id: Self.id, at: moment, now: world.now)
            #expect(shown.json == report.state)
            #expect(try views.history(id: Self.id, at: moment).count == version)
        }
    }

    @Test("before it was filed is refused as not found")
    func before() throws {
        let world = try Self.world()
        let definitions = try #require(World.definitions)
        let views = ShipmentViews(store: world.store, definitions: definitions)
        let early = try #require(Timestamp("2026-09-01T08:59:59+08:00"))
        let moments: [LogMoment] = [.time(early), .position(world.engine.size - 3), .position(0)]
        for moment in moments {
            for ask in [
                { _ = try Replayer(store: world.store).run(shipment: Self.id, at: moment) },
                { _ = try views.show(id: Self.id, at: moment, now: world.now) },
                { _ = try views.history(id: Self.id, at: moment) },
            ] {
                let refusal = #expect(throws: Refusal.self) { try ask() }
                #expect(refusal?.code == "shipment-not-yet" && refusal?.kind == .notFound)
            }
        }
        // The whole log at that moment is empty, and that is no mistake.
        #expect(try Replayer(store: world.store).run(at: .position(0)).events == 0)
    }

    @Test("beyond the end of the log is refused as not found")
    func beyond() throws {
        let world = try Self.world()
        let refusal = #expect(throws: Refusal.self) {
            try Replayer(store: world.store).run(at: .position(world.engine.size + 1))
        }
        #expect(refusal?.code == "position-unknown" && refusal?.kind == .notFound)
    }

    @Test("of a shipment that has ended is its end")
    func ended() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "cancel_request", by: "lab_manager:li.na", ["reason": "SYNTHETIC"])
        let report = try Replayer(store: world.store).run(
            shipment: id, at: .position(world.engine.size))
        #expect(report.state?["final"] == true)
    }
}
