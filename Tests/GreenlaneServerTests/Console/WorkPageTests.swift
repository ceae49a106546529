import GreenlaneCore
import GreenlaneEngine
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

@Suite("My day and the worklist")
struct WorkPageTests {
    static let first = "91440115MAXXX0015E"
    static let second = "91440115MAXXX00314"

    private struct Town {
        var house: AccessHouse
        var lab = ""
        var otherLab = ""
        var customs = ""

        init(_ house: AccessHouse) async throws {
            self.house = house
            let root = try await house.administrator()
            let importer = try await house.organisation("importer", first, by: root)
            let other = try await house.organisation("importer", second, by: root)
            let office = try await house.organisation("customs", by: root)
            lab = try await house.member("li.na", "lab_manager", of: importer, by: root).cookie
            otherLab = try await house.member("wu.di", "lab_manager", of: other, by: root).cookie
            customs = try await house.member("hai.guan", "customs", of: office, by: root).cookie
        }

        func file(
            _ reference: String, for importer: String = first, named name: String = "细胞培养板"
        ) async throws -> String {
            var request = Requests.consumables(reference)
            request.importer.uscc = importer
            request.items[0].nameZh = name
            let actor = Actor(role: .labManager, name: "li.na")
            return try await house.service.desk.handle(Envelope(.file(request), by: actor))
                .get().id
        }

        func step(_ id: String, _ event: String, by role: Actor.Role) async throws {
            let command = Command.step(shipment: id, event: event, input: JSONObject())
            _ = try await house.service.desk.handle(
                Envelope(command, by: Actor(role: role, name: "x"))
            ).get()
        }

        func chosen(_ page: String) -> [String] {
            page.split(separator: "name=\"shipment\" value=\"").dropFirst().map {
                String($0.prefix { $0 != "\"" })
            }
        }
    }

