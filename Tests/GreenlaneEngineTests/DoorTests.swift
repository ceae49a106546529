import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("The door")
struct DoorTests {
    @Test(
        "gives the first shipment again for the same request, and refuses another one"
    )
    func references() throws {
        let world = try World()
        let first = try world.file(Requests.consumables("R-1"))
        let size = world.engine.size
        let again = try world.file(Requests.consumables("R-1"))
        #expect(again.id == first.id && again.isRepeat)
        #expect(world.engine.size == size)
        var other = Requests.consumables("R-1")
        other.items[0].quantity = Quantity(Decimal(7), .piece)
        #expect(throws: Refusal.self) { try world.file(other) }
        do {
            try world.file(other)
        } catch let refusal as Refusal {
            #expect(refusal.code == "reference-conflict" && refusal.kind == .conflict)
        }
        #expect(world.engine.size == size)
    }

    @Test("writes nothing twice under one idempotency key, and refuses another command under it")
    func idempotency() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        let first = try world.step(id, "dispatch", by: "broker:chen.bo", key: "k-1")
        try world.reopen()
        let again = try world.step(id, "dispatch", by: "broker:chen.bo", key: "k-1")
        #expect(again.isRepeat && again.position == first.position)
        let other = try world.refusal(id, "goods_arrived", by: "carrier:zhou", key: "k-1")
        #expect(other?.code == "idempotency-conflict")
    }

    @Test(
        "refuses what cannot be, each with its code",
        arguments: [
            ("fly_away", "broker:chen.bo", "event-unknown", Refusal.Kind.rule),
            ("dispatch", "auditor:wu.min", "role-not-allowed", .role),
            ("deliver", "warehouse:zhao.lei", "event-not-accepted", .rule),
            ("receipt.L", "broker:chen.bo", "role-not-allowed", .role),
        ])
    func refusals(event: String, actor: String, code: String, kind: Refusal.Kind) throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        let version = world.warmShipment(id)?.version
        let refusal = try world.refusal(id, event, by: actor)
        #expect(refusal?.code == code)
        #expect(refusal?.kind == kind)
        #expect(refusal?.remedy != nil)
        #expect(world.warmShipment(id)?.version == version)
    }

    @Test("tells a stale version from the present one")
    func staleVersion() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo", expecting: 1)
        let refusal = try world.refusal(id, "goods_arrived", by: "carrier:zhou", expecting: 1)
        #expect(refusal?.code == "stale-version" && refusal?.kind == .conflict)
    }

    @Test("refuses what has not happened yet, and marks what is recorded on a later day")
    func occurred() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        let future = try world.refusal(
            id, "dispatch", by: "broker:chen.bo", occurred: "2027-01-01T00:00:00Z")
        #expect(future?.code == "occurred-in-future")
        world.move(to: "2026-09-04T10:00:00+08:00")
        try world.step(
            id, "dispatch", by: "broker:chen.bo", occurred: "2026-09-02T10:00:00+08:00")
        let views = ShipmentViews(store: world.store, definitions: try definitions())
        let last = try #require(try views.history(id: id).last)
        #expect(last["late"] == true)
        #expect(last["occurred"] == "2026-09-02T02:00:00Z")
        #expect(last["recorded"] == "2026-09-04T02:00:00Z")
    }

    @Test("takes no name with a character that nobody sees, and finds no goods under one")
    func unreadableNames() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        let size = world.engine.size
        let refusal = try world.refusal(id + "\0", "dispatch", by: "broker:chen.bo")
        #expect(refusal?.code == "name-unreadable" && refusal?.kind == .input)
        #expect(try world.store.shipment(id: id + "\0") == nil)
        #expect(try world.store.streamID("shipment/\(id)\0x") == nil)
        let broker = Actor(role: .broker, name: "chen.bo")
        for command in [
            Command.file(Requests.consumables("R\0")),
            .turnAway(
                TurnedAway(
                    operation: "show-shipment", target: id + "\0",
                    refusal: Refusal(
                        .role, "out-of-reach", LocalizedText(zh: "够不着", en: "Out of reach")))),
            .subscribe(name: "a\u{7}", endpoint: "http://127.0.0.1:1/", format: "cloudevents"),
        ] {
            guard
                case .failure(let refusal) = try world.engine.handle(Envelope(command, by: broker))
            else { return #expect(Bool(false), "taken: \(command)") }
            #expect(refusal.code == "name-unreadable")
        }
        #expect(world.engine.size == size)
        #expect(try Verifier(store: world.store).run().problems.isEmpty)
    }

    @Test("does not let one refused command spoil its neighbours in a batch")
    func batch() throws {
        let world = try World()
        let ids = try (1...3).map { try world.file(Requests.consumables("B-\($0)")).id }
        let broker = Actor(role: .broker, name: "chen.bo")
        let results = try world.engine.handle([
            Envelope(.step(shipment: ids[0], event: "dispatch", input: JSONObject()), by: broker),
            Envelope(.step(shipment: ids[1], event: "deliver", input: JSONObject()), by: broker),
            Envelope(.step(shipment: ids[2], event: "dispatch", input: JSONObject()), by: broker),
        ])
        #expect(throws: Never.self) { try results[0].get() }
        #expect(throws: Refusal.self) { try results[1].get() }
        #expect(throws: Never.self) { try results[2].get() }
        try world.reopen()
        let versions = try ids.map { try world.store.shipment(id: $0)?.version }
        #expect(versions == [2, 1, 2])
    }

    @Test("says what is wrong with an input, every problem with its pointer")
    func input() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        let refusal = try world.refusal(
            id, "goods_arrived", by: "carrier:zhou",
            ["conveyance_entry": "2026-02-30", "conveyance": "x"])
        #expect(refusal?.code == "input-invalid" && refusal?.kind == .input)
        let details = refusal?.details.map { "\($0.pointer) \($0.code)" } ?? []
        #expect(details == ["/conveyance_entry date-invalid", "/conveyance input-unknown"])
    }

    private func definitions() throws -> DefinitionSet { try #require(World.definitions) }
}
