import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("A unit imports heparin sodium, which is on the synthetic Nansha list")
struct WhitelistMatchTests {
    /// Everything fits entry NS-SYN-001; a case changes one thing.
    static func heparin(_ change: (inout ImportRequest) -> Void = { _ in }) -> ImportRequest {
        var item = ImportItem(line: 1, nameZh: "肝素钠", nameEn: "Heparin sodium")
        item.form = .drugSubstance
        item.origin = ImportItem.Origin(material: .animal)
        item.hs = "3001901000"
        item.cas = "9041-08-1"
        item.spec = "research grade"
        item.managedAs = ImportItem.ManagedAs.none
        item.controls = []
        item.cites = ImportItem.Cites.none
        item.chosenBiomaterialLevel = 4
        item.quantity = Quantity(Decimal(500), .g)
        var request = ImportRequest(
            reference: "T", importer: Party(name: "甲", uscc: "91440115MAXXX0015E"),
            purpose: .processMaterial, items: [item])
        change(&request)
        return request
    }

    private func answer(
        _ request: ImportRequest, on day: String = "2026-11-21"
    ) throws -> Assessment.Item {
        let date = try #require(CalendarDate(day))
        return try ShippedRules.assessor().assess(request, asOf: date).items[0]
    }

    private func drugForm(_ item: Assessment.Item) -> Assessment.Permit? {
        item.permits.first { $0.code == "drug-clearance-form" }
    }

    @Test("The entry covers the item, waives form Q and nothing else")
    func covered() throws {
        var request = Self.heparin()
        request.items[0].chosenBiomaterialLevel = 2
        let item = try answer(request)
        #expect(item.whitelist.isCovered)
        #expect(item.whitelist.waives == ["drug-clearance-form"])
        #expect(item.whitelist.remaining == Quantity(Decimal(500), .g))
        #expect(drugForm(item)?.status == .waived)
        #expect(drugForm(item)?.waivedBy == "NS-SYN-001")
        let others = item.permits.filter { $0.code != "drug-clearance-form" }
        #expect(others.map(\.status) == [.required])
    }

    struct Miss: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var code: WhitelistCode
        var day: String
        var change: @Sendable (inout ImportRequest) -> Void

