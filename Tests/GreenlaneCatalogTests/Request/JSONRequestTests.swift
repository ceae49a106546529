import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("An import request as JSON")
struct JSONRequestTests {
    @Test("every member survives reading and writing, in the order of the schema")
    func roundTrip() throws {
        let bytes = Array(RequestFixture.full.utf8)
        let request = try ImportRequestReader.read(bytes, file: "a.json", for: .filing)
        #expect(request.json.text == RequestFixture.full)
        #expect(try ImportRequest(json: request.json) == request)
        let item = try #require(request.items.first)
        #expect(item.chinaApproval?.approved == false)
        #expect(item.foreignApproval?.approved == true)
        #expect(item.storageMaximum == Decimal("-60.5"))
        #expect(item.origin.material == .animal)
    }

    @Test("what is not said stays unknown; an empty list is known to be none")
    func unknowns() throws {
        let bytes = try RequestFixture.document(
            "/items/0/controls", .array([]), in: RequestFixture.small)
        let request = try ImportRequestReader.read(bytes, file: "a.json")
        let item = try #require(request.items.first)
        #expect(item.controls == [])
        #expect(item.composition == nil)
        #expect(item.firstImport == nil)
        #expect(item.quantity == nil)
        #expect(request.regime == .generalTrade)
        #expect(request.direction == .import)
    }

    @Test("the same content has the same canonical bytes, however it is written")
    func sameContent() throws {
        let first = try ImportRequestReader.read(Array(RequestFixture.full.utf8), file: "a.json")
        let value = try JSONParser.parse(RequestFixture.full)
        var members = try #require(value.objectValue)
        members.members.reverse()
        members["importer"] = [
            "uscc": "9144 0300 m000 00203h", "name": "SYNTHETIC 示例生物科技",
            "district": "440115", "kind": "enterprise",
        ]
        let text = JSONValue.object(members).text
        let second = try ImportRequestReader.read(Array(text.utf8), file: "b.json")
        #expect(first.canonicalBytes == second.canonicalBytes)
    }

