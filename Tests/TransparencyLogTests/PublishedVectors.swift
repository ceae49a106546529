import Foundation
import TransparencyLog

/// Published test vectors, which lie beside the package and are not copied into it.
enum PublishedVectors {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/interfaces/data/tlog")

    static let arePresent = FileManager.default.fileExists(
        atPath: folder.appending(path: "rfc6962-probes.json").path)

    static func load<Content: Decodable>(_ file: String, as type: Content.Type) throws -> Content {
        let data = try Data(contentsOf: folder.appending(path: file))
        return try JSONDecoder().decode(Content.self, from: data)
    }

    /// Nil where one of the texts is no hash at all.
    static func hashes(_ texts: [String]?) -> [MerkleHash]? {
        let hashes = (texts ?? []).map { MerkleHash(base64: $0) }
        let read = hashes.compactMap { $0 }
        return read.count == hashes.count ? read : nil
    }

    /// Some probes name roots that are not 32 bytes; a hash that is equal when they are equal
    /// stands in for them.
    static func root(_ text: String) -> MerkleHash {
        MerkleHash(base64: text) ?? .leafHash(Array(text.utf8))
    }
}

struct Probes: Decodable {
    struct Inclusion: Decodable {
        var leafIdx: UInt64
        var treeSize: UInt64
        var root: String
        var leafHash: String
        var proof: [String]?
        var wantErr: Bool
        var file: String
    }

    struct Consistency: Decodable {
        var size1: UInt64
        var size2: UInt64
        var root1: String
        var root2: String
        var proof: [String]?
        var wantErr: Bool
        var file: String
    }

    var inclusion: [Inclusion]
    var consistency: [Consistency]
}

struct SmallTree: Decodable {
    struct Inclusion: Decodable {
        var index: UInt64
        var size: Int
        var proof: [String]
    }

    struct Consistency: Decodable {
        var first: UInt64
        var second: Int
        var proof: [String]
    }

    var leavesHex: [String]
    var rootsHex: [String]
    var leafHashesHex: [String]
    var inclusion: [Inclusion]
    var consistency: [Consistency]
}

struct Notes: Decodable {
    struct Checkpoints: Decodable {
        struct Entry: Decodable {
            var size: UInt64
            var text: String
        }
        var checkpoints: [Entry]
    }
    var checkpoint: Checkpoints
}
