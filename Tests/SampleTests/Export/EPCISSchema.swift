import Foundation
import GreenlaneCore
import GreenlaneTestSupport

/// GS1's schema and examples of EPCIS 2.0, which are not part of the project: they lie beside the
/// checkout where they are at hand at all.
enum EPCISSchema {
    static let folder = URL(filePath: World.home).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "shared/interfaces/data/epcis")

    static let isPresent = FileManager.default.fileExists(atPath: file("EPCIS-JSON-Schema.json"))

    static func file(_ name: String) -> String { folder.appending(path: name).path }

    static func load() throws -> JSONSchema { JSONSchema(try read("EPCIS-JSON-Schema.json")) }

    static func read(_ name: String) throws -> JSONValue {
        try JSONParser.parse(Array(try Data(contentsOf: URL(filePath: file(name)))))
    }

    /// Every document of the examples and of the event hash vectors.
    static let documents: [String] = {
        guard let files = FileManager.default.enumerator(atPath: folder.path) else { return [] }
        return files.compactMap { $0 as? String }
            .filter { $0.hasSuffix(".jsonld") && !$0.hasSuffix("-context.jsonld") }.sorted()
    }()
}