    static let wrongMembers: [(pointer: String, value: JSONValue?, code: String)] = [
        ("/reference", nil, "member-missing"), ("/reference", "", "text-too-short"),
        ("/reference", .string(String(repeating: "号", count: 65)), "text-too-long"),
        ("/reference", 7, "type-wrong"), ("/reference", .null, "type-wrong"),
        ("/direction", "transit", "value-not-allowed"), ("/importer/name", nil, "member-missing"),
        ("/importer/uscc", "91440300M00000203J", "uscc-check-digit"),
        ("/importer/uscc", "123", "uscc-format"), ("/importer/district", "4401", "format-wrong"),
        ("/importer/kind", "Enterprise", "value-not-allowed"), ("/broker", "X", "type-wrong"),
        ("/purpose", nil, "member-missing"),
        ("/transport/portOfEntry", "51", "customs-office-format"),
        ("/transport/portOfEntry", "51 41", "format-wrong"),
        ("/transport/document", "784-12345676", "awb-check-digit"),
        ("/transport/document", "HAWB1", "awb-format"),
        ("/transport/dryIceKg", "-1", "decimal-negative"),
        ("/plannedArrival", "2026-02-30", "date-impossible"),
        ("/plannedArrival", "2026-11-30", "dates-reversed"),
        ("/destinationCountry", "cn", "format-wrong"),
        ("/statedUse", .string(String(repeating: "x", count: 1001)), "text-too-long"),
        ("/items", .array([]), "list-too-short"), ("/items", .object(JSONObject()), "type-wrong"),
        ("/items/0/line", 0, "number-out-of-range"), ("/items/0/line", 501, "number-out-of-range"),
        ("/items/0/line", .number("1.5"), "number-out-of-range"),
        ("/items/0/line", .number("99999999999999999999"), "number-out-of-range"),
        ("/items/0/line", "1", "type-wrong"), ("/items/0/name", nil, "member-missing"),
        ("/items/0/name", .object(JSONObject()), "object-empty"),
        ("/items/0/name/zh", .string(String(repeating: "名", count: 256)), "text-too-long"),
        ("/items/0/name/fr", "sérum", "member-unknown"),
        ("/items/0/form", "serums", "value-not-allowed"),
        ("/items/0/origin/components/0", "mixed", "value-not-allowed"),
        ("/items/0/origin/country", "AUS", "format-wrong"), ("/items/0/hs", "30021", "hs-format"),
        ("/items/0/hs", "3002.12.00.93", "format-wrong"),
        ("/items/0/hscode", "300212", "member-unknown"),
        ("/items/0/cas", "9048-46-7", "cas-check-digit"), ("/items/0/cas", "9048467", "cas-format"),
        ("/items/0/hs", 3002, "type-wrong"), ("/items/0/cas", .null, "type-wrong"),
        ("/importer/uscc", 91, "type-wrong"),
        ("/items/0/un", "1845", "format-wrong"), ("/items/0/un", "UN18", "un-format"),
        ("/items/0/composition/0/percent", "4,5", "decimal-wrong"),
        ("/items/0/composition/0/name", nil, "member-missing"),
        ("/items/0/chinaApproval/status", nil, "member-missing"),
        ("/items/0/chosenLevels/biomaterial", 5, "number-out-of-range"),
        ("/items/0/chosenLevels/specialGoods", "E", "value-not-allowed"),
        ("/items/0/firstImport", "no", "type-wrong"),
        ("/items/0/pathogen/class", 0, "number-out-of-range"),
        ("/items/0/controls/1", "doping", "value-duplicate"),
        ("/items/0/quantity/amount", 500, "type-wrong"),
        ("/items/0/quantity/amount", "-5", "decimal-negative"),
        ("/items/0/quantity/amount", "1234567890123456", "decimal-too-large"),
        ("/items/0/quantity/amount", "0.1234567", "decimal-too-precise"),
        ("/items/0/quantity/amount", "5e3", "decimal-wrong"),
        ("/items/0/quantity/unit", "ml", "value-not-allowed"),
        ("/items/0/value/currency", nil, "member-missing"),
        ("/items/0/value/currency", "RMB元", "format-wrong"),
        ("/items/0/storage/minC", "-10", "storage-range-reversed"),
        ("/items/0/storage/maxC", "1000", "decimal-too-large"),
        ("/items/0/storage/maxC", "4.555", "decimal-too-precise"),
        ("/a~b/c", "x", "member-unknown"),
    ]