        init(
            _ name: String, _ code: WhitelistCode, on day: String = "2026-11-21",
            _ change: @escaping @Sendable (inout ImportRequest) -> Void = { _ in }
        ) {
            testDescription = name
            self.code = code
            self.day = day
            self.change = change
        }
    }

    static let misses: [Miss] = [
        Miss("before the scheme began", .noScheme, on: "2024-12-30") {
            $0.chosenScheme = "nansha"
        },
        Miss("a scheme that nobody knows", .noScheme) { $0.chosenScheme = "atlantis" },
        Miss("an item that no list has", .itemDiffers) {
            $0.items[0].nameZh = "硫酸软骨素钠"
            $0.items[0].cas = "9007-28-7"
        },
        Miss("a unit without entries, an item without entries", .noEntry) {
            $0.importer = Party(name: "丁", uscc: "91440115MAXXX00400")
            $0.items[0].nameZh = "硫酸软骨素钠"
            $0.items[0].cas = "9007-28-7"
        },
        Miss("another unit's item", .otherUnit) {
            $0.importer = Party(name: "丙", uscc: "91440115MAXXX00314")
        },
        Miss("another unit is the end user", .otherUnit) {
            $0.endUser = Party(name: "乙", uscc: "91440115MAXXX00239")
        },
        Miss("same name, other substance by CAS", .itemDiffers) {
            $0.items[0].cas = "9007-28-7"
        },
        Miss("another specification", .itemDiffers) { $0.items[0].spec = "pharma" },
        Miss("one digit of the HS code differs", .hsDiffers) { $0.items[0].hs = "3001901001" },
        Miss("another purpose", .purpose) { $0.purpose = .preclinicalResearch },
        Miss("the day before", .notYetValid, on: "2026-06-30"),
        Miss("the day after", .expired, on: "2027-01-01"),
        Miss("pieces are no grams", .unitOfMeasure) {
            $0.items[0].quantity = Quantity(Decimal(1), .vial)
        },
        Miss("a gram too much", .quantityShort) {
            $0.items[0].quantity = Quantity(Decimal(501), .g)
        },
        Miss("a device", .excluded) { $0.items[0].managedAs = .medicalDevice },
        Miss("dextran of a unit that was removed", .removed) {
            $0.importer = Party(name: "丙", uscc: "91440115MAXXX00314")
            $0.purpose = .excipient
            $0.items[0].nameZh = "葡聚糖"
            $0.items[0].nameEn = "Dextran"
            $0.items[0].cas = "9004-54-0"
            $0.items[0].hs = "3913900090"
            $0.items[0].spec = "MW 70k"
        },
        Miss("a suspended entry", .suspended) {
            $0.importer = Party(name: "丙", uscc: "91440115MAXXX00314")
            $0.purpose = .preclinicalResearch
            $0.items[0].nameZh = "环孢菌素A"
            $0.items[0].cas = nil
            $0.items[0].hs = "2941909099"
            $0.items[0].spec = nil
        },
    ]

    @Test("Every miss says which condition failed", arguments: misses)
    func miss(_ miss: Miss) throws {
        let request = Self.heparin(miss.change)
        let loaded = try ShippedRules.load()
        let day = try #require(CalendarDate(miss.day))
        let codes = try ShippedRules.codes()
        let line = request.items[0].hs.flatMap { codes.line($0) }
        let facts = loaded.rules.facts(request, request.items[0], line, on: day)
        let matcher = WhitelistMatcher(
            schemes: loaded.schemes, entries: try ShippedRules.lists(loaded.schemes),
            request: request, on: day)
        let outcome = matcher.match(0, facts: facts)
        #expect(outcome.code == miss.code)
        // People read it: in words, and never a placeholder that nothing filled.
        #expect(!outcome.text.zh.contains("process_material"))
        #expect(!outcome.text.zh.contains("{") && !outcome.text.en.contains("{"))
    }

    @Test("What is waived no longer, is required again")
    func missLeavesThePermit() throws {
        let item = try answer(Self.heparin { $0.items[0].quantity = Quantity(Decimal(501), .g) })
        #expect(drugForm(item)?.status == .required)
        #expect(item.whitelist.entry?.id == "NS-SYN-001")
    }

    @Test("Names match across width, case, spaces and brackets of a tariff line name")
    func names() throws {
        let request = Self.heparin {
            $0.items[0].cas = nil
            $0.items[0].nameZh = nil
            $0.items[0].nameEn = "ＨＥＰＡＲＩＮ　sodium"
        }
        #expect(try answer(request).whitelist.isCovered)
    }

    @Test("Two lines of one request do not draw on the same grams")
    func twoLines() throws {
        let request = Self.heparin {
            $0.items[0].quantity = Quantity(Decimal(300), .g)
            var second = $0.items[0]
            second.line = 2
            $0.items.append(second)
        }
        let day = try #require(CalendarDate("2026-11-21"))
        let items = try ShippedRules.assessor().assess(request, asOf: day).items
        #expect(items.map(\.whitelist.code) == [.covered, .quantityShort])
        #expect(items[1].whitelist.remaining == Quantity(Decimal(200), .g))
    }

    @Test("Kilograms count as grams")
    func conversion() throws {
        let half = try #require(Decimal("0.5"))
        let item = try answer(Self.heparin { $0.items[0].quantity = Quantity(half, .kg) })
        #expect(item.whitelist.isCovered)
        #expect(item.whitelist.drawn == Quantity(Decimal(500), .g))
    }

    @Test("Without a quantity the form is an open question, not waived")
    func missingQuantity() throws {
        let item = try answer(Self.heparin { $0.items[0].quantity = nil })
        #expect(item.whitelist.code == .factsMissing)
        #expect(drugForm(item)?.status == .possible)
        #expect(item.questions.map(\.pointer) == ["/items/0/quantity"])
    }

    @Test("A miss names the unit's entry that is most alike, as a hint and no match")
    func similar() throws {
        let item = try answer(
            Self.heparin {
                $0.items[0].nameZh = "肝素纳"
                $0.items[0].nameEn = nil
                $0.items[0].cas = nil
            })
        #expect(item.whitelist.code == .itemDiffers)
        #expect(item.whitelist.similar?.id == "NS-SYN-001")
        #expect(item.whitelist.text.zh.contains("肝素钠"))
        #expect(drugForm(item)?.status == .required)
    }

    @Test("An entry of a special-goods list eases an approval and never waives form Q")
    func easing() throws {
        let loaded = try ShippedRules.load()
        var request = Self.heparin()
        request.items[0].chosenBiomaterialLevel = 2
        let entry = WhitelistEntry(
            isSynthetic: true, scheme: "shenzhen-special-goods", id: "SZ-SYN-1", unitName: "甲",
            unitUscc: "91440115MAXXX0015E", itemNameZh: "肝素钠", itemNameEn: nil, hs10: nil,
            purpose: nil, approved: nil, validFrom: nil, validTo: nil,
            waives: ["drug-clearance-form"])
        let day = try #require(CalendarDate("2026-11-21"))
        let item = Assessor(
            rules: loaded.rules, codes: try ShippedRules.codes(), schemes: loaded.schemes,
            entries: WhitelistBook([entry]), calendar: try ShippedRules.calendar()
        ).assess(request, asOf: day).items[0]
        #expect(!item.whitelist.isCovered)
        #expect(item.whitelist.waives.isEmpty)
        #expect(drugForm(item)?.status == .required)
        #expect(item.whitelist.easing?.entry.id == "SZ-SYN-1")
        #expect(item.whitelist.easing?.permits == ["special-goods-approval"])
        let matcher = WhitelistMatcher(
            schemes: loaded.schemes, entries: WhitelistBook([entry]), request: request,
            on: try #require(CalendarDate("2025-05-31")))
        #expect(matcher.easing(0) == nil)
    }
}
