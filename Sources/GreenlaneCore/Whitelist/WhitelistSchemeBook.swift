/// All schemes in all versions, ready to be asked.
public struct WhitelistSchemeBook: Sendable {
    public let schemes: [WhitelistScheme]
    /// Conditions of the schemes: waivers and exclusions, by scheme.
    let code: ConditionCode
    let waiverRoots: [[Int]]
    let exclusionRoots: [[Int]]
    /// Ids, kinds and days beside each other, so that a look-up copies no scheme.
    let days: [(id: String, kind: WhitelistScheme.Kind, inForce: DateRange)]
    let waivable: [(permit: String, inForce: DateRange)]

    public static let empty = WhitelistSchemeBook(schemes: [])

    public init(schemes: [WhitelistScheme]) {
        self.schemes = schemes
        var code = ConditionCode()
        waiverRoots = schemes.map { scheme in scheme.waives.map { code.append($0.when) } }
        exclusionRoots = schemes.map { scheme in scheme.excludes.map { code.append($0.when) } }
        self.code = code
        days = schemes.map { ($0.id, $0.kind, $0.inForce) }
        waivable = schemes.flatMap { scheme in
            scheme.waives.map { ($0.permit, scheme.inForce) }
        }
    }

    /// The version of a scheme in force on a day.
    public func scheme(_ id: String, on day: CalendarDate) -> WhitelistScheme? {
        number(id, on: day).map { schemes[$0] }
    }

    /// Whether the product knows the scheme in any version.
    public func knows(_ id: String) -> Bool { schemes.contains { $0.id == id } }

    /// What kind of list the scheme keeps; nil where nobody knows it.
    public func kind(_ id: String) -> WhitelistScheme.Kind? {
        days.first { $0.id == id }?.kind
    }

    /// Permits of an entry that its scheme cannot waive at all: by the version of the entry's first
    /// day, or by any version where it has none or lies outside all of them.
    public func excess(_ waives: [String], scheme id: String, from: CalendarDate?) -> [String] {
        let dated = from.flatMap { scheme(id, on: $0) }
        let versions = dated.map { [$0] } ?? schemes.filter { $0.id == id }
        let permits = versions.flatMap(\.waives).map(\.permit)
        return waives.filter { !permits.contains($0) }
    }

    func number(_ id: String, on day: CalendarDate) -> Int? {
        days.firstIndex { $0.id == id && $0.inForce.contains(day) }
    }
}
