import Foundation
import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("The request reader and what is written about it")
struct RequestContractTests {
    static let root: URL = {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root
    }()

    static let schemaFile = root.deletingLastPathComponent()
        .appending(path: "shared/contract/import-request.schema.json")
    static let schemaIsPresent = FileManager.default.fileExists(atPath: schemaFile.path)

    @Test("the guide lists every column of a table with its Chinese title")
    func guide() throws {
        let guide = try String(
            contentsOf: Self.root.appending(
                path: "Sources/GreenlaneCatalog/Documentation.docc/RequestTable.md"),
            encoding: .utf8)
        for column in ImportRequestReader.columns {
            #expect(guide.contains("| `\(column.path)` | \(column.title) |"))
        }
        #expect(
            Set(ImportRequestReader.columns.map(\.title)).count == ImportRequestReader.columns.count
        )
    }

    @Test(
        "the full request of these tests has every member of the schema, in its order",
        .enabled(if: schemaIsPresent, "the shared schema is not at hand"))
    func members() throws {
        let schema = try JSONParser.parse(Array(Data(contentsOf: Self.schemaFile)))
        let full = try JSONParser.parse(RequestFixture.full)
        let item = full["items"]?.arrayValue?.first
        let pairs: [(JSONValue?, JSONValue?)] = [
            (schema, full), (schema["$defs"]?["party"], full["importer"]),
            (schema["properties"]?["transport"], full["transport"]),
            (schema["$defs"]?["item"], item),
        ]
        for (shape, value) in pairs {
            let names = shape?["properties"]?.objectValue?.members.map(\.name)
            #expect(value?.objectValue?.members.map(\.name) == names)
        }
        for (name, shape) in Self.properties(of: schema["$defs"]?["item"]) {
            guard shape["properties"] != nil else { continue }
            #expect(
                Self.properties(of: shape).map(\.name)
                    == item?[name]?.objectValue?.members.map(\.name), "\(name)")
        }
    }

    @Test(
        "every allowed value of the schema is known, and no other",
        .enabled(if: schemaIsPresent, "the shared schema is not at hand"))
    func values() throws {
        let schema = try JSONParser.parse(Array(Data(contentsOf: Self.schemaFile)))
        func values(_ names: String...) -> [String] {
            names.reduce(schema) { $0[$1] ?? .null }["enum"]?.arrayValue?
                .compactMap(\.stringValue) ?? []
        }
        func item(_ names: String...) -> [String] {
            names.reduce(schema["$defs"]?["item"] ?? .null) {
                $1 == "[]" ? $0["items"] ?? .null : $0["properties"]?[$1] ?? .null
            }["enum"]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        func known<T: CaseIterable & RawRepresentable>(_: T.Type) -> [String]
        where T.RawValue == String { T.allCases.map(\.rawValue) }

        #expect(values("properties", "direction") == known(ImportRequest.Direction.self))
        #expect(values("properties", "purpose") == known(ImportRequest.Purpose.self))
        #expect(values("properties", "regime") == known(ImportRequest.Regime.self))
        #expect(
            values("properties", "transport", "properties", "mode")
                == known(ImportRequest.Transport.Mode.self))
        #expect(values("$defs", "party", "properties", "kind") == known(Party.Kind.self))
        #expect(item("form") == known(ImportItem.Form.self))
        #expect(item("origin", "material") == known(ImportItem.Material.self))
        #expect(item("managedAs") == known(ImportItem.ManagedAs.self))
        #expect(item("chosenLevels", "specialGoods") == known(ImportItem.SpecialGoodsLevel.self))
        #expect(item("pathogen", "contains") == known(ImportItem.Pathogen.Contains.self))
        #expect(item("controls", "[]") == known(ImportItem.Control.self))
        #expect(item("cites") == known(ImportItem.Cites.self))
        #expect(item("processing") == known(ImportItem.Processing.self))
        #expect(item("quantity", "unit") == known(Unit.self))
    }

    private static func properties(of shape: JSONValue?) -> [(name: String, value: JSONValue)] {
        (shape?["properties"]?.objectValue?.members ?? []).map { ($0.name, $0.value) }
    }
}
