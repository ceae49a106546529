/// The data that decisions cite, as it was in force: one reference, because every step carries it.
public final class DataInForce: Sendable {
    public let rules: RuleBook
    public let codes: any HSTable
    public let calendar: WorkingCalendar
    public let schemes: WhitelistSchemeBook

    public init(
        rules: RuleBook, codes: any HSTable, calendar: WorkingCalendar,
        schemes: WhitelistSchemeBook
    ) {
        self.rules = rules
        self.codes = codes
        self.calendar = calendar
        self.schemes = schemes
    }
}

/// What the shell tells the decider: nothing is looked up by the decider itself.
public struct Facts {
    /// When the event happened in the world: deadlines, validity and acceptance count on it.
    public var occurred: Timestamp
    /// When it is recorded: now.
    public var recorded: Timestamp
    public var workflow: ClearanceWorkflow
    public var data: DataInForce
    public var ledgers: LedgerBook
    /// Id of the shipment that is being filed; empty for every other step.
    public var newShipmentID: String
    /// Of filing: the facts of the same goods, where they were worked out before.
    public var memo: FactMemo?

    public init(
        occurred: Timestamp, recorded: Timestamp, workflow: ClearanceWorkflow, data: DataInForce,
        ledgers: LedgerBook, newShipmentID: String = ""
    ) {
        self.occurred = occurred
        self.recorded = recorded
        self.workflow = workflow
        self.data = data
        self.ledgers = ledgers
        self.newShipmentID = newShipmentID
    }

    public var rules: RuleBook { data.rules }
    public var codes: any HSTable { data.codes }
    public var calendar: WorkingCalendar { data.calendar }
    public var schemes: WhitelistSchemeBook { data.schemes }

    /// Id of a permit that is granted on the way; the ledgers give the same one again in a replay.
    public var newPermitID: String { ledgers.nextPermitID }

    /// The day of the event in Asia/Shanghai.
    public var day: CalendarDate { occurred.date }
}
