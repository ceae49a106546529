import GreenlaneCore
import GreenlaneTestSupport
import HTTPTypes
import Testing

@testable import GreenlaneServer

@Suite("The OpenAPI document")
struct OpenAPIDocumentTests {
    private static let document = OpenAPIDocument.value

    /// Every object of the document, wherever it stands.
    private static func objects(_ value: JSONValue) -> [JSONObject] {
        switch value {
        case .object(let object):
            [object] + object.members.flatMap { objects($0.value) }
        case .array(let elements): elements.flatMap(objects)
        default: []
        }
    }

    private static func documented() -> [String] {
        (document["paths"]?.objectValue?.members ?? []).flatMap { path in
            (path.value.objectValue?.members ?? []).map { method in
                "\(method.name.uppercased()) \(path.name) "
                    + (method.value["operationId"]?.stringValue ?? "")
            }
        }
    }

    @Test("has every operation of the router, and no other")
    func operations() {
        let routed =
            Operations.all.map { "\($0.method.rawValue) \(APIRoot.path)\($0.path) \($0.id)" }
            + ["GET /livez live", "GET /readyz ready", "GET /metrics metrics"]
        #expect(Self.documented().sorted() == routed.sorted())
        #expect(Set(routed).count == routed.count)
        let ids = Operations.all.map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test("has every shape that is cited, and cites every shape that it has")
    func schemas() {
        let cited = Set(
            Self.objects(Self.document).compactMap { $0["$ref"]?.stringValue })
        var known: Set<String> = []
        let parts = Self.document["components"]?.objectValue?.members ?? []
        for part in parts where part.name != "securitySchemes" {
            for member in part.value.objectValue?.members ?? [] {
                #expect(
                    known.insert("#/components/\(part.name)/\(member.name)").inserted,
                    "\(member.name) is there twice")
            }
        }
        #expect(cited.subtracting(known).sorted() == [])
        #expect(known.subtracting(cited).sorted() == [])
    }

    @Test("tells every name of a path, and only those")
    func pathNames() {
        for operation in Operations.all {
            let inPath = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }
                .map { String($0.dropFirst().dropLast()) }
            let told = operation.parameters.filter { $0.place == .path }.map(\.name)
            #expect(inPath.sorted() == told.sorted(), "\(operation.id)")
        }
    }

    @Test("gives each code of a problem the status that it is answered with")
    func statuses() {
        for operation in Operations.all {
            let forms = StandardRefusals.all(of: operation)
            #expect(Set(forms).count == forms.count, "\(operation.id)")
            var byCode: [String: Int] = [:]
            for form in forms {
                #expect(
                    byCode.updateValue(form.status, forKey: form.code) ?? form.status
                        == form.status, "\(operation.id) \(form.code)")
            }
        }
    }

    @Test("closes every shape of ours, but for those that say why not")
    func closed() {
        for (name, schema) in OpenAPIDocument.schemas {
            guard schema["type"] == "object", schema["properties"] != nil else { continue }
            #expect(schema["additionalProperties"] == false, "\(name)")
        }
    }

    @Test(
        "is written as YAML that says the same",
        arguments: [
            ("{}", "{}\n"), (#"{"a":1}"#, "a: 1\n"),
            (#"{"200":{"x":[]}}"#, "\"200\":\n  x: []\n"),
            (#"{"a":["no",true]}"#, "a:\n  - \"no\"\n  - true\n"),
            (#"{"on":[{"c":"x: #"}]}"#, "\"on\":\n  -\n    c: \"x: #\"\n"),
        ] as [(String, String)])
    func yaml(_ json: String, _ expected: String) throws {
        #expect(YAMLText.of(try JSONParser.parse(Array(json.utf8))) == expected)
    }

    @Test("is served to anybody as JSON and YAML, and not again where nothing changed")
    func served() async throws {
        let house = try await RunningService.start()
        let json = try await house.send("GET", "/api/v1/openapi.json")
        #expect(json.status == 200)
        #expect(try json.json["openapi"] == "3.1.0")
        let tag = try #require(json.header("ETag"))
        let again = try await house.send(
            "GET", "/api/v1/openapi.json", headers: ["If-None-Match": tag])
        #expect(again.status == 304)
        let yaml = try await house.send("GET", "/api/v1/openapi.yaml")
        #expect(yaml.header("Content-Type") == "application/yaml; charset=utf-8")
        #expect(String(decoding: yaml.body, as: UTF8.self).hasPrefix("openapi: \"3.1.0\"\n"))
        let meaning = try await house.send("GET", "/api/v1/problems/stale-version")
        #expect(try meaning.json["statuses"] == [412])
        let unknown = try await house.send("GET", "/api/v1/problems/no-such-thing")
        #expect(unknown.status == 404)
        try await house.stop()
    }
}
