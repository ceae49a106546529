public import GreenlaneCore

/// One shipment told from filing to its end: what is done, what is refused, and where it stands
/// after every step. Demonstration and test in one.
public struct Story: Sendable {
    /// Where a shipment should stand.
    public struct Standing: Hashable, Sendable {
        public var milestone: Milestone
        /// The state that gives the milestone.
        public var state: String
    }

    /// A permit that an authority grants before the filing.
    public struct Grant: Sendable {
        public var actor: Actor
        public var permit: Permit
    }

    /// One command.
    public struct Step: Sendable {
        public var at: Timestamp
        public var actor: Actor
        /// The workflow's event.
        public var event: String
        public var input: JSONObject
        /// Code of the refusal that it should meet; nil where it should be accepted.
        public var refused: String?
        public var expect: Standing?
        /// Line in the story's file, from 1.
        public var line: Int
    }

    /// The story's folder, such as `01-heparin-whitelisted`.
    public var name: String
    public var title: LocalizedText
    public var about: LocalizedText
    /// When the request is filed.
    public var start: Timestamp
    /// Who files it.
    public var actor: Actor
    public var permits: [Grant]
    public var steps: [Step]
    /// How it ends.
    public var expect: Standing?
    public var request: ImportRequest
}
