import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("Shipments race for the last gram of an entry")
struct LastGramTests {
    private static let entry = "NS-SYN-001"

    /// The one door as a server keeps it: whoever comes waits for a turn.
    private final class SharedDoor: @unchecked Sendable {
        private let world: World
        private let turn = NSLock()

        init(_ world: World) { self.world = world }

        func enter<T>(_ body: (World) throws -> T) rethrows -> T {
            turn.lock()
            defer { turn.unlock() }
            return try body(world)
        }
    }

    @Test("of a hundred clients that each want 7 g of 500 g, 71 get it, and 3 g are left")
    func hundred() async throws {
        let world = try World()
        let door = SharedDoor(world)
        let prototype = try Requests.sample("01-heparin-whitelisted")
        var winners: [String] = []
        var losers: [String] = []
        try await withThrowingTaskGroup(of: (String, Bool).self) { group in
            for client in 1...100 {
                group.addTask {
                    var request = prototype
                    request.reference = "RACE-\(client)"
                    request.items[0].quantity = Quantity(Decimal(7), .g)
                    let mine = request
                    let outcome = try door.enter { try $0.file(mine) }
                    return (outcome.id, outcome.shipment?.milestone == .whitelisted)
                }
            }
            for try await (id, won) in group {
                if won { winners.append(id) } else { losers.append(id) }
            }
        }
        #expect(winners.count == 71 && losers.count == 29)
        #expect(try balance(world) == ["497", "0", "3"])
        let chart = try #require(World.definitions?.shipped.first?.chart)
        for id in losers {
            let active = try #require(world.warmShipment(id)).configuration.active
            #expect(chart.names(of: active).contains("quantity_hold"))
        }
        try await withdraw(winners, door)
        #expect(try balance(world) == ["0", "0", "500"])
        #expect(try Replayer(store: world.store).run().isClean)
        #expect(try Verifier(store: world.store).run().problems == [])
    }

    private func withdraw(_ ids: [String], _ door: SharedDoor) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in ids {
                group.addTask {
                    try door.enter {
                        _ = try $0.step(
                            id, "cancel_request", by: "lab_manager:li.na", ["reason": "取消"])
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("the worked example of the documentation happens as it is told")
    func workedExample() throws {
        let world = try World()
        var found: [[String]] = []
        func note() throws { found.append(try balance(world)) }
        try note()
        let large = try file(world, "H-1", grams: 499)
        try note()
        let first = try file(world, "H-2", grams: 1)
        try note()
        let second = try file(world, "H-3", grams: 1)
        try note()
        #expect(world.warmShipment(first)?.milestone == .whitelisted)
        #expect(world.warmShipment(second)?.milestone == .preapproved)
        try world.step(first, "cancel_request", by: "lab_manager:li.na", ["reason": "取消"])
        try note()
        try world.step(second, "recheck_whitelist", by: "lab_manager:li.na")
        try note()
        #expect(world.warmShipment(second)?.milestone == .whitelisted)
        for (event, actor) in [
            ("dispatch", "broker:chen.bo"), ("goods_arrived", "carrier:zhou.li"),
            ("lodge_declaration", "broker:chen.bo"), ("receipt.accepted", "customs:receipt"),
        ] {
            try world.step(large, event, by: actor)
        }
        try note()
        #expect(found == (try documented()))
    }

    /// The figures of the page: the last three columns of its table.
    private func documented() throws -> [[String]] {
        let page = "\(World.home)/Sources/GreenlaneEngine/Documentation.docc/LastGram.md"
        let text = try String(contentsOfFile: page, encoding: .utf8)
        return text.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2).map { line in
            line.split(separator: "|").suffix(3).map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    private func file(_ world: World, _ reference: String, grams: Int) throws -> String {
        var request = try Requests.sample("01-heparin-whitelisted")
        request.reference = reference
        request.items[0].quantity = Quantity(Decimal(grams), .g)
        return try world.file(request).id
    }

    /// Reserved, consumed, remaining; in grams.
    private func balance(_ world: World) throws -> [String] {
        let row = try #require(try world.store.ledger(kind: "entry", id: Self.entry))
        let balance = try #require(try JSONParser.parse(row.body)["balance"])
        return ["reserved", "consumed"].map { balance[$0]?.stringValue ?? "" }
            + [balance["remaining"]?["amount"]?.stringValue ?? ""]
    }
}
