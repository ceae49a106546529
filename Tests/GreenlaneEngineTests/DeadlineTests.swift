import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("The fourteen days to declare")
struct DeadlineTests {
    @Test("end with the last free day, and roll over a weekend")
    func overdue() throws {
        let world = try World(at: "2026-10-30T09:00:00+08:00")
        let id = try arrived(world, entry: "2026-10-31")
        // 14 days after Saturday 2026-10-31 is Saturday 2026-11-14: Monday 2026-11-16 counts.
        world.move(to: "2026-11-16T23:59:00+08:00")
        #expect(try world.engine.tick() == 0)
        world.move(to: "2026-11-17T00:00:00+08:00")
        #expect(try world.engine.tick() == 1)
        let row = try #require(try world.store.shipment(id: id))
        #expect(row.overdue)
        #expect(try world.store.shipments(.init(overdueOnly: true)).map(\.id) == [id])
        let late = try world.step(id, "lodge_declaration", by: "broker:chen.bo")
        #expect(late.fits)
        #expect(try Replayer(store: world.store).run().isClean)
    }

    @Test("fire before the next command, whoever sends it")
    func beforeCommands() throws {
        let world = try World(at: "2026-10-30T09:00:00+08:00")
        let id = try arrived(world, entry: "2026-10-31")
        world.move(to: "2026-11-20T09:00:00+08:00")
        try world.file(Requests.consumables("other"))
        #expect(try world.store.shipment(id: id)?.overdue == true)
    }

    @Test("show says by when, and whether it is late")
    func show() throws {
        let world = try World(at: "2026-10-30T09:00:00+08:00")
        let id = try arrived(world, entry: "2026-10-31")
        let views = ShipmentViews(store: world.store, definitions: try #require(World.definitions))
        let view = try views.show(id: id, now: world.now)
        let deadline = try #require(view.deadlines.first)
        #expect(deadline.due == Timestamp(endOf: try #require(CalendarDate("2026-11-16"))))
        #expect(!deadline.isOverdue)
        #expect(view.next.contains { $0.event == "lodge_declaration" })
    }

    private func arrived(_ world: World, entry: String) throws -> String {
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        world.move(to: entry + "T10:00:00+08:00")
        try world.step(
            id, "goods_arrived", by: "carrier:zhou.li", ["conveyance_entry": .string(entry)])
        return id
    }
}
