import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneTestSupport
import Testing

@Suite("What turned out wrong, in EPCIS events")
struct EPCISCorrectionTests {
    private func events(
        _ world: World, _ selection: EPCISSelection = EPCISSelection()
    ) throws -> [JSONValue] {
        let text = try EPCISStory.export(world.store, selection)
        if EPCISSchema.isPresent {
            #expect(try EPCISSchema.load().problems(try JSONParser.parse(text)) == [])
        }
        return try EPCISStory.events(text)
    }

    private func without(_ event: JSONValue, _ name: String) -> JSONValue? {
        guard case .object(var object) = event else { return nil }
        object[name] = nil
        return .object(object)
    }

    @Test("an undone step is sent once more, unchanged but for the error declaration")
    func undone() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo", ["waybill": "618-1"])
        world.advance(days: 1)
        try world.step(id, "undo_step", by: "broker:chen.bo", ["reason": "点错了"])
        let events = try events(world)
        // Filed; packed and shipped; both again with the declaration.
        #expect(events.count == 5)
        for index in 1...2 {
            let again = events[index + 2]
            #expect(without(again, "errorDeclaration") == events[index])
            let declaration = try #require(again["errorDeclaration"])
            #expect(declaration["reason"] == "did_not_occur")
            #expect(declaration["declarationTime"] == "2026-09-02T09:00:00+08:00")
            #expect(declaration["correctiveEventIDs"] == nil)
        }
        #expect(!events.map(\.text).joined().contains("点错了"))
    }

    @Test("a corrected request declares wrong what spoke of the wrong goods, then tells it right")
    func corrected() throws {
        let world = try World()
        var request = Requests.consumables()
        let id = try world.file(request).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        let before = try events(world)
        world.advance(days: 1)
        request.items[0].quantity = Quantity(Decimal(120), .piece)
        try world.step(
            id, "correct_request", by: "lab_manager:li.na",
            ["request": request.json, "reason": "数量填错"])
        let added = Array(try events(world).dropFirst(before.count))
        // The filing and the packing speak of the quantity; the shipping does not.
        #expect(added.count == 4)
        for (wrong, right) in [(added[0], added[1]), (added[2], added[3])] {
            #expect(before.contains { $0 == without(wrong, "errorDeclaration") })
            let declaration = try #require(wrong["errorDeclaration"])
            #expect(declaration["reason"] == "incorrect_data")
            let corrective = try #require(right["eventID"])
            #expect(declaration["correctiveEventIDs"] == .array([corrective]))
            #expect(right["eventID"] != wrong["eventID"])
            #expect(right["eventTime"] == wrong["eventTime"])
            #expect(right["recordTime"] == "2026-09-02T09:00:00+08:00")
            #expect(right.text.contains(#""quantity":120"#))
            #expect(wrong.text.contains(#""quantity":100"#))
        }
    }

    @Test("undoing a correction corrects once more, under ids that were never used")
    func correctionUndone() throws {
        let world = try World()
        var request = Requests.consumables()
        let id = try world.file(request).id
        request.items[0].quantity = Quantity(Decimal(120), .piece)
        try world.step(
            id, "correct_request", by: "lab_manager:li.na",
            ["request": request.json, "reason": "x"])
        try world.step(id, "undo_step", by: "lab_manager:li.na", ["reason": "x"])
        let events = try events(world)
        let quantities = events.map { event in
            event["quantityList"]?.arrayValue?.first?["quantity"]?.integerValue ?? 0
        }
        #expect(quantities == [100, 100, 120, 120, 100])
        #expect(events.map { $0["errorDeclaration"] != nil } == [false, true, false, true, false])
        #expect(Set(events.compactMap { $0["eventID"]?.stringValue }).count == 3)
        #expect(
            events[3]["errorDeclaration"]?["correctiveEventIDs"]
                == .array([try #require(events[4]["eventID"])]))
    }

    @Test("a late fact keeps the time at which it happened and the time at which it was known")
    func late() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        world.advance(days: 3)
        try world.step(
            id, "goods_arrived", by: "carrier:zhou.li", occurred: "2026-09-02T08:00:00+08:00")
        let arrived = try #require(try events(world).last)
        #expect(arrived["eventTime"] == "2026-09-02T08:00:00+08:00")
        #expect(arrived["recordTime"] == "2026-09-04T09:00:00+08:00")
        #expect(arrived["greenlane:late"] == true)
        #expect(arrived["errorDeclaration"] == nil)
    }

    @Test("a receipt that did not fit is seen, and changes nothing of the goods")
    func unfitting() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "receipt.P", by: "customs:receipt")
        let released = try #require(try events(world).last)
        #expect(released["greenlane:recorded"] == "goods.released")
        #expect(released["greenlane:fits"] == false)
        #expect(released["disposition"] == nil && released["persistentDisposition"] == nil)
    }
}

@Suite("What an EPCIS export is asked for")
struct EPCISSelectionTests {
    private func time(_ text: String) -> Timestamp? { Timestamp(text) }

    private func types(_ world: World, _ selection: EPCISSelection) throws -> [String] {
        try EPCISStory.events(EPCISStory.export(world.store, selection)).compactMap {
            $0["greenlane:recorded"]?.stringValue
        }
    }

    /// Filed on the 1st, dispatched on the 2nd, arrived on the 3rd as recorded on the 6th.
    private func world() throws -> (World, String) {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        world.advance(days: 1)
        try world.step(id, "dispatch", by: "broker:chen.bo")
        world.advance(days: 4)
        try world.step(
            id, "goods_arrived", by: "carrier:zhou.li", occurred: "2026-09-03T08:00:00+08:00")
        return (world, id)
    }

