/// How far one shipment is on the picture of its workflow.
public struct PictureOverlay: Sendable {
    /// A line of text under a state: by when, or what it waits for.
    public struct Note: Sendable {
        public enum Kind: String, Sendable {
            case plain, soon, late
        }

        public var state: String
        public var text: String
        public var kind: Kind

        public init(state: String, text: String, kind: Kind = .plain) {
            self.state = state
            self.text = text
            self.kind = kind
        }
    }

    /// Names of the active innermost states after each event, oldest first; the last is now.
    public var path: [[String]]
    public var notes: [Note]

    public init(path: [[String]], notes: [Note] = []) {
        self.path = path
        self.notes = notes
    }

    /// Of a shipment whose way is not at hand: only where it stands.
    public init(_ shipment: Shipment, _ flow: ClearanceWorkflow, notes: [Note] = []) {
        let active = shipment.configuration.active.filter {
            flow.chart.states[$0].children.isEmpty
        }
        self.init(path: [active.map { flow.chart.states[$0].name }], notes: notes)
    }
}
