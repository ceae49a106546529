import Foundation
import GreenlaneCore

/// Published test vectors, which lie beside the package and are not copied into it.
enum PublishedVectors {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/interfaces/data")

    static let arePresent = FileManager.default.fileExists(
        atPath: folder.appending(path: "standard-webhooks/vectors.json").path)

    static func load(_ file: String) throws -> JSONValue {
        try JSONParser.parse([UInt8](Data(contentsOf: folder.appending(path: file))))
    }
}