    @Test("a period by when it happened, and by when it was recorded")
    func period() throws {
        let (world, _) = try world()
        var selection = EPCISSelection(
            from: time("2026-09-03"), to: time("2026-09-05"), clock: .event)
        #expect(try types(world, selection) == ["goods.arrived"])
        selection.clock = .record
        #expect(try types(world, selection) == [])
        selection.to = time("2026-09-06T23:59:59+08:00")
        #expect(try types(world, selection) == ["goods.arrived"])
    }

    @Test("periods of recording that follow one another hold every event once")
    func partition() throws {
        let (world, id) = try world()
        try world.step(id, "lodge_declaration", by: "broker:chen.bo")
        world.advance(days: 1)
        try world.step(id, "undo_step", by: "broker:chen.bo", ["reason": "点错了"])
        let all = try EPCISStory.events(EPCISStory.export(world.store, EPCISSelection()))
        var parts: [JSONValue] = []
        let days = ["2026-09-01", "2026-09-02", "2026-09-04", "2026-09-07", "2026-09-10"].map {
            time($0)
        }
        for (from, next) in zip(days, days.dropFirst()) {
            let selection = EPCISSelection(
                from: from, to: next?.adding(milliseconds: -1), clock: .record)
            let part = try EPCISStory.events(EPCISStory.export(world.store, selection))
            #expect(!part.isEmpty)
            parts += part
        }
        #expect(parts == all)
    }

    @Test("a period in which nothing happened is a valid document without events")
    func empty() throws {
        let (world, _) = try world()
        let text = try EPCISStory.export(
            world.store, EPCISSelection(from: time("2030-01-01")))
        #expect(try EPCISStory.events(text) == [])
        #expect(try JSONParser.parse(text)["type"] == "EPCISDocument")
        if EPCISSchema.isPresent {
            #expect(try EPCISSchema.load().problems(try JSONParser.parse(text)) == [])
        }
    }

    @Test("an unknown shipment is refused before the first byte")
    func unknown() throws {
        let (world, id) = try world()
        let definitions = try #require(World.definitions)
        var bytes = 0
        let refusal = #expect(throws: Refusal.self) {
            _ = try EPCISExporter(store: world.store, definitions: definitions).export(
                EPCISSelection(shipments: [id, "SH-2026-999999"]), created: EPCISStory.created
            ) { bytes += $0.count }
        }
        #expect(refusal?.kind == .notFound && bytes == 0)
    }

    @Test("no free text and no name leaves, wherever it was written")
    func freeText() throws {
        let (world, id) = try world()
        let steps: [(String, String, JSONValue)] = [
            ("add_note", "broker:chen.bo", ["text": "secret-1"]),
            ("record_reading", "carrier:zhou.li", ["max_c": "4", "logger": "TL-9"]),
            ("lodge_declaration", "broker:chen.bo", ["remark": "secret-2"]),
            ("receipt.L", "customs:receipt", [:]), ("receipt.P", "customs:receipt", [:]),
            ("store", "warehouse:zhao.lei", ["place": "secret-3"]),
            ("deliver", "warehouse:zhao.lei", ["received_by": "secret-4"]),
        ]
        for (event, actor, input) in steps { try world.step(id, event, by: actor, input) }
        let text = try EPCISStory.export(world.store, EPCISSelection())
        let plain = try #require(text.removingPercentEncoding)
        for word in ["secret", "chen.bo", "zhao.lei", "li.na", "合成单位甲", "commitment"] {
            #expect(!plain.contains(word), "\(word)")
        }
        #expect(plain.contains("urn:greenlane:logger:TL-9"))
    }

    @Test("more shipments than are looked up at once are all there, in order")
    func many() throws {
        let world = try World(whitelists: false)
        for number in 1...520 { try world.file(Requests.consumables("T-\(number)")) }
        let ids = try EPCISStory.events(EPCISStory.export(world.store, EPCISSelection())).compactMap
        {
            $0["bizTransactionList"]?.arrayValue?.first?["bizTransaction"]?.stringValue
        }
        #expect(ids.count == 520 && ids == ids.sorted() && Set(ids).count == 520)
    }

    @Test("text from outside cannot break out of a URI, and units without a code are kept")
    func hostile() throws {
        let world = try World()
        var request = Requests.consumables(lines: 2)
        request.items[0].catalogue = ImportItem.Catalogue(
            supplier: "A:B \"<公司>", number: "1/2", batch: "L%1\u{1F9EA}")
        request.items[0].quantity = Quantity(Decimal("0.000001") ?? .zero, .U)
        request.items[1].quantity = Quantity(Decimal("999999999999999.999999") ?? .zero, .kg)
        request.transport.document = "618 1\n"
        let id = try world.file(request).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        let text = try EPCISStory.export(world.store, EPCISSelection(shipments: [id]))
        if EPCISSchema.isPresent {
            #expect(try EPCISSchema.load().problems(try JSONParser.parse(text)) == [])
        }
        let lot = "urn:greenlane:lot:A%3AB%20%22%3C%E5%85%AC%E5%8F%B8%3E:1%2F2:L%251%F0%9F%A7%AA"
        #expect(text.contains("[{\"epcClass\":\"\(lot)\"},"))
        #expect(text.contains("\"quantity\":999999999999999.999999,\"uom\":\"KGM\""))
        #expect(text.contains("\"line\":1,\"amount\":\"0.000001\",\"unit\":\"U\""))
        #expect(text.contains("urn:greenlane:waybill:618%201"))
    }
}
