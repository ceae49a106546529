import GreenlaneCore

/// Answers to auditors: lines that each name the positions proving them, and what they come to.
enum AuditSchemas {
    static let all: [(name: String, schema: JSONValue)] = [
        ("AuditActor", actor), ("ActionList", answer(action, actions)),
        ("ExceptionList", answer(exception, exceptions)), ("PermitGapList", answer(gap, gaps)),
        ("UseList", answer(use, uses)),
    ]

    private static func answer(_ line: JSONValue, _ summary: JSONValue) -> JSONValue {
        Shape.object(
            [("lines", Shape.list(line)), ("summary", summary)], optional: [("next", Shape.word)])
    }

    private static let actor: JSONValue = [
        "type": "object", "required": ["role"],
        "properties": [
            "role": Shape.words(Actor.Role.self), "name": Shape.text, "erased": ["const": true],
        ],
        "oneOf": [["required": ["name"]], ["required": ["erased"]]],
        "additionalProperties": false,
    ]

    private static let period = Shape.object([
        ("from", Shape.orNull(Shape.day)), ("to", Shape.orNull(Shape.day)),
    ])

    private static let told: Shape.Members = [
        ("title", Shape.sentence), ("occurred", Shape.time), ("recorded", Shape.time),
        ("actor", Shape.ref("AuditActor")),
    ]

    private static let refusal: Shape.Members = [
        (
            "refusal",
            Shape.object([("code", Shape.text)], optional: [("message", Shape.sentence)])
        ), ("count", Shape.ordinal),
    ]

    private static let action = Shape.object(
        [
            ("position", Shape.ordinal), ("accepted", Shape.flag), ("type", Shape.word),
            ("command", Shape.text),
        ] + told,
        optional: [
            ("version", Shape.ordinal), ("milestone", Shape.words(Milestone.self)),
            ("reason", Shape.text), ("late", ["const": true]), ("override", ["const": true]),
            ("undone", ["const": true]), ("fits", ["const": false]),
        ] + refusal)

    private static let actions = Shape.object([
        ("shipment", Shape.shipmentID), ("actions", Shape.count), ("refused", Shape.count),
        ("late", Shape.count), ("overrides", Shape.count),
        (
            "actors",
            Shape.list([
                "type": "object", "required": ["role", "actions"],
                "properties": [
                    "role": Shape.words(Actor.Role.self), "name": Shape.text,
                    "erased": ["const": true], "actions": Shape.ordinal,
                ],
                "additionalProperties": false,
            ])
        ),
    ])

    private static let exception = Shape.object(
        [
            ("position", Shape.ordinal), ("kinds", Shape.list(kind)), ("type", Shape.word),
        ] + told,
        optional: [
            ("command", Shape.text), ("shipment", Shape.shipmentID), ("about", Shape.text),
            ("daysLate", ["type": "integer"]), ("reason", Shape.text),
        ] + refusal)

    private static let kind = Shape.words(["override", "late", "overdue", "unfit", "refused"])

    private static let exceptions = Shape.object([
        ("period", period),
        (
            "totals",
            Shape.object([
                ("override", Shape.count), ("late", Shape.count), ("overdue", Shape.count),
                ("unfit", Shape.count), ("refused", Shape.count),
            ])
        ),
    ])

    private static let gap = Shape.object(
        [
            ("shipment", Shape.shipmentID), ("line", Shape.ordinal), ("permit", Shape.word),
            ("problem", Shape.word), ("on", Shape.words(["acceptance", "release"])),
            ("day", Shape.day), ("counts", Shape.flag), ("message", Shape.sentence),
            (
                "positions",
                Shape.object(
                    [("released", Shape.ordinal)],
                    optional: [("accepted", Shape.ordinal), ("says", Shape.ordinal)])
            ),
        ],
        optional: [
            ("ledger", Shape.words(["permit", "entry"])), ("id", Shape.word),
            ("since", Shape.day), ("fits", ["const": false]),
        ])

    private static let gaps = Shape.object(
        [
            ("period", period), ("released", Shape.count), ("shipments", Shape.count),
            ("findings", Shape.count), ("counting", Shape.count),
        ], optional: [("unreadable", Shape.list(Shape.shipmentID))])

    private static let use = Shape.object(
        [
            ("position", Shape.ordinal), ("version", Shape.ordinal), ("type", Shape.word),
            ("occurred", Shape.time), ("recorded", Shape.time),
            ("actor", Shape.ref("AuditActor")),
            (
                "after",
                Shape.object(
                    [("reserved", Shape.amount), ("consumed", Shape.amount)],
                    optional: [("remaining", Shape.amount)])
            ),
        ],
        optional: [
            ("change", Shape.words(BalanceChange.Kind.self)), ("shipment", Shape.shipmentID),
            ("line", Shape.ordinal), ("amount", Shape.amount), ("unit", Shape.words(Unit.self)),
            ("cause", Shape.ordinal), ("late", ["const": true]),
        ])

    private static let uses = Shape.object(
        [
            ("holder", Shape.text), ("code", Shape.text),
            (
                "sums",
                Shape.object([
                    ("reserved", Shape.amount), ("consumed", Shape.amount),
                    ("freed", Shape.amount), ("returned", Shape.amount),
                ])
            ), ("shipments", Shape.count),
            (
                "balance",
                Shape.object(
                    [("reserved", Shape.amount), ("consumed", Shape.amount)],
                    optional: [
                        ("granted", Shape.quantity), ("remaining", Shape.quantity),
                        ("shortfall", Shape.amount),
                    ])
            ), ("holds", Shape.flag),
            (
                "problems",
                Shape.list(
                    Shape.object(
                        [("code", Shape.word)],
                        optional: [
                            ("position", Shape.ordinal), ("shipment", Shape.shipmentID),
                            ("line", Shape.ordinal),
                        ]))
            ),
        ], optional: [("permit", Shape.word), ("entry", Shape.word)])
}
