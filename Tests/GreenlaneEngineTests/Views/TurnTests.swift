import Foundation
import GreenlaneCatalog
import GreenlaneCore
import GreenlaneEngine
import GreenlaneTestSupport
import Testing

@Suite("Whose move it is")
struct TurnTests {
    private func turn(_ leaves: [String], shown: String) throws -> Turn {
        let flow = try #require(World.definitions?.shipped.first)
        return try #require(Turn(flow, leaves: leaves, shown: shown))
    }

    private func said(_ turn: Turn) -> [String] {
        turn.moves.map { "\($0.role.rawValue) \($0.event ?? "-")" }
    }

    @Test("what is always there is nobody's move, and a closed way is none")
    func waits() throws {
        let pending = try turn(
            ["permits_pending", "awaiting_dispatch", "not_declared", "untaxed"],
            shown: "permits_pending")
        // Not dispatch: the approvals are missing. Which of three answers comes, nobody knows.
        #expect(said(pending) == ["lab_manager apply_permit", "authority -"])
        let review = try turn(
            ["approvals_used", "arrived", "reviewing", "papers_in_order", "untaxed"],
            shown: "reviewing")
        // Not the warehouse, before the release; not the broker, who might amend at any time.
        #expect(review.roles == [.customs])
    }

    @Test("every region that goes on has its own, the state that is shown first")
    func regions() throws {
        let approved = try turn(
            ["approved", "awaiting_dispatch", "not_declared", "untaxed"], shown: "not_declared")
        #expect(approved.move(of: [.labManager])?.event == "dispatch")
        #expect(approved.move(of: [.broker])?.event == "dispatch")
        #expect(approved.move(of: [.customs]) == nil)
        let released = try turn(
            ["approvals_used", "arrived", "released", "papers_in_order", "tax_due"],
            shown: "released")
        #expect(released.move(of: [.warehouse])?.event == "store")
        #expect(released.move(of: [.labManager])?.event == "pay_tax")
        #expect(released.move(of: [.broker])?.event == "store")
    }

    @Test("a hold is the move of whoever can lift it, by whatever way there is")
    func holds() throws {
        let hold = try turn(
            ["approved", "temperature_hold", "awaiting_declaration", "untaxed"],
            shown: "temperature_hold")
        #expect(said(hold).first == "lab_manager accept_temperature")
        let barred = try turn(
            ["barred", "awaiting_dispatch", "not_declared", "untaxed"], shown: "barred")
        #expect(said(barred) == ["lab_manager correct_request"])
        let flow = try #require(World.definitions?.shipped.first)
        #expect(Turn(flow, leaves: ["nowhere"], shown: "nowhere") == nil)
    }

    @Test("who has applied for everything waits, and only then the authority is asked")
    func applied() throws {
        let world = try World()
        let path = World.home + "/Samples/03-fbs-australia/request.json"
        let bytes = try #require(FileManager.default.contents(atPath: path))
        let request = try ImportRequestReader.read(
            Array(bytes), file: "request.json", for: .filing)
        let id = try world.file(request).id
        let definitions = try #require(World.definitions)
        let views = ShipmentViews(store: world.store, definitions: definitions)
        let before = try #require(try views.card(id: id))
        #expect(before.state == "permits_pending")
        #expect(before.turn.roles == [.labManager])
        let row = try #require(try views.show(id: id, now: world.now).json["permits"]?.arrayValue)
        for permit in row where permit["status"] == "required" {
            try world.step(
                id, "apply_permit", by: "lab_manager:li.na", ["permit": permit["permit"] ?? ""])
        }
        let after = try #require(try views.card(id: id))
        #expect(after.turn.roles == [.authority])
        #expect(after.version > before.version && after.last.role == .labManager)
    }
}
