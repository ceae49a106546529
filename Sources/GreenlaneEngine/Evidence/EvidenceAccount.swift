import GreenlaneCore

/// The story of a shipment as its evidence tells it: what a page shows. Made from the bundle
/// alone; what cannot be read is left out, and the check says why.
struct EvidenceAccount {
    /// One event of the shipment.
    struct Step {
        var entry: EvidenceEntry
        var title: LocalizedText
        /// Set where this step moved the milestone.
        var reached: Milestone?
        /// The state that the shipment is shown in after it, where that changed.
        var state: LocalizedText?
        var basis: [LegalBasis]
        /// What it brought about, in words.
        var effects: [LocalizedText]
        /// False for a fact that was recorded and moved nothing.
        var fits: Bool
        /// A hold that began with it.
        var holds: [LocalizedText]
        var isUndo: Bool
        var isCorrection: Bool
    }

    /// What an item needed, as it was last assessed.
    struct Need {
        var requirement: Requirement
        var permit: LocalizedText
        var basis: [LegalBasis]
        /// Permits and entries that answer it.
        var draws: [Draw]
    }

    let bundle: EvidenceBundle
    let entries: [EvidenceEntry]
    private(set) var shipment: Shipment?
    private(set) var flow: ClearanceWorkflow?
    private(set) var steps: [Step] = []
    private(set) var needs: [Need] = []
    /// Permits and entries, in the order in which they first appear.
    private(set) var ledgers: [EvidenceLedger] = []
    private var sets: [String: DefinitionSet] = [:]
    private var assessedUnder = ""

    init(_ bundle: EvidenceBundle) {
        self.bundle = bundle
        entries = bundle.events.compactMap(EvidenceEntry.init)
        let own = entries.filter { $0.stream == bundle.stream }
        flow = own.first?.workflow.flatMap { digest in
            bundle.definitions.first { $0.digest == digest }.flatMap(Self.flow)
        }
        for entry in own { follow(entry) }
        needs = findNeeds()
        ledgers = EvidenceLedger.all(entries, of: bundle.shipment)
    }

    /// The request as it last stood.
    var request: ImportRequest? { shipment?.request }

    /// Title of the state that the shipment ended in.
    var stateTitle: LocalizedText? {
        guard let shipment, let flow else { return nil }
        return Self.title(flow.chart.states[shipment.state].definition)
    }

    /// What the rules of the last assessment call a permit.
    func permitName(_ code: String) -> LocalizedText {
        sets[assessedUnder]?.rules.permit(code)?.name ?? LocalizedText(zh: code, en: code)
    }

    private static func flow(_ row: EvidenceBundle.Definition) -> ClearanceWorkflow? {
        do {
            return try DefinitionSet.flow(
                DefinitionFile(kind: .workflow, name: row.name, bytes: Array(row.text.utf8)))
        } catch {
            return nil
        }
    }

    private static func title(_ state: StateDefinition) -> LocalizedText {
        state.title ?? LocalizedText(zh: state.name, en: state.name)
    }

    // MARK: Steps

    private mutating func follow(_ entry: EvidenceEntry) {
        let head = entry.head
        guard let flow,
            let event = ShipmentEvent(type: head.type, data: head.data, chart: flow.chart)
        else { return }
        let before = shipment
        guard
            let after = Shipment.evolve(
                before, event, occurred: head.occurred, recorded: head.recorded)
        else { return }
        shipment = after
        if event.effects.contains(where: { if case .assessed = $0 { true } else { false } }) {
            assess(under: head.under)
        }
        let shown = flow.chart.states[after.state].definition
        let isNewState = before?.state != after.state
        let known = flow.event(named: event.command)?.basis ?? []
        let isUndo = event.effects.contains { if case .undone = $0 { true } else { false } }
        let isCorrection = event.effects.contains {
            if case .corrected = $0 { true } else { false }
        }
        steps.append(
            Step(
                entry: entry, title: HistoryLine.title(event.command, flow),
                reached: before?.milestone == after.milestone ? nil : after.milestone,
                state: isNewState ? Self.title(shown) : nil,
                basis: known.isEmpty && isNewState ? shown.basis : known,
                effects: event.effects.compactMap {
                    EvidenceEffects.words($0, after, permit: permitName)
                },
                fits: event.fits, holds: Self.holds(before, after, flow), isUndo: isUndo,
                isCorrection: isCorrection))
    }

    private mutating func assess(under digest: String) {
        assessedUnder = digest
        if sets[digest] == nil { sets[digest] = restore(digest) }
    }

    private static func holds(
        _ before: Shipment?, _ after: Shipment, _ flow: ClearanceWorkflow
    ) -> [LocalizedText] {
        after.configuration.active.compactMap { index in
            let state = flow.chart.states[index].definition
            guard state.tags.contains(ClearanceWorkflow.holdTag),
                before?.configuration.active.contains(index) != true
            else { return nil }
            return title(state)
        }
    }

    // MARK: Needs

    private func findNeeds() -> [Need] {
        guard let shipment, !shipment.requirements.isEmpty else { return [] }
        let rules = sets[assessedUnder]?.rules
        return shipment.requirements.map { requirement in
            let basis = rules?.rule(requirement.rule)?.basis ?? []
            return Need(
                requirement: requirement, permit: permitName(requirement.permit),
                basis: basis.filter { $0.inForce.contains(shipment.assessedOn) }.map(\.basis),
                draws: shipment.draws.filter {
                    $0.line == requirement.line && $0.permit == requirement.permit
                })
        }
    }

    private func restore(_ digest: String) -> DefinitionSet? {
        let texts = bundle.definitions
        guard let manifest = texts.first(where: { $0.digest == digest }) else { return nil }
        var files: [DefinitionFile] = []
        for member in DefinitionManifest.read(Array(manifest.text.utf8)) {
            guard let row = texts.first(where: { $0.digest == member.digest }) else { return nil }
            files.append(
                DefinitionFile(kind: member.kind, name: member.name, bytes: Array(row.text.utf8)))
        }
        do { return try DefinitionSet(files, workflows: []) } catch { return nil }
    }
}
