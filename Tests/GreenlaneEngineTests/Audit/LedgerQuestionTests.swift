import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("Everything that used a permit or a whitelist entry")
struct LedgerQuestionTests {
    @Test("each draw is told with its shipment, its line, who caused it and what is left")
    func uses() throws {
        let world = try World()
        try world.permit("P-1")
        let first = try world.cells("C-1", vials: 4)
        try world.step(first, "link_permit", by: "lab_manager:li.na", ["permit": "P-1"])
        let second = try world.cells("C-2", vials: 5)
        try world.step(second, "link_permit", by: "lab_manager:wang.fei", ["permit": "P-1"])
        try world.step(second, "cancel_request", by: "lab_manager:wang.fei", ["reason": "重复"])
        try world.accept(first)
        let answer = try world.questions.uses(of: .permit, "P-1")
        #expect(
            answer.texts("type") == [
                "permit.granted", "permit.reserved", "permit.reserved", "permit.freed",
                "permit.consumed",
            ])
        #expect(answer.texts("shipment") == [first, second, second, first])
        #expect(answer.texts("amount") == ["4", "5", "5", "4"])
        let left = answer.lines.compactMap { $0["after"]?["remaining"]?.stringValue }
        #expect(left == ["10", "6", "1", "6", "6"])
        #expect(answer.lines[2]["actor"] == ["role": "lab_manager", "name": "wang.fei"])
        #expect(answer.lines[0]["actor"] == ["role": "authority", "name": "gz"])
        #expect(answer.summary["sums"]?["consumed"] == "4")
        #expect(answer.summary["sums"]?["freed"] == "5")
        #expect(answer.summary["shipments"] == 2)
        #expect(answer.summary["holds"] == true)
    }

    @Test("a page shows its lines, and the sums are of the whole")
    func pages() throws {
        let world = try World()
        try world.permit("P-1")
        for number in 1...2 {
            let id = try world.cells("C-\(number)", vials: 3)
            try world.step(id, "link_permit", by: "lab_manager:li.na", ["permit": "P-1"])
        }
        let whole = try world.questions.uses(of: .permit, "P-1")
        let first = try world.questions.uses(of: .permit, "P-1", AuditPage(limit: 2))
        let rest = try world.questions.uses(
            of: .permit, "P-1", AuditPage(limit: 2, after: first.next))
        #expect(first.lines + rest.lines == whole.lines)
        #expect(rest.next == nil)
        #expect(first.summary == whole.summary)
    }

    @Test("a stored balance that the log does not give is found")
    func stored() throws {
        let world = try World()
        try world.permit("P-1")
        let id = try world.cells("C-1", vials: 4)
        try world.step(id, "link_permit", by: "lab_manager:li.na", ["permit": "P-1"])
        try RawDatabase.run(
            "UPDATE ledger SET body = replace(body, '\"reserved\":\"4\"', '\"reserved\":\"3\"')",
            on: world.folder + "/greenlane.sqlite")
        let answer = try world.questions.uses(of: .permit, "P-1")
        #expect(answer.summary["holds"] == false)
        #expect(
            answer.summary["problems"]?.arrayValue?.first?["code"] == "stored-balance-differs")
    }

    @Test("more taken than was promised is found, with the line that took it")
    func overtaken() throws {
        let world = try World()
        try world.permit("P-1")
        let id = try world.cells("C-1", vials: 4)
        try world.step(id, "link_permit", by: "lab_manager:li.na", ["permit": "P-1"])
        try world.accept(id)
        try RawDatabase.run(
            """
            UPDATE event SET entry = replace(entry, '"amount":"4"', '"amount":"7"')
            WHERE type = 'permit.consumed'
            """, on: world.folder + "/greenlane.sqlite")
        let answer = try world.questions.uses(of: .permit, "P-1")
        let codes = (answer.summary["problems"]?.arrayValue ?? []).compactMap {
            $0["code"]?.stringValue
        }
        #expect(codes.contains("reserved-below-zero"))
        #expect(codes.contains("line-taken-beyond-reserved"))
    }

    @Test("of an entry, the list that published it comes first")
    func entry() throws {
        let world = try World()
        let id = try world.heparin()
        let row = try #require(
            try world.store.ledgers(kind: "entry").first { $0.body.contains(id) })
        let answer = try world.questions.uses(of: .entry, row.id)
        #expect(answer.texts("type") == ["entry.published", "entry.reserved"])
        #expect(answer.texts("unit").last == "g")
    }

    @Test("an id that nobody knows is told so")
    func unknown() throws {
        let world = try World()
        let permit = #expect(throws: Refusal.self) {
            _ = try world.questions.uses(of: .permit, "P-404")
        }
        #expect(permit?.code == "permit-unknown" && permit?.kind == .notFound)
        let entry = #expect(throws: Refusal.self) {
            _ = try world.questions.uses(of: .entry, "E-404")
        }
        #expect(entry?.code == "entry-unknown" && entry?.kind == .notFound)
    }
}

@Suite("What was released while a permit was not valid")
struct PermitQuestionTests {
    private let all = AuditPeriod()

