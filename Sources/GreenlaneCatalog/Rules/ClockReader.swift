import GreenlaneCore

/// Reads time limits and what being late costs, once all bases are known.
struct ClockReader {
    private static let clockMembers = [
        "id", "what", "value", "unit", "firstDay", "extension", "pausesWhile", "rollsToWorkingDay",
        "inForce", "basis", "confidence",
    ]
    private static let feeMembers = [
        "id", "name", "clock", "ratePerDay", "threshold", "rounding", "inForce", "basis",
        "confidence",
    ]

    let rules: RuleReader
    private var problems: RuleProblems { rules.problems }

    init(_ rules: RuleReader) {
        self.rules = rules
    }

    /// All clocks; two versions of one must not be in force on the same day.
    func clocks(_ nodes: [(file: String, node: RuleNode)]) -> ClockBook {
        var clocks: [StatutoryClock] = []
        for (file, node) in nodes {
            let clock = clock(file, node)
            if clocks.contains(where: { $0.id == clock.id && $0.inForce.overlaps(clock.inForce) }) {
                problems.report(
                    file, node["id"] ?? node, "clock-twice",
                    zh: "时限“\(clock.id)”在同一时期重复", en: "Clock \"\(clock.id)\" twice at one time")
            }
            clocks.append(clock)
        }
        return ClockBook(clocks)
    }

    /// All charges; each names the clock that it follows.
    func fees(_ nodes: [(file: String, node: RuleNode)], _ clocks: ClockBook) -> FeeBook {
        var fees: [DailyFee] = []
        for (file, node) in nodes {
            let fee = fee(file, node)
            if fees.contains(where: { $0.id == fee.id && $0.inForce.overlaps(fee.inForce) }) {
                problems.report(
                    file, node["id"] ?? node, "fee-twice", zh: "费用“\(fee.id)”在同一时期重复",
                    en: "Fee \"\(fee.id)\" twice at one time")
            }
            check(file, node["clock"], fee.clock, clocks)
            fees.append(fee)
        }
        return FeeBook(fees)
    }

    /// Reports a clock that nobody wrote down.
    func check(_ file: String, _ node: RuleNode?, _ id: String, _ clocks: ClockBook) {
        guard let node, !id.isEmpty, !clocks.clocks.contains(where: { $0.id == id }) else { return }
        problems.report(
            file, node, "clock-unknown", zh: "没有名为“\(id)”的时限",
            en: "There is no clock \"\(id)\"")
    }

    private func clock(_ file: String, _ node: RuleNode) -> StatutoryClock {
        problems.checkMembers(file, node, Self.clockMembers)
        let unit = required(file, node, "unit", StatutoryClock.Unit.self) ?? .days
        let first = problems.choice(file, node["firstDay"], StatutoryClock.FirstDay.self)
        return StatutoryClock(
            id: problems.required(file, node, "id"), what: problems.localized(file, node, "what"),
            value: length(file, node, "value", unit), unit: unit, firstDay: first ?? .notCounted,
            extensionValue: node["extension"] == nil ? 0 : length(file, node, "extension", unit),
            pausesWhile: (node["pausesWhile"]?.oneOrMore ?? []).compactMap {
                problems.choice(file, $0, StatutoryClock.Pause.self)
            },
            rollsToWorkingDay: problems.flag(file, node["rollsToWorkingDay"]) ?? false,
            inForce: range(file, node), basis: rules.basis(file, node["basis"]),
            confidence: problems.confidence(file, node["confidence"]))
    }

    private func fee(_ file: String, _ node: RuleNode) -> DailyFee {
        problems.checkMembers(file, node, Self.feeMembers)
        let rounding = required(file, node, "rounding", DailyFee.Rounding.self)
        return DailyFee(
            id: problems.required(file, node, "id"), name: problems.localized(file, node, "name"),
            clock: problems.required(file, node, "clock"),
            ratePerDay: decimal(file, node, "ratePerDay", atMost: Decimal(1)),
            threshold: decimal(file, node, "threshold", atMost: Decimal(1_000_000)),
            rounding: rounding ?? .wholeYuanDown, inForce: range(file, node),
            basis: rules.basis(file, node["basis"]),
            confidence: problems.confidence(file, node["confidence"]))
    }

    /// A choice that nobody should have to guess.
    private func required<T: CaseIterable & RawRepresentable<String>>(
        _ file: String, _ node: RuleNode, _ name: String, _ type: T.Type
    ) -> T? {
        if node[name] == nil { _ = problems.required(file, node, name) }
        return problems.choice(file, node[name], type)
    }

    private func length(
        _ file: String, _ node: RuleNode, _ name: String, _ unit: StatutoryClock.Unit
    ) -> Int {
        guard node[name] != nil else {
            _ = problems.required(file, node, name)
            return 0
        }
        guard let value = problems.integer(file, node[name]) else { return 0 }
        let most = StatutoryClock.maximum(unit)
        if value > most {
            problems.report(
                file, node[name] ?? node, "clock-too-long",
                zh: "时限过长（\(unit.rawValue) 最多 \(most)）",
                en: "The clock is too long (\(unit.rawValue): at most \(most))")
        }
        return min(value, most)
    }

    private func decimal(
        _ file: String, _ node: RuleNode, _ name: String, atMost most: Decimal
    ) -> Decimal {
        let text = problems.required(file, node, name)
        if text.isEmpty { return .zero }
        guard let value = Decimal(text), value >= .zero, value <= most else {
            problems.report(
                file, node[name] ?? node, "expected-decimal", zh: "此处应为 0 到 \(most) 的小数",
                en: "A decimal from 0 to \(most) is expected")
            return .zero
        }
        return value
    }

    private func range(_ file: String, _ node: RuleNode) -> DateRange {
        guard let dates = node["inForce"] else { return DateRange() }
        problems.checkMembers(file, dates, ["from", "to"])
        return problems.range(file, dates)
    }
}
