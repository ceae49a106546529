/// Why a quantity cannot be counted in another unit.
public enum QuantityProblem: Error, Hashable, Sendable {
    /// The units measure different things, and nothing says how one becomes the other.
    case unitsDiffer
    /// The result would need more than six decimal places.
    case inexact
    /// The result would have more digits before the point than a decimal may have.
    case tooLarge
}

extension Quantity {
    /// The same quantity in another unit, exactly or not at all. `content` is what one unit holds,
    /// as stated: `40 vial` of `5 mg` are `200 mg`. Nothing is guessed: no density, no potency,
    /// and a content in units that do not convert to `other` says nothing.
    public func converted(
        to other: Unit, content: Quantity?
    ) throws(QuantityProblem) -> Quantity {
        if other == unit { return self }
        if unit.converts(to: other) {
            return Quantity(
                try Self.scaled(amount.millionths, by: unit.factor, over: other.factor), other)
        }
        guard let content, content.unit.converts(to: other) else { throw .unitsDiffer }
        // Both factors count millionths: one million of the product is one too many.
        let divisor = other.factor * Decimal.millionthsOfOne
        let common = Int128(
            Self.commonDivisor(content.amount.millionths.magnitude, divisor.magnitude))
        let (factor, isOver) = (content.amount.millionths / common)
            .multipliedReportingOverflow(by: content.unit.factor)
        guard !isOver else { throw .tooLarge }
        return Quantity(
            try Self.scaled(amount.millionths, by: factor, over: divisor / common), other)
    }

    /// `value × factor ÷ divisor` where that is whole. Common divisors go first, so that only a
    /// result that is too large counts as such.
    private static func scaled(
        _ value: Int128, by factor: Int128, over divisor: Int128
    ) throws(QuantityProblem) -> Decimal {
        let first = Int128(commonDivisor(factor.magnitude, divisor.magnitude))
        let rest = divisor / first
        guard value % rest == 0 else { throw .inexact }
        let (result, isOver) = (value / rest).multipliedReportingOverflow(by: factor / first)
        guard !isOver, result.magnitude < Decimal.limit.magnitude else { throw .tooLarge }
        return Decimal(millionths: result)
    }

    /// At least 1 and at most `right`, which is above zero.
    private static func commonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (larger, smaller) = (left, right)
        while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
        return larger
    }
}

extension Decimal {
    static let millionthsOfOne: Int128 = 1_000_000
    /// The first value that no longer has fifteen digits before the point: what is written must be
    /// readable again.
    static let limit: Int128 = 1_000_000_000_000_000 * millionthsOfOne
}

extension ImportItem {
    /// What the item draws from a permit or whitelist entry that counts in `unit`; throws
    /// `unitsDiffer` as well where no quantity is stated.
    public func quantity(in unit: Unit) throws(QuantityProblem) -> Quantity {
        guard let quantity else { throw .unitsDiffer }
        return try quantity.converted(to: unit, content: content)
    }
}
