/// Why a guard does not hold: cheap to find, turned into sentences only when somebody asks.
enum Obstacle: Hashable, Sendable {
    case permitMissing(permit: String, line: Int, rule: String)
    case permitExpired(permit: String, id: String, validTo: CalendarDate)
    case permitNotYetValid(permit: String, id: String, validFrom: CalendarDate)
    case permitRevoked(permit: String, id: String)
    case permitQuantityShort(permit: String, id: String, line: Int, remaining: Quantity)
    case permitUnitDiffers(
        permit: String, id: String, line: Int, unit: Unit, problem: QuantityProblem)
    case permitUsedUp(permit: String, id: String)
    indirect case whitelistMiss(line: Int, WhitelistOutcome)
    case entryExpired(id: String, validTo: CalendarDate)
    case entryNotYetValid(id: String, validFrom: CalendarDate)
    case entryInactive(id: String, status: WhitelistEntry.Status)
    case stateNeeded(Int)
    case stateForbidden(Int)
    case declarationsOpen
    case factMissing(String)
    case noLinesLeft
    case usageUnclear(line: Int)
    case quantityExceeded(line: Int, left: Decimal)
    case ledgerUnbalanced(line: Int, left: Decimal)
    case goodsInfectious
    case documentsMissing([String])
    /// The condition is simply not the case, and nobody can do anything about it.
    case notTheCase(Guard)
    /// The condition is the case, and must not be.
    case isTheCase(Guard)
}

extension Obstacle {
    /// The sentence, what to do next, and the legal basis.
    func refusal(_ facts: Facts, _ shipment: Shipment) -> Refusal {
        switch self {
        case .permitMissing, .permitExpired, .permitNotYetValid, .permitRevoked,
            .permitQuantityShort, .permitUnitDiffers, .permitUsedUp:
            permitRefusal(facts)
        case .whitelistMiss(let line, let outcome):
            Refusal(
                .rule, outcome.code.rawValue,
                LocalizedText(
                    zh: "第 \(line) 项：\(outcome.text.zh)\(Self.left(outcome, zh: true))",
                    en: "Item \(line): \(outcome.text.en)\(Self.left(outcome, zh: false))"),
                remedy: LocalizedText(
                    zh: "核对单位、品名、规格与数量；确未列入的，办理进口药品通关单，或在下一申报窗口申请列入白名单。",
                    en: """
                        Check unit, item, specification and quantity. Where it is not listed, get \
                        the drug clearance form or apply for the list in the next window.
                        """),
                basis: schemeBasis(outcome, facts))
        case .entryExpired, .entryNotYetValid, .entryInactive: entryRefusal
        case .documentsMissing(let kinds): DocumentRefusal.missing(kinds, facts.workflow)
        case .stateNeeded(let state):
            stateRefusal(
                "state-needed", facts, state, zh: "需要先到“", "”这一步。", en: "It must first be at", ".")
        case .stateForbidden(let state):
            stateRefusal(
                "state-forbidden", facts, state, zh: "处于“", "”时不能这样做。", en: "Not while it is at",
                ".")
        default: plainRefusal(shipment)
        }
    }

    /// Of an entry that is too small: what it has.
    private static func left(_ outcome: WhitelistOutcome, zh: Bool) -> String {
        guard outcome.code == .quantityShort, let left = outcome.remaining else { return "" }
        return zh ? "还剩 \(left)。" : " \(left) are left."
    }

    private func schemeBasis(_ outcome: WhitelistOutcome, _ facts: Facts) -> [LegalBasis] {
        guard let scheme = outcome.entry?.scheme else { return [] }
        return facts.schemes.scheme(scheme, on: facts.day)?.basis ?? []
    }

    private func stateRefusal(
        _ code: String, _ facts: Facts, _ state: Int, zh before: String, _ after: String,
        en: String, _ end: String
    ) -> Refusal {
        let definition = facts.workflow.chart.states[state].definition
        let title = definition.title ?? LocalizedText(zh: definition.name, en: definition.name)
        return Refusal(
            .rule, code,
            LocalizedText(
                zh: before + title.zh + after, en: en + " “" + title.en + "”" + end),
            remedy: LocalizedText(
                zh: "先查看这票货现在轮到谁、下一步是什么。",
                en: "Look at whose move it is now, and what comes next."),
            basis: definition.basis)
    }

