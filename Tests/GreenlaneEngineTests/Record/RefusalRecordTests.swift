import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("A refused command is on the record")
struct RefusalRecordTests {
    private func refusals(_ world: World) throws -> [JSONValue] {
        var found: [JSONValue] = []
        try world.store.scan { view in
            if view.type == RefusalRecord.type,
                case .success(let json) = JSONParser.parse(view.entry)
            {
                found.append(json)
            }
            return true
        }
        return found
    }

    @Test("with who, what, why and the version it met; the shipment itself does not move")
    func kept() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        let before = try #require(world.warmShipment(id)).version
        let refusal = try #require(
            try world.refusal(id, "deliver", by: "warehouse:zhao.lei", ["received_by": "王芳"]))
        let record = try #require(try refusals(world).last)
        #expect(record["stream"]?.stringValue == "refusals/\(id)")
        #expect(record["actor"]?["role"] == "warehouse")
        #expect(record["data"]?["command"] == "deliver")
        #expect(record["data"]?["code"]?.stringValue == refusal.code)
        #expect(record["data"]?["version"]?.integerValue == Int64(before))
        #expect(record["data"]?["refusal"]?["message"]?["zh"]?.stringValue == refusal.message.zh)
        #expect(world.warmShipment(id)?.version == before)
        // The name of the person is a commitment in the log, a value beside it.
        let text = record.text
        #expect(!text.contains("王芳") && !text.contains("zhao.lei"))
    }

    @Test("repeats are counted: a thousand of them are four events")
    func counted() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        for _ in 0..<1000 { _ = try world.refusal(id, "deliver", by: "warehouse:zhao.lei") }
        let counts = try refusals(world).compactMap { $0["data"]?["count"]?.integerValue }
        #expect(counts == [1, 10, 100, 1000])
        // Another day is another count, also in another process.
        world.advance(days: 1)
        try world.reopen()
        _ = try world.refusal(id, "deliver", by: "warehouse:zhao.lei")
        _ = try world.refusal(id, "deliver", by: "warehouse:zhao.lei")
        try world.reopen()
        _ = try world.refusal(id, "deliver", by: "warehouse:zhao.lei")
        #expect(try refusals(world).count == 5)
    }

    @Test("different ones of a day stop at the limit, and are counted from there")
    func bounded() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        let limit = RefusalRecord.maximumKeptPerDay
        for number in 0..<(limit + 25) {
            _ = try world.refusal(id, "deliver", by: "warehouse:w\(number)")
        }
        let records = try refusals(world)
        let beyond = records.filter { $0["data"]?["code"] == "refusals-beyond-limit" }
        #expect(records.count - beyond.count == limit)
        #expect(beyond.compactMap { $0["data"]?["count"]?.integerValue } == [1, 10])
    }

    @Test("input that cannot be read and shipments that are not there leave no trace")
    func notKept() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        let size = world.engine.size
        _ = try world.refusal("SH-2026-000999", "deliver", by: "warehouse:zhao.lei")
        _ = try world.refusal(id, "add_note", by: "broker:chen.bo", ["text": 7])
        #expect(world.engine.size == size)
    }

    @Test("a filing that the role may not is kept with what was asked")
    func filing() throws {
        let world = try World()
        let result = try world.engine.handle(
            Envelope(
                .file(Requests.consumables()), by: Actor(role: .carrier, name: "sf.express")))
        #expect(throws: Refusal.self) { try result.get() }
        let record = try #require(try refusals(world).last)
        #expect(record["stream"] == "refusals/door")
        #expect(record["data"]?["input"]?["reference"] == "T-1")
    }

    @Test("replay refuses again what was refused, and finds a refusal that the rules do not give")
    func decidedAgain() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        _ = try world.refusal(id, "deliver", by: "warehouse:zhao.lei", ["received_by": "王芳"])
        _ = try world.refusal(id, "dispatch", by: "auditor:wu.min")
        _ = try world.refusal(id, "fly_away", by: "broker:chen.bo")
        try world.step(id, "dispatch", by: "broker:chen.bo")
        _ = try world.refusal(id, "dispatch", by: "broker:chen.bo")
        let report = try Replayer(store: world.store).run()
        #expect(report.divergences == [])
        // The unknown event was kept without its input: nobody can say what of it names a person.
        #expect(report.refusals == 3)
        #expect(try Replayer(store: world.store).run(shipment: id).refusals == 3)

        // A forger with the file in hand makes an honest step look refused.
        let before = #""code":"event-not-accepted","command":"deliver""#
        let after = #""code":"event-not-accepted","command":"add_note""#
        try world.store.close()
        try RawDatabase.run(
            "UPDATE event SET entry = replace(entry, '\(before)', '\(after)')",
            on: world.folder + "/greenlane.sqlite")
        try world.reopen()
        let forged = try Replayer(store: world.store).run()
        #expect(forged.divergences.map(\.kind) == ["refusal-differs"])
    }

    @Test("subscribers hear of changes, not of attempts")
    func silent() throws {
        let world = try World()
        _ = try world.engine.handle(
            Envelope(
                .subscribe(name: "s", endpoint: "https://a.example", format: "cloudevents"),
                by: Actor(role: .administrator, name: "root"))
        ).get()
        let id = try world.file(Requests.consumables()).id
        let pending = try world.store.deliveryCounts().pending
        _ = try world.refusal(id, "deliver", by: "warehouse:zhao.lei")
        #expect(try world.store.deliveryCounts().pending == pending)
    }
}
