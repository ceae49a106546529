import GreenlaneCatalog
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@testable import greenlane

@Suite("The made-up month of serve --demo")
struct DemoMonthTests {
    /// The month that ends at this moment, and how its shipments stand.
    private static func fill(
        _ desk: Desk, _ end: Timestamp
    ) throws -> (store: LogStore, rows: [ShipmentRow]) {
        let definitions = try #require(World.definitions)
        let directory = DataDirectory(path: desk.data)
        // Makes the directory; nobody else writes here.
        let lock = try directory.lock()
        defer { withExtendedLifetime(lock) {} }
        let store = try LogStore.open(path: directory.databasePath)
        let clock = DemoFilling.Clock()
        let start = DemoFilling.start(before: end)
        clock.past = start
        let engine = try Engine(
            store: store, definitions: definitions, salts: .seeded(7), clock: { clock.now })
        try ShippedWhitelists.publish(
            ShippedWhitelists.read(home: Checkout.root, schemes: definitions.schemes),
            through: engine)
        let filling = try DemoFilling(engine, clock, from: start, to: end)
        try filling.run(try StoryLoader.all(home: Checkout.root))
        return (store, try store.shipments(ShipmentFilter(limit: 200)))
    }

    @Test(
        "shipments stand everywhere on the road, some late, refused or returned; the log verifies")
    func stages() throws {
        let desk = try Desk()
        let end = try #require(Timestamp("2026-11-20T12:00:00+08:00"))
        let month = try Self.fill(desk, end)
        #expect(month.rows.count >= 55)
        let stages = Set(month.rows.map(\.milestone))
        for stage in ["filed", "declared", "inspected", "warehoused", "delivered"] {
            #expect(stages.contains(stage), "\(stage)")
        }
        #expect(stages.contains("refused") && stages.contains("returned"))
        #expect(month.rows.contains { $0.overdue })
        #expect(month.rows.allSatisfy { $0.updated <= end.milliseconds })
        #expect(try Verifier(store: month.store).run().isClean)
        try month.store.close()
    }
}