    private func linked(_ world: World) throws -> String {
        let id = try world.cells("C-1")
        try world.step(id, "link_permit", by: "lab_manager:li.na", ["permit": "P-1"])
        return id
    }

    @Test("nothing, where the permit was valid on both days")
    func valid() throws {
        let world = try World()
        try world.permit("P-1")
        let id = try linked(world)
        try world.accept(id)
        world.advance(days: 1)
        try world.handOver(id)
        let plain = try world.file(Requests.consumables()).id
        try world.accept(plain)
        try world.handOver(plain)
        let answer = try world.questions.permits(all)
        #expect(answer.lines == [])
        #expect(answer.summary["released"] == 2)
    }

    @Test("a permit that ended between acceptance and release is told, and does not count")
    func endedBetween() throws {
        let world = try World()
        try world.permit("P-1", to: "2026-09-02")
        let id = try linked(world)
        world.advance(days: 1)
        try world.accept(id)
        world.advance(days: 3)
        try world.step(id, "receipt.P", by: "customs:receipt")
        let answer = try world.questions.permits(all)
        let line = try #require(answer.lines.first)
        #expect(answer.lines.count == 1)
        #expect(line["problem"] == "expired" && line["on"] == "release")
        #expect(line["counts"] == false && line["since"] == "2026-09-02")
        #expect(line["id"] == "P-1" && line["day"] == "2026-09-05")
        #expect(answer.summary["counting"] == 0)
    }

    @Test("a permit that had been revoked before acceptance, as came out later, counts")
    func revokedBefore() throws {
        let world = try World()
        try world.permit("P-1")
        let id = try linked(world)
        world.advance(days: 5)
        try world.accept(id)
        try world.step(id, "receipt.P", by: "customs:receipt")
        world.advance(days: 1)
        let before = try world.questions.permits(all)
        #expect(before.lines == [])
        _ = try world.engine.handle(
            Envelope(
                .revokePermit(id: "P-1", reason: "SYNTHETIC"),
                by: Actor(role: .authority, name: "gz"),
                occurred: Timestamp("2026-09-03T10:00:00+08:00"))
        ).get()
        let answer = try world.questions.permits(all)
        let line = try #require(answer.lines.first)
        #expect(line["problem"] == "revoked" && line["on"] == "acceptance")
        #expect(line["counts"] == true && line["since"] == "2026-09-03")
        let says = try #require(line["positions"]?["says"]?.integerValue)
        #expect(try world.store.event(at: says)?.type == "permit.revoked")
    }

    @Test("a revocation after the release is nobody's fault")
    func revokedAfter() throws {
        let world = try World()
        try world.permit("P-1")
        let id = try linked(world)
        try world.accept(id)
        try world.step(id, "receipt.P", by: "customs:receipt")
        world.advance(days: 3)
        _ = try world.engine.handle(
            Envelope(
                .revokePermit(id: "P-1", reason: "SYNTHETIC"),
                by: Actor(role: .authority, name: "gz"))
        ).get()
        #expect(try world.questions.permits(all).lines == [])
    }

    @Test("a required permit without any draw is found")
    func missing() throws {
        let world = try World()
        try world.permit("P-1")
        let id = try linked(world)
        try world.accept(id)
        try world.step(id, "receipt.P", by: "customs:receipt")
        try RawDatabase.run(
            """
            UPDATE event SET entry = replace(entry, '"ledger":"permit","line":1,',
                '"ledger":"permit","line":9,')
            """, on: world.folder + "/greenlane.sqlite")
        let answer = try world.questions.permits(all)
        #expect(answer.texts("problem") == ["missing"])
        #expect(answer.lines.first?["permit"] == "special-goods-approval")
        #expect(answer.lines.first?["counts"] == true)
    }

    @Test("a release on hold for a revoked permit is found though the receipt did not fit")
    func unfit() throws {
        let world = try World()
        try world.permit("P-1")
        let id = try linked(world)
        try world.accept(id)
        world.advance(days: 1)
        let told = try world.step(
            id, "permit_revoked", by: "customs:receipt", ["permit": "P-1", "reason": "SYNTHETIC"])
        let release = try world.step(id, "receipt.P", by: "customs:receipt")
        let answer = try world.questions.permits(all)
        #expect(answer.summary["released"] == 1)
        #expect(answer.lines.first?["problem"] == "revoked")
        #expect(answer.lines.first?["on"] == "release")
        #expect(told.position < release.position)
    }

    @Test("only releases of the period are looked at")
    func period() throws {
        let world = try World()
        try world.permit("P-1", to: "2026-09-02")
        let id = try linked(world)
        try world.accept(id)
        world.move(to: "2026-10-08T09:00:00+08:00")
        try world.step(id, "receipt.P", by: "customs:receipt")
        let third = try #require(AuditPeriod(quarter: "2026Q3"))
        let fourth = try #require(AuditPeriod(quarter: "2026Q4"))
        #expect(try world.questions.permits(third).summary["released"] == 0)
        #expect(try world.questions.permits(fourth).lines.count == 1)
    }
}
