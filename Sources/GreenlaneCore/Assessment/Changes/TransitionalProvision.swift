/// What a change of the law says of permits granted before it: a row of `transitions:` in a rule
/// file. Where nobody could read the clause, `keeps` is unknown and the row is unverified.
public struct TransitionalProvision: Hashable, Sendable {
    /// How long a permit granted before the change goes on.
    public enum Keeps: Hashable, Sendable {
        /// To the last day printed on it.
        case untilExpiry
        /// To this day at most.
        case until(CalendarDate)
        /// So many calendar days, counted from the day of the change, that day included.
        case days(Int)
        /// The clause could not be read.
        case unknown
    }

    /// Stable, kebab-case, unique in a rule book.
    public var id: String
    /// Day of the change; permits whose validity begins before it are meant.
    public var from: CalendarDate
    /// Permit codes.
    public var permits: [String]
    public var keeps: Keeps
    public var basis: [DatedBasis]
    public var explanation: LocalizedText
    public var confidence: LegalBasis.Confidence

    /// A provision as a rule file states it.
    public init(
        id: String, from: CalendarDate, permits: [String], keeps: Keeps,
        basis: [DatedBasis] = [], explanation: LocalizedText, confidence: LegalBasis.Confidence
    ) {
        self.id = id
        self.from = from
        self.permits = permits
        self.keeps = keeps
        self.basis = basis
        self.explanation = explanation
        self.confidence = confidence
    }

    /// The last day on which a permit that ends on `printed` still counts; nil where that is not
    /// known. Never later than what is printed.
    public func lastDay(printed: CalendarDate) -> CalendarDate? {
        switch keeps {
        case .untilExpiry: printed
        case .until(let day): min(day, printed)
        case .days(let count): min(from.adding(days: count - 1), printed)
        case .unknown: nil
        }
    }
}

extension TransitionalProvision.Keeps {
    /// Reads `until_expiry`, `until:YYYY-MM-DD`, `days:N` or `unknown`; N is from 1 to 10,000.
    public init?(_ text: some StringProtocol) {
        switch text {
        case "until_expiry": self = .untilExpiry
        case "unknown": self = .unknown
        default:
            let parts = text.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            if parts[0] == "until", let day = CalendarDate(parts[1]) {
                self = .until(day)
            } else if parts[0] == "days", let days = Int(parts[1]), (1...10_000).contains(days) {
                self = .days(days)
            } else {
                return nil
            }
        }
    }

    /// As a rule file writes it.
    public var text: String {
        switch self {
        case .untilExpiry: "until_expiry"
        case .until(let day): "until:\(day)"
        case .days(let count): "days:\(count)"
        case .unknown: "unknown"
        }
    }
}

extension TransitionalProvision {
    /// As commands show it.
    public var json: JSONValue {
        [
            "id": .string(id), "from": .string(from.description),
            "permits": .array(permits.map { .string($0) }), "keeps": .string(keeps.text),
            "basis": .array(basis.map(\.basis.json)), "explanation": explanation.json,
            "confidence": .string(confidence.rawValue),
        ]
    }
}

extension RuleBook {
    /// The provisions that concern a permit valid from `granted`, for the changes after that day up
    /// to and including `day`; earliest first. What a guard asks about a permit it is shown.
    public func transitions(
        for permit: String, granted: CalendarDate, asOf day: CalendarDate
    ) -> [TransitionalProvision] {
        transitions.filter {
            $0.permits.contains(permit) && granted < $0.from && $0.from <= day
        }.sorted { ($0.from, $0.id) < ($1.from, $1.id) }
    }
}
