import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("A whitelist entry's balance")
struct WhitelistBalanceTests {
    private static let entry = "NS-SYN-001"

    @Test("is reserved when the check passes, consumed at acceptance")
    func consumed() throws {
        let world = try World()
        let id = try world.file(try heparin("H-1", grams: 200)).id
        #expect(try balance(world) == ["200", "0", "300"])
        try declare(world, id)
        #expect(try balance(world) == ["200", "0", "300"])
        try world.step(id, "receipt.accepted", by: "customs:receipt")
        #expect(try balance(world) == ["0", "200", "300"])
        try world.reopen()
        #expect(try balance(world) == ["0", "200", "300"])
    }

    @Test("who reserves now is told apart from who used it up or gave it back")
    func standing() throws {
        let world = try World()
        let used = try world.file(try heparin("H-1", grams: 200)).id
        try declare(world, used)
        try world.step(used, "receipt.accepted", by: "customs:receipt")
        let freed = try world.file(try heparin("H-2", grams: 100)).id
        try world.step(freed, "cancel_request", by: "lab_manager:li.na", ["reason": "取消"])
        let kept = try world.file(try heparin("H-3", grams: 50)).id
        let holders = try LedgerReservations.standing(.entry, Self.entry, world.store)
        #expect(holders.map(\.shipment) == [kept])
        #expect(holders.map(\.amount) == [Decimal(50)])
        #expect(try LedgerReservations.standing(.entry, "NS-SYN-999", world.store) == [])
    }

    @Test("comes back when the request is cancelled before acceptance")
    func freed() throws {
        let world = try World()
        let id = try world.file(try heparin("H-1", grams: 200)).id
        try world.step(id, "cancel_request", by: "lab_manager:li.na", ["reason": "项目取消"])
        #expect(try balance(world) == ["0", "0", "500"])
        #expect(try world.store.shipment(id: id)?.milestone == "withdrawn")
    }

    @Test("holds the second of two shipments that together want more than is left")
    func shared() throws {
        let world = try World()
        let first = try world.file(try heparin("H-1", grams: 300))
        let second = try world.file(try heparin("H-2", grams: 300))
        #expect(first.shipment?.milestone == .whitelisted)
        #expect(second.shipment?.milestone == .preapproved)
        #expect(try balance(world) == ["300", "0", "200"])
        try world.step(
            first.id, "cancel_request", by: "lab_manager:li.na", ["reason": "取消"])
        let retried = try world.step(second.id, "recheck_whitelist", by: "lab_manager:li.na")
        #expect(retried.shipment?.milestone == .whitelisted)
        #expect(try balance(world) == ["300", "0", "200"])
    }

    @Test("does not cover another unit, another HS line, or a day after its end", arguments: 0..<3)
    func notCovered(_ which: Int) throws {
        let world = try World(
            at: which == 2 ? "2027-01-04T09:00:00+08:00" : "2026-09-01T09:00:00+08:00")
        var request = try heparin("H-1", grams: 20)
        if which == 0 { request.importer.uscc = "91440115MAXXX00314" }
        if which == 1 { request.items[0].hs = "3001909099" }
        let filed = try world.file(request)
        #expect(filed.shipment?.milestone != .whitelisted)
        #expect(try balance(world) == ["0", "0", "500"])
    }

    @Test("counts validity on the day of acceptance, not of filing")
    func expiresInFlight() throws {
        let world = try World(at: "2026-12-28T09:00:00+08:00")
        let id = try world.file(try heparin("H-1", grams: 20)).id
        try declare(world, id)
        world.move(to: "2027-01-04T09:00:00+08:00")
        try world.engine.tick()
        let outcome = try world.step(id, "receipt.accepted", by: "customs:receipt")
        let names = outcome.shipment?.configuration.active ?? StateSet()
        let chart = try #require(World.definitions?.shipped.first?.chart)
        #expect(chart.names(of: names).contains("approval_lapsed"))
        #expect(try balance(world) == ["20", "0", "480"])
        #expect(try Replayer(store: world.store).run().isClean)
    }

    @Test("is one for all items of a shipment: two of 300 g find 500 g too little")
    func together() throws {
        let world = try World()
        let filed = try world.file(try twoLines(grams: 300))
        #expect(filed.shipment?.milestone == .preapproved)
        #expect(try balance(world) == ["0", "0", "500"])
    }

    @Test("is consumed declaration by declaration, and each keeps its own customs number")
    func partialAcceptance() throws {
        let world = try World()
        let id = try world.file(try twoLines(grams: 100)).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "goods_arrived", by: "carrier:zhou.li")
        for line in 1...2 {
            try world.step(
                id, "lodge_declaration", by: "broker:chen.bo",
                ["lines": [.integer(Int64(line))]])
        }
        try world.step(
            id, "receipt.L", by: "customs:receipt", ["entry_number": "514120261000000017"])
        #expect(try balance(world) == ["100", "100", "300"])
        let after = try world.step(
            id, "receipt.L", by: "customs:receipt", ["entry_number": "514120261000000018"])
        #expect(try balance(world) == ["0", "200", "300"])
        #expect(
            after.shipment?.declarations.map(\.entryNumber)
                == ["514120261000000017", "514120261000000018"])
        #expect(after.shipment?.milestone == .declared)
    }

    @Test("counts validity on the acceptance date that the receipt states")
    func statedAcceptance() throws {
        for (day, fits, code) in [
            ("2026-06-01", true, "approval_lapsed"), ("2026-09-01", true, "approvals_used"),
            ("2027-09-01", false, "approved"),
        ] {
            let world = try World()
            let id = try world.file(try heparin("H-1", grams: 20)).id
            try declare(world, id)
            let outcome = try world.step(
                id, "receipt.L", by: "customs:receipt", ["accepted_on": .string(day)])
            #expect(outcome.fits == fits, "\(day)")
            let chart = try #require(World.definitions?.shipped.first?.chart)
            let active = outcome.shipment?.configuration.active ?? StateSet()
            #expect(chart.names(of: active).contains(code), "\(day)")
        }
    }

    private func twoLines(grams: Int) throws -> ImportRequest {
        var request = try heparin("H-2L", grams: grams)
        var second = request.items[0]
        second.line = 2
        request.items.append(second)
        return request
    }

    private func heparin(_ reference: String, grams: Int) throws -> ImportRequest {
        var request = try Requests.sample("01-heparin-whitelisted")
        request.reference = reference
        request.items[0].quantity = Quantity(Decimal(grams), .g)
        return request
    }

    private func declare(_ world: World, _ id: String) throws {
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "goods_arrived", by: "carrier:zhou.li")
        try world.step(id, "lodge_declaration", by: "broker:chen.bo")
    }

    private func balance(_ world: World) throws -> [String] {
        let row = try #require(try world.store.ledger(kind: "entry", id: Self.entry))
        let balance = try #require(try JSONParser.parse(row.body)["balance"])
        return ["reserved", "consumed"].map { balance[$0]?.stringValue ?? "" }
            + [balance["remaining"]?["amount"]?.stringValue ?? ""]
    }
}
