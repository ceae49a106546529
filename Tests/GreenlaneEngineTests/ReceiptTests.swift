import GreenlaneCore
import GreenlaneEngine
import GreenlaneTestSupport
import Testing

@Suite("Receipts are facts")
struct ReceiptTests {
    @Test(
        "is always recorded; where it does not fit the state stays and a task opens",
        arguments: ["receipt.P", "receipt.R", "receipt.L", "receipt.?", "receipt.released"])
    func unfit(code: String) throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        let before = try #require(try world.step(id, "dispatch", by: "broker:chen.bo").shipment)
        let outcome = try world.step(id, code, by: "customs:receipt")
        let after = try #require(outcome.shipment)
        #expect(!outcome.fits)
        #expect(after.configuration.active == before.configuration.active)
        #expect(after.milestone == before.milestone)
        #expect(after.version == before.version + 1)
        #expect(after.tasks.map(\.code).contains("fact-did-not-fit"))
        let replay = try Replayer(store: world.store).run()
        #expect(replay.isClean)
    }

    @Test("keeps the raw code beside what it was taken to mean")
    func rawCode() throws {
        let world = try World()
        let id = try lodged(world)
        let outcome = try world.step(id, "receipt.L", by: "customs:receipt")
        #expect(outcome.shipment?.milestone == .declared)
        let views = ShipmentViews(
            store: world.store, definitions: try #require(World.definitions))
        let data = try #require(try views.history(id: id).last?["data"])
        #expect(data["command"] == "receipt.accepted")
        #expect(data["input"]?["code"] == "L")
    }

    @Test("counts a release once")
    func twice() throws {
        let world = try World()
        let id = try lodged(world)
        try world.step(id, "receipt.accepted", by: "customs:receipt")
        let first = try world.step(id, "receipt.released", by: "customs:receipt").shipment
        let again = try world.step(id, "receipt.released", by: "customs:receipt").shipment
        #expect(again?.configuration == first?.configuration)
        #expect(again?.milestone == .released && again?.tasks == [])
    }

    private func lodged(_ world: World) throws -> String {
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "goods_arrived", by: "carrier:zhou.li")
        try world.step(id, "lodge_declaration", by: "broker:chen.bo")
        return id
    }
}
