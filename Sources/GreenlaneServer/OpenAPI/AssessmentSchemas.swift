import GreenlaneCore

/// What a request would need, and what each part of that rests on.
enum AssessmentSchemas {
    static let all: [(name: String, schema: JSONValue)] = [
        ("Assessment", assessment), ("AssessedItem", item), ("AssessedPermit", permit),
        ("WhitelistOutcome", whitelist), ("PlanStep", step),
        ("LegalBasis", Shape.object(basis)), ("HSLine", line),
        (
            "DatedBasis",
            Shape.object(basis, optional: [("to", Shape.day)])
        ),
    ]

    private static let basis: Shape.Members = [
        ("title", Shape.text), ("number", Shape.text), ("article", Shape.text),
        ("inForce", Shape.text), ("source", Shape.text), ("confidence", Shape.confidence),
    ]

    private static let assessment = Shape.object([
        ("asOf", Shape.day),
        ("rules", Shape.list(Shape.object([("id", Shape.word), ("digest", Shape.word)]))),
        ("route", Shape.text), ("items", Shape.list(Shape.ref("AssessedItem"))),
        ("prohibited", Shape.flag), ("earliestRelease", Shape.orNull(Shape.day)),
        ("earliestReleaseIsLowerBound", Shape.flag), ("provisional", Shape.flag),
        (
            "provisionalBecause",
            Shape.list(Shape.words(Assessment.ProvisionalReason.self))
        ), ("plan", Shape.list(Shape.ref("PlanStep"))), ("warnings", Shape.list(warning)),
    ])

    private static let item = Shape.object(
        [
            ("line", Shape.ordinal), ("permits", Shape.list(Shape.ref("AssessedPermit"))),
            (
                "questions",
                Shape.list(
                    Shape.object([
                        ("pointer", Shape.text), ("why", Shape.sentence),
                        ("decides", Shape.list(Shape.word)),
                    ]))
            ), ("whitelist", Shape.ref("WhitelistOutcome")),
            ("conclusion", coded(Shape.words(Conclusion.self))),
        ],
        optional: [
            ("hs", Shape.ref("HSLine")),
            (
                "extensions",
                Shape.list(
                    Shape.object([
                        ("ciq", Shape.text), ("name", Shape.text), ("source", Shape.text),
                        ("year", Shape.text),
                    ]))
            ), ("candidates", Shape.list(candidate)), ("prohibitions", Shape.list(prohibition)),
        ])

    private static func coded(_ code: JSONValue) -> JSONValue {
        Shape.object([("code", code), ("zh", Shape.word), ("en", Shape.word)])
    }

    private static let because = Shape.list(
        Shape.object(
            [("fact", Shape.text), ("value", Shape.anything)], optional: [("shows", Shape.text)]))

    private static let permit = Shape.object(
        [
            ("permit", Shape.word), ("status", Shape.words(PermitStatus.self)),
            ("rule", Shape.text), ("confidence", Shape.confidence), ("name", Shape.sentence),
            ("basis", Shape.basis), ("because", because), ("explanation", Shape.sentence),
            ("issuer", Shape.text), ("issuerName", Shape.sentence),
            ("workingDays", ["type": ["integer", "null"]]),
            ("documents", Shape.list(Shape.text)), ("documentNames", Shape.list(Shape.sentence)),
            ("uses", Shape.words(PermitTerms.Uses.self)),
            ("when", Shape.words(PermitTerms.Stage.self)), ("beforeDispatch", Shape.flag),
        ],
        optional: [
            ("riskLevel", Shape.word), ("waivedBy", Shape.word), ("moot", ["const": true]),
            ("decisionDays", Shape.count), ("extensionWorkingDays", Shape.count),
            ("clocks", Shape.list(Shape.word)), ("after", Shape.list(Shape.word)),
            ("validityMonths", Shape.count), ("documentCode", Shape.word),
            ("licenceType", Shape.word),
        ])

    private static let candidate = Shape.object([
        ("hs", Shape.word), ("description", Shape.sentence),
        ("supervision", Shape.orNull(Shape.text)), ("inspection", Shape.orNull(Shape.text)),
        ("reason", Shape.sentence), ("because", because), ("requires", Shape.list(Shape.word)),
        ("source", Shape.text), ("confidence", Shape.confidence),
    ])

    private static let prohibition = Shape.object([
        ("rule", Shape.word), ("basis", Shape.basis), ("because", because),
        ("explanation", Shape.sentence),
    ])

    private static let warning = Shape.object(
        [("code", Shape.word), ("zh", Shape.word), ("en", Shape.word)],
        optional: [("pointer", Shape.word)])

    private static let whitelist = Shape.object(
        [("covered", Shape.flag), ("reason", coded(Shape.words(WhitelistCode.self)))],
        optional: [
            ("entry", Shape.word), ("scheme", Shape.word), ("waives", Shape.list(Shape.word)),
            ("remark", Shape.text), ("remarkConfidence", Shape.confidence),
            ("nearest", Shape.word), ("remaining", Shape.quantity), ("validTo", Shape.day),
            ("synthetic", ["const": true]),
            ("similar", Shape.object([("entry", Shape.word), ("name", Shape.text)])),
            ("caution", Shape.sentence),
            (
                "easing",
                Shape.object([
                    ("entry", Shape.word), ("scheme", Shape.word),
                    ("permits", Shape.list(Shape.word)), ("waives", Shape.list(Shape.word)),
                    ("zh", Shape.text), ("en", Shape.text),
                ])
            ),
        ])

    private static let step = Shape.object(
        [
            ("kind", Shape.words(Assessment.PlanStep.Kind.self)), ("what", Shape.sentence),
            ("from", Shape.day), ("to", Shape.day), ("timeKnown", Shape.flag),
            ("critical", Shape.flag), ("basis", Shape.basis),
        ],
        optional: [
            ("permit", Shape.word), ("line", Shape.ordinal),
            ("lines", Shape.list(Shape.ordinal)), ("workingDays", Shape.count),
            ("clock", Shape.word), ("confidence", Shape.confidence),
            ("extension", Shape.ordinal),
        ])

    private static let line = Shape.object([
        ("code", Shape.pattern("^[0-9]+$")), ("description", Shape.sentence),
        ("supervision", Shape.orNull(Shape.text)), ("inspection", Shape.orNull(Shape.text)),
        ("year", Shape.text), ("source", Shape.text), ("status", Shape.text),
    ])
}
