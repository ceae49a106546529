/// What the shell tells the decider: nothing is looked up by the decider itself.
public struct Facts {
    /// When the event happened in the world: deadlines, validity and acceptance count on it.
    public var occurred: Timestamp
    /// When it is recorded: now.
    public var recorded: Timestamp
    public var workflow: ClearanceWorkflow
    public var rules: RuleBook
    public var codes: any HSTable
    public var calendar: WorkingCalendar
    public var schemes: WhitelistSchemeBook
    public var ledgers: LedgerBook
    /// Ids for what the step creates: the shipment, or a permit granted on the way.
    public var newShipmentID: String
    public var newPermitID: String

    public init(
        occurred: Timestamp, recorded: Timestamp, workflow: ClearanceWorkflow, rules: RuleBook,
        codes: any HSTable, calendar: WorkingCalendar,
        schemes: WhitelistSchemeBook, ledgers: LedgerBook, newShipmentID: String = "", newPermitID: String = ""
    ) {
        self.occurred = occurred
        self.recorded = recorded
        self.workflow = workflow
        self.rules = rules
        self.codes = codes
        self.calendar = calendar
        self.schemes = schemes
        self.ledgers = ledgers
        self.newShipmentID = newShipmentID
        self.newPermitID = newPermitID
    }

    /// The day of the event in Asia/Shanghai.
    public var day: CalendarDate { occurred.date }
}
