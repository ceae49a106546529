import GreenlaneCore

/// The import request: what a person states, and nothing that follows from it.
enum RequestSchemas {
    static let all: [(name: String, schema: JSONValue)] = [
        ("ImportRequest", request(isFiling: true)),
        ("ImportRequestDraft", request(isFiling: false)),
        ("Party", party), ("ImportItem", item(isFiling: true)),
        ("ImportItemDraft", item(isFiling: false)),
        ("RequestQuantity", quantity),
        ("Quantity", Shape.object([("amount", Shape.amount), ("unit", Shape.words(Unit.self))])),
    ]

    private static let decimal = Shape.pattern("^[0-9]{1,15}(\\.[0-9]{1,6})?$")
    private static let country = Shape.pattern("^[A-Z]{2}$")
    private static let celsius = Shape.pattern("^-?[0-9]{1,3}(\\.[0-9]{1,2})?$")

    /// To file it takes the importer's USCC; to ask what it would need, it does not.
    private static func request(isFiling: Bool) -> JSONValue {
        let importer: JSONValue =
            isFiling
            ? ["allOf": [Shape.ref("Party"), ["required": ["uscc"]]]] : Shape.ref("Party")
        return Shape.object(
            [
                ("reference", Shape.text(maximum: 64, minimum: 1)), ("importer", importer),
                ("purpose", Shape.words(ImportRequest.Purpose.self)),
                (
                    "items",
                    [
                        "type": "array", "minItems": 1, "maxItems": 500,
                        "items": Shape.ref(isFiling ? "ImportItem" : "ImportItemDraft"),
                    ]
                ),
            ],
            optional: [
                ("direction", Shape.words(ImportRequest.Direction.self)),
                ("endUser", Shape.ref("Party")), ("broker", Shape.ref("Party")),
                ("regime", Shape.words(ImportRequest.Regime.self)), ("transport", transport),
                ("plannedDispatch", Shape.day), ("plannedArrival", Shape.day),
                ("exporter", Shape.ref("Party")), ("destinationCountry", country),
                ("statedUse", Shape.text(maximum: 1_000)),
                ("chosenScheme", Shape.text(maximum: 64)),
            ])
    }

    private static let party = Shape.object(
        [("name", Shape.text(maximum: 200, minimum: 1))],
        optional: [
            ("uscc", Shape.text), ("kind", Shape.words(Party.Kind.self)),
            ("district", Shape.pattern("^[0-9]{6}$")),
        ])

    private static let transport = Shape.object(
        [],
        optional: [
            ("mode", Shape.words(ImportRequest.Transport.Mode.self)),
            ("portOfEntry", Shape.pattern("^[0-9]{4}$")),
            ("document", Shape.text(maximum: 64)), ("dryIceKg", decimal),
        ])

    /// The content is that of one piece, where the law counts another measure than the trade.
    private static let quantity = Shape.object(
        [("amount", decimal), ("unit", Shape.words(Unit.self))],
        optional: [
            ("content", Shape.object([("amount", decimal), ("unit", Shape.words(Unit.self))]))
        ])

    private static func item(isFiling: Bool) -> JSONValue {
        var required: Shape.Members = [
            ("line", Shape.number(1...500)), ("name", name),
        ]
        var optional = goods + facts
        if isFiling {
            required.append(("quantity", Shape.ref("RequestQuantity")))
        } else {
            optional.append(("quantity", Shape.ref("RequestQuantity")))
        }
        return Shape.object(required, optional: optional)
    }

    private static let name: JSONValue = [
        "type": "object", "minProperties": 1,
        "properties": ["zh": Shape.text(maximum: 255), "en": Shape.text(maximum: 255)],
        "additionalProperties": false,
    ]

    /// What the goods are.
    private static let goods: Shape.Members = [
        ("form", Shape.words(ImportItem.Form.self)), ("origin", origin),
        ("hs", Shape.pattern("^[0-9]{6}([0-9]{2}([0-9]{2}([0-9]{3})?)?)?$")),
        ("cas", Shape.text), ("un", Shape.pattern("^UN[0-9]{4}$")),
        (
            "catalogue",
            Shape.object(
                [],
                optional: [
                    ("supplier", Shape.text), ("number", Shape.text), ("batch", Shape.text),
                ])
        ),
        ("spec", Shape.text(maximum: 200)),
        (
            "composition",
            [
                "type": "array", "maxItems": 50,
                "items": Shape.object(
                    [("name", Shape.text(maximum: 200))],
                    optional: [("cas", Shape.text), ("percent", decimal)]),
            ]
        ),
        (
            "value",
            Shape.object([("amount", decimal), ("currency", Shape.pattern("^[A-Z]{3}$"))])
        ),
        ("storage", Shape.object([], optional: [("minC", celsius), ("maxC", celsius)])),
    ]

    private static let origin: JSONValue = {
        let components = ImportItem.Material.allCases.filter { $0 != .mixed && $0 != .none }
        return Shape.object(
            [],
            optional: [
                ("material", Shape.words(ImportItem.Material.self)),
                ("components", Shape.list(Shape.words(components.map(\.rawValue)))),
                ("species", Shape.text(maximum: 100)), ("country", country),
            ])
    }()

    /// What the rules ask about them; what is not known is left out.
    private static let facts: Shape.Members = [
        ("managedAs", Shape.words(ImportItem.ManagedAs.self)),
        ("chinaApproval", approval(("number", Shape.text(maximum: 64)))),
        ("foreignApproval", approval(("country", country))),
        (
            "chosenLevels",
            Shape.object(
                [],
                optional: [
                    ("biomaterial", Shape.number(1...4)),
                    ("specialGoods", Shape.words(ImportItem.SpecialGoodsLevel.self)),
                ])
        ),
        ("firstImport", Shape.flag),
        (
            "pathogen",
            Shape.object(
                [],
                optional: [
                    ("contains", Shape.words(ImportItem.Pathogen.Contains.self)),
                    ("class", Shape.number(1...4)), ("animalPathogen", Shape.flag),
                    ("inactivated", Shape.flag),
                ])
        ),
        (
            "controls",
            [
                "type": "array", "uniqueItems": true,
                "items": Shape.words(ImportItem.Control.self),
            ]
        ),
        ("cites", Shape.words(ImportItem.Cites.self)), ("humanGeneticResource", Shape.flag),
        ("commercialCellBank", Shape.flag),
        ("processing", Shape.words(ImportItem.Processing.self)),
        ("traceTestStandard", Shape.flag),
    ]

    private static func approval(_ detail: (String, JSONValue)) -> JSONValue {
        Shape.object([("status", Shape.words(["approved", "none"]))], optional: [detail])
    }
}
