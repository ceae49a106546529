import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("The trace of a log")
struct TraceTests {
    private func keys(_ world: World, _ topic: TraceTopic) throws -> [String] {
        try world.store.traces(topic: topic.rawValue).map(\.key)
    }

    /// Every kind of row at least once.
    private func busyWorld() throws -> World {
        let world = try World()
        try world.permit("P-1")
        let id = try world.heparin(lot: "l 26-071")
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "undo_step", by: "broker:chen.bo", ["reason": "选错了票"])
        _ = try world.refusal(id, "deliver", by: "warehouse:zhao.lei")
        world.advance(days: 1)
        try world.step(
            id, "add_note", by: "broker:chen.bo", ["text": "电话"],
            occurred: "2026-09-01T10:00:00+08:00")
        try world.step(id, "receipt.P", by: "customs:receipt")
        try world.accept(id)
        try world.step(id, "receipt.P", by: "customs:receipt")
        let late = try world.file(Requests.consumables()).id
        try world.step(late, "dispatch", by: "broker:chen.bo")
        try world.step(late, "goods_arrived", by: "carrier:zhou.li")
        world.advance(days: 40)
        try world.engine.tick()
        return world
    }

    @Test("names what each question looks for, by lot or by day")
    func topics() throws {
        let world = try busyWorld()
        #expect(try keys(world, .lot) == ["L26071"])
        #expect(try keys(world, .accepted) == ["2026-09-02"])
        // The first receipt came before there was a declaration; Customs said so all the same.
        #expect(try keys(world, .released) == ["2026-09-02", "2026-09-02"])
        #expect(try keys(world, .unfit) == ["2026-09-02"])
        #expect(try keys(world, .override) == ["2026-09-01"])
        #expect(try keys(world, .refused) == ["2026-09-01"])
        #expect(try keys(world, .late).contains("2026-09-02"))
        #expect(try !keys(world, .overdue).isEmpty)
        #expect(try keys(world, .terms).contains("permit/P-1"))
        // Draws are no terms: an entry that a thousand shipments use has one row.
        let entries = try keys(world, .terms).filter { $0.hasPrefix("entry/") }
        #expect(Set(entries).count == entries.count)
    }

    @Test("is a function of the stored bytes alone")
    func recomputed() throws {
        let world = try busyWorld()
        var expected: [TraceRow] = []
        try world.store.scan { view in
            expected += TraceProjection.rows(view.entry)
            return true
        }
        var stored: [TraceRow] = []
        try world.store.forEachTrace { stored.append($0) }
        expected.sort { ($0.topic, $0.key, $0.position) < ($1.topic, $1.key, $1.position) }
        #expect(stored == expected)
        #expect(!stored.isEmpty)
    }

    @Test("is made once for a file that had none")
    func restored() throws {
        let world = try busyWorld()
        var before: [TraceRow] = []
        try world.store.forEachTrace { before.append($0) }
        try RawDatabase.run("DELETE FROM trace", on: world.folder + "/greenlane.sqlite")
        try world.reopen()
        var after: [TraceRow] = []
        try world.store.forEachTrace { after.append($0) }
        #expect(after == before)
    }

    @Test("says nothing of bytes that are no entry", arguments: ["", "{}", "[1", "{\"data\":{}}"])
    func damaged(_ text: String) {
        let rows = Array(text.utf8).withUnsafeBufferPointer { TraceProjection.rows($0) }
        #expect(rows == [])
    }
}

@Suite("A step that sets a rule aside")
struct OverrideTests {
    @Test("carries the mark on the record, and the others do not")
    func marked() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        let undone = try world.step(id, "undo_step", by: "broker:chen.bo", ["reason": "选错了"])
        let note = try world.step(id, "add_note", by: "broker:chen.bo", ["text": "x"])
        let marks = try [undone, note].map { outcome in
            let row = try #require(try world.store.event(at: outcome.position))
            return try JSONParser.parse(row.entry)["data"]?["override"] == true
        }
        #expect(marks == [true, false])
        #expect(try Replayer(store: world.store).run().isClean)
    }
}
