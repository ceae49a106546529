import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("The whole life of a lot")
struct BatchQuestionTests {
    @Test("runs from the request to the last gram, and the books close")
    func life() throws {
        let world = try World()
        let id = try world.heparin(lot: "L26071")
        _ = try world.heparin("H-2", lot: "OTHER-1")
        try world.accept(id)
        try world.handOver(id)
        try world.step(id, "open_ledger", by: "lab_manager:li.na")
        try world.use(id, "150")
        let open = try world.questions.batch("L26071")
        #expect(open.summary["closes"] == false)
        #expect(open.lines.last?["books"] == "open")
        #expect(open.lines.last?["left"] == "50")
        try world.use(id, "50", "record_destruction")
        try world.step(id, "close_ledger", by: "lab_manager:li.na")
        let answer = try world.questions.batch("l-26 071")
        #expect(Set(answer.texts("shipment")) == [id])
        let milestones = answer.lines.filter { $0["books"] == nil }.compactMap {
            $0["milestone"]?.stringValue
        }
        #expect(
            milestones.filter { ["declared", "released", "warehoused", "delivered"].contains($0) }
                == ["declared", "released", "warehoused", "delivered"])
        #expect(answer.texts("left") == ["50", "0", "0"])
        let account = try #require(answer.lines.last)
        #expect(account["used"] == "150" && account["destroyed"] == "50")
        #expect(account["books"] == "closed" && account["gaps"] == [])
        #expect(answer.summary["closes"] == true)
        #expect(answer.summary["totals"]?.arrayValue?.first?["unit"] == "g")
    }

    @Test("an undone use is told as undone and takes nothing")
    func undone() throws {
        let world = try World()
        let id = try world.heparin()
        try world.accept(id)
        try world.handOver(id)
        try world.step(id, "open_ledger", by: "lab_manager:li.na")
        try world.use(id, "80")
        try world.step(id, "undo_step", by: "lab_manager:li.na", ["reason": "填错"])
        let answer = try world.questions.batch("L26071")
        let use = try #require(answer.lines.first { $0["type"] == "ledger.used" })
        #expect(use["undone"] == true && use["left"] == nil)
        #expect(answer.lines.last?["left"] == "200")
    }

    @Test("a step that names another line of the shipment is left out")
    func otherLine() throws {
        let world = try World()
        var request = try Requests.sample("01-heparin-whitelisted")
        request.items[0].quantity = Quantity(Decimal(100), .g)
        var second = request.items[0]
        second.line = 2
        second.catalogue?.batch = "SECOND"
        request.items.append(second)
        let id = try world.file(request).id
        try world.accept(id)
        try world.handOver(id)
        try world.step(id, "open_ledger", by: "lab_manager:li.na")
        try world.step(
            id, "record_use", by: "lab_manager:li.na", ["line": 1, "amount": "30"])
        let first = try world.questions.batch("L26071")
        let other = try world.questions.batch("SECOND")
        #expect(first.texts("type").contains("ledger.used"))
        #expect(!other.texts("type").contains("ledger.used"))
        #expect(other.texts("type").contains("goods.delivered"))
        #expect(other.lines.last?["left"] == "100")
    }

    @Test("a lot that nobody stated is told so")
    func unknown() throws {
        let world = try World()
        let refusal = #expect(throws: Refusal.self) { _ = try world.questions.batch("NONE-1") }
        #expect(refusal?.code == "lot-unknown" && refusal?.kind == .notFound)
    }
}

@Suite("Whether quantities add up")
struct BalanceQuestionTests {
    private let gaps = BalanceFilter(gapsOnly: true)

    private func closed(_ world: World) throws -> String {
        let id = try world.heparin()
        try world.accept(id)
        try world.handOver(id)
        try world.step(id, "open_ledger", by: "lab_manager:li.na")
        try world.use(id, "200")
        try world.step(id, "close_ledger", by: "lab_manager:li.na")
        return id
    }

    private func codes(_ answer: AuditAnswer) -> [String] {
        answer.lines.flatMap { $0["gaps"]?.arrayValue ?? [] }.compactMap {
            $0["code"]?.stringValue
        }
    }

    @Test("they do where every gram was accounted for")
    func none() throws {
        let world = try World()
        let id = try closed(world)
        let answer = try world.questions.balances(BalanceFilter())
        #expect(answer.texts("shipment") == [id])
        #expect(answer.lines[0]["books"] == "closed")
        #expect(try world.questions.balances(gaps).lines == [])
    }

    @Test("goods that owe a usage ledger, handed over without one, are a gap")
    func noLedger() throws {
        let world = try World()
        let id = try world.heparin()
        try world.accept(id)
        try world.handOver(id)
        let answer = try world.questions.balances(gaps)
        #expect(codes(answer) == ["ledger-not-opened"])
        #expect(answer.lines[0]["left"] == "200")
        try world.step(id, "open_ledger", by: "lab_manager:li.na")
        #expect(try world.questions.balances(gaps).lines == [])
    }

