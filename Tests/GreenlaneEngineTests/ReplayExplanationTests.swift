import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("A forged event with a valid hash, told by replay")
struct ReplayExplanationTests {
    private static let unit = "91440115MAXXX0015E"

    @Test("goods released before their declaration was accepted: the guard, its facts, its line")
    func released() throws {
        let steps = [
            ("dispatch", "broker:chen.bo"), ("goods_arrived", "carrier:zhou.li"),
            ("lodge_declaration", "broker:chen.bo"),
        ]
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        for (event, actor) in steps { try world.step(id, event, by: actor) }
        let twin = try World()
        try twin.file(Requests.consumables())
        for (event, actor) in steps { try twin.step(id, event, by: actor) }
        try twin.step(id, "receipt.accepted", by: "customs:receipt")
        try twin.step(id, "receipt.released", by: "customs:receipt")
        let event = try #require(
            try Forgery.rows(twin).last { $0.type == "goods.released" })
        let position = try Forgery.append(world, event, to: id)
        try world.reopenReadOnly { store in
            let verified = try Verifier(store: store).run()
            #expect(!verified.problems.contains { $0.kind == "altered" })
            let report = try Replayer(store: store).run()
            #expect(report.divergenceCount == 1)
            let found = try #require(report.divergences.first)
            #expect(found.position == position && found.kind == "event-differs")
            #expect(found.refusal != nil && found.check != nil && !found.inputs.isEmpty)
            let definition = try #require(found.definition)
            #expect(definition.name == "nansha-reagent-import.yaml")
            #expect(definition.line > 0 && definition.column > 0)
            #expect(definition.digest.hasPrefix("sha256:"))
            #expect(found.under.hasPrefix("sha256:"))
            let pointers = found.differences.map(\.pointer)
            #expect(pointers.first == "/type" && pointers.contains("/data/at"))
        }
    }

    @Test("a whitelist coverage that no rule gave: the requirement, its rule and the rule's line")
    func covered() throws {
        let world = try World()
        try world.file(try Requests.sample("02-heparin-other-unit"))
        let position = try Forgery.rewrite(world, last: "shipment.filed") { text in
            text.replacingOccurrences(
                of: "\"status\":\"required\"",
                with: "\"status\":\"waived\",\"waivedBy\":\"NS-FORGED\"")
        }
        try world.reopenReadOnly { store in
            let found = try #require(try Replayer(store: store).run().divergences.first)
            #expect(found.position == position && found.kind == "event-differs")
            let change = try #require(found.differences.first)
            #expect(change.pointer.hasPrefix("/data/effects/0/requirements/"))
            #expect(change.first == "required" && change.second == "waived")
            let rule = try #require(found.rules.first)
            #expect(!rule.rule.isEmpty && rule.name.hasSuffix(".yaml") && rule.line > 0)
            #expect(found.definition != nil)
        }
    }

    @Test("a shipment put beyond the whitelist check: the guard that kept it there")
    func beyond() throws {
        let world = try World()
        let id = try world.file(try Requests.sample("02-heparin-other-unit")).id
        let state = try #require(world.warmShipment(id))
        #expect(state.milestone == .preapproved)
        _ = try Forgery.rewrite(world, last: "shipment.filed") { text in
            text.replacingOccurrences(of: "\"drug_form_required\"", with: "\"approved\"")
        }
        try world.reopenReadOnly { store in
            let found = try #require(try Replayer(store: store).run().divergences.first)
            #expect(found.kind == "event-differs")
            #expect(found.check == "not drug-form-needed" || found.check == "whitelist-covers")
            #expect(!found.inputs.isEmpty)
            #expect(found.definition?.line ?? 0 > 0)
            #expect(found.json["guard"] != nil && found.json["inputs"] != nil)
        }
    }

    @Test("a permit draw of another amount: the amount as decided and as recorded")
    func draw() throws {
        let world = try World()
        try register(world, id: "P-CELL", until: "2027-07-31")
        let id = try world.file(try cells("C-1")).id
        try world.step(id, "link_permit", by: "lab_manager:li.na", ["permit": "P-CELL"])
        let position = try Forgery.rewrite(world, last: "permit.reserved") { text in
            text.replacingOccurrences(of: "\"amount\":\"4\"", with: "\"amount\":\"1\"")
        }
        try world.reopenReadOnly { store in
            let report = try Replayer(store: store).run()
            #expect(report.divergenceCount == 1)
            let found = try #require(report.divergences.first)
            #expect(found.position == position && found.stream == "permit/P-CELL")
            #expect(found.kind == "event-differs")
            #expect(
                found.differences == [
                    JSONDifference(pointer: "/data/amount", first: "4", second: "1")
                ])
        }
    }

    @Test("a declaration accepted on a permit that had run out: the permit and the day")
    func expired() throws {
        func world(until last: String) throws -> World {
            let world = try World()
            try register(world, id: "P-CELL", until: last)
            let id = try world.file(try cells("C-1")).id
            try world.step(id, "link_permit", by: "lab_manager:li.na", ["permit": "P-CELL"])
            try world.step(id, "dispatch", by: "broker:chen.bo")
            try world.step(id, "goods_arrived", by: "carrier:zhou.li")
            try world.step(id, "lodge_declaration", by: "broker:chen.bo")
            return world
        }
        let id = "SH-2026-000001"
        let short = try world(until: "2026-09-01")
        let long = try world(until: "2027-07-31")
        long.advance(days: 1)
        try long.step(id, "receipt.accepted", by: "customs:receipt")
        let event = try #require(
            try Forgery.rows(long).last { $0.type == "declaration.accepted" })
        let position = try Forgery.append(short, event, to: id)
        try short.reopenReadOnly { store in
            let found = try #require(
                try Replayer(store: store).run().divergences.first { $0.position == position })
            #expect(found.kind == "event-differs")
            #expect(found.refusal?.code == "permit-expired")
            #expect(found.check == "approvals-valid")
            let inputs = Dictionary(uniqueKeysWithValues: found.inputs.map { ($0.name, $0.value) })
            #expect(inputs["permit.id"] == "P-CELL")
            #expect(inputs["permit.validTo"] == "2026-09-01")
            #expect(inputs["day"] == "2026-09-02")
            #expect(found.definition?.line ?? 0 > 0)
        }
    }

    @Test("a wish of a role that may not: the roles that may, and the event's line")
    func role() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        _ = try Forgery.rewrite(world, last: "goods.dispatched") { text in
            text.replacingOccurrences(of: "\"role\":\"broker\"", with: "\"role\":\"auditor\"")
        }
        try world.reopenReadOnly { store in
            let found = try #require(try Replayer(store: store).run().divergences.first)
            #expect(found.kind == "refused" && found.check == "role")
            #expect(found.inputs.first?.value == "auditor")
            #expect(found.definition?.line ?? 0 > 0)
        }
    }

    @Test("a fact that is told to have happened after it was recorded")
    func future() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        _ = try Forgery.rewrite(world, last: "goods.dispatched") { text in
            text.replacingOccurrences(
                of: "\"occurred\":\"2026-09-01", with: "\"occurred\":\"2026-09-02")
        }
        try world.reopenReadOnly { store in
            let found = try #require(try Replayer(store: store).run().divergences.first)
            #expect(found.kind == "refused" && found.refusal?.code == "occurred-in-future")
        }
    }

    @Test("a refusal that nobody met: what is answered instead")
    func refusal() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        _ = try world.refusal(id, "deliver", by: "warehouse:zhao.lei")
        try world.step(id, "dispatch", by: "broker:chen.bo")
        let clean = try Replayer(store: world.store).run()
        #expect(clean.isClean && clean.refusals == 1)
        let position = try Forgery.rewrite(world, last: "command.refused") { text in
            text.replacingOccurrences(
                of: "\"command\":\"deliver\"", with: "\"command\":\"dispatch\""
            ).replacingOccurrences(of: "\"role\":\"warehouse\"", with: "\"role\":\"broker\"")
        }
        try world.reopenReadOnly { store in
            let found = try #require(try Replayer(store: store).run().divergences.first)
            #expect(found.position == position && found.kind == "refusal-differs")
            #expect(found.decided == "accepted" && found.recorded != nil)
        }
    }

    @Test("a text that was exchanged under its digest")
    func text() throws {
        let world = try World()
        try world.file(Requests.consumables())
        try RawDatabase.run(
            "UPDATE definition SET body = CAST(body || x'20' AS BLOB) WHERE kind = 'workflow'",
            on: world.folder + "/greenlane.sqlite")
        try world.reopenReadOnly { store in
            let report = try Replayer(store: store).run()
            #expect(report.divergences.map(\.kind) == ["definition-altered"])
        }
    }

    private func register(_ world: World, id: String, until last: String) throws {
        let permit = Permit(
            id: id, code: "special-goods-approval", number: "SYNTHETIC-1", holder: Self.unit,
            validFrom: try #require(CalendarDate("2026-08-01")),
            validTo: try #require(CalendarDate(last)),
            quantity: Quantity(Decimal(100), .vial), singleUse: false)
        _ = try world.engine.handle(
            Envelope(.addPermit(permit), by: Actor(role: .authority, name: "gz"))
        ).get()
    }

    private func cells(_ reference: String) throws -> ImportRequest {
        var request = try Requests.sample("04-human-cell-line")
        request.reference = reference
        request.importer.uscc = Self.unit
        request.endUser = nil
        request.items = Array(request.items.prefix(1))
        request.items[0].quantity = Quantity(Decimal(4), .vial)
        return request
    }
}
