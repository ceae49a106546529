import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("Corrections")
struct CorrectionTests {
    @Test("a wrong step is undone by an event with a reason, and the log keeps both")
    func undo() throws {
        let world = try World()
        let filed = try world.file(Requests.consumables())
        let id = filed.id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        #expect(try world.refusal(id, "undo_step", by: "broker:chen.bo")?.code == "input-invalid")
        let undone = try world.step(id, "undo_step", by: "broker:chen.bo", ["reason": "点错了"])
        #expect(
            undone.shipment?.configuration.active == filed.shipment?.configuration.active)
        #expect(undone.shipment?.version == 3)
        #expect(
            try world.refusal(id, "undo_step", by: "broker:chen.bo", ["reason": "再来"])?.code
                == "undo-impossible")
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.reopen()
        #expect(try Replayer(store: world.store).run().isClean)
        #expect(try Verifier(store: world.store).run().problems == [])
    }

    @Test("nothing is undone once a fact has followed")
    func undoAfterFact() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "goods_arrived", by: "carrier:zhou.li")
        let refusal = try world.refusal(id, "undo_step", by: "broker:chen.bo", ["reason": "x"])
        #expect(refusal?.code == "undo-impossible")
    }

    @Test("a corrected request is assessed again, and its quantity reserved anew")
    func correct() throws {
        let world = try World()
        var request = try Requests.sample("01-heparin-whitelisted")
        let id = try world.file(request).id
        request.items[0].quantity = Quantity(Decimal(120), .g)
        try world.step(
            id, "correct_request", by: "lab_manager:li.na",
            ["request": request.json, "reason": "数量填错"])
        let row = try #require(try world.store.ledger(kind: "entry", id: "NS-SYN-001"))
        let balance = try #require(try JSONParser.parse(row.body)["balance"])
        #expect(balance["reserved"] == "120")
        #expect(try Replayer(store: world.store).run().isClean)
        #expect(try Verifier(store: world.store).run().problems == [])
    }

    @Test("undoing a correction reserves again what the request had reserved")
    func undoCorrection() throws {
        let world = try World()
        var request = try Requests.sample("01-heparin-whitelisted")
        let id = try world.file(request).id
        request.items[0].quantity = Quantity(Decimal(120), .g)
        try world.step(
            id, "correct_request", by: "lab_manager:li.na",
            ["request": request.json, "reason": "数量填错"])
        let undone = try world.step(id, "undo_step", by: "lab_manager:li.na", ["reason": "没填错"])
        #expect(undone.shipment?.draws.map(\.status) == [.reserved])
        let row = try #require(try world.store.ledger(kind: "entry", id: "NS-SYN-001"))
        #expect(try JSONParser.parse(row.body)["balance"]?["reserved"] == "200")
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "goods_arrived", by: "carrier:zhou.li")
        try world.step(id, "lodge_declaration", by: "broker:chen.bo")
        #expect(try Replayer(store: world.store).run().isClean)
        #expect(try Verifier(store: world.store).run().problems == [])
    }

    @Test("a withdrawn declaration keeps the milestone reached")
    func withdrawn() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "goods_arrived", by: "carrier:zhou.li")
        try world.step(id, "lodge_declaration", by: "broker:chen.bo")
        try world.step(id, "receipt.accepted", by: "customs:receipt")
        try world.step(id, "request_withdrawal", by: "broker:chen.bo", ["reason": "品名有误"])
        try world.step(id, "receipt.D", by: "customs:receipt")
        let again = try world.step(id, "lodge_declaration", by: "broker:chen.bo")
        #expect(again.shipment?.milestone == .declared)
    }

    @Test("a receipt for a declaration that is not there opens a task and moves nothing")
    func unknownDeclaration() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "goods_arrived", by: "carrier:zhou.li")
        try world.step(id, "lodge_declaration", by: "broker:chen.bo")
        let outcome = try world.step(
            id, "receipt.accepted", by: "customs:receipt", ["declaration": "9"])
        #expect(!outcome.fits && outcome.shipment?.tasks.count == 1)
        #expect(outcome.shipment?.declarations.map(\.status) == [.lodged])
    }

    @Test("goods of more than fifty lines go on several declarations, each accepted by itself")
    func declarations() throws {
        let world = try World()
        let id = try world.file(Requests.consumables(lines: 120)).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "goods_arrived", by: "carrier:zhou.li")
        for _ in 0..<3 { try world.step(id, "lodge_declaration", by: "broker:chen.bo") }
        #expect(
            try world.refusal(id, "lodge_declaration", by: "broker:chen.bo")?.code
                == "no-lines-left")
        for index in 1...3 {
            let outcome = try world.step(
                id, "receipt.accepted", by: "customs:receipt", ["declaration": .string("\(index)")])
            #expect(outcome.fits)
            #expect((outcome.shipment?.milestone == .declared) == (index == 3))
        }
        let shipment = try #require(
            try world.step(id, "receipt.released", by: "customs:receipt").shipment)
        #expect(shipment.declarations.map(\.lines.count) == [50, 50, 20])
        #expect(shipment.milestone == .released)
    }
}
