import GreenlaneCore

/// What the product knows, and what every answer is made of.
enum DefinitionSchemas {
    static let all: [(name: String, schema: JSONValue)] = [
        ("WorkflowList", Shape.object([("workflows", Shape.list(workflow(isFull: false)))])),
        ("Workflow", workflow(isFull: true)), ("Rule", rule),
        (
            "RuleList",
            Shape.object([
                ("asOf", Shape.day), ("rules", Shape.list(Shape.ref("Rule"))),
                ("count", Shape.count),
            ])
        ),
        (
            "CalendarDay",
            Shape.object([
                ("date", Shape.day), ("working", ["type": ["boolean", "null"]]),
                ("plus", Shape.count), ("result", Shape.day), ("provisional", Shape.flag),
            ])
        ),
        ("TariffList", Shape.object([("lines", Shape.list(Shape.ref("HSLine")))])),
        (
            "LocalizedText",
            Shape.object([("zh", Shape.text), ("en", Shape.text)])
        ),
        ("Problem", problem), ("ProblemMeaning", meaning), ("Health", health),
        ("Unready", unready), ("CloudEvent", WebhookForm.schema),
    ]

    private static func workflow(isFull: Bool) -> JSONValue {
        let parts: Shape.Members = [
            ("stateList", Shape.list(state)), ("eventList", Shape.list(event)),
        ]
        return Shape.object(
            [
                ("id", Shape.word), ("version", Shape.word), ("digest", Shape.digest),
                ("states", Shape.ordinal), ("events", Shape.count),
            ] + (isFull ? parts : []),
            optional: [("title", Shape.sentence), ("inForce", Shape.day)])
    }

    private static let state = Shape.object(
        [("name", Shape.word)],
        optional: [
            ("title", Shape.sentence), ("milestone", Shape.words(Milestone.self)),
        ])

    private static let event = Shape.object([
        ("name", Shape.word), ("title", Shape.orNull(Shape.sentence)),
        ("roles", Shape.list(Shape.word)), ("input", Shape.ref("StepInput")),
    ])

    private static let range = Shape.object([
        ("from", Shape.orNull(Shape.day)), ("to", Shape.orNull(Shape.day)),
    ])

    private static let rule = Shape.object(
        [
            ("id", Shape.word), ("permit", Shape.text),
            ("outcome", Shape.words(Rule.Outcome.self)), ("inForce", range),
            ("when", Shape.open), ("overrides", Shape.list(Shape.word)),
            ("basis", Shape.list(Shape.ref("DatedBasis"))), ("explanation", Shape.sentence),
            ("confidence", Shape.confidence),
        ],
        optional: [
            ("riskLevel", Shape.word), ("riskLevelFrom", Shape.word),
            ("asks", Shape.list(Shape.word)), ("terms", terms),
        ])

    private static let terms = Shape.object(
        [
            ("issuer", Shape.sentence), ("workingDays", ["type": ["integer", "null"]]),
            ("holdDays", Shape.count), ("documents", Shape.list(Shape.sentence)),
            ("validityMonths", ["type": ["integer", "null"]]),
            ("uses", Shape.words(PermitTerms.Uses.self)), ("beforeDispatch", Shape.flag),
        ], optional: [("documentCode", Shape.word), ("licenceType", Shape.word)])

    /// RFC 9457 with what a refusal has beyond it.
    private static let problem = Shape.object(
        [
            ("type", ["type": "string", "format": "uri-reference"]), ("title", Shape.word),
            ("status", Shape.number(400...599)), ("detail", Shape.word),
            ("instance", ["type": "string", "format": "uri-reference"]), ("code", Shape.word),
            ("message", Shape.sentence), ("remedy", Shape.sentence), ("basis", Shape.basis),
        ],
        optional: [
            (
                "errors",
                Shape.list(
                    Shape.object([
                        ("pointer", Shape.text), ("code", Shape.word), ("detail", Shape.text),
                        ("message", Shape.sentence),
                    ]))
            )
        ])

    private static let meaning = Shape.object([
        ("code", Shape.word), ("title", Shape.sentence),
        ("statuses", Shape.list(Shape.number(400...599))), ("everywhere", Shape.flag),
        (
            "operations",
            Shape.list(
                Shape.object([
                    ("operation", Shape.word), ("method", Shape.word), ("path", Shape.word),
                    ("title", Shape.sentence),
                ]))
        ),
    ])

    private static let health = Shape.object([("status", ["const": "ok"])])

    private static let unready = Shape.object([
        ("type", Shape.word), ("title", Shape.word), ("status", ["const": 503]),
        ("detail", Shape.word), ("code", ["const": "not-ready"]), ("message", Shape.sentence),
        ("errors", Shape.list(Shape.open)),
    ])
}