    private func permitRefusal(_ facts: Facts) -> Refusal {
        switch self {
        case .permitMissing(let permit, let line, let rule):
            let name = Self.name(permit, facts)
            return Refusal(
                .rule, "permit-missing",
                LocalizedText(
                    zh: "第 \(line) 项还缺“\(name.zh)”。", en: "Item \(line) still lacks: \(name.en)."),
                remedy: LocalizedText(
                    zh: "向审批机关申请；已有许可的，办理“使用已有监管证件”。许可证件缺失不能以担保放行代替。",
                    en: """
                        Apply to the authority, or take the step “Draw on a permit already \
                        granted”. A guarantee cannot stand in for a missing permit.
                        """),
                basis: Self.basis(rule, facts))
        case .permitExpired(let permit, let id, let validTo):
            return Self.permit(
                "permit-expired", permit, facts, zh: "（\(id)）有效期至 \(validTo)，已过期。",
                en: " (\(id)) was valid until \(validTo).")
        case .permitNotYetValid(let permit, let id, let validFrom):
            return Self.permit(
                "permit-not-yet-valid", permit, facts, zh: "（\(id)）自 \(validFrom) 起才有效。",
                en: " (\(id)) is valid only from \(validFrom).")
        case .permitRevoked(let permit, let id):
            return Self.permit(
                "permit-revoked", permit, facts, zh: "（\(id)）已被撤销。", en: " (\(id)) was revoked.")
        case .permitQuantityShort(let permit, let id, let line, let remaining):
            return Self.permit(
                "permit-quantity-short", permit, facts,
                zh: "（\(id)）余量 \(remaining)，不够第 \(line) 项使用。",
                en: " (\(id)) has \(remaining) left, too little for item \(line).")
        case .permitUnitDiffers(let permit, let id, let line, let unit, let problem):
            return Self.unitDiffers(Self.name(permit, facts), id, line, unit, problem)
        case .permitUsedUp(let permit, let id):
            return Self.permit(
                "permit-used-up", permit, facts, zh: "（\(id)）限一次使用，已用于另一票货。",
                en: " (\(id)) may be used once and belongs to another shipment.")
        default:
            return Refusal(.rule, "permit-missing", LocalizedText(zh: "缺许可。", en: "No permit."))
        }
    }

    private static func unitDiffers(
        _ name: LocalizedText, _ id: String, _ line: Int, _ unit: Unit, _ problem: QuantityProblem
    ) -> Refusal {
        let why: LocalizedText
        switch problem {
        case .unitsDiffer:
            why = LocalizedText(zh: "计量单位不同", en: "the units measure different things")
        case .inexact:
            why = LocalizedText(
                zh: "换算结果超过六位小数", en: "the result needs more than six decimal places")
        case .tooLarge:
            why = LocalizedText(zh: "换算结果过大", en: "the result is too large")
        }
        return Refusal(
            .rule, "permit-unit-differs",
            LocalizedText(
                zh: "“\(name.zh)”（\(id)）以 \(unit.rawValue) 计，第 \(line) 项的数量不能准确换算：\(why.zh)。",
                en: """
                    \(name.en) (\(id)) counts in \(unit.rawValue), to which item \(line) does not \
                    convert exactly: \(why.en).
                    """),
            remedy: LocalizedText(
                zh: "更正申请：填报每瓶（盒、支等）的内含量 quantity.content，或按许可的计量单位填报数量。",
                en: """
                    Correct the request: state the content of one vial or kit (quantity.content), \
                    or the quantity in the permit's unit.
                    """))
    }

    private static func permit(
        _ code: String, _ permit: String, _ facts: Facts, zh: String, en: String
    ) -> Refusal {
        let name = name(permit, facts)
        return Refusal(
            .rule, code, LocalizedText(zh: "“\(name.zh)”\(zh)", en: name.en + en),
            remedy: LocalizedText(
                zh: "换用有效且余量足够的许可，或重新申请。",
                en: "Use a permit that is valid and has enough left, or apply again."))
    }

    static func name(_ permit: String, _ facts: Facts) -> LocalizedText {
        facts.rules.permit(permit)?.name ?? LocalizedText(zh: permit, en: permit)
    }

    static func basis(_ rule: String, _ facts: Facts) -> [LegalBasis] {
        facts.rules.rule(rule)?.basis.filter { $0.inForce.contains(facts.day) }.map(\.basis) ?? []
    }
}

