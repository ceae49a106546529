public import GreenlaneCore

/// What the API leaves to others of a subscription: which addresses may be told of events, and
/// where its secrets lie. No secret goes through the log.
public protocol SubscriptionKeeper: Sendable {
    /// Forms of messages, the first of which is the usual one.
    var formats: [String] { get }

    /// Refuses an address that must not be told; what of it may stand in the log.
    func label(of url: String, format: String) throws -> String

    /// Makes a signing secret and keeps it with the address; nil where the receiver knows nothing
    /// of signatures. It is shown once.
    func keep(
        _ name: String, url: String, format: String, botSecret: String?
    ) throws -> String?

    /// Forgets the secrets of a subscription that ended.
    func forget(_ name: String) throws

    /// Sends a message that says that it is a test, once and at once, and tells what became of it.
    func test(_ name: String, format: String, at now: Timestamp) async throws -> SubscriptionTrial

    /// What an event of that type is called in a message; nil where it has no words.
    func words(ofType type: String) -> LocalizedText?
}

/// What became of a test.
public struct SubscriptionTrial: Sendable {
    public var isTaken: Bool
    /// What the receiver said, or why it said nothing.
    public var words: LocalizedText

    public init(isTaken: Bool, words: LocalizedText) {
        self.isTaken = isTaken
        self.words = words
    }
}
