import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("Quantities cannot be overdrawn")
struct BalanceRuleTests {
    private static let unit = "91440115MAXXX0015E"
    private static let officer = Actor(role: .authority, name: "gz")

    @Test("vials draw milligrams where the content of one vial is stated, and not otherwise")
    func content() throws {
        let world = try World()
        try register(world, "P-MG", Quantity(Decimal(100), .mg))
        var request = try cells("C-1", vials: 40)
        let silent = try world.file(request).id
        let refusal = try world.refusal(silent, "link_permit", by: lab, ["permit": "P-MG"])
        #expect(refusal?.code == "permit-unit-differs")
        #expect(refusal?.remedy?.en.contains("content of one vial") == true)
        request.reference = "C-2"
        request.items[0].content = Quantity(Decimal(2), .mg)
        let stated = try world.file(request).id
        let linked = try world.step(stated, "link_permit", by: lab, ["permit": "P-MG"])
        #expect(linked.shipment?.milestone == .whitelisted)
        #expect(try balance(world, "P-MG") == ["80", "0", "20"])
        request.reference = "C-3"
        let third = try world.file(request).id
        #expect(
            try world.refusal(third, "link_permit", by: lab, ["permit": "P-MG"])?.code
                == "permit-quantity-short")
        try clean(world)
    }

    @Test("vials draw grams of a whitelist entry by their stated content")
    func whitelistContent() throws {
        let world = try World()
        var request = try Requests.sample("01-heparin-whitelisted")
        request.items[0].quantity = Quantity(Decimal(250), .vial)
        #expect(try world.file(request).shipment?.milestone == .preapproved)
        request.reference = "H-2"
        request.items[0].content = Quantity(Decimal(2000), .mg)
        let filed = try world.file(request)
        #expect(filed.shipment?.milestone == .whitelisted)
        #expect(try balance(world, "NS-SYN-001", "entry") == ["500", "0", "0"])
        try clean(world)
    }

    @Test("a granted quantity without a known unit is no unlimited permit")
    func grantWithoutUnit() throws {
        for unit in ["瓶", ""] {
            let world = try World()
            let id = try world.file(try cells("C-1", vials: 40)).id
            var input = JSONObject()
            input["permit"] = .string(Self.code)
            input["number"] = "SYN-1"
            input["valid_to"] = "2027-07-31"
            input["quantity"] = "10"
            if !unit.isEmpty { input["unit"] = .string(unit) }
            let outcome = try world.step(
                id, "permit_granted", by: "authority:gz", .object(input))
            #expect(!outcome.fits && outcome.shipment?.tasks.count == 1)
            #expect(try world.store.ledgers(kind: "permit").isEmpty)
        }
    }

    @Test("an amount with more digits than can be read back is refused, not written")
    func tooLarge() throws {
        let world = try World()
        var request = try cells("C-1", vials: 1)
        request.items[0].quantity = Quantity(try #require(Decimal("999999999999999")), .kg)
        let id = try world.file(request).id
        let outcome = try world.step(
            id, "permit_granted", by: "authority:gz",
            [
                "permit": .string(Self.code), "number": "SYN-1", "valid_to": "2027-07-31",
                "quantity": "5", "unit": "ug",
            ])
        #expect(!outcome.fits)
        try clean(world)
    }

    @Test("a single use stays taken while one line of the shipment is used up and one is freed")
    func singleUse() throws {
        let world = try World()
        try register(world, "P-ONE", Quantity(Decimal(100), .vial), single: true)
        var request = try cells("C-1", vials: 4)
        var second = request.items[0]
        second.line = 2
        request.items.append(second)
        let id = try world.file(request).id
        try world.step(id, "link_permit", by: lab, ["permit": "P-ONE"])
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "goods_arrived", by: "carrier:zhou.li")
        try world.step(id, "lodge_declaration", by: "broker:chen.bo", ["lines": [1]])
        try world.step(id, "receipt.accepted", by: "customs:receipt")
        try world.step(id, "order_return", by: "customs:liu", ["reason": "不合格"])
        #expect(try balance(world, "P-ONE") == ["0", "4", "96"])
        let other = try world.file(try cells("C-2", vials: 4)).id
        #expect(
            try world.refusal(other, "link_permit", by: lab, ["permit": "P-ONE"])?.code
                == "permit-used-up")
        try clean(world)
    }

    @Test("a correction keeps the permit, and draws what the corrected quantity needs")
    func correction() throws {
        let world = try World()
        try register(world, "P-TEN", Quantity(Decimal(10), .vial))
        var request = try cells("C-1", vials: 4)
        let id = try world.file(request).id
        try world.step(id, "link_permit", by: lab, ["permit": "P-TEN"])
        for (vials, expected) in [(10, ["10", "0", "0"]), (1, ["1", "0", "9"])] {
            request.items[0].quantity = Quantity(Decimal(vials), .vial)
            try world.step(
                id, "correct_request", by: lab, ["request": request.json, "reason": "数量有误"])
            #expect(try balance(world, "P-TEN") == expected)
        }
        request.items[0].quantity = Quantity(Decimal(11), .vial)
        try world.step(
            id, "correct_request", by: lab, ["request": request.json, "reason": "数量有误"])
        #expect(try balance(world, "P-TEN") == ["0", "0", "10"])
        try clean(world)
    }

    @Test("a permit that takes the place of a revoked one gives the revoked one's quantity back")
    func replaced() throws {
        let world = try World()
        try register(world, "P-OLD", Quantity(Decimal(10), .vial))
        try register(world, "P-NEW", Quantity(Decimal(10), .vial))
        let id = try world.file(try cells("C-1", vials: 4)).id
        try world.step(id, "link_permit", by: lab, ["permit": "P-OLD"])
        _ = try world.engine.handle(
            Envelope(.revokePermit(id: "P-OLD", reason: "撤销"), by: Self.officer)
        ).get()
        try world.step(id, "permit_revoked", by: "authority:gz", ["reason": "撤销"])
        try world.step(id, "link_permit", by: lab, ["permit": "P-NEW"])
        #expect(try balance(world, "P-OLD") == ["0", "0", "10"])
        #expect(try balance(world, "P-NEW") == ["4", "0", "6"])
        try clean(world)
    }

    @Test("an entry that is drawn on keeps its unit; a lower grant leaves nothing, not less")
    func restated() throws {
        let world = try World()
        var request = try Requests.sample("01-heparin-whitelisted")
        request.items[0].quantity = Quantity(Decimal(200), .g)
        try world.file(request)
        let row = try #require(try world.store.ledger(kind: "entry", id: "NS-SYN-001"))
        let entry = try #require(EntryAccount(account: try JSONParser.parse(row.body))).entry
        for (amount, unit, code) in [
            ("500000", .mg, "whitelist-unit-changed"), ("150", .g, nil),
        ] as [(String, GreenlaneCore.Unit, String?)] {
            var again = entry
            again.approved = Quantity(try #require(Decimal(amount)), unit)
            let published = try world.engine.handle(
                Envelope(
                    .publishWhitelist(
                        WhitelistPublication(
                            name: "SYNTHETIC-\(amount)", text: Array(amount.utf8), entries: [again])
                    ), by: Actor(role: .whitelistSteward, name: "ns")))
            switch published {
            case .success: #expect(code == nil)
            case .failure(let refusal): #expect(refusal.code == code)
            }
        }
        #expect(try balance(world, "NS-SYN-001", "entry") == ["200", "0", "0"])
        try clean(world)
    }

    @Test("a use in another unit counts in the item's, and never puts anything back")
    func usage() throws {
        let world = try World()
        let request = try Requests.sample("01-heparin-whitelisted")
        let id = try world.file(request).id
        let steps: [(String, String, JSONValue)] = [
            ("dispatch", "broker:chen.bo", [:]), ("goods_arrived", "carrier:zhou.li", [:]),
            ("lodge_declaration", "broker:chen.bo", [:]),
            ("receipt.accepted", "customs:receipt", [:]),
            ("receipt.released", "customs:receipt", [:]), ("store", "warehouse:w", [:]),
            ("deliver", "warehouse:w", [:]), ("open_ledger", lab, [:]),
        ]
        for (event, actor, input) in steps { try world.step(id, event, by: actor, input) }
        let negative = try world.refusal(id, "record_use", by: lab, ["amount": "-5"])
        #expect(negative?.code == "usage-unclear")
        let litres = try world.refusal(
            id, "record_use", by: lab, ["amount": "5", "unit": "mL"])
        #expect(litres?.code == "usage-unclear")
        let used = try world.step(id, "record_use", by: lab, ["amount": "500", "unit": "mg"])
        #expect(used.shipment?.usage.first?.used == Decimal("0.5"))
    }

    @Test("what returned goods had used up comes back only where the scheme says so")
    func comesBack() throws {
        let home = NSTemporaryDirectory() + "greenlane-home-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: home) }
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: URL(filePath: World.home + "/Workflows").resolvingSymlinksInPath().path,
            toPath: home + "/Workflows")
        let file = home + "/Workflows/schemes/whitelist-schemes.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let never = "balanceComesBack: {value: false"
        try #require(text.contains(never))
        try text.replacingOccurrences(
            of: never, with: "balanceComesBack: {value: true"
        ).write(toFile: file, atomically: true, encoding: .utf8)
        for (definitions, expected) in [
            (nil, ["0", "200", "300"]), (try DefinitionSet.load(home: home), ["0", "0", "500"]),
        ] as [(DefinitionSet?, [String])] {
            let world = try World()
            let engine = try definitions.map {
                try Engine(store: world.store, definitions: $0, salts: .seeded(3)) { world.now }
            }
            let door = engine ?? world.engine
            func handle(_ command: Command, _ role: Actor.Role) throws -> Outcome {
                try door.handle(Envelope(command, by: Actor(role: role, name: "x"))).get()
            }
            let id = try handle(
                .file(try Requests.sample("01-heparin-whitelisted")), .labManager
            ).id
            for (event, role) in [
                ("dispatch", .broker), ("goods_arrived", .carrier), ("lodge_declaration", .broker),
                ("receipt.accepted", .customs), ("order_return", .customs),
                ("goods_returned", .customs),
            ] as [(String, Actor.Role)] {
                var input = JSONObject()
                if event == "order_return" { input["reason"] = "不合格" }
                _ = try handle(.step(shipment: id, event: event, input: input), role)
            }
            #expect(try balance(world, "NS-SYN-001", "entry") == expected)
            try clean(world)
        }
    }

    private static let code = "special-goods-approval"
    private let lab = "lab_manager:li.na"

    private func clean(_ world: World) throws {
        #expect(try Replayer(store: world.store).run().isClean)
        #expect(try Verifier(store: world.store).run().problems == [])
    }

    private func register(
        _ world: World, _ id: String, _ quantity: Quantity, single: Bool = false
    ) throws {
        let permit = Permit(
            id: id, code: Self.code, number: "SYNTHETIC-\(id)", holder: Self.unit,
            validFrom: try #require(CalendarDate("2026-08-01")),
            validTo: try #require(CalendarDate("2027-07-31")), quantity: quantity,
            singleUse: single)
        _ = try world.engine.handle(Envelope(.addPermit(permit), by: Self.officer)).get()
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

    /// Reserved, consumed, remaining.
    private func balance(
        _ world: World, _ id: String, _ kind: String = "permit"
    ) throws -> [String] {
        let row = try #require(try world.store.ledger(kind: kind, id: id))
        let balance = try #require(try JSONParser.parse(row.body)["balance"])
        return ["reserved", "consumed"].map { balance[$0]?.stringValue ?? "" }
            + [balance["remaining"]?["amount"]?.stringValue ?? ""]
    }
}
