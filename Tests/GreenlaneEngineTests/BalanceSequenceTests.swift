import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

/// The same numbers for the same seed, on every machine.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite("Twenty shipments draw on five permits and five entries, in any order")
struct BalanceSequenceTests {
    private static func number(_ name: String, _ fallback: UInt64) -> UInt64 {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) } ?? fallback
    }

    @Test("after every step the ledgers are what the log adds up to, and the log replays")
    func sequence() throws {
        let seed = Self.number("GREENLANE_SEED", 20_261_122)
        let steps = Int(Self.number("GREENLANE_STEPS", 800))
        let play = try BalancePlay(seed: seed)
        for step in 1...steps {
            try play.act()
            let found = try play.check(shipments: step % 25 == 0)
            guard found.isEmpty else {
                Issue.record("seed \(seed), step \(step), \(play.last): \(found)")
                return
            }
        }
        #expect(try play.check(shipments: true) == [])
        #expect(try Replayer(store: play.world.store).run().isClean)
        #expect(try Verifier(store: play.world.store).run().problems == [])
        // A sequence in which nothing happens proves nothing.
        for event in ["reserved", "consumed", "freed"] {
            #expect((play.counts[event] ?? 0) >= steps / 100, "\(event): \(play.counts)")
        }
    }
}

/// Commands as people and authorities might give them, right and wrong ones alike.
final class BalancePlay {
    let world: World
    private(set) var last = ""
    private(set) var counts: [String: Int] = [:]
    private var numbers: SeededNumbers
    private var naive = NaiveBalances()
    private var live: [String] = []
    private var requests: [String: ImportRequest] = [:]
    /// How far along the road each shipment is.
    private var stage: [String: Int] = [:]
    private var serial = 0
    private var lists = 0
    private var entries: [WhitelistEntry] = []
    private var previous: (id: String, event: String, actor: String, input: JSONValue)?

    init(seed: UInt64) throws {
        world = try World(whitelists: false)
        numbers = SeededNumbers(seed: seed)
        let row = try Requests.sample("01-heparin-whitelisted")
        for index in 0..<5 {
            entries.append(
                WhitelistEntry(
                    isSynthetic: true, scheme: "nansha", id: "SYN-\(index)",
                    unitName: "合成单位甲", unitUscc: row.importer.uscc ?? "",
                    itemNameZh: "肝素钠", itemNameEn: "Heparin sodium", cas: "9041-08-1",
                    hs10: "3001901000", purpose: .processMaterial,
                    approved: index == 4 ? nil : Quantity(Decimal(index * 150 + 50), .g),
                    validFrom: CalendarDate("2026-07-01"),
                    validTo: CalendarDate(index % 2 == 0 ? "2027-12-31" : "2026-10-15"),
                    waives: ["drug-clearance-form"]))
        }
        try publish(entries)
        let limits: [Quantity?] = [
            Quantity(Decimal(30), .vial), Quantity(Decimal(200), .mg), nil,
            Quantity(Decimal(400), .vial), Quantity(Decimal(12), .vial),
        ]
        for (index, limit) in limits.enumerated() {
            let permit = Permit(
                id: "P-\(index)", code: "special-goods-approval", number: "SYNTHETIC-\(index)",
                holder: "91440115MAXXX0015E",
                validFrom: try #require(CalendarDate("2026-08-01")),
                validTo: try #require(CalendarDate(index == 0 ? "2026-10-20" : "2027-12-31")),
                quantity: limit, singleUse: index == 4)
            _ = try world.engine.handle(
                Envelope(.addPermit(permit), by: Actor(role: .authority, name: "gz"))
            ).get()
        }
        for _ in 0..<20 { try file() }
    }

    /// Differences between the ledgers, the log and, where asked, the shipments.
    func check(shipments: Bool) throws -> [String] {
        try naive.read(world.store)
        var found = try naive.differences(world.store)
        if shipments {
            found += naive.differences(live.compactMap { world.warmShipment($0) })
            counts["reserved"] = naive.reserved.count
            counts["consumed"] = naive.consumed.count
            counts["freed"] =
                naive.reserved.filter { $0.value == .zero }.count
                - naive.consumed.count
        }
        return found
    }

