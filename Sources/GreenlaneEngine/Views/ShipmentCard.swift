public import GreenlaneCore
import GreenlaneStore

/// What a list shows of one shipment. It follows from the shipment's own events alone, so that it
/// stays good until the next of them; what permits and entries allow is the page's business.
public final class ShipmentCard: Sendable {
    public let id: String
    public let version: Int64
    public let reference: String
    /// USCC and name of the importer as the request has them.
    public let importer: String
    public let importerName: String
    /// The name of the first line in either language, and how many more lines there are.
    public let goods: LocalizedText
    public let otherLines: Int
    /// Names of all lines in both languages, for whoever searches.
    public let allGoods: [String]
    public let flow: ClearanceWorkflow
    public let milestone: Milestone
    public let state: String
    public let isFinal: Bool
    /// The state holds everything up.
    public let isHeld: Bool
    /// A state is active that is entered only once a deadline has passed.
    public let isOverdue: Bool
    /// When that deadline passed; nil where none has.
    public let overdueSince: Timestamp?
    public let turn: Turn
    /// Deadlines of the active states, earliest first.
    public let deadlines: [Deadline]
    /// What a person should look at, the latest last.
    public let tasks: [LocalizedText]
    public let last: Last

    public struct Deadline: Hashable, Sendable {
        public var state: String
        public var what: LocalizedText
        public var due: Timestamp
    }

    /// The last thing that happened.
    public struct Last: Hashable, Sendable {
        public var title: LocalizedText
        public var role: Actor.Role
        public var recorded: Timestamp
        /// A fact that did not fit.
        public var isUnfit: Bool
    }

    /// Names of goods that are kept for searching.
    static let maximumNames = 50

    init(
        _ shipment: Shipment, _ flow: ClearanceWorkflow, _ calendar: WorkingCalendar, last: Last,
        passed: Timestamp?
    ) {
        let request = shipment.request
        id = shipment.id
        version = Int64(shipment.version)
        reference = request.reference
        importer = request.importer.uscc ?? ""
        importerName = request.importer.name
        let first = request.items.first
        let (zh, en) = (first?.nameZh, first?.nameEn)
        goods = LocalizedText(zh: zh ?? en ?? "", en: en ?? zh ?? "")
        otherLines = max(0, request.items.count - 1)
        allGoods = request.items.prefix(Self.maximumNames).flatMap {
            [$0.nameZh, $0.nameEn].compactMap { $0 }
        }
        self.flow = flow
        milestone = shipment.milestone
        let definition = flow.chart.states[shipment.state].definition
        state = definition.name
        isFinal = shipment.isFinal
        isHeld = definition.tags.contains(ClearanceWorkflow.holdTag)
        isOverdue = flow.isOverdue(shipment.configuration)
        overdueSince = flow.isOverdue(shipment.configuration) ? passed : nil
        turn =
            shipment.isFinal
            ? .none
            : Turn(flow, active: shipment.configuration.active, shown: shipment.state)
                .settled(shipment, flow)
        deadlines = Self.deadlines(shipment, flow, calendar)
        tasks = shipment.tasks.map(\.text)
        self.last = last
    }

    private static func deadlines(
        _ shipment: Shipment, _ flow: ClearanceWorkflow, _ calendar: WorkingCalendar
    ) -> [Deadline] {
        guard !shipment.isFinal else { return [] }
        return shipment.configuration.active.compactMap { state -> Deadline? in
            let definition = flow.chart.states[state].definition
            guard let deadline = definition.deadline,
                let due = shipment.due(deadline, of: state, calendar)
            else { return nil }
            return Deadline(state: definition.name, what: deadline.what, due: due)
        }.sorted { ($0.due, $0.state) < ($1.due, $1.state) }
    }
}

extension ShipmentCard {
    /// What the workflow calls a state.
    public func title(ofState name: String) -> LocalizedText {
        flow.chart.definition(ofState: name)?.title ?? LocalizedText(zh: name, en: name)
    }

    /// What the workflow calls a step.
    public func title(ofEvent name: String) -> LocalizedText {
        flow.event(named: name)?.title ?? LocalizedText(zh: name, en: name)
    }

    /// Why a state without a deadline waits.
    public func waits(_ state: String) -> LocalizedText? {
        flow.chart.definition(ofState: state)?.waits
    }

    /// Whether a step can be taken without anything being filled in.
    public func needsNoInput(_ event: String) -> Bool {
        flow.event(named: event).map { !$0.input.contains(where: \.required) } ?? false
    }
}

extension ShipmentViews {
    /// The card of a shipment as it is now; nil where there is none.
    public func card(id: String) throws -> ShipmentCard? {
        guard let row = try store.shipment(id: id) else { return nil }
        var last: EventHead?
        var passed: Timestamp?
        let shipment = try ShipmentStream.fold(row.stream, row.id, store, definitions) {
            last = $0
            if $0.data["command"]?.stringValue?.hasPrefix("after.") ?? false {
                passed = $0.occurred
            }
            return true
        }
        guard let last else { throw EngineFault.streamDamaged(id) }
        let flow = try definitions.workflow(shipment.workflow, store)
        let title = HistoryLine.title(last.data["command"]?.stringValue ?? "", flow)
        return ShipmentCard(
            shipment, flow, definitions.calendar,
            last: ShipmentCard.Last(
                title: title, role: last.role, recorded: last.recorded,
                isUnfit: last.data["fits"] == false), passed: passed)
    }
}
