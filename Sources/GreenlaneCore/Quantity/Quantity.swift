/// Units that an import request may state.
public enum Unit: String, Hashable, Sendable, CaseIterable {
    case kg, g, mg, ug, L, mL, uL, piece, vial, tube, kit, head, IU, U

    enum Dimension: Hashable { case mass, volume, count(Unit) }

    var dimension: Dimension {
        switch self {
        case .kg, .g, .mg, .ug: .mass
        case .L, .mL, .uL: .volume
        case .piece, .vial, .tube, .kit, .head, .IU, .U: .count(self)
        }
    }

    /// How many of the smallest unit of the dimension one of this unit is.
    var factor: Int128 {
        switch self {
        case .kg: 1_000_000_000
        case .g, .L: 1_000_000
        case .mg, .mL: 1_000
        default: 1
        }
    }

    /// Metric prefixes convert; a mass never becomes a volume, nor a vial a tube.
    public func converts(to other: Unit) -> Bool {
        dimension == other.dimension
    }
}

/// An amount with its unit, such as 500 g.
public struct Quantity: Hashable, Sendable, CustomStringConvertible {
    public var amount: Decimal
    public var unit: Unit

    public init(_ amount: Decimal, _ unit: Unit) {
        self.amount = amount
        self.unit = unit
    }

    public var description: String { "\(amount) \(unit.rawValue)" }

    /// The same quantity in another unit; nil where the units do not convert, or where the result
    /// would need more than six places (nothing is ever rounded away) or more digits than a
    /// decimal may have.
    public func converted(to other: Unit) -> Quantity? {
        do throws(QuantityProblem) { return try converted(to: other, content: nil) } catch {
            return nil
        }
    }
}