    @Test("goods that owe none are told as untracked, not as a gap")
    func untracked() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.accept(id)
        try world.handOver(id)
        let answer = try world.questions.balances(BalanceFilter())
        #expect(answer.texts("books") == ["untracked"])
        #expect(codes(answer) == [])
    }

    @Test("a ledger that was closed with a rest is a gap of that rest")
    func rest() throws {
        let world = try World()
        _ = try closed(world)
        try RawDatabase.run(
            """
            UPDATE event SET entry = replace(entry, '"amount":"200","do":"used"',
                '"amount":"185.5","do":"used"')
            """, on: world.folder + "/greenlane.sqlite")
        let answer = try world.questions.balances(gaps)
        #expect(codes(answer) == ["unaccounted"])
        #expect(answer.lines[0]["gaps"]?.arrayValue?.first?["amount"] == "14.5")
        #expect(answer.summary["gaps"] == 1 && answer.summary["closes"] == false)
    }

    @Test("an entry that was written off by another amount than was declared is a gap")
    func draw() throws {
        let world = try World()
        _ = try closed(world)
        try RawDatabase.run(
            """
            UPDATE event SET entry = replace(entry, '"amount":"200","do":"drew"',
                '"amount":"20","do":"drew"')
            """, on: world.folder + "/greenlane.sqlite")
        let answer = try world.questions.balances(gaps)
        #expect(codes(answer) == ["draw-differs"])
        #expect(answer.lines[0]["gaps"]?.arrayValue?.first?["amount"] == "-180")
    }

    @Test("more used than came is a gap")
    func overused() throws {
        let world = try World()
        _ = try closed(world)
        try RawDatabase.run(
            """
            UPDATE event SET entry = replace(entry, '"amount":"200","do":"used"',
                '"amount":"201","do":"used"')
            """, on: world.folder + "/greenlane.sqlite")
        #expect(try codes(world.questions.balances(gaps)) == ["overused"])
    }

    @Test("goods that were sent back are accounted for")
    func returned() throws {
        let world = try World()
        let id = try world.heparin()
        try world.accept(id)
        try world.step(id, "order_return", by: "customs:receipt", ["reason": "SYNTHETIC"])
        try world.step(id, "goods_returned", by: "customs:receipt")
        let answer = try world.questions.balances(BalanceFilter())
        #expect(answer.lines[0]["returned"] == "200" && answer.lines[0]["left"] == "0")
        #expect(answer.lines[0]["books"] == "closed")
    }

    @Test("period, lot and importer choose the lines")
    func filters() throws {
        let world = try World()
        let first = try closed(world)
        world.move(to: "2026-10-12T09:00:00+08:00")
        let second = try world.file(Requests.consumables()).id
        try world.accept(second)
        let third = try #require(AuditPeriod(quarter: "2026Q3"))
        let fourth = try #require(AuditPeriod(quarter: "2026Q4"))
        let questions = try world.questions
        func shipments(_ filter: BalanceFilter) throws -> [String] {
            try questions.balances(filter).texts("shipment")
        }
        #expect(try shipments(BalanceFilter()) == [first, second])
        #expect(try shipments(BalanceFilter(period: third)) == [first])
        #expect(try shipments(BalanceFilter(period: fourth)) == [second])
        #expect(try shipments(BalanceFilter(lot: "L26071")) == [first])
        #expect(try shipments(BalanceFilter(period: fourth, lot: "L26071")) == [])
        let importer = try #require(try world.store.shipment(id: second)?.importer)
        #expect(try shipments(BalanceFilter(period: fourth, importer: importer)) == [second])
    }

    @Test("a shipment whose events cannot be read is named, and the others are told")
    func unreadable() throws {
        let world = try World()
        let id = try closed(world)
        let damaged = try world.file(Requests.consumables()).id
        try world.accept(damaged)
        try RawDatabase.run(
            """
            UPDATE event SET entry = '{' WHERE type = 'goods.dispatched' AND stream =
                (SELECT stream FROM shipment WHERE id = '\(damaged)')
            """, on: world.folder + "/greenlane.sqlite")
        let answer = try world.questions.balances(BalanceFilter())
        #expect(answer.texts("shipment") == [id])
        #expect(answer.summary["unreadable"] == [.string(damaged)])
    }

    @Test("a shipment with two declarations is told once, over pages too")
    func twoDeclarations() throws {
        let world = try World()
        let id = try world.file(Requests.consumables("T-2", lines: 2)).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "goods_arrived", by: "carrier:zhou.li")
        for line: Int64 in [1, 2] {
            try world.step(
                id, "lodge_declaration", by: "broker:chen.bo", ["lines": [.integer(line)]])
        }
        try world.step(id, "receipt.L", by: "customs:receipt")
        world.advance(days: 1)
        try world.step(id, "receipt.L", by: "customs:receipt")
        let first = try world.questions.balances(BalanceFilter(), AuditPage(limit: 1))
        #expect(first.lines.count == 2)
        #expect(first.next != nil && first.summary["closes"] == nil)
        let rest = try world.questions.balances(
            BalanceFilter(), AuditPage(limit: 1, after: first.next))
        #expect(rest.lines == [])
    }
}
