import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("An entry of the log")
struct EntryTests {
    @Test("is canonical JSON, so that anyone can make its hash again")
    func canonical() throws {
        let world = try busyWorld()
        var checked = 0
        try world.store.scan { view in
            let bytes = Array(view.entry)
            let again = try JSONParser.parse(bytes).canonicalBytes
            #expect(again == bytes, "position \(view.position)")
            checked += 1
            return true
        }
        #expect(checked >= 20)
    }

    @Test("names nobody; the names lie beside it and can be erased")
    func personal() throws {
        let world = try busyWorld()
        try world.store.scan { view in
            let entry = String(decoding: view.entry, as: UTF8.self)
            for name in ["chen.bo", "li.na", "zhao.lei"] {
                #expect(!entry.contains(name), "position \(view.position)")
            }
            return true
        }
        try RawDatabase.run(
            "UPDATE event SET sealed = NULL", on: world.folder + "/greenlane.sqlite")
        try world.reopenReadOnly { store in
            let verified = try Verifier(store: store).run()
            // Gone without an erasure on record: that is told, and nothing else is wrong.
            #expect(Set(verified.problems.map(\.kind)) == ["sealed-missing"])
            let replayed = try Replayer(store: store).run()
            #expect(replayed.isClean)
        }
    }

    @Test("gives the same shipment when its stream is folded again")
    func folding() throws {
        let world = try busyWorld()
        let ids = try world.store.shipments(.init()).map(\.id)
        let definitions = try #require(World.definitions)
        let views = ShipmentViews(store: world.store, definitions: definitions)
        for id in ids {
            let folded = try views.show(id: id, now: world.now).shipment
            let warm = world.warmShipment(id)
            #expect(warm == nil || warm == folded, "\(id)")
        }
    }

    @Test("comes out the same in every run with the same clock and seed")
    func deterministic() throws {
        let roots = try (0..<2).map { _ in try busyWorld().engine.root }
        #expect(roots[0] == roots[1])
    }

    /// Two shipments of different kinds with most kinds of effects.
    private func busyWorld() throws -> World {
        let world = try World()
        let first = try world.file(try Requests.sample("01-heparin-whitelisted")).id
        try world.step(first, "dispatch", by: "broker:chen.bo")
        world.advance(days: 1)
        try world.step(first, "goods_arrived", by: "carrier:zhou.li")
        try world.step(first, "lodge_declaration", by: "broker:chen.bo", ["number": "P-1"])
        try world.step(first, "receipt.L", by: "customs:receipt")
        try world.step(first, "receipt.Q9", by: "customs:receipt")
        try world.step(first, "add_note", by: "broker:chen.bo", ["text": "已电话确认"])
        let second = try world.file(Requests.consumables()).id
        try world.step(second, "dispatch", by: "broker:chen.bo")
        try world.step(second, "undo_step", by: "broker:chen.bo", ["reason": "选错了票"])
        try world.step(second, "cancel_request", by: "lab_manager:li.na", ["reason": "重复"])
        return world
    }
}
