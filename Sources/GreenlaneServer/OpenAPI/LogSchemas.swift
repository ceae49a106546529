import GreenlaneCore

/// The log and what proves it: events, heads, proofs, bundles, verification and replay.
enum LogSchemas {
    static let all: [(name: String, schema: JSONValue)] = [
        ("Event", event(hasStream: true)),
        (
            "EventPage",
            Shape.object([
                ("events", Shape.list(Shape.ref("Event"))), ("position", Shape.count),
            ])
        ),
        (
            "History",
            Shape.object([
                ("shipment", Shape.shipmentID),
                ("events", Shape.list(event(hasStream: false))),
            ])
        ),
        ("CheckpointList", Shape.object([("checkpoints", Shape.list(checkpoint))])),
        ("LogKeyList", Shape.object([("keys", Shape.list(key))])),
        ("ConsistencyProof", consistency), ("Verification", verification),
        ("ReplayReport", replay), ("ReplayDivergence", divergence), ("Bundle", bundle),
        ("BundleCheck", check),
    ]

    /// The events of one shipment need not say whose they are.
    private static func event(hasStream: Bool) -> JSONValue {
        Shape.object(
            (hasStream ? [("stream", Shape.word)] : []) + [
                ("position", Shape.ordinal), ("version", Shape.ordinal), ("type", Shape.word),
                ("occurred", Shape.time), ("recorded", Shape.time), ("actor", Shape.word),
                ("data", Shape.open), ("title", Shape.sentence),
            ],
            optional: [
                ("milestone", Shape.words(Milestone.self)), ("late", ["const": true]),
            ])
    }

    private static let checkpoint = Shape.object([
        ("size", Shape.count), ("at", Shape.time), ("note", Shape.word),
    ])

    private static let key = Shape.object([
        ("key", Shape.word), ("position", Shape.ordinal), ("recorded", Shape.time),
    ])

    private static let consistency = Shape.object([
        ("old", Shape.ordinal), ("new", Shape.ordinal), ("oldRoot", Shape.base64),
        ("newRoot", Shape.base64), ("hashes", Shape.list(Shape.base64)),
    ])

    private static let verification = Shape.object([
        ("events", Shape.count), ("root", Shape.pattern("^[0-9a-f]{64}$")), ("ok", Shape.flag),
        ("problems", Shape.list(problem)), ("problem_count", Shape.count),
        ("checkpoints", Shape.count),
        (
            "last_checkpoint",
            Shape.orNull(
                Shape.object([
                    ("size", Shape.count), ("origin", Shape.word),
                    ("keys", Shape.list(Shape.word)),
                ]))
        ), ("erased", Shape.count),
        ("attachments", Shape.object([("kept", Shape.count), ("cited", Shape.count)])),
        ("speed", Shape.count),
    ])

    private static let problem = Shape.object(
        [("position", Shape.count), ("kind", Shape.word), ("message", Shape.sentence)],
        optional: [("about", Shape.word), ("from", Shape.count), ("to", Shape.count)])

    private static let replay = Shape.object(
        [
            ("shipments", Shape.count), ("events", Shape.count),
            ("divergences", Shape.list(Shape.ref("ReplayDivergence"))),
            ("events_per_s", Shape.count), ("refusals", Shape.count),
        ],
        optional: [
            ("divergence_count", Shape.ordinal), ("state", Shape.ref("Shipment")),
        ])

    private static let divergence = Shape.object(
        [("position", Shape.count), ("stream", Shape.word), ("kind", Shape.word)],
        optional: [
            ("code", Shape.word), ("message", Shape.sentence), ("decided", Shape.text),
            ("recorded", Shape.text), ("guard", Shape.word),
            (
                "inputs",
                Shape.list(Shape.object([("name", Shape.word), ("value", Shape.anything)]))
            ), ("definition", textPlace), ("under", Shape.word),
            (
                "differences",
                Shape.list(
                    Shape.object(
                        [("pointer", Shape.text)],
                        optional: [("decided", Shape.anything), ("recorded", Shape.anything)]))
            ), ("rules", Shape.list(textPlace)),
        ])

    private static let textPlace = Shape.object(
        [
            ("name", Shape.text), ("digest", Shape.text), ("line", Shape.count),
            ("column", Shape.count),
        ], optional: [("rule", Shape.word)])

    private static let bundle = Shape.object([
        ("format", Shape.word), ("page", Shape.count), ("shipment", Shape.shipmentID),
        ("version", Shape.ordinal), ("origin", Shape.word), ("made", Shape.time),
        ("checkpoint", Shape.word), ("keys", Shape.list(Shape.word)),
        ("cosigners", Shape.list(Shape.word)),
        (
            "events",
            Shape.list(
                Shape.object(
                    [
                        ("position", Shape.count), ("entry", Shape.word),
                        ("proof", Shape.list(Shape.text)),
                    ], optional: [("sealed", Shape.text)]))
        ),
        (
            "definitions",
            Shape.list(
                Shape.object([
                    ("digest", Shape.digest), ("kind", Shape.word), ("name", Shape.word),
                    ("text", Shape.text),
                ]))
        ),
        (
            "attachments",
            Shape.list(
                Shape.object([
                    ("digest", Shape.digest), ("name", Shape.text),
                    ("bytes", Shape.orNull(Shape.base64)),
                ]))
        ),
    ])

    private static let check = Shape.object([
        ("ok", Shape.flag), ("shipment", Shape.text),
        (
            "checks",
            Shape.list(
                Shape.object([
                    ("code", Shape.word), ("ok", Shape.flag), ("made", Shape.flag),
                    ("count", Shape.count),
                ]))
        ),
        (
            "findings",
            Shape.list(
                Shape.object(
                    [("code", Shape.word), ("message", Shape.sentence)],
                    optional: [("position", Shape.count)]))
        ), ("divergences", Shape.list(Shape.ref("ReplayDivergence"))),
        (
            "key",
            Shape.orNull(Shape.object([("vkey", Shape.word), ("pinned", Shape.flag)]))
        ), ("limits", Shape.list(Shape.sentence)),
    ])
}
