import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("Who acted on a shipment, and when")
struct ActionQuestionTests {
    @Test("steps and refused attempts stand in the order of the log, with who and how often")
    func actions() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        _ = try world.refusal(id, "deliver", by: "warehouse:zhao.lei")
        for _ in 0..<9 { _ = try world.refusal(id, "deliver", by: "warehouse:zhao.lei") }
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "undo_step", by: "broker:chen.bo", ["reason": "选错了票"])
        let answer = try world.questions.actions(of: id)
        #expect(
            answer.texts("command") == ["file", "deliver", "deliver", "dispatch", "undo_step"])
        #expect(answer.lines.map { $0["accepted"] == true } == [true, false, false, true, true])
        #expect(answer.lines[2]["count"] == 10)
        #expect(answer.lines[1]["refusal"]?["code"] == "event-not-accepted")
        #expect(answer.lines[3]["undone"] == true)
        #expect(answer.lines[4]["override"] == true)
        #expect(answer.lines[4]["reason"] == "选错了票")
        #expect(answer.summary["refused"] == 2)
        #expect(answer.summary["overrides"] == 1)
        let positions = answer.lines.compactMap { $0["position"]?.integerValue }
        #expect(positions == positions.sorted())
        for position in positions { #expect(try world.store.event(at: position) != nil) }
    }

    @Test("an erased name is told as erased, and a late entry as late")
    func erasedAndLate() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        world.advance(days: 2)
        try world.step(
            id, "add_note", by: "broker:chen.bo", ["text": "x"],
            occurred: "2026-09-01T11:00:00+08:00")
        _ = try world.engine.handle(
            Envelope(
                .erase(PersonalErasure(name: "chen.bo", reason: "本人申请")),
                by: Actor(role: .administrator, name: "root"))
        ).get()
        let answer = try world.questions.actions(of: id)
        #expect(answer.lines[0]["actor"] == ["role": "lab_manager", "name": "li.na"])
        #expect(answer.lines[1]["actor"] == ["role": "broker", "erased": true])
        #expect(answer.lines[1]["late"] == true)
        #expect(answer.lines[0]["late"] == nil)
    }

    @Test("comes page by page, each line once")
    func pages() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        for number in 0..<5 {
            try world.step(id, "add_note", by: "broker:chen.bo", ["text": .string("\(number)")])
        }
        let whole = try world.questions.actions(of: id)
        var pages: [JSONValue] = []
        var after: String?
        repeat {
            let answer = try world.questions.actions(of: id, AuditPage(limit: 2, after: after))
            pages += answer.lines
            after = answer.next
        } while after != nil
        #expect(pages == whole.lines)
    }

    @Test("of a shipment that nobody filed is told so")
    func unknown() throws {
        let world = try World()
        let questions = try world.questions
        let refusal = #expect(throws: Refusal.self) {
            _ = try questions.actions(of: "SH-2026-999999")
        }
        #expect(refusal?.code == "shipment-unknown" && refusal?.kind == .notFound)
    }
}

@Suite("What did not go the usual way in a period")
struct ExceptionQuestionTests {
    private func world() throws -> (World, String) {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "add_note", by: "broker:chen.bo", ["text": "usual"])
        world.move(to: "2026-10-05T09:00:00+08:00")
        _ = try world.refusal(id, "deliver", by: "warehouse:zhao.lei")
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "undo_step", by: "broker:chen.bo", ["reason": "选错了票"])
        try world.step(
            id, "add_note", by: "broker:chen.bo", ["text": "补"],
            occurred: "2026-10-02T09:00:00+08:00")
        try world.step(id, "receipt.P", by: "customs:receipt")
        return (world, id)
    }

    @Test("every kind is found once, and the usual steps are not")
    func kinds() throws {
        let (world, id) = try world()
        let period = try #require(AuditPeriod(quarter: "2026Q4"))
        let answer = try world.questions.exceptions(period)
        let kinds = answer.lines.map { ($0["kinds"]?.arrayValue ?? []).compactMap(\.stringValue) }
        #expect(kinds == [["refused"], ["override"], ["late"], ["unfit"]])
        #expect(answer.texts("shipment") == Array(repeating: id, count: 4))
        #expect(answer.lines[2]["daysLate"] == 3)
        #expect(answer.lines[1]["reason"] == "选错了票")
        #expect(answer.summary["totals"]?["override"] == 1)
        let before = try #require(AuditPeriod(quarter: "2026q3"))
        #expect(try world.questions.exceptions(before).lines == [])
    }

    @Test("a deadline that passed is told with what it was for")
    func deadline() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "goods_arrived", by: "carrier:zhou.li")
        world.advance(days: 20)
        try world.engine.tick()
        let answer = try world.questions.exceptions(AuditPeriod(from: CalendarDate("2026-09-01")))
        let line = try #require(answer.lines.first)
        // The timer fired days after it was due; no person was late with it.
        #expect(line["kinds"] == ["overdue"])
        #expect(line["daysLate"] == nil)
        #expect(answer.summary["totals"]?["late"] == 0)
        #expect(line["title"]?["zh"]?.stringValue?.contains("申报期限") == true)
        #expect(line["actor"]?["role"] == "system")
    }

    @Test("an override that was recorded late is one line of two kinds, and counted so")
    func twoKinds() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        world.move(to: "2026-10-02T09:00:00+08:00")
        try world.step(id, "dispatch", by: "broker:chen.bo")
        _ = try world.refusal(id, "deliver", by: "warehouse:zhao.lei")
        world.move(to: "2026-10-05T09:00:00+08:00")
        try world.step(
            id, "undo_step", by: "broker:chen.bo", ["reason": "选错了票"],
            occurred: "2026-10-03T09:00:00+08:00")
        let period = try #require(AuditPeriod(quarter: "2026Q4"))
        let answer = try world.questions.exceptions(period)
        #expect(answer.lines.count == 2 && answer.count == 2)
        #expect(answer.lines.last?["kinds"] == ["override", "late"])
        #expect(answer.summary["totals"]?["override"] == 1)
        #expect(answer.summary["totals"]?["late"] == 1)
        let late = try world.questions.exceptions(period, only: .late)
        #expect(late.lines.count == 1 && late.count == 2)
    }

    @Test("comes page by page, each line once")
    func pages() throws {
        let (world, _) = try world()
        let period = try #require(AuditPeriod(quarter: "2026-Q4"))
        let whole = try world.questions.exceptions(period)
        var lines: [JSONValue] = []
        var after: String?
        repeat {
            let page = AuditPage(limit: 1, after: after)
            let answer = try world.questions.exceptions(period, page)
            #expect(answer.lines.count == 1)
            lines += answer.lines
            after = answer.next
        } while after != nil
        #expect(lines == whole.lines)
    }

    @Test(
        "a quarter is read as people write it",
        arguments: [
            ("2026Q3", "2026-07-01", "2026-09-30"), ("2024-Q1", "2024-01-01", "2024-03-31"),
            ("2026q4", "2026-10-01", "2026-12-31"),
        ])
    func quarter(_ text: String, _ from: String, _ to: String) {
        #expect(AuditPeriod(quarter: text)?.from?.description == from)
        #expect(AuditPeriod(quarter: text)?.to?.description == to)
    }

    @Test("and nothing else is one", arguments: ["2026Q5", "2026", "Q3", "26Q3", "2026Q03", ""])
    func noQuarter(_ text: String) {
        #expect(AuditPeriod(quarter: text) == nil)
    }
}