extension Obstacle {
    private var entryRefusal: Refusal {
        let remedy = LocalizedText(
            zh: "等待新一批白名单，或改走进口药品通关单；不能以担保放行代替。",
            en: "Wait for a new list or get the drug clearance form; a guarantee cannot replace it."
        )
        switch self {
        case .entryExpired(let id, let validTo):
            return Refusal(
                .rule, "whitelist-expired",
                LocalizedText(
                    zh: "白名单条目 \(id) 有效期至 \(validTo)，已过期。",
                    en: "Whitelist entry \(id) was valid until \(validTo)."), remedy: remedy)
        case .entryNotYetValid(let id, let validFrom):
            return Refusal(
                .rule, "whitelist-not-yet-valid",
                LocalizedText(
                    zh: "白名单条目 \(id) 自 \(validFrom) 起才有效。",
                    en: "Whitelist entry \(id) is valid only from \(validFrom)."), remedy: remedy)
        case .entryInactive(let id, let status):
            let words = status == .suspended ? ("已暂停", "is suspended") : ("已移出", "was removed")
            return Refusal(
                .rule, status == .suspended ? "whitelist-suspended" : "whitelist-removed",
                LocalizedText(
                    zh: "白名单条目 \(id) \(words.0)。", en: "Whitelist entry \(id) \(words.1)."),
                remedy: remedy)
        default: return plain("whitelist-expired", "白名单条目无效。", "The entry is not valid.")
        }
    }

    private func plainRefusal(_ shipment: Shipment) -> Refusal {
        switch self {
        case .declarationsOpen:
            plain(
                "declarations-open", "还有报关单未被受理，或有货物未申报。",
                "A declaration is not yet accepted, or goods are not yet declared.")
        case .factMissing(let name):
            plain("fact-missing", "还没有登记：\(name)。", "Not recorded yet: \(name).")
        case .noLinesLeft:
            plain("no-lines-left", "所有货物都已申报。", "All goods are already declared.")
        case .usageUnclear(let line):
            plain(
                "usage-unclear", "第 \(line) 项的数量应大于零，单位应能准确换算为申报的计量单位。",
                "Of item \(line), state an amount above zero in a unit that converts exactly.")
        case .quantityExceeded(let line, let left):
            plain(
                "quantity-exceeded", "第 \(line) 项只剩 \(left)，不够登记这个数量。",
                "Item \(line) has only \(left) left.")
        case .ledgerUnbalanced(let line, let left):
            plain(
                "ledger-unbalanced", "第 \(line) 项还有 \(left) 没有登记使用或销毁，台账不能关闭。",
                "Item \(line) still has \(left) that was neither used nor destroyed.")
        case .goodsInfectious:
            plain(
                "goods-infectious", "含病原或属高风险的货物不得放弃，应退运或销毁。",
                "Infectious or high-risk goods cannot be abandoned; return or destroy them.")
        case .notTheCase(let condition): notTheCase(condition)
        case .isTheCase(let condition): isTheCase(condition)
        default: plain("condition-not-met", "条件不满足。", "A condition does not hold.")
        }
    }

    private func notTheCase(_ condition: Guard) -> Refusal {
        switch condition {
        case .prohibited:
            plain("not-prohibited", "货物不属禁止进境。", "The goods are not prohibited.")
        case .drugFormNeeded:
            plain("drug-form-not-needed", "不需要进口药品通关单。", "No drug clearance form is needed.")
        case .requires(let permit):
            plain("permit-not-required", "这票货不需要 \(permit)。", "This shipment needs no \(permit).")
        case .excursionOverLimit:
            plain("within-limits", "温度没有超出限度。", "The temperature stayed within the limits.")
        case .ledgerNeeded:
            plain("ledger-not-needed", "不需要使用台账。", "No usage ledger is needed.")
        case .late: plain("not-late", "没有超期。", "It is not late.")
        default: plain("condition-not-met", "条件不满足。", "A condition does not hold.")
        }
    }

    private func isTheCase(_ condition: Guard) -> Refusal {
        switch condition {
        case .prohibited:
            Refusal(
                .rule, "goods-prohibited",
                LocalizedText(zh: "货物属于禁止进出境。", en: "The law bars these goods."),
                remedy: LocalizedText(
                    zh: "不要发运。先查看评估所列的依据；申报有误的更正进口申请，否则撤回。",
                    en: "Do not dispatch them. The assessment names the legal basis; correct the "
                        + "request if it is wrong, else withdraw it."))
        case .ledgerNeeded:
            plain("ledger-needed", "须先建立使用台账。", "A usage ledger must be kept first.")
        case .late: plain("late", "已经超期。", "It is late.")
        case .requires(let permit):
            plain("permit-required", "这票货需要 \(permit)。", "This shipment needs \(permit).")
        default: plain("condition-not-met", "条件不满足。", "A condition does not hold.")
        }
    }

    private func plain(_ code: String, _ zh: String, _ en: String) -> Refusal {
        Refusal(
            .rule, code, LocalizedText(zh: zh, en: en),
            remedy: LocalizedText(
                zh: "先查看现在可以做什么，再办理。",
                en: "Look at what can be done now, then decide."))
    }
}
