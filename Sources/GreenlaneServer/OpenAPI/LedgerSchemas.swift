import GreenlaneCore

/// Permits and whitelist entries with what is left of them, and what publishing a list does.
enum LedgerSchemas {
    static let all: [(name: String, schema: JSONValue)] = [
        ("PermitDraft", draft), ("Permit", permit), ("Balance", balance),
        ("PermitPage", Shape.page("permits", of: Shape.ref("Permit"))),
        ("Reason", Shape.object([("reason", Shape.text(maximum: 500, minimum: 1))])),
        ("Entry", entry), ("EntryPage", Shape.page("entries", of: Shape.ref("Entry"))),
        ("SchemeList", Shape.object([("schemes", Shape.list(scheme))])),
        ("Publication", publication),
    ]

    private static let quantity = Shape.object([
        ("amount", Shape.pattern("^[0-9]{1,15}(\\.[0-9]{1,6})?$")),
        ("unit", Shape.words(Unit.self)),
    ])

    private static let draft = Shape.object(
        [
            ("code", Shape.text(maximum: 80, minimum: 1)),
            ("number", Shape.text(maximum: 80, minimum: 1)),
            ("holder", Shape.text(maximum: 40, minimum: 1)), ("validFrom", Shape.day),
            ("validTo", Shape.day),
        ],
        optional: [
            ("id", Shape.text(maximum: 40)), ("goods", Shape.text(maximum: 500)),
            ("quantity", quantity), ("uses", Shape.words(["single", "multiple"])),
        ])

    private static let permit = Shape.object(
        [
            ("id", Shape.word), ("code", Shape.word), ("number", Shape.word),
            ("holder", Shape.word), ("validFrom", Shape.day), ("validTo", Shape.day),
            ("uses", Shape.words(["single", "multiple"])),
            ("status", Shape.words(["valid", "revoked"])), ("version", Shape.ordinal),
            ("balance", Shape.ref("Balance")),
        ], optional: [("goods", Shape.text), ("quantity", Shape.quantity)])

    private static let balance = Shape.object(
        [
            ("reserved", Shape.amount), ("consumed", Shape.amount),
            ("shipments", Shape.list(Shape.shipmentID)),
        ],
        optional: [
            ("granted", Shape.quantity), ("remaining", Shape.quantity),
            ("shortfall", Shape.amount),
        ])

    /// Version and balance are there for those whose goods it concerns.
    private static let entry = Shape.object(
        [
            ("synthetic", Shape.flag), ("scheme", Shape.word), ("entry", Shape.word),
            ("unit", Shape.object([("name", Shape.text), ("uscc", Shape.text)])),
            ("name", Shape.object([], optional: [("zh", Shape.text), ("en", Shape.text)])),
            ("waives", Shape.list(Shape.word)),
            ("status", Shape.words(WhitelistEntry.Status.self)),
        ],
        optional: [
            ("batch", Shape.word), ("synonyms", Shape.list(Shape.text)), ("cas", Shape.word),
            ("hs10", Shape.word), ("purpose", Shape.words(ImportRequest.Purpose.self)),
            ("spec", Shape.word), ("approved", Shape.quantity), ("validFrom", Shape.day),
            ("validTo", Shape.day), ("statusReason", Shape.word), ("statusDate", Shape.day),
            ("extra", ["type": "object", "additionalProperties": ["type": "string"]]),
            ("version", Shape.ordinal), ("balance", Shape.ref("Balance")),
        ])

    private static let scheme = Shape.object([
        ("scheme", Shape.word), ("kind", Shape.words(WhitelistScheme.Kind.self)),
        ("name", Shape.sentence), ("from", Shape.orNull(Shape.day)),
        ("to", Shape.orNull(Shape.day)), ("districts", Shape.list(Shape.word)),
        ("purposes", Shape.list(Shape.words(ImportRequest.Purpose.self))),
        ("waives", Shape.list(Shape.word)),
    ])

    private static let publication = Shape.object([
        ("list", Shape.word), ("entries", Shape.count), ("added", Shape.list(Shape.word)),
        (
            "changed",
            Shape.list(
                Shape.object(
                    [
                        ("entry", Shape.word), ("members", Shape.list(Shape.word)),
                        (
                            "differences",
                            Shape.list(
                                Shape.object([
                                    ("member", Shape.word), ("old", Shape.anything),
                                    ("new", Shape.anything),
                                ]))
                        ),
                    ], optional: [("was", Shape.word)]))
        ), ("removed", Shape.list(Shape.word)), ("unchanged", Shape.count),
        ("dryRun", Shape.flag), ("repeated", Shape.flag),
    ])
}
