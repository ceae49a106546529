import Foundation
import GreenlaneCatalog
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("Rules change while shipments are under way")
struct ImpactTests {
    private static let holder = "91440115MAXXX0015E"

    private struct Asked {
        var shipments: [ShipmentImpact] = []
        var report: ImpactReport

        /// `reference line permit kind from`.
        var told: [String] {
            shipments.flatMap { shipment in
                shipment.changes.map {
                    "\(shipment.reference) \($0.change.line) \($0.change.permit) "
                        + "\($0.change.kind.rawValue) \($0.from)"
                }
            }
        }
    }

    private func ask(
        _ world: World, _ day: String, replacing texts: RuleTexts? = nil
    ) throws -> Asked {
        let present = try #require(World.definitions)
        let other = try texts.map { try DefinitionSet.load(home: World.home, replacing: $0) }
        let question = ImpactRun.Question(
            definitions: other ?? present, day: try #require(CalendarDate(day)),
            today: world.now.date, isOtherText: other != nil)
        let store = try LogStore.openReadOnly(path: world.folder + "/greenlane.sqlite")
        var shipments: [ShipmentImpact] = []
        let report = try ImpactRun(store: store, present: present, question: question).run {
            shipments.append($0)
        }
        try store.close()
        return Asked(shipments: shipments, report: report)
    }

    /// Animal serum whose risk level somebody chose.
    private func serum(_ reference: String, level: Int, lines: Int = 1) -> ImportRequest {
        var request = Requests.consumables(reference, lines: lines)
        for index in request.items.indices {
            request.items[index].nameZh = "胎牛血清"
            request.items[index].form = .serum
            request.items[index].origin = ImportItem.Origin(material: .animal, country: "AU")
            request.items[index].hs = "3002120099"
            request.items[index].chosenBiomaterialLevel = level
            request.items[index].quantity = Quantity(Decimal(500), .mL)
        }
        return request
    }

    private func register(
        _ world: World, _ code: String, from: String, to: String, id: String
    ) throws {
        let permit = Permit(
            id: id, code: code, number: "SYNTHETIC-\(id)", holder: Self.holder,
            validFrom: try #require(CalendarDate(from)), validTo: try #require(CalendarDate(to)),
            singleUse: false)
        _ = try world.engine.handle(
            Envelope(.addPermit(permit), by: Actor(role: .authority, name: "gz"))
        ).get()
    }

    private static func draft(_ rules: String) -> RuleTexts {
        RuleTexts([CatalogFile(name: "draft.yaml", bytes: Array(rules.utf8))])
    }

    // MARK: A day

    @Test("a shipment filed the week before learns that its permit is not needed from the day on")
    func ahead() throws {
        let world = try World(at: "2025-12-22T09:00:00+08:00")
        for level in 2...4 { try world.file(serum("L-\(level)", level: level)) }
        let permit = "animal-plant-quarantine-permit"
        for day in ["2025-12-30", "2026-03-01"] {
            let asked = try ask(world, day)
            #expect(asked.told == ["L-3 1 \(permit) no-longer-required 2025-12-30"], "\(day)")
            #expect(asked.report.counts.open == 3)
            #expect(asked.report.counts.affected == 1)
        }
        #expect(try ask(world, "2025-12-29").told == [])
        let change = try #require(try ask(world, "2025-12-30").shipments.first?.changes.first)
        #expect(change.change.before?.status == .required)
        #expect(change.change.after?.status == .exempt)
        #expect(change.basis.map(\.basis.number) == ["海关总署公告2025年第254号"])
        #expect(change.remedy.zh.contains("2025-12-30"))
    }

    @Test("asked after the day, an answer that nobody renewed is still told with its day")
    func behind() throws {
        let world = try World(at: "2025-12-22T09:00:00+08:00")
        try world.file(serum("L-3", level: 3))
        world.move(to: "2026-02-01T09:00:00+08:00")
        let told = try ask(world, "2026-02-01").told
        #expect(told == ["L-3 1 animal-plant-quarantine-permit no-longer-required 2025-12-30"])
    }

    @Test("a declaration that was accepted is bound by its day; the other lines are not")
    func accepted() throws {
        let world = try World(at: "2025-12-22T09:00:00+08:00")
        let id = try world.file(serum("L-3", level: 3)).id
        try register(
            world, "animal-plant-quarantine-permit", from: "2025-12-01", to: "2026-05-31",
            id: "P-Q")
        try world.step(id, "link_permit", by: "lab_manager:li.na", ["permit": "P-Q"])
        #expect(try ask(world, "2025-12-30").told.count == 1)
        try accept(world, id)
        #expect(try ask(world, "2025-12-30").told == [])
        #expect(try ask(world, "2025-12-30").report.counts.open == 1)
    }

