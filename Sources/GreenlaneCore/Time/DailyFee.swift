/// A charge that grows with every day after a deadline, such as the late-declaration fee. Rate,
/// threshold and rounding are data in force on given days.
public struct DailyFee: Hashable, Sendable {
    public enum Rounding: String, Hashable, Sendable, CaseIterable {
        /// Whole yuan, the fraction dropped.
        case wholeYuanDown = "whole_yuan_down"
        /// To the nearest fen; half a fen counts as one.
        case nearestFen = "nearest_fen"
    }

    /// What is owed.
    public struct Charge: Hashable, Sendable {
        /// The last day on which nothing was owed yet, after it moved to a working day.
        public var lastFreeDay: CalendarDate
        /// Days that are charged: the first late day and the last one both count.
        public var days: Int
        /// In yuan, before rounding and threshold.
        public var raw: Decimal
        /// In yuan.
        public var amount: Decimal
        /// Whether the last free day leans on holidays that are not published yet.
        public var isProvisional: Bool
        /// Whether something had accrued, but not enough to be charged.
        public var isBelowThreshold: Bool { amount == .zero && raw > .zero }
    }

    /// Stable: `late-declaration`, `late-payment`.
    public var id: String
    public var name: LocalizedText
    /// The clock that runs out before the charge begins.
    public var clock: String
    /// Part of the base amount for each day.
    public var ratePerDay: Decimal
    /// In yuan: less than this is not charged.
    public var threshold: Decimal
    public var rounding: Rounding
    /// Compared with the day until which the charge runs.
    public var inForce: DateRange
    public var basis: [DatedBasis]
    public var confidence: LegalBasis.Confidence

    public init(
        id: String, name: LocalizedText, clock: String, ratePerDay: Decimal, threshold: Decimal,
        rounding: Rounding, inForce: DateRange = DateRange(), basis: [DatedBasis] = [],
        confidence: LegalBasis.Confidence = .unverified
    ) {
        self.id = id
        self.name = name
        self.clock = clock
        self.ratePerDay = ratePerDay
        self.threshold = threshold
        self.rounding = rounding
        self.inForce = inForce
        self.basis = basis
        self.confidence = confidence
    }

    /// What is owed on `base` yuan after that many charged days. Nothing on a negative amount.
    public func amount(on base: Decimal, days: Int) -> (raw: Decimal, amount: Decimal) {
        guard days > 0, base > .zero else { return (.zero, .zero) }
        let product = base.millionths * ratePerDay.millionths * Int128(days)
        let raw = Decimal(millionths: product / 1_000_000)
        let payable: Int128
        // Rounded from the exact product: `raw` has lost what stands behind its sixth place.
        switch rounding {
        case .wholeYuanDown: payable = product / 1_000_000_000_000 * 1_000_000
        case .nearestFen: payable = (product + 5_000_000_000) / 10_000_000_000 * 10_000
        }
        let amount = Decimal(millionths: payable)
        return (raw, amount < threshold ? .zero : amount)
    }

    /// What is owed on the day `until`, itself counted, when nothing is owed through `lastFreeDay`.
    public func charge(
        on base: Decimal, lastFreeDay: (day: CalendarDate, provisional: Bool),
        until: CalendarDate
    ) -> Charge {
        let days = max(until.dayNumber - lastFreeDay.day.dayNumber, 0)
        let owed = amount(on: base, days: days)
        return Charge(
            lastFreeDay: lastFreeDay.day, days: days, raw: owed.raw, amount: owed.amount,
            isProvisional: lastFreeDay.provisional)
    }

    /// Yuan as this charge is written: `2000`, or `120.00` where fen count.
    public func text(_ amount: Decimal) -> String {
        guard rounding == .nearestFen else { return amount.description }
        let fen = amount.millionths / 10_000
        let cents = fen % 100
        return "\(fen / 100)." + (cents < 10 ? "0" : "") + "\(cents)"
    }
}

/// All charges, each in the versions that followed one another.
public struct FeeBook: Hashable, Sendable {
    /// In the order of the files.
    public let fees: [DailyFee]

    public init(_ fees: [DailyFee]) {
        self.fees = fees
    }

    public static let empty = FeeBook([])

    /// The version in force on that day; nil where none is known.
    public func fee(_ id: String, on day: CalendarDate) -> DailyFee? {
        fees.first { $0.id == id && $0.inForce.contains(day) }
    }

    /// The first day for which a version is known; nil where there is none, or it is open.
    public func knownSince(_ id: String) -> CalendarDate? {
        fees.filter { $0.id == id }.compactMap(\.inForce.from).min()
    }
}