    @Test("the day tells whose move it is, and forgets it once the move is made")
    func day() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let id = try await town.file("W-1", named: "<b>板</b>")
            let own = try await house.page("/day", town.lab)
            #expect(own.status == 200 && own.text.contains("有 1 件事等您"))
            #expect(own.text.contains("/shipments/\(id)?step=dispatch#step-dispatch"))
            #expect(own.text.contains("&lt;b&gt;板&lt;/b&gt;") && !own.text.contains("<b>板"))
            let foreign = try await house.page("/day", town.otherLab)
            #expect(foreign.status == 200 && !foreign.text.contains(id))
            #expect(try await house.page("/day", town.customs).text.contains("没有事情等您"))
            try await town.step(id, "dispatch", by: .labManager)
            let later = try await house.page("/day", town.lab)
            #expect(later.text.contains("没有事情等您") && later.text.contains("登记“通知发货”"))
        }
    }

    @Test("the list shows what is within reach, and the filters of the address narrow it")
    func list() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let plates = try await town.file("W-PLATES")
            let tubes = try await town.file("W-TUBES", named: "塑料离心管")
            let foreign = try await town.file("W-OTHER", for: Self.second)
            let all = try await house.page("/shipments", town.lab).text
            #expect(all.contains(plates) && all.contains(tubes) && !all.contains(foreign))
            for (query, shown, hidden) in [
                ("?q=%E7%A6%BB%E5%BF%83", tubes, plates), ("?q=w-plat", plates, tubes),
                ("?q=\(foreign)", "在已办结中查找", foreign + "\""),
                ("?importer=\(Self.second)", "没有货物符合", foreign + "\""),
                ("?milestone=delivered", "没有货物符合", plates + "\""),
                ("?move=customs", "没有货物符合", plates + "\""),
                ("?view=mine&sort=-id&size=100", plates, foreign),
            ] {
                let page = try await house.page("/shipments" + query, town.lab)
                #expect(page.status == 200 && page.text.contains(shown), "\(query)")
                #expect(!page.text.contains("<td><a class=\"code\" href=\"/shipments/\(hidden)"))
            }
            #expect(try await house.page("/shipments", town.customs).text.contains(foreign))
            try await town.step(plates, "dispatch", by: .labManager)
            let mine = try await house.page("/shipments?view=mine", town.lab).text
            #expect(!mine.contains(plates) && mine.contains(tubes))
        }
    }

    @Test("a step for many: each by itself, once, and none out of reach")
    func bulk() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let ids = [try await town.file("W-1"), try await town.file("W-2")]
            let stale = try await town.file("W-4")
            let foreign = try await town.file("W-3", for: Self.second)
            let page = try await house.page("/shipments?view=mine", town.lab).text
            let chosen = town.chosen(page)
            #expect(chosen.count == 3)
            var fields = chosen.map { ("shipment", $0 == "\(stale)@1" ? "\(stale)@9" : $0) }
            // The same once more counts once.
            fields += [("shipment", "\(foreign)@1"), ("shipment", "\(ids[0])@9")]
            fields += [
                ("event", "dispatch"), ("key", AccessHouse.field("key", in: page) ?? ""),
                ("back", "/shipments?sort=-id"),
            ]
            let done = try await house.submit(
                "/shipments/steps", town.lab, from: "/shipments", fields)
            #expect(done.status == 200 && done.text.contains("2 票已办，2 票没有办"))
            #expect(done.text.contains("没有 \(foreign) 这票货"))
            #expect(done.text.contains("value=\"/shipments?sort=-id\""))
            let again = try await house.submit(
                "/shipments/steps", town.lab, from: "/shipments", fields)
            #expect(again.text.contains("2 票已办"))
            let versions = town.chosen(try await house.page("/shipments", town.customs).text)
            #expect(versions.contains("\(foreign)@1") && versions.contains("\(ids[0])@2"))
            let none = try await house.submit(
                "/shipments/steps", town.lab, from: "/shipments", [("event", "dispatch")])
            #expect(none.status == 400 && none.text.contains("没有选中货物"))
        }
    }

    @Test("views are kept for whoever saved them, and a name that cannot be kept is not lost")
    func views() async throws {
        try await AccessHouse.serving { house in
            let town = try await Town(house)
            let place = "/shipments?q=w"
            for number in 1...SavedViews.maximumCount {
                let saved = try await house.submit(
                    "/views", town.lab, from: place, [("query", "q=w"), ("name", "视图\(number)")])
                #expect(saved.status == 303)
            }
            let full = try await house.submit(
                "/views", town.lab, from: place, [("query", "q=w"), ("name", "<i>再一个")])
            #expect(full.status == 409 && full.text.contains("value=\"&lt;i&gt;再一个\""))
            let shown = try await house.page("/shipments?view=1", town.lab).text
            #expect(shown.contains("视图1") && shown.contains("name=\"q\" value=\"w\""))
            #expect(try await !house.page("/shipments", town.otherLab).text.contains("视图1"))
            _ = try await house.submit("/views/1/deletions", town.lab, from: place, [])
            let left = try await house.page("/shipments", town.lab).text
            #expect(!left.contains("视图1 ") && left.contains("视图2"))
        }
    }

    @Test("an address says the same filter again, and nonsense in it means nothing")
    func filter() {
        var filter = WorkFilter([
            "q": " a&b=c ", "milestone": "filed", "importer": Self.first, "move": "me",
            "due": "soon", "sort": "-updated", "size": "100", "page": "3",
        ])
        #expect(WorkFilter(path: filter.path(page: 3)) == filter)
        filter.page = 1
        #expect(WorkFilter(path: filter.path()) == filter && filter.text == "a&b=c")
        let nonsense = WorkFilter([
            "milestone": "<b>", "move": "king", "due": "never", "sort": "-x", "size": "7",
            "page": "-4",
        ])
        #expect(nonsense == WorkFilter())
        #expect(WorkFilter(["page": "999999999"]).page * 40 <= WorkFilter.maximumRows)
    }

    @Test("the foremost of many are those that sorting gives")
    func foremost() {
        var generator = SystemRandomNumberGenerator()
        for count in [0, 1, 5, 400] {
            let numbers = (0..<count).map { _ in Int.random(in: 0..<50, using: &generator) }
            var foremost = Foremost<Int>(7, by: <)
            for number in numbers { foremost.take(number) }
            #expect(foremost.elements == Array(numbers.sorted().prefix(7)))
        }
    }
}