    func act() throws {
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<2: try republish()
        case 2..<4:
            world.advance(days: Int.random(in: 1...4, using: &numbers))
            _ = try world.engine.tick()
            last = "time passes"
        case 4: try repeatLast()
        case 5..<9: try replaceShipment()
        case 9..<45: try advance()
        default: try step()
        }
    }

    /// The road that most goods take, as far as it goes: without it few would ever be accepted.
    private static let road: [(event: String, actor: String)] = [
        ("dispatch", "broker:b"), ("goods_arrived", "carrier:c"),
        ("lodge_declaration", "broker:b"), ("receipt.accepted", "customs:r"),
    ]

    private func advance() throws {
        guard let id = live.randomElement(using: &numbers) else { return }
        let next = stage[id] ?? 0
        guard next < Self.road.count else { return }
        let (event, actor) = Self.road[next]
        last = "\(id) \(event)"
        do {
            // A receipt that does not fit is recorded, and the goods stay where they are.
            if try world.step(id, event, by: actor).fits { stage[id] = next + 1 }
        } catch is Refusal {}
    }

    // MARK: Commands

    private func file() throws {
        serial += 1
        var request = try Requests.sample(
            serial % 2 == 0 ? "01-heparin-whitelisted" : "04-human-cell-line")
        request.reference = "R-\(serial)"
        request.importer.uscc = "91440115MAXXX0015E"
        request.endUser = nil
        request.plannedDispatch = nil
        request.plannedArrival = nil
        vary(&request)
        let outcome = try world.file(request)
        live.append(outcome.id)
        requests[outcome.id] = request
    }

    /// One to three lines of one good, in vials or grams, with or without a content.
    private func vary(_ request: inout ImportRequest) {
        let isCells = request.items[0].form == .cells
        let first = request.items[0]
        request.items = (1...Int.random(in: 1...3, using: &numbers)).map { line in
            var item = first
            item.line = line
            let amount = Int.random(in: 1...(isCells ? 9 : 60), using: &numbers)
            let inVials = isCells || Int.random(in: 0..<4, using: &numbers) == 0
            item.quantity = Quantity(Decimal(amount), inVials ? .vial : .g)
            item.content = nil
            if inVials, Bool.random(using: &numbers) {
                item.content = Quantity(
                    Decimal(Int.random(in: 1...3, using: &numbers)), isCells ? .mg : .g)
            }
            return item
        }
    }

    private func publish(_ list: [WhitelistEntry]) throws {
        lists += 1
        _ = try world.engine.handle(
            Envelope(
                .publishWhitelist(
                    WhitelistPublication(
                        name: "SYNTHETIC-\(lists)", text: Array("\(lists)".utf8), entries: list)),
                by: Actor(role: .whitelistSteward, name: "ns"))
        ).get()
    }

    /// An entry is suspended or comes back, or is granted more.
    private func republish() throws {
        let index = Int.random(in: 0..<entries.count, using: &numbers)
        if Bool.random(using: &numbers) {
            entries[index].status = entries[index].status == .active ? .suspended : .active
        } else if let approved = entries[index].approved {
            entries[index].approved = Quantity(approved.amount + Decimal(25), approved.unit)
        }
        last = "republish \(entries[index].id)"
        try publish([entries[index]])
    }

    private func replaceShipment() throws {
        guard let index = live.indices.randomElement(using: &numbers) else { return }
        guard let shipment = world.warmShipment(live[index]) else { return }
        last = "replace \(shipment.id)"
        if !shipment.isFinal {
            _ = try world.refusal(
                shipment.id, "cancel_request", by: "lab_manager:li.na", ["reason": "取消"])
        }
        guard world.warmShipment(shipment.id)?.isFinal == true else { return }
        live.remove(at: index)
        try file()
    }

    private func repeatLast() throws {
        guard let (id, event, actor, input) = previous else { return }
        let key = "K-\(serial)-\(world.engine.size)"
        last = "\(event) twice"
        do {
            try world.step(id, event, by: actor, input, key: key)
            let again = try world.step(id, event, by: actor, input, key: key)
            if !again.isRepeat { Issue.record("the same key did something twice: \(event)") }
        } catch is Refusal {}
    }

    private static let plain: [(event: String, actor: String)] = [
        ("dispatch", "broker:b"), ("goods_arrived", "carrier:c"), ("goods_arrived", "carrier:c"),
        ("lodge_declaration", "broker:b"), ("receipt.accepted", "customs:r"),
        ("receipt.accepted", "customs:r"), ("receipt.rejected", "customs:r"),
        ("withdrawal_approved", "customs:r"), ("receipt.D", "customs:r"),
        ("recheck_whitelist", "lab_manager:l"), ("recheck_approvals", "lab_manager:l"),
        ("receipt.released", "customs:r"), ("goods_returned", "customs:r"),
        ("goods_destroyed", "customs:r"), ("lapsed_use_drug_form", "broker:b"),
        ("use_drug_form", "broker:b"), ("whitelist_published", "whitelist_steward:w"),
    ]
    private static let reasoned: [(event: String, actor: String)] = [
        ("undo_step", "lab_manager:l"), ("undo_step", "broker:b"),
        ("request_withdrawal", "broker:b"), ("whitelist_withdrawn", "whitelist_steward:w"),
        ("permit_revoked", "authority:a"), ("cancel_request", "lab_manager:l"),
        ("lapsed_return", "broker:b"),
    ]
    private static let ending: [(event: String, actor: String)] = [
        ("order_return", "customs:r"), ("order_destruction", "customs:r"),
        ("goods_forfeited", "customs:r"), ("abandon", "lab_manager:l"),
    ]

    private func step() throws {
        guard let id = live.randomElement(using: &numbers) else { return }
        var input: JSONValue = [:]
        var chosen: (event: String, actor: String)?
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<22:
            chosen = ("link_permit", "lab_manager:l")
            input = ["permit": .string("P-\(Int.random(in: 0..<5, using: &numbers))")]
        case 22..<28:
            chosen = ("permit_granted", "authority:a")
            serial += 1
            input = [
                "permit": "special-goods-approval", "valid_to": "2027-10-01",
                "number": .string("SYN-\(serial % 40)"), "quantity": "15", "unit": "vial",
            ]
        case 28..<36:
            guard var request = requests[id] else { return }
            vary(&request)
            chosen = ("correct_request", "lab_manager:l")
            input = ["request": request.json, "reason": "更正"]
        case 36..<42:
            chosen = ("lodge_declaration", "broker:b")
            input = ["lines": [.integer(Int64(Int.random(in: 1...3, using: &numbers)))]]
        case 42..<52:
            chosen = Self.reasoned.randomElement(using: &numbers)
            input = ["reason": "记录"]
        case 52..<53:
            chosen = Self.ending.randomElement(using: &numbers)
            input = ["reason": "记录"]
        default: chosen = Self.plain.randomElement(using: &numbers)
        }
        guard let chosen else { return }
        last = "\(id) \(chosen.event) \(input.text)"
        previous = (id, chosen.event, chosen.actor, input)
        _ = try world.refusal(id, chosen.event, by: chosen.actor, input)
    }
}
