/// An event of one chart: a number, so that a step compares no text.
public struct EventID: Hashable, Sendable {
    public let rawValue: Int

    init(_ rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Any event that the file names nowhere: only `*` takes it.
    static let unnamed = EventID(0)
}

/// The names of a chart's events. Timers come after the names, so that nobody outside can send one.
struct EventTable: Sendable {
    private(set) var names: [String] = ["*"]
    private var ids: [String: EventID] = [:]
    private(set) var timerNames: [String] = []

    /// Gives the name a number, or the one it has.
    mutating func intern(_ name: String) -> EventID {
        if let known = ids[name] { return known }
        let id = EventID(names.count)
        names.append(name)
        ids[name] = id
        return id
    }

    /// Only after the last name.
    mutating func addTimer(_ name: String) -> EventID {
        timerNames.append(name)
        return EventID(names.count + timerNames.count - 1)
    }

    /// Columns of the candidate table: names, timers, and one for eventless transitions.
    var columns: Int { names.count + timerNames.count + 1 }
    /// The column of transitions that wait for no event.
    var eventless: EventID { EventID(columns - 1) }

    /// A name that stands nowhere in the file matches what its longest known prefix matches.
    func id(named name: String) -> EventID {
        if let known = ids[name] { return known }
        var rest = name[...]
        while let dot = rest.lastIndex(of: ".") {
            rest = rest[..<dot]
            if let known = ids[String(rest)] { return known }
        }
        return .unnamed
    }

    func timer(named name: String) -> EventID? {
        timerNames.firstIndex(of: name).map { EventID(names.count + $0) }
    }

    func name(_ id: EventID) -> String {
        if id.rawValue < names.count { return names[id.rawValue] }
        let timer = id.rawValue - names.count
        return timer < timerNames.count ? timerNames[timer] : ""
    }

    /// The key without a closing `.*`, which says no more than the key itself.
    static func trimmed(_ key: String) -> String {
        key.hasSuffix(".*") ? String(key.dropLast(2)) : key
    }

    /// Exactly, by dotted prefix, or by `*`.
    static func key(_ key: String, matches name: String) -> Bool {
        if key == "*" { return true }
        let key = trimmed(key)
        return name == key || name.hasPrefix(key + ".")
    }
}
