/// All schemes in all versions, ready to be asked.
public struct WhitelistSchemeBook: Sendable {
    public let schemes: [WhitelistScheme]
    /// Conditions of the schemes: waivers and exclusions, by scheme.
    let code: ConditionCode
    let waiverRoots: [[Int]]
    let exclusionRoots: [[Int]]
    /// Ids and days beside each other, so that a look-up copies no scheme.
    let days: [(id: String, inForce: DateRange)]
    let waivable: [(permit: String, inForce: DateRange)]

    public static let empty = WhitelistSchemeBook(schemes: [])

    public init(schemes: [WhitelistScheme]) {
        self.schemes = schemes
        var code = ConditionCode()
        waiverRoots = schemes.map { scheme in scheme.waives.map { code.append($0.when) } }
        exclusionRoots = schemes.map { scheme in scheme.excludes.map { code.append($0.when) } }
        self.code = code
        days = schemes.map { ($0.id, $0.inForce) }
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

    func number(_ id: String, on day: CalendarDate) -> Int? {
        days.firstIndex { $0.id == id && $0.inForce.contains(day) }
    }
}

/// Where entries come from: a loaded file, or the ledgers as of a position of the log.
public protocol WhitelistEntrySource {
    /// Entries of one unit; the code is in normal form.
    func whitelistEntries(ofUnit uscc: String) -> [WhitelistEntry]
    /// Entries of any unit whose name or CAS number is this one in normal form; empty where the
    /// source keeps no such index, and then a miss cannot name another unit's entry.
    func whitelistEntries(named name: String) -> [WhitelistEntry]
}

/// Entries of loaded lists, indexed for matching.
public struct WhitelistBook: WhitelistEntrySource, Sendable {
    public let entries: [WhitelistEntry]
    private let byUnit: [String: [Int]]
    private let byName: [String: [Int]]
    private let byId: [String: Int]

    public static let empty = WhitelistBook([])

    /// Of two rows with one id the later one counts.
    public init(_ rows: [WhitelistEntry]) {
        var entries: [WhitelistEntry] = []
        entries.reserveCapacity(rows.count)
        var byId: [String: Int] = [:]
        for row in rows {
            if let place = byId[row.id] {
                entries[place] = row
            } else {
                byId[row.id] = entries.count
                entries.append(row)
            }
        }
        var byUnit: [String: [Int]] = [:]
        var byName: [String: [Int]] = [:]
        for (index, entry) in entries.enumerated() {
            byUnit[ItemName.code(entry.unitUscc), default: []].append(index)
            for name in ItemIdentity(entry).names {
                byName[name, default: []].append(index)
            }
        }
        self.entries = entries
        self.byId = byId
        self.byUnit = byUnit
        self.byName = byName
    }

    /// The entry with this id.
    public func entry(_ id: String) -> WhitelistEntry? { byId[id].map { entries[$0] } }

    /// The same book with another list added; a row replaces one with its id.
    public func adding(_ rows: [WhitelistEntry]) -> WhitelistBook {
        WhitelistBook(entries + rows)
    }

    public func whitelistEntries(ofUnit uscc: String) -> [WhitelistEntry] {
        (byUnit[uscc] ?? []).map { entries[$0] }
    }

    public func whitelistEntries(named name: String) -> [WhitelistEntry] {
        (byName[name] ?? []).map { entries[$0] }
    }
}
