import Foundation
import Testing
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

    /// A file beside the folder of the log's vectors, such as `../rfc3161/req.tsq`.
    static func bytes(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: file)))
    }

    static func bytes(hex: String) throws -> [UInt8] {
        let digits = Array(hex)
        return try stride(from: 0, to: digits.count, by: 2).map {
            try #require(UInt8(String(digits[$0...($0 + 1)]), radix: 16))
        }
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
    struct Note: Decodable {
        var vkey: String
        var note: String
        var valid: Bool
    }

    struct Checkpoints: Decodable {
        struct Entry: Decodable {
            var size: UInt64
            var text: String
        }
        var seedHex: String
        var vkey: String
        var checkpoints: [Entry]
    }

    struct Malformed: Decodable {
        var text: String
        var why: String
    }

    struct Path: Decodable {
        var level: Int
        var index: UInt64
        var width: Int?
        var path: String
    }

    var notes: [Note]
    var checkpoint: Checkpoints
    var malformed: [Malformed]
    var tilePaths: [Path]
}

struct ServedLog: Decodable {
    struct File: Decodable {
        var base64: String
    }

    var files: [String: File]
    var leafUnderProofHex: String
}
