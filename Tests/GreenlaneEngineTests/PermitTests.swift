import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("Permits that shipments draw on")
struct PermitTests {
    private static let unit = "91440115MAXXX0015E"

    @Test("are granted once and drawn on by several shipments until the quantity is used up")
    func drawnDown() throws {
        let world = try World()
        try register(world, id: "P-CELL", quantity: 10, single: false)
        var states: [Milestone?] = []
        for index in 1...3 {
            let id = try world.file(try cells("C-\(index)", vials: 4)).id
            let linked = try? world.step(
                id, "link_permit", by: "lab_manager:li.na", ["permit": "P-CELL"])
            states.append(linked?.shipment?.milestone)
        }
        #expect(states[0] == .whitelisted)
        #expect(states[1] == .whitelisted)
        #expect(states[2] != .whitelisted)
        #expect(try remaining(world, "P-CELL") == "2")
        #expect(try Replayer(store: world.store).run().isClean)
    }

    @Test("are no remedy where the law bars the goods")
    func barred() throws {
        let world = try World()
        var request = Requests.consumables("C-BARRED")
        request.items[0].hs = "0511994010"
        request.items[0].form = .animalProduct
        request.items[0].origin.material = .animal
        let id = try world.file(request).id
        let refusal = try world.refusal(id, "dispatch", by: "lab_manager:li.na")
        #expect(refusal?.code == "goods-prohibited")
        #expect(refusal?.remedy?.zh.contains("不要发运") == true)
    }

    @Test("of a single use serve one shipment")
    func singleUse() throws {
        let world = try World()
        try register(world, id: "P-ONE", quantity: 100, single: true)
        let first = try world.file(try cells("C-1", vials: 4)).id
        try world.step(first, "link_permit", by: "lab_manager:li.na", ["permit": "P-ONE"])
        let second = try world.file(try cells("C-2", vials: 4)).id
        let refusal = try world.refusal(
            second, "link_permit", by: "lab_manager:li.na", ["permit": "P-ONE"])
        #expect(refusal?.code == "permit-used-up")
    }

    @Test("find enough for all items of a shipment together")
    func together() throws {
        let world = try World()
        try register(world, id: "P-TEN", quantity: 10, single: false)
        var request = try cells("C-1", vials: 6)
        var second = request.items[0]
        second.line = 2
        request.items.append(second)
        let id = try world.file(request).id
        let refusal = try world.refusal(
            id, "link_permit", by: "lab_manager:li.na", ["permit": "P-TEN"])
        #expect(refusal?.code == "permit-quantity-short")
        #expect(try remaining(world, "P-TEN") == "10")
    }

    @Test("are one permit however often the same paper is registered")
    func registeredTwice() throws {
        let world = try World()
        try register(world, id: "P-A", quantity: 10, single: false)
        try register(world, id: "P-A", quantity: 10, single: false)
        #expect(try world.store.ledgers(kind: "permit").count == 1)
        do {
            try register(world, id: "", quantity: 99, single: false)
            Issue.record("registered with another quantity")
        } catch let refusal as Refusal {
            #expect(refusal.code == "permit-exists" && refusal.kind == .conflict)
        }
    }

    @Test("of another holder are refused, and so are unknown ones and revoked ones")
    func others() throws {
        let world = try World()
        try register(world, id: "P-B", holder: "91440115MAXXX00239", quantity: 10, single: false)
        let id = try world.file(try cells("C-1", vials: 4)).id
        let other = try world.refusal(
            id, "link_permit", by: "lab_manager:li.na", ["permit": "P-B"])
        #expect(other?.code == "permit-other-holder")
        let unknown = try world.refusal(
            id, "link_permit", by: "lab_manager:li.na", ["permit": "P-X"])
        #expect(unknown?.code == "permit-unknown" && unknown?.kind == .notFound)
    }

    private func register(
        _ world: World, id: String, holder: String = unit, quantity: Int, single: Bool
    ) throws {
        let permit = Permit(
            id: id, code: "special-goods-approval", number: "SYNTHETIC-1", holder: holder,
            validFrom: try #require(CalendarDate("2026-08-01")),
            validTo: try #require(CalendarDate("2027-07-31")),
            quantity: Quantity(Decimal(quantity), .vial), singleUse: single)
        _ = try world.engine.handle(
            Envelope(.addPermit(permit), by: Actor(role: .authority, name: "gz"))
        ).get()
    }

    private func cells(_ reference: String, vials: Int) throws -> ImportRequest {
        var request = try Requests.sample("04-human-cell-line")
        request.reference = reference
        request.importer.uscc = Self.unit
        request.endUser = nil
        request.items = Array(request.items.prefix(1))
        request.items[0].quantity = Quantity(Decimal(vials), .vial)
        return request
    }

    private func remaining(_ world: World, _ id: String) throws -> String? {
        let row = try #require(try world.store.ledger(kind: "permit", id: id))
        return try JSONParser.parse(row.body)["balance"]?["remaining"]?["amount"]?.stringValue
    }
}
