import GreenlaneCore
import GreenlaneEngine
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

@Suite("Auditors look on a page")
struct AuditPageTests {
    /// The reader's choice of language, beside the session.
    private static let chinese = "; gl_language=zh-CN"

    /// A filed shipment, dispatched by somebody with a name of markup, with one refused attempt.
    private func shipment(_ house: AccessHouse) async throws -> String {
        let desk = house.service.desk
        let lab = Actor(role: .labManager, name: "<b>li.na")
        let id = try await desk.handle(Envelope(.file(Requests.consumables()), by: lab)).get().id
        let dispatch = Command.step(
            shipment: id, event: "dispatch",
            input: JSONObject([.init("waybill", "180-76543213")]))
        _ = try await desk.handle(Envelope(dispatch, by: lab)).get()
        let store = Command.step(shipment: id, event: "store", input: JSONObject())
        let refused = try await desk.handle(
            Envelope(store, by: Actor(role: .warehouse, name: "zhao.lei")))
        #expect(throws: Refusal.self) { try refused.get() }
        return id
    }

    @Test("a replay shows the state at each entry, what the entry changed, and refusals")
    func replay() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator() + Self.chinese
            let id = try await shipment(house)
            let path = "/audit/shipments/\(id)"
            let filed = try await house.page(path + "?event=1", root)
            #expect(filed.status == 200)
            #expect(filed.text.contains("第 1 个，共 3 个"))
            #expect(filed.text.contains("?event=2\" rel=\"next\""))
            #expect(!filed.text.contains("rel=\"prev\""))
            #expect(filed.text.contains("&lt;b&gt;li.na") && !filed.text.contains("<b>li.na"))
            let dispatched = try await house.page(path + "?event=2", root)
            #expect(dispatched.text.contains("180-76543213"))
            #expect(!filed.text.contains("180-76543213"))
            let refused = try await house.page(path, root)
            #expect(refused.text.contains("第 3 个，共 3 个"))
            #expect(refused.text.contains("被拒绝：什么都没有改变"))
            let early = try await house.page(path + "?at=1", root, language: "en")
            #expect(early.status == 404)
        }
    }

    @Test("goods of others do not show, and that somebody looked is on the record")
    func foreign() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator() + Self.chinese
            let id = try await shipment(house)
            let other = try await house.organisation("importer", "91440115MAXXX00239", by: root)
            let lab = try await house.member("zhou", "lab_manager", of: other, by: root)
            let page = try await house.page("/audit/shipments/\(id)", lab.cookie)
            #expect(page.status == 404 && !page.text.contains("第 1 个"))
            let asked = try await house.page("/audit/actions?shipment=\(id)", lab.cookie)
            #expect(asked.status == 404 && asked.text.contains("value=\"\(id)\""))
            let home = try await house.page("/audit?kind=refused", root)
            #expect(home.text.contains("不在其可见范围内"))
            #expect(home.text.contains("打开页面") && !home.text.contains("page GET"))
            // Only who may verify is offered it.
            #expect(home.text.contains("/audit/verifications"))
            let own = try await house.page("/audit", lab.cookie)
            #expect(own.status == 200 && !own.text.contains("/audit/verifications"))
            #expect(!own.text.contains("的异常"))
        }
    }

    @Test("a timer that fires next morning is no late entry; all are as many as their rows")
    func counted() async throws {
        try await AccessHouse.serving { house in
            let id = try await shipment(house)
            let arrived = Command.step(
                shipment: id, event: "goods_arrived", input: JSONObject())
            let carrier = Actor(role: .carrier, name: "zhou.li")
            _ = try await house.service.desk.handle(Envelope(arrived, by: carrier)).get()
            // The fourteen days to declare pass; the next command fires the timer, days late.
            house.clock.advance(minutes: 20 * 1_440)
            let root = try await house.administrator() + Self.chinese
            let page = try await house.page("/audit?quarter=2026Q3", root).text
            let rows = page.ranges(of: "class=\"when\"").count
            #expect(rows >= 2 && page.contains("共 \(rows) 条，"))
            #expect(page.contains("全部 <span class=\"count\">\(rows)</span>"))
            // The refused attempt, and the deadline.
            #expect(page.contains("逾期 <span class=\"count\">\(rows - 1)</span>"))
            let late = try await house.page("/audit?quarter=2026Q3&kind=late", root).text
            #expect(!late.contains("class=\"when\"") && late.contains("共 0 条，"))
        }
    }

    @Test("the log is verified on the page, and an answer keeps what was typed")
    func verify() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator() + Self.chinese
            let id = try await shipment(house)
            let before = try await house.page("/audit", root)
            #expect(before.text.contains("还没有核对过"))
            let verified = try await house.submit(
                "/audit/verifications", root, from: "/audit", [])
            #expect(verified.status == 303)
            let after = try await house.page("/audit", root)
            #expect(after.text.contains("没有改动、删除、插入或调换"))
            let again = try await house.submit(
                "/audit/shipments/\(id)/replays", root, from: "/audit/shipments/\(id)", [])
            #expect(again.answer.header("location")?.contains("done=doneReplayed&about=2") == true)
            let lot = try await house.page("/audit/batch?lot=%3Ci%3ELOT", root)
            #expect(lot.status == 404)
            #expect(lot.text.contains("value=\"&lt;i&gt;LOT\"") && !lot.text.contains("<i>LOT"))
        }
    }

    @Test("rules and workflows tell on what they rest")
    func definitions() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator() + Self.chinese
            let rules = try await house.page("/rules?q=quarantine-blood", root)
            #expect(rules.text.contains("/rules/quarantine-blood"))
            let rule = try await house.page("/rules/quarantine-blood", root, language: "en")
            #expect(rule.text.contains("254") && rule.text.contains("animals-plants.yaml:"))
            let changes = try await house.page(
                "/rules/changes?from=2025-12-29&to=2025-12-30", root)
            #expect(changes.text.contains("/rules/quarantine-blood"))
            let none = try await house.page("/rules/changes?from=2026-08-10&to=2026-08-10", root)
            #expect(none.text.contains("这两天的规则一样"))
            let flow = try await house.page("/workflows/nansha-reagent-import", root)
            #expect(flow.status == 200 && flow.text.contains("lodge_declaration"))
            // A phone gets the usual road beside the whole picture.
            #expect(flow.text.contains("class=\"flow road narrow\""))
            #expect(flow.text.contains("class=\"flow chart\""))
        }
    }

    @Test("all rules are an index; what one searches for stands open, by every word of it")
    func rulesIndex() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator() + Self.chinese
            let all = try await house.page("/rules", root)
            #expect(all.text.contains("<details class=\"chapter\">"))
            #expect(!all.text.contains("<details class=\"chapter\" open>"))
            // One word is of the basis, the other of the rule itself.
            let found = try await house.page("/rules?q=254+quarantine-blood", root)
            #expect(found.text.contains("<details class=\"chapter\" open>"))
            #expect(found.text.contains("/rules/quarantine-blood"))
            #expect(!found.text.contains("/rules/special-goods-class-4"))
            let none = try await house.page("/rules?q=quarantine-blood+zzzz", root)
            #expect(none.text.contains("没有符合条件的规则"))
        }
    }

    @Test("a page on paper says where it came from, and an answer stands before other questions")
    func paper() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator() + Self.chinese
            let page = try await house.page("/audit/permits?quarter=2026Q3", root)
            let answer = page.text.firstRange(of: "id=\"answer\"")
            let others = page.text.firstRange(of: "id=\"ask\"")
            let (first, second) = (try #require(answer), try #require(others))
            #expect(first.lowerBound < second.lowerBound)
            #expect(page.text.contains("/audit/permits?quarter=2026Q3"))
            #expect(page.text.contains("内容截至"))
        }
    }

    @Test("a deadline in a sentence has its day, the working days left or the days it is late")
    func sentences() throws {
        let calendar = WorkingCalendar(exceptions: [], knownYears: 2026..<2027)
        let now = try #require(Timestamp("2026-11-22T10:00:00+08:00"))
        let passed = Timestamp(endOf: try #require(CalendarDate("2026-11-20")))
        let ahead = Timestamp(endOf: try #require(CalendarDate("2026-11-24")))
        #expect(ConsoleDates.sentence(passed, .zh, now: now, calendar) == "11月20日 周五（逾期 2 天）")
        #expect(
            ConsoleDates.sentence(ahead, .en, now: now, calendar)
                == "Tue 24 Nov (2 working days left)")
    }
}
