/// Which rules of a book can hold at all for a direction and a form of goods: most rules speak of a
/// few forms only, and an assessment passes over the rest without asking them.
struct RuleSieve: Sendable {
    /// Bits of the members of each group, for each direction and each form; the last form of a
    /// direction stands for one that is not stated.
    private let masks: [UInt64]
    private let groups: Int
    private static let forms = Fact.form.vocabulary.count
    private static let directions = Fact.direction.vocabulary.count

    /// `conditions` are those of the members, group by group.
    init(_ conditions: [[Condition]]) {
        groups = conditions.count
        var masks: [UInt64] = []
        masks.reserveCapacity(Self.directions * (Self.forms + 1) * groups)
        for direction in 0..<Self.directions {
            for form in 0...Self.forms {
                let sieve = Bounds(
                    direction: 1 << UInt64(direction),
                    form: form == Self.forms ? nil : 1 << UInt64(form))
                for group in conditions {
                    var mask: UInt64 = 0
                    for (place, condition) in group.enumerated()
                    where sieve.truth(condition) != .no {
                        mask |= 1 << UInt64(place)
                    }
                    masks.append(mask)
                }
            }
        }
        self.masks = masks
    }

    /// The members of a group that can hold for an item; all of them where the direction is not
    /// known, which no request leaves open.
    func members(of group: Int, _ facts: borrowing FactVector) -> UInt64 {
        guard facts.isKnown(.direction) else { return .max }
        let direction = facts.masks[Int(Fact.direction.rawValue)].trailingZeroBitCount
        let form =
            facts.isKnown(.form)
            ? facts.masks[Int(Fact.form.rawValue)].trailingZeroBitCount : Self.forms
        guard direction < Self.directions, form <= Self.forms else { return .max }
        return masks[(direction * (Self.forms + 1) + form) * groups + group]
    }

    /// What a condition can come to where nothing but the direction and the form is looked at.
    private struct Bounds {
        var direction: UInt64
        /// Nil where the form is not stated; then nothing is concluded from it.
        var form: UInt64?

        func truth(_ condition: Condition) -> Truth {
            switch condition {
            case .test(let test): return truth(test)
            case .known(let fact): return value(fact) == nil ? .unknown : .yes
            case .not(let child):
                switch truth(child) {
                case .yes: return .no
                case .no: return .yes
                case .unknown: return .unknown
                }
            case .all(let children): return fold(children, deciding: .no, otherwise: .yes)
            case .any(let children), .witnesses(let children):
                return fold(children, deciding: .yes, otherwise: .no)
            }
        }

        private func value(_ fact: Fact) -> UInt64? {
            switch fact {
            case .direction: direction
            case .form: form
            default: nil
            }
        }

        private func truth(_ test: FactTest) -> Truth {
            guard let value = value(test.fact) else { return .unknown }
            switch test.comparison {
            case .anyOf(let mask): return value & mask != 0 ? .yes : .no
            case .only(let mask): return value & ~mask == 0 ? .yes : .no
            case .empty: return value == 0 ? .yes : .no
            case .startsWith: return .unknown
            }
        }

        private func fold(
            _ children: [Condition], deciding: Truth, otherwise: Truth
        ) -> Truth {
            var result = otherwise
            for child in children {
                let truth = truth(child)
                if truth == deciding { return deciding }
                if truth == .unknown { result = .unknown }
            }
            return result
        }
    }
}
