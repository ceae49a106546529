public import GreenlaneCore
public import GreenlaneStore

/// What one transaction changed, for those who keep something in memory beside the store. Told
/// after the commit, in order of commits.
public struct CommitNotice: Sendable {
    /// The last position that was written; that of before where only a count of refusals changed.
    public var position: Int64
    /// Shipments as they are now, each once.
    public var shipments: [ShipmentRow]
    /// Permits and whitelist entries as they are now, each once.
    public var ledgers: [LedgerRow]
    /// Subscriptions that began or ended.
    public var subscriptions: [SubscriptionRow]
    /// Organisations, accounts and what lets them in, where any of it changed.
    public var access: AccessBook?
    /// Names or documents were erased: what was shown before must not be shown again.
    public var erases: Bool

    init(_ batch: Batch, access: AccessBook? = nil) {
        position = batch.treeSize
        shipments = batch.shipments
        ledgers = batch.ledgers
        subscriptions = batch.subscriptions
        erases = !batch.erasedNames.isEmpty || !batch.erasedPapers.isEmpty
        self.access = access
    }
}
