import GreenlaneCore

/// A shipment as people and programs see it, and what a step of it takes and answers.
enum ShipmentSchemas {
    static let all: [(name: String, schema: JSONValue)] = [
        ("Step", Shape.object([("event", Shape.word)], optional: stepMembers)),
        ("Lodging", Shape.object([], optional: stepMembers)),
        ("StepOutcome", outcome), ("ShipmentPage", Shape.page("shipments", of: row)),
        ("Shipment", shipment), ("Declaration", declaration),
        (
            "DeclarationList",
            Shape.object([("declarations", Shape.list(Shape.ref("Declaration")))])
        ),
        ("StepInput", input), ("Draw", draw), ("ShipmentPermit", permit),
        (
            "DocumentList",
            Shape.object([
                ("shipment", Shape.shipmentID), ("documents", Shape.list(document)),
            ])
        ),
    ]

    /// What the event takes is told by the shipment, member `next`.
    private static let stepMembers: Shape.Members = [
        ("input", Shape.open), ("occurred", Shape.time),
    ]

    private static let place: Shape.Members = [
        ("shipment", Shape.shipmentID), ("version", Shape.ordinal),
        ("milestone", Shape.words(Milestone.self)), ("state", Shape.word),
        ("active", Shape.list(Shape.word)),
    ]

    private static let outcome = Shape.object(
        place,
        optional: [
            ("repeated", ["const": true]), ("fits", ["const": false]),
            ("tasks", Shape.list(Shape.object([("code", Shape.word), ("text", Shape.sentence)]))),
        ])

    private static let row = Shape.object([
        ("shipment", Shape.shipmentID), ("version", Shape.ordinal),
        ("milestone", Shape.words(Milestone.self)), ("state", Shape.word),
        ("importer", Shape.word), ("reference", Shape.word), ("due", Shape.orNull(Shape.time)),
        ("overdue", Shape.flag), ("final", Shape.flag), ("updated", Shape.time),
    ])

    private static let shipment = Shape.object(
        place + [
            ("items", Shape.list(item)), ("permits", Shape.list(Shape.ref("ShipmentPermit"))),
            ("declarations", Shape.list(Shape.ref("Declaration"))),
            ("deadlines", Shape.list(deadline)), ("next", Shape.list(next)),
            ("blocked", Shape.list(blocked)), ("title", Shape.sentence),
            ("reference", Shape.word), ("importer", Shape.ref("Party")), ("final", Shape.flag),
            ("tasks", Shape.list(task)), ("documents", Shape.list(named)),
            ("notices", Shape.list(notice)), ("facts", Shape.open), ("occurred", Shape.time),
            ("recorded", Shape.time),
        ])

    private static let item = Shape.object(
        [
            ("line", Shape.ordinal),
            ("name", Shape.object([], optional: [("zh", Shape.text), ("en", Shape.text)])),
        ],
        optional: [
            ("hs", Shape.word), ("quantity", Shape.quantity), ("used", Shape.amount),
            ("destroyed", Shape.amount),
        ])

    private static let permit = Shape.object(
        [
            ("line", Shape.ordinal), ("permit", Shape.word),
            ("status", Shape.words(PermitStatus.self)), ("rule", Shape.word),
            ("draws", Shape.list(Shape.ref("Draw"))), ("basis", Shape.basis),
        ],
        optional: [
            ("name", Shape.sentence), ("riskLevel", Shape.word), ("waivedBy", Shape.word),
            ("application", Shape.word), ("explanation", Shape.sentence),
        ])

    private static let draw = Shape.object(
        [
            ("from", Shape.words(["permit", "entry"])), ("id", Shape.word),
            ("status", Shape.words(["linked", "reserved", "consumed", "freed"])),
            ("amount", Shape.amount),
        ],
        optional: [
            ("number", Shape.word), ("validTo", Shape.day), ("remaining", Shape.quantity),
            ("synthetic", ["const": true]),
        ])

    private static let declaration = Shape.object(
        [
            ("declaration", Shape.ordinal), ("lines", Shape.list(Shape.ordinal)),
            (
                "status",
                Shape.words([
                    "lodged", "accepted", "rejected", "returned", "amended", "withdrawn",
                    "released", "cleared",
                ])
            ), ("lodgedOn", Shape.day), ("attempts", Shape.ordinal),
        ],
        optional: [
            ("number", Shape.word), ("entryNumber", Shape.word), ("acceptedOn", Shape.day),
        ])

    private static let deadline = Shape.object([
        ("what", Shape.sentence), ("due", Shape.time), ("overdue", Shape.flag),
        ("state", Shape.word), ("confidence", Shape.confidence), ("basis", Shape.basis),
    ])

    private static let next = Shape.object(
        [
            ("event", Shape.word), ("roles", Shape.list(Shape.word)),
            ("input", Shape.ref("StepInput")), ("title", Shape.sentence),
            ("kind", Shape.words(EventDefinition.Kind.self)),
        ], optional: [("leadsTo", Shape.sentence)])

    /// JSON Schema of what an event takes.
    private static let input = Shape.object([
        ("type", ["const": "object"]), ("properties", Shape.open),
        ("required", Shape.list(Shape.word)), ("additionalProperties", ["const": false]),
    ])

    private static let blocked = Shape.object([
        ("event", Shape.word),
        (
            "reasons",
            Shape.list(
                Shape.object([
                    ("code", Shape.word), ("message", Shape.sentence),
                    ("remedy", Shape.sentence), ("basis", Shape.basis),
                ]))
        ), ("title", Shape.sentence), ("roles", Shape.list(Shape.word)),
    ])

    private static let task = Shape.object([
        ("code", Shape.word), ("text", Shape.sentence), ("openedOn", Shape.day),
    ])

    private static let named = Shape.object(
        [("kind", Shape.word)],
        optional: [("digest", Shape.digest), ("reference", Shape.word)])

    private static let notice = Shape.object([
        ("code", Shape.word), ("event", Shape.word), ("message", Shape.sentence),
        (
            "documents",
            Shape.list(Shape.object([("kind", Shape.word), ("title", Shape.sentence)]))
        ),
    ])

    private static let document = Shape.object(
        [
            ("position", Shape.ordinal), ("kind", Shape.word), ("title", Shape.sentence),
            ("attachedAt", Shape.time), ("attachedBy", Shape.word),
            ("contents", Shape.words(["kept", "erased", "elsewhere"])),
            ("withdrawn", Shape.flag),
        ],
        optional: [
            ("digest", Shape.digest), ("name", Shape.word), ("reference", Shape.word),
            ("size", Shape.count), ("mediaType", Shape.word),
        ])
}
