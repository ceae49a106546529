/// What a step changed, besides the states. Evolving copies it; nothing is looked up.
public enum Effect: Hashable, Sendable {
    case assessed(on: CalendarDate, [Requirement])
    case drew(Draw)
    /// All draws of the item change to this status.
    case drawChanged(ledger: LedgerEvent.Ledger, id: String, line: Int, Draw.Status)
    case applied(permit: String, status: String)
    case lodged(Declaration)
    case declaration(
        index: Int, Declaration.Status, entryNumber: String?, on: CalendarDate)
    case remembered(name: String, JSONValue)
    case taskOpened(code: String, LocalizedText)
    case tasksClosed
    case attached(ShipmentDocument)
    case used(line: Int, amount: Decimal)
    case destroyed(line: Int, amount: Decimal)
    indirect case corrected(ImportRequest)
    /// The step that led to this version no longer counts.
    case undone(version: Int)
}
