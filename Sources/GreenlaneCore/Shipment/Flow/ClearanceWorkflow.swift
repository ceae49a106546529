/// A statechart bound to the words that guards and actions have in clearance: the form in which a
/// workflow decides. Made once per workflow text, used for ever.
public final class ClearanceWorkflow: Sendable {
    /// Tagged so, a state's milestone is the one already reached.
    public static let holdTag = "hold"

    public let chart: Statechart
    /// Digest of the workflow's text.
    public let digest: String
    let guards: [Guard]
    let actions: [Action]
    /// Per state: its own milestone or its nearest ancestor's; nil where it constrains nothing.
    let milestones: [Milestone?]
    private let holds: StateSet
    /// Atomic and final states: those that can give a milestone.
    private let leaves: StateSet
    private let isOverdueState: [Bool]
    private let events: [String: EventDefinition]
    /// Of the events that the file names, what every step asks.
    private let bound: [String: BoundEvent]
    /// Raw receipt codes of customs systems to events.
    private let receiptCodes: [String: String]
    /// Facts whose names start so are recorded even where the file does not name them.
    private let factPrefixes: [EventDefinition]

    /// Refuses a chart that speaks of guards or actions nobody knows, with file, line and column.
    public init(chart: Statechart, digest: String) throws(DiagnosticList) {
        self.chart = chart
        self.digest = digest
        var problems: [Diagnostic] = []
        let file = chart.definition.file
        guards = chart.guards.map { call in
            guard let bound = Guard(call) else {
                problems.append(Self.unknown("guard", call.name, file, call.line, call.column))
                return .never
            }
            return bound
        }
        actions = chart.actions.map { call in
            guard let bound = Action(call) else {
                problems.append(Self.unknown("action", call.type, file, call.line, call.column))
                return .note
            }
            return bound
        }
        var milestones: [Milestone?] = []
        var holds: [Bool] = []
        for state in chart.states {
            let own = state.definition.milestone.flatMap { Milestone(rawValue: $0.name) }
            let inherits = !state.definition.tags.contains("no-milestone")
            let parent = state.parent.flatMap { milestones[$0] }
            milestones.append(own ?? (inherits ? parent : nil))
            holds.append(state.definition.tags.contains(Self.holdTag))
        }
        self.milestones = milestones
        self.holds = StateSet(holds.indices.filter { holds[$0] })
        leaves = StateSet(
            chart.states.filter { $0.isAtomic || $0.definition.kind == .final }.map(\.index))
        isOverdueState = chart.states.map { $0.definition.tags.contains("overdue") }
        let declared = chart.definition.events
        events = Dictionary(declared.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        bound = events.mapValues { BoundEvent($0, chart.eventID(named: $0.name)) }
        factPrefixes = declared.filter { $0.name.hasSuffix(".*") && $0.kind == .fact }
        var codes: [String: String] = [:]
        for member in chart.definition.settings["receiptCodes"]?.objectValue?.members ?? [] {
            codes[member.name] = member.value.stringValue
        }
        receiptCodes = codes
        guard problems.isEmpty else { throw DiagnosticList(problems) }
    }

    /// What the file says of an event: by its name, by a raw receipt code (`receipt.L`), or by a
    /// prefix that takes any fact.
    public func event(named name: String) -> EventDefinition? {
        if let known = events[name] { return known }
        if let resolved = resolve(name), let known = events[resolved] { return known }
        return factPrefixes.first { name.hasPrefix($0.name.dropLast()) }
    }

    /// The kinds of document that may be attached; any where it is empty.
    public var documentKinds: [DocumentKind] { chart.definition.documentKinds }

    /// What the file says of a kind of document; nil where it does not know it.
    public func documentKind(_ id: String) -> DocumentKind? {
        documentKinds.first { $0.id == id }
    }

    /// As `event(named:)`, ready for a step.
    func boundEvent(named name: String) -> BoundEvent? {
        if let known = bound[name] { return known }
        return event(named: name).map { definition in
            bound[definition.name] ?? BoundEvent(definition, .unnamed)
        }
    }

    /// The workflow's name for a raw receipt code.
    public func resolve(_ name: String) -> String? {
        guard events[name] == nil, let dot = name.firstIndex(of: ".") else { return nil }
        return receiptCodes[String(name[name.index(after: dot)...])]
    }

    /// Names near to one that nobody knows.
    public func suggestion(for name: String) -> String? {
        let candidates = chart.definition.events.map(\.name)
        return candidates.first { $0.hasPrefix(name) || name.hasPrefix($0) }
            ?? candidates.first { $0.contains(name) }
    }

    /// The milestone of a configuration, and the state that gives it: the least advanced of the
    /// active states that carry one. A hold keeps what was reached.
    func progress(
        _ active: StateSet, reached: Milestone?
    ) -> (milestone: Milestone, state: Int) {
        var best: (milestone: Milestone, state: Int)?
        var first: Int?
        var hold: Int?
        for index in active.intersection(leaves) {
            first = first ?? index
            if hold == nil, holds.contains(index) { hold = index }
            guard let milestone = milestones[index] else { continue }
            if best == nil || milestone < best?.milestone ?? milestone {
                best = (milestone, index)
            }
        }
        guard let best else { return (reached ?? .filed, hold ?? first ?? 0) }
        // What was reached is kept through holds, corrections and withdrawn declarations.
        let milestone = max(reached ?? best.milestone, best.milestone)
        return (milestone, hold ?? best.state)
    }

    /// Whether a state is active that is only entered once a deadline has passed.
    public func isOverdue(_ configuration: Configuration) -> Bool {
        configuration.active.contains { isOverdueState[$0] }
    }

    private static func unknown(
        _ what: String, _ name: String, _ file: String, _ line: Int, _ column: Int
    ) -> Diagnostic {
        Diagnostic(
            file: file, line: line, column: column, code: "unknown-\(what)",
            message: LocalizedText(
                zh: what == "guard" ? "没有这个条件：\(name)" : "没有这个动作：\(name)",
                en: "There is no \(what) called \(name), or a parameter is missing."))
    }
}

/// What a step asks of an event, found once: one reference instead of the file's whole text.
final class BoundEvent: Sendable {
    let definition: EventDefinition
    /// The event's number in the chart.
    let id: EventID
    /// Empty where anyone may send it.
    let roles: [Actor.Role]
    let isOpenToAll: Bool
    let isFact: Bool
    /// Of a prefix: what came keeps its own name.
    let isPrefix: Bool
    /// Members that name a document of the shipment by its digest.
    let citations: [String]
    /// No member has to come with it.
    let needsNoInput: Bool

    init(_ definition: EventDefinition, _ id: EventID) {
        self.definition = definition
        self.id = id
        roles = definition.roles.compactMap { Actor.Role(rawValue: $0) }
        isOpenToAll = definition.roles.isEmpty
        isFact = definition.kind == .fact
        isPrefix = definition.name.hasSuffix(".*")
        citations = definition.input.filter { $0.kind == .document }.map(\.name)
        needsNoInput = !definition.input.contains(where: \.required)
    }
}
