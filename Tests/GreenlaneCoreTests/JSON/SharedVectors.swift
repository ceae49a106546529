import Foundation
import GreenlaneCore

/// Public test vectors that lie beside the checkout on machines that have them.
enum SharedVectors {
    static let folder: URL = {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.deletingLastPathComponent().appending(path: "shared/interfaces/data")
    }()

    static let arePresent = FileManager.default.fileExists(atPath: folder.path)

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: path)))
    }

    static func json(_ path: String) throws -> JSONValue {
        try JSONParser.parse(bytes(path))
    }

    /// The `code` members of a list of vectors, or its plain strings.
    static func codes(_ list: JSONValue?) -> [String] {
        (list?.arrayValue ?? []).compactMap { $0.stringValue ?? $0["code"]?.stringValue }
    }
}
