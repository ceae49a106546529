/// What a shipment has gathered: changes at some steps, and is only looked at by most.
struct ShipmentPapers: Hashable, Sendable {
    var assessedOn: CalendarDate
    var requirements: [Requirement] = []
    var draws: [Draw] = []
    var applications: [Shipment.Application] = []
    var declarations: [Declaration] = []
    var facts: [JSONObject.Member] = []
    var tasks: [ShipmentTask] = []
    var documents: [ShipmentDocument] = []
    var usage: [LineUsage] = []
}

/// Papers that several copies of a shipment share until one of them changes its own.
final class PaperBox: Hashable, @unchecked Sendable {
    /// Changed only by a shipment that has the box to itself.
    @exclusivity(unchecked) var papers: ShipmentPapers

    init(_ papers: ShipmentPapers) {
        self.papers = papers
    }

    static func == (left: PaperBox, right: PaperBox) -> Bool {
        left === right || left.papers == right.papers
    }

    func hash(into hasher: inout Hasher) {
        papers.hash(into: &hasher)
    }
}

/// A request that several copies of a shipment share: a correction makes a new one.
final class RequestBox: Hashable, Sendable {
    let value: ImportRequest

    init(_ value: ImportRequest) {
        self.value = value
    }

    static func == (left: RequestBox, right: RequestBox) -> Bool {
        left === right || left.value == right.value
    }

    func hash(into hasher: inout Hasher) {
        value.hash(into: &hasher)
    }
}

extension Shipment {
    private mutating func ownPapers() {
        if !isKnownUniquelyReferenced(&box) { box = ShipmentBox(box.fields) }
        if !isKnownUniquelyReferenced(&box.fields.papers) {
            box.fields.papers = PaperBox(box.fields.papers.papers)
        }
    }

    public var assessedOn: CalendarDate {
        get { box.fields.papers.papers.assessedOn }
        _modify {
            ownPapers()
            yield &box.fields.papers.papers.assessedOn
        }
    }

    public var requirements: [Requirement] {
        get { box.fields.papers.papers.requirements }
        _modify {
            ownPapers()
            yield &box.fields.papers.papers.requirements
        }
    }

    public var draws: [Draw] {
        get { box.fields.papers.papers.draws }
        _modify {
            ownPapers()
            yield &box.fields.papers.papers.draws
        }
    }

    /// Permit code and how far its application is.
    public var applications: [Application] {
        get { box.fields.papers.papers.applications }
        _modify {
            ownPapers()
            yield &box.fields.papers.papers.applications
        }
    }

    public var declarations: [Declaration] {
        get { box.fields.papers.papers.declarations }
        _modify {
            ownPapers()
            yield &box.fields.papers.papers.declarations
        }
    }

    /// Named facts, such as `conveyance_entry`, in order of name.
    public var facts: [JSONObject.Member] {
        get { box.fields.papers.papers.facts }
        _modify {
            ownPapers()
            yield &box.fields.papers.papers.facts
        }
    }

    public var tasks: [ShipmentTask] {
        get { box.fields.papers.papers.tasks }
        _modify {
            ownPapers()
            yield &box.fields.papers.papers.tasks
        }
    }

    public var documents: [ShipmentDocument] {
        get { box.fields.papers.papers.documents }
        _modify {
            ownPapers()
            yield &box.fields.papers.papers.documents
        }
    }

    public var usage: [LineUsage] {
        get { box.fields.papers.papers.usage }
        _modify {
            ownPapers()
            yield &box.fields.papers.papers.usage
        }
    }
}
