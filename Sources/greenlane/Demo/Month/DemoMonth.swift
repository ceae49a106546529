internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine

/// A month of made-up work: about sixty shipments that begin on different days and go different
/// ways. The goods are those of the sample stories.
struct DemoMonth {
    static let seed: UInt64 = 20_261_122
    /// Days before now on which it begins.
    static let days = 38
    static let serumPermit = "serum-permit"
    static let antibodyPermit = "antibody-approval"
    static let kitPermit = "kit-approval"

    enum Kind {
        case heparin, dextran, heparinOther, heparinUnlisted, serum, cells, antibody, plastic
        case medium, substrate

        /// The sample story whose goods it has.
        var story: String {
            switch self {
            case .heparin, .dextran, .heparinOther: "01"
            case .heparinUnlisted: "02"
            case .serum: "03"
            case .cells: "04"
            case .antibody: "05"
            case .plastic: "06"
            case .medium: "09"
            case .substrate: "10"
            }
        }

        var isListed: Bool {
            switch self {
            case .heparin, .dextran, .heparinOther: true
            default: false
            }
        }

        /// USCCs of the importers, in turn.
        var importers: [String] {
            switch self {
            case .heparin, .dextran: ["91440115MAXXX0015E"]
            case .heparinOther: ["91440115MAXXX00239"]
            case .heparinUnlisted: ["91440115MAXXX00314"]
            case .serum: ["91440115MAXXX004XU"]
            case .cells: ["91440115MAXXX0058U"]
            case .antibody: ["91440115MAXXX0066N"]
            case .plastic: ["91440115MAXXX0015E", "91440115MAXXX004XU"]
            case .medium: ["91440115MAXXX004XU", "91440115MAXXX0015E"]
            case .substrate: ["91440115MAXXX0015E", "91440115MAXXX0058U"]
            }
        }

        var place: String {
            switch self {
            case .serum: "-20 °C"
            case .cells: "LN2"
            case .substrate: "-80 °C"
            case .plastic: "15–25 °C"
            default: "2–8 °C"
            }
        }

        func amount(_ number: Int) -> Int {
            switch self {
            case .heparin: 20 + number % 4 * 10
            case .dextran: 250 + number % 5 * 50
            case .heparinOther: 15 + number % 3 * 10
            case .heparinUnlisted: 50
            case .serum: 5 + number % 4 * 5
            case .cells: 4 + number % 5
            default: 10 + number % 6 * 5
            }
        }
    }

    struct Plan {
        var number: Int
        var kind: Kind
        var turn: DemoScript.Turn
        /// Hours after the beginning of the month.
        var start: Int
    }

    private static let course: [(Kind, [DemoScript.Turn])] = [
        (
            .heparin,
            [.usual, .inspected, .usual, .usual, .usual, .corrected, .usual, .usual, .usual]
        ),
        (.plastic, [.usual, .unpaid, .usual, .usual, .cancelled, .usual, .usual, .usual]),
        (.cells, [.supplement, .usual, .refused, .usual, .usual, .inspected, .supplement, .usual]),
        (.serum, [.usual, .failed, .notDeclared, .usual, .usual, .usual, .usual, .usual]),
        (.medium, [.rejected, .amended, .usual, .usual, .amended, .usual, .usual]),
        (.antibody, [.usual, .usual, .inspected, .usual, .rejected, .usual]),
        (.dextran, [.usual, .usual, .unpaid, .usual, .usual]),
        (.substrate, [.excursion, .usual, .notDeclared, .usual, .excursion]),
        (.heparinUnlisted, [.returned, .notListed, .notListed, .cancelled]),
        (.heparinOther, [.usual, .usual, .usual, .usual]),
    ]

    /// In the order of time. Every kind is spread over the whole month.
    static func plans() -> [Plan] {
        var plans: [Plan] = []
        var chance = DemoChance(seed: seed)
        for (kind, turns) in course {
            for (index, turn) in turns.enumerated() {
                let span = (days - 1) * 24 / turns.count
                // What shows only after a deadline begins early.
                let isEarly = turn == .notDeclared || turn == .unpaid
                let start = isEarly ? 30 + index * 20 : index * span + chance.number(0...span)
                plans.append(
                    Plan(number: plans.count + 1, kind: kind, turn: turn, start: start))
            }
        }
        return plans.sorted { ($0.start, $0.number) < ($1.start, $1.number) }
    }

    /// Seven digits and their check digit, as air waybills have.
    static func waybill(_ number: Int) -> String {
        let serial = 1_234_567 + number * 4_321
        return "784-\(serial)\(serial % 7)"
    }

    /// The goods of a sample, as this importer would file them on this day.
    static func request(_ plan: Plan, _ samples: [Story], on day: CalendarDate) -> ImportRequest? {
        guard let sample = samples.first(where: { $0.name.hasPrefix(plan.kind.story) }) else {
            return nil
        }
        var request = sample.request
        let importers = plan.kind.importers
        let uscc = importers[plan.number % importers.count]
        request.reference = "SYN-\(day.components.month)-\(1_000 + plan.number)"
        request.importer.uscc = uscc
        request.importer.name = DemoPeople.firm(uscc)?.zh ?? request.importer.name
        request.transport.document = waybill(plan.number)
        request.plannedDispatch = day.adding(days: 3)
        request.plannedArrival = day.adding(days: 6)
        for index in request.items.indices {
            if let quantity = request.items[index].quantity {
                request.items[index].quantity = Quantity(
                    Decimal(plan.kind.amount(plan.number)), quantity.unit)
            }
            request.items[index].catalogue?.batch = "SYN\(26_000 + plan.number * 3 + index)"
        }
        if plan.kind == .dextran { dextran(&request) }
        return request
    }

    private static func dextran(_ request: inout ImportRequest) {
        request.purpose = .excipient
        guard !request.items.isEmpty else { return }
        request.items[0].nameZh = "葡聚糖"
        request.items[0].nameEn = "Dextran"
        request.items[0].cas = "9004-54-0"
        request.items[0].hs = "3913900090"
        request.items[0].spec = "MW 40k"
        request.items[0].origin = ImportItem.Origin(
            material: .synthetic, components: [.synthetic], country: "SE")
        request.items[0].composition = nil
    }

    /// Permits that importers hold before the month begins.
    static func permits(on day: CalendarDate) -> [Permit] {
        func permit(
            _ id: String, _ code: String, _ holder: String, _ amount: Int, _ unit: Unit
        ) -> Permit {
            Permit(
                id: id, code: code, number: "SYNTHETIC-\(id)", holder: holder,
                validFrom: day.adding(days: -60), validTo: day.adding(days: 70),
                quantity: Quantity(Decimal(amount), unit), singleUse: false)
        }
        return [
            permit(serumPermit, "animal-plant-quarantine-permit", "91440115MAXXX004XU", 150, .L),
            permit(antibodyPermit, "special-goods-approval", "91440115MAXXX0066N", 200, .vial),
            permit(kitPermit, "special-goods-approval", "91440115MAXXX0066N", 200, .kit),
        ]
    }
}