    @Test("one wrong member is one problem with its pointer", arguments: wrongMembers.indices)
    func oneProblem(index: Int) throws {
        let wrong = Self.wrongMembers[index]
        let refusal = try #require(
            RequestFixture.refusal(RequestFixture.document(wrong.pointer, wrong.value)))
        #expect(refusal.kind == .input)
        #expect(refusal.code == "request-invalid")
        #expect(refusal.details.map(\.code) == [wrong.code])
        let pointer = wrong.pointer == "/a~b/c" ? "/a~0b" : wrong.pointer
        #expect(refusal.details.map(\.pointer) == [pointer])
        let message = try #require(refusal.details.first).message
        #expect(!message.zh.isEmpty && !message.en.isEmpty && message.zh != message.en)
    }

    @Test("an unknown member suggests the known one")
    func suggestion() throws {
        let bytes = try RequestFixture.document("/items/0/hscode", "300212")
        let detail = try #require(RequestFixture.refusal(bytes)?.details.first)
        #expect(detail.message.en.contains("did you mean hs?"))
        #expect(detail.message.zh.contains("是否应为 hs"))
    }

    @Test("all problems come at once, in the order of the document")
    func allProblems() throws {
        let text = """
            {"reference":"","importer":{"uscc":"1"},"purpose":"fun","items":[
             {"line":2,"name":{}},{"line":2,"name":{"zh":"a"},"quantity":{"amount":"1"}},3]}
            """
        let refusal = try #require(RequestFixture.refusal(Array(text.utf8)))
        #expect(
            refusal.details.map(\.pointer) == [
                "/reference", "/importer/name", "/importer/uscc", "/purpose", "/items/0/name",
                "/items/1/quantity/unit", "/items/1/line", "/items/2",
            ])
    }

    @Test("filing needs the importer's code and every quantity; an assessment does not")
    func filing() throws {
        let bytes = Array(RequestFixture.small.utf8)
        #expect(RequestFixture.refusal(bytes) == nil)
        let refusal = try #require(RequestFixture.refusal(bytes, for: .filing))
        #expect(refusal.details.map(\.code) == ["quantity-needed", "uscc-needed"])
        #expect(refusal.details.map(\.pointer) == ["/items/0/quantity", "/importer/uscc"])
        let zero = try RequestFixture.document("/items/0/quantity/amount", "0.000")
        #expect(RequestFixture.refusal(zero) == nil)
        #expect(
            RequestFixture.refusal(zero, for: .filing)?.details.map(\.code) == ["quantity-zero"])
    }

    @Test("a sea waybill is not judged as an air waybill")
    func seaDocument() throws {
        let bytes = try RequestFixture.document("/transport/mode", "sea")
        #expect(RequestFixture.refusal(bytes) == nil)
    }

    @Test("500 items are read, 501 are not")
    func itemLimit() throws {
        func bytes(_ count: Int) throws -> [UInt8] {
            let items = (1...count).map { line -> JSONValue in
                ["line": .integer(Int64(min(line, 500))), "name": ["en": "x"]]
            }
            return try RequestFixture.document(
                "/items", .array(items), in: RequestFixture.small)
        }
        #expect(try RequestFixture.refusal(bytes(500)) == nil)
        let refusal = try #require(RequestFixture.refusal(bytes(501)))
        #expect(refusal.details.map(\.code) == ["list-too-long", "line-duplicate"])
    }

    @Test("a hostile file gets a bounded answer")
    func boundedAnswer() throws {
        let members = (0..<5000).map { "\"x\($0)\":1" }.joined(separator: ",")
        let refusal = try #require(RequestFixture.refusal(Array("{\(members)}".utf8)))
        #expect(refusal.details.count == 1001)
        #expect(refusal.details.last?.code == "more-problems")
    }

    @Test("text that is no JSON says where it breaks")
    func brokenText() throws {
        let refusal = try #require(
            RequestFixture.refusal(Array("{\"reference\":\n  'x'}".utf8), file: "r.json"))
        #expect(refusal.code == "json-invalid")
        #expect(refusal.details.map(\.pointer) == ["r.json:2:3"])
        #expect(refusal.details.map(\.code) == ["json-unexpected-character"])
        let twice = Array(#"{"reference":"a","reference":"b"}"#.utf8)
        #expect(RequestFixture.refusal(twice)?.details.map(\.code) == ["json-duplicate-member"])
    }

    @Test("every truncation of a request is refused")
    func truncation() {
        let bytes = Array(RequestFixture.full.utf8)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(RequestFixture.refusal(Array(bytes[..<length]))?.code == "json-invalid")
        }
    }

    @Test("a file beyond the limit is refused before it is read")
    func sizeLimit() {
        let bytes = [UInt8](repeating: 0x20, count: ImportRequestReader.maximumBytes + 1)
        #expect(RequestFixture.refusal(bytes)?.code == "file-too-large")
        #expect(RequestFixture.refusal(Array(bytes.dropLast()))?.code == "json-invalid")
    }

    @Test("our own stored writing is read back even by stricter rules and with newer members")
    func stored() throws {
        let bytes = try RequestFixture.document("/items/0/newer", true)
        let json = try JSONParser.parse(bytes)
        let request = try ImportRequest(json: json)
        #expect(request.reference == "GL-2026-000001")
        #expect(throws: Refusal.self) { try ImportRequest(json: json, for: .assessment) }
    }
}
