import GreenlaneCore
import Testing

@Suite("A quantity in vials against a permit in milligrams")
struct StatedContentTests {
    struct Case: Sendable {
        var quantity: String
        var unit: Unit
        var content: (String, Unit)?
        var to: Unit
        var expected: String?
        var problem: QuantityProblem?
    }

    static let cases: [Case] = [
        // What one unit holds is stated: 40 vials of 5 mg are 200 mg, and 0.2 g.
        Case(quantity: "40", unit: .vial, content: ("5", .mg), to: .mg, expected: "200 mg"),
        Case(quantity: "40", unit: .vial, content: ("5", .mg), to: .g, expected: "0.2 g"),
        Case(quantity: "3", unit: .kit, content: ("0.25", .mL), to: .uL, expected: "750 uL"),
        Case(quantity: "12", unit: .vial, content: ("5000", .IU), to: .IU, expected: "60000 IU"),
        Case(quantity: "2", unit: .kit, content: ("96", .piece), to: .piece, expected: "192 piece"),
        Case(quantity: "0.000001", unit: .vial, content: ("1", .kg), to: .ug, expected: "1000 ug"),
        Case(
            quantity: "999999999999999", unit: .vial, content: ("0.000001", .ug), to: .kg,
            problem: .inexact),
        // Not stated, or in another measure: never guessed.
        Case(quantity: "40", unit: .vial, content: nil, to: .mg, problem: .unitsDiffer),
        Case(quantity: "40", unit: .vial, content: ("5", .mL), to: .mg, problem: .unitsDiffer),
        Case(quantity: "1", unit: .mL, content: nil, to: .g, problem: .unitsDiffer),
        Case(quantity: "1", unit: .IU, content: nil, to: .U, problem: .unitsDiffer),
        Case(quantity: "1", unit: .vial, content: nil, to: .tube, problem: .unitsDiffer),
        // Exact, or not at all.
        Case(quantity: "1", unit: .vial, content: ("0.000001", .ug), to: .mg, problem: .inexact),
        Case(quantity: "0.5", unit: .vial, content: ("0.000001", .mg), to: .mg, problem: .inexact),
        Case(
            quantity: "999999999999999", unit: .vial, content: ("999999999999999", .kg), to: .ug,
            problem: .tooLarge),
        Case(quantity: "999999999999999", unit: .kg, content: nil, to: .ug, problem: .tooLarge),
        Case(
            quantity: "999999999999999", unit: .vial, content: ("1", .kg), to: .kg,
            expected: "999999999999999 kg"),
    ]

    @Test("counts by the stated content, exactly or not at all", arguments: cases.indices)
    func converts(_ index: Int) throws {
        let example = Self.cases[index]
        let quantity = Quantity(try #require(Decimal(example.quantity)), example.unit)
        let content = try example.content.map { Quantity(try #require(Decimal($0.0)), $0.1) }
        do throws(QuantityProblem) {
            let found = try quantity.converted(to: example.to, content: content)
            #expect(found.description == example.expected)
            #expect(example.problem == nil)
        } catch {
            #expect(error == example.problem)
        }
    }

    @Test("reads and writes the content with the quantity, and says what is wrong with it")
    func request() throws {
        func read(_ content: JSONValue, unit: JSONValue = "vial") throws -> [String] {
            let item: JSONValue = [
                "line": 1, "name": ["zh": "标准品（合成数据）"],
                "quantity": ["amount": "40", "unit": unit, "content": content],
            ]
            let json: JSONValue = [
                "reference": "T", "importer": ["name": "甲"], "purpose": "testing",
                "items": .array([item]),
            ]
            do throws(Refusal) {
                let request = try ImportRequest(json: json, for: .assessment)
                #expect(request.json["items"]?.arrayValue?.first == item)
                #expect(try ImportRequest(json: request.json) == request)
                return []
            } catch {
                return error.details.map { "\($0.pointer) \($0.code)" }
            }
        }
        let place = "/items/0/quantity/content"
        #expect(try read(["amount": "5", "unit": "mg"]) == [])
        #expect(try read(["amount": "0", "unit": "mg"]) == ["\(place)/amount content-zero"])
        #expect(try read(["amount": "5"]) == ["\(place)/unit member-missing"])
        #expect(
            try read(["amount": "5", "unit": "mg", "units": "x"])
                == ["\(place)/units member-unknown"])
        #expect(
            try read(["amount": "5", "unit": "mg"], unit: "g")
                == ["\(place)/unit content-same-measure"])
        #expect(try read("5 mg") == ["\(place) type-wrong"])
    }

    @Test("A request without a content is written as it always was")
    func unchanged() {
        var item = ImportItem(line: 1, nameEn: "Cells")
        item.quantity = Quantity(Decimal(4), .vial)
        #expect(item.json["quantity"]?.text == #"{"amount":"4","unit":"vial"}"#)
    }
}
