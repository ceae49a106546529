/// What names a shipment for ever.
final class ShipmentIdentity: Hashable, Sendable {
    let id: String
    let workflow: String

    init(id: String, workflow: String) {
        self.id = id
        self.workflow = workflow
    }

    static func == (left: ShipmentIdentity, right: ShipmentIdentity) -> Bool {
        left === right || (left.id == right.id && left.workflow == right.workflow)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(workflow)
    }
}

/// All of a shipment. What never changes, and the papers, which seldom do, lie in boxes of their
/// own, so that a step that changes the rest copies six references.
struct ShipmentFields: Hashable, Sendable {
    var identity: ShipmentIdentity
    var request: RequestBox
    var papers: PaperBox
    var version = 0
    var configuration = Configuration()
    var milestone = Milestone.filed
    var state = 0
    var isFinal = false
    var beforeLastWish: [Shipment] = []
    var since: [Shipment.Entered] = []
    var occurred: Timestamp
    var recorded: Timestamp
}

/// A shipment's fields, shared by its copies until one of them changes its own.
final class ShipmentBox: Hashable, @unchecked Sendable {
    /// Changed only by a shipment that has the box to itself.
    @exclusivity(unchecked) var fields: ShipmentFields

    init(_ fields: ShipmentFields) {
        self.fields = fields
    }

    static func == (left: ShipmentBox, right: ShipmentBox) -> Bool {
        left === right || left.fields == right.fields
    }

    func hash(into hasher: inout Hasher) {
        fields.hash(into: &hasher)
    }
}

extension Shipment {
    /// `SH-2026-000001`.
    public var id: String { box.fields.identity.id }
    /// Digest of the workflow that it follows from filing to its end.
    public var workflow: String { box.fields.identity.workflow }
    /// As filed or last corrected.
    public var request: ImportRequest {
        get { box.fields.request.value }
        set {
            own()
            box.fields.request = RequestBox(newValue)
        }
    }

    /// Of the request, without a copy of the rest.
    var items: [ImportItem] { box.fields.request.value.items }

    @inline(__always)
    private mutating func own() {
        if !isKnownUniquelyReferenced(&box) { box = ShipmentBox(box.fields) }
    }

    /// Events in its stream.
    public var version: Int {
        @inline(__always) get { box.fields.version }
        @inline(__always) _modify {
            own()
            yield &box.fields.version
        }
    }

    public var configuration: Configuration {
        @inline(__always) get { box.fields.configuration }
        @inline(__always) _modify {
            own()
            yield &box.fields.configuration
        }
    }

    public var milestone: Milestone {
        @inline(__always) get { box.fields.milestone }
        @inline(__always) _modify {
            own()
            yield &box.fields.milestone
        }
    }

    /// The active state that gives the milestone; index into the chart.
    public var state: Int {
        @inline(__always) get { box.fields.state }
        @inline(__always) _modify {
            own()
            yield &box.fields.state
        }
    }

    public var isFinal: Bool {
        @inline(__always) get { box.fields.isFinal }
        @inline(__always) _modify {
            own()
            yield &box.fields.isFinal
        }
    }

    /// The shipment before the last wish of a person; empty where that cannot be undone.
    public var beforeLastWish: [Shipment] {
        @inline(__always) get { box.fields.beforeLastWish }
        @inline(__always) _modify {
            own()
            yield &box.fields.beforeLastWish
        }
    }

    /// When each active state was entered, in document order.
    public var since: [Entered] {
        @inline(__always) get { box.fields.since }
        @inline(__always) _modify {
            own()
            yield &box.fields.since
        }
    }

    /// When the last event happened in the world.
    public var occurred: Timestamp {
        @inline(__always) get { box.fields.occurred }
        @inline(__always) _modify {
            own()
            yield &box.fields.occurred
        }
    }

    /// When the last event was recorded.
    public var recorded: Timestamp {
        @inline(__always) get { box.fields.recorded }
        @inline(__always) _modify {
            own()
            yield &box.fields.recorded
        }
    }
}
