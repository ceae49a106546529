import GreenlaneCore
import GreenlaneEngine
import GreenlaneTestSupport
import Testing

@Suite("A shipment that needs no permit")
struct FastLaneTests {
    @Test("goes from filing to delivery in eight commands")
    func fastLane() throws {
        let world = try World()
        let filed = try world.file(Requests.consumables())
        #expect(filed.shipment?.milestone == .whitelisted)
        let id = filed.id
        #expect(id == "SH-2026-000001")
        for (event, actor, milestone) in [
            ("dispatch", "broker:chen.bo", Milestone.whitelisted),
            ("goods_arrived", "carrier:zhou.li", .whitelisted),
            ("lodge_declaration", "broker:chen.bo", .whitelisted),
            ("receipt.accepted", "customs:receipt", .declared),
            ("receipt.released", "customs:receipt", .released),
            ("store", "warehouse:zhao.lei", .warehoused),
            ("deliver", "warehouse:zhao.lei", .delivered),
        ] {
            let outcome = try world.step(id, event, by: actor)
            #expect(outcome.shipment?.milestone == milestone, "after \(event)")
            #expect(outcome.fits)
        }
        let replay = try Replayer(store: world.store).run()
        #expect(replay.divergences.map(\.json.text) == [])
        #expect(replay.events == Int(world.engine.size))
        let verify = try Verifier(store: world.store).run()
        #expect(verify.problems == [])
        #expect(verify.root == world.engine.root)
    }
}