    private func accept(_ world: World, _ id: String) throws {
        try world.step(id, "dispatch", by: "lab_manager:li.na")
        try world.step(
            id, "goods_arrived", by: "carrier:hu.jun", ["conveyance_entry": "2025-12-22"])
        try world.step(id, "lodge_declaration", by: "broker:chen.bo")
        try world.step(
            id, "receipt.accepted", by: "customs:receipt",
            ["entry_number": "514120251000000017"])
        let shipment = try #require(world.warmShipment(id))
        #expect(shipment.declarations.first?.acceptedOn != nil)
    }

    @Test("what a shipment has reserved for itself is not missing when it is asked again")
    func ownDraw() throws {
        let world = try World()
        var request = try Requests.sample("01-heparin-whitelisted")
        // Nearly all of the entry: assessed a second time it would not be enough.
        request.items[0].quantity = Quantity(Decimal(300), .g)
        try world.file(request)
        let entry = try #require(
            try world.store.ledgers(kind: "entry").first {
                $0.body.contains("\"reserved\":\"300\"")
            })
        #expect(entry.status == "active")
        #expect(try ask(world, "2026-09-02").told == [])
    }

    @Test("an entry that ends by then is told as that, not as a change of the rules")
    func entryEnds() throws {
        let world = try World()
        let request = try Requests.sample("01-heparin-whitelisted")
        try world.file(request)
        let asked = try ask(world, "2030-01-01")
        let kinds = asked.shipments.flatMap { $0.changes.map(\.change.kind) }
        #expect(kinds.contains(.waiverEnds) && !kinds.contains(.noLongerWaivable))
        let change = try #require(
            asked.shipments.flatMap(\.changes).first { $0.change.kind == .waiverEnds })
        let entry = try #require(change.change.entry)
        let row = try #require(try world.store.ledger(kind: "entry", id: entry))
        let last = try #require(
            try JSONParser.parse(row.body)["validTo"]?.stringValue.flatMap { CalendarDate($0) })
        #expect(change.from == last.adding(days: 1))
    }

    // MARK: Other texts

    private static let newNeed = """
        rules:
          - id: draft-consumables
            permit: device-registration
            outcome: required
            inForce: {from: 2027-01-01}
            when: {item.form: [consumable]}
            overrides: [device-study-sample, device-exhibition, device-own-use, device-research-use]
            basis: [device-regulation]
            explanation: {zh: 拟议规则, en: A draft}
            confidence: unverified
        """

    @Test("a draft that asks for a new permit names each shipment, from the draft's own day")
    func draftNeed() throws {
        let world = try World()
        try world.file(Requests.consumables("C-1", lines: 2))
        try world.file(serum("S-1", level: 4))
        let texts = Self.draft(Self.newNeed)
        #expect(!texts.isWhole)
        let asked = try ask(world, "2027-01-01", replacing: texts)
        #expect(
            asked.told == [
                "C-1 1 device-registration newly-required 2027-01-01",
                "C-1 2 device-registration newly-required 2027-01-01",
            ])
        #expect(try ask(world, "2026-12-31", replacing: texts).told == [])
        let change = try #require(asked.shipments.first?.changes.first)
        #expect(change.change.after?.rule == "draft-consumables")
        #expect(change.change.before == nil)
    }

    @Test("a draft that bars goods names the line and what to do")
    func draftBar() throws {
        let world = try World()
        try world.file(Requests.consumables("C-1"))
        let text = Self.newNeed.split(separator: "\n").filter {
            !$0.contains("permit:") && !$0.contains("overrides:")
        }.joined(separator: "\n").split(separator: "outcome: required")
            .joined(separator: "outcome: prohibited")
        let asked = try ask(world, "2027-06-01", replacing: Self.draft(text))
        #expect(asked.told == ["C-1 1  newly-prohibited 2027-01-01"])
        let change = try #require(asked.shipments.first?.changes.first)
        #expect(change.change.after?.json["status"] == "prohibited")
        #expect(change.remedy.en.contains("do not ship"))
    }

    // MARK: Permits

    @Test("a permit granted before the change is told what is known of its validity: nothing")
    func heldUnknown() throws {
        let world = try World(at: "2026-07-20T09:00:00+08:00")
        try register(
            world, "special-goods-approval", from: "2026-07-01", to: "2027-06-30", id: "P-OLD")
        try register(
            world, "special-goods-approval", from: "2026-07-01", to: "2026-07-31", id: "P-SHORT")
        let asked = try ask(world, "2026-08-01")
        #expect(asked.report.permits.map(\.permit.id) == ["P-OLD"])
        let found = try #require(asked.report.permits.first)
        #expect(found.kind == .unknown && found.validUntil == nil)
        #expect(found.provision == "special-goods-order-281" && found.confidence == .unverified)
        #expect(try ask(world, "2026-07-31").report.permits.isEmpty)
    }

    static let known: [(keeps: String, kind: String, until: String)] = [
        ("until:2026-09-30", "cut-short", "2026-09-30"), ("days:10", "cut-short", "2026-08-10"),
        ("until_expiry", "stays-valid", "2027-06-30"),
    ]

    @Test("a provision that is known says how long a permit goes on", arguments: known)
    func heldKnown(_ row: (keeps: String, kind: String, until: String)) throws {
        let world = try World(at: "2026-07-20T09:00:00+08:00")
        try register(
            world, "special-goods-approval", from: "2026-07-01", to: "2027-06-30", id: "P-OLD")
        let texts = RuleTexts([
            CatalogFile(
                name: "transitions.yaml",
                bytes: Array(
                    """
                    transitions:
                      - {id: draft, from: 2026-08-01, permits: [special-goods-approval],
                         keeps: \(row.keeps), basis: [order-281],
                         explanation: {zh: 拟议, en: Draft}, confidence: unverified}
                    """.utf8))
        ])
        let found = try #require(
            try ask(world, "2026-08-01", replacing: texts).report.permits.first)
        #expect(found.kind.rawValue == row.kind)
        #expect(found.validUntil?.description == row.until)
    }

    // MARK: Nothing changes

    @Test("asking changes no byte, and works beside the one who writes")
    func readsOnly() throws {
        let world = try World(at: "2025-12-22T09:00:00+08:00")
        for level in 2...4 { try world.file(serum("L-\(level)", level: level)) }
        func bytes() throws -> [Data] {
            try ["", "-wal"].map {
                try Data(contentsOf: URL(filePath: world.folder + "/greenlane.sqlite" + $0))
            }
        }
        let before = try bytes()
        let first = try ask(world, "2026-08-01")
        let second = try ask(world, "2026-08-01")
        #expect(try bytes() == before)
        #expect(first.shipments.map(\.json) == second.shipments.map(\.json))
        try world.file(serum("L-3b", level: 3))
        #expect(try ask(world, "2026-08-01").report.counts.open == 4)
        #expect(try Replayer(store: world.store).run().isClean)
    }

    @Test("a kept text that cannot be read any more does not keep people from an answer")
    func oldForm() throws {
        let world = try World(at: "2025-12-22T09:00:00+08:00")
        try world.file(serum("L-3", level: 3))
        let told = try ask(world, "2026-01-15").told
        #expect(told == ["L-3 1 animal-plant-quarantine-permit no-longer-required 2025-12-30"])
        let present = try #require(World.definitions).digest
        try RawDatabase.run(
            """
            INSERT INTO definition VALUES
                ('sha256:text', 'rules', 'rules/old.yaml', CAST('sectionOfOld: {}' AS BLOB)),
                ('sha256:old', 'manifest', 'manifest', CAST(
                    '[{"digest":"sha256:text","kind":"rules","name":"rules/old.yaml"}]' AS BLOB));
            UPDATE event SET entry = replace(entry, '\(present)', 'sha256:old')
            """, on: world.folder + "/greenlane.sqlite")
        #expect(try ask(world, "2026-01-15").told == told)
    }

    @Test("rules are found again by the digest that events cite")
    func digest() throws {
        let world = try World()
        try world.file(Requests.consumables("C-1"))
        let definitions = try #require(World.definitions)
        let kept = try DefinitionSet.keptRules(definitions.digest, world.store)
        let difference = RuleDifference(
            from: RuleState(rules: kept.rules, schemes: kept.schemes),
            to: RuleState(rules: definitions.rules, schemes: definitions.schemes))
        #expect(difference.isEmpty)
        do {
            _ = try DefinitionSet.keptRules("sha256:00", world.store)
            Issue.record("found rules that are not kept")
        } catch let refusal as Refusal {
            #expect(refusal.code == "rules-unknown" && refusal.kind == .notFound)
            #expect(refusal.remedy?.en.contains(definitions.digest) == true)
        }
    }
}
