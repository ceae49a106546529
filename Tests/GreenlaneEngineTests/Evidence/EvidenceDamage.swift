import Foundation
import GreenlaneCore
import GreenlaneEngine
import Testing
import TransparencyLog

/// Ways to damage a bundle, each with a code that must be among the findings.
struct EvidenceDamage: Sendable, CustomTestStringConvertible {
    let name: String
    let code: String
    /// The second verifier's code, where it says it otherwise.
    let otherCode: String
    let damage: @Sendable (EvidenceBundle) throws -> [UInt8]

    var testDescription: String { name }

    init(
        _ name: String, _ code: String, other: String? = nil,
        _ change: @escaping @Sendable (inout EvidenceBundle) throws -> Void
    ) {
        self.name = name
        self.code = code
        otherCode = other ?? code
        damage = { bundle in
            var changed = bundle
            try change(&changed)
            return EvidenceFixture.json(changed)
        }
    }

    init(
        bytes name: String, _ code: String, other: String? = nil,
        _ change: @escaping @Sendable (inout [UInt8]) throws -> Void
    ) {
        self.name = name
        self.code = code
        otherCode = other ?? code
        damage = { bundle in
            var bytes = EvidenceFixture.json(bundle)
            try change(&bytes)
            return bytes
        }
    }

    static let all: [EvidenceDamage] = events + texts + notes + files

    static let events: [EvidenceDamage] = [
        EvidenceDamage("one byte of an entry", "proof-wrong") {
            let last = $0.events.count - 1
            $0.events[last].entry = $0.events[last].entry.replacingOccurrences(
                of: "\"milestone\":\"delivered\"", with: "\"milestone\":\"delivereD\"")
        },
        EvidenceDamage("an entry that is no event", "entry-malformed") {
            $0.events[3].entry = "{\"position\":4}"
        },
        EvidenceDamage("one hash of a proof", "proof-wrong") {
            $0.events[2].proof[1] = MerkleHash.leafHash([1]).base64
        },
        EvidenceDamage("a proof cut short", "proof-wrong") { $0.events[2].proof.removeLast() },
        EvidenceDamage("a proof with one more hash", "proof-wrong") {
            $0.events[2].proof.append($0.events[2].proof[0])
        },
        EvidenceDamage("a proof that is no base64", "proof-wrong") {
            $0.events[2].proof[0] = "?"
        },
        EvidenceDamage("another position", "entry-differs") { $0.events[4].position += 1 },
        EvidenceDamage("a position that claims a billion", "proof-beyond") {
            $0.events[$0.events.count - 1].position = 1_000_000_000
        },
        EvidenceDamage("position nought", "proof-beyond") { $0.events[0].position = 0 },
        EvidenceDamage("the smallest position there is", "proof-beyond") {
            $0.events[0].position = .min
        },
        EvidenceDamage("two events swapped", "event-order") { $0.events.swapAt(3, 5) },
        EvidenceDamage("an event removed", "version-gap") { bundle in
            let own = bundle.events.indices.filter {
                bundle.events[$0].entry.contains("\"stream\":\"\(bundle.stream)\"")
            }
            bundle.events.remove(at: own[own.count / 2])
        },
        EvidenceDamage("the last step removed", "version-gap") { bundle in
            let last = bundle.events.lastIndex {
                $0.entry.contains("\"stream\":\"\(bundle.stream)\"")
            }
            if let last { bundle.events.remove(at: last) }
        },
        EvidenceDamage("an event twice", "event-duplicate") {
            $0.events.insert($0.events[2], at: 3)
        },
        EvidenceDamage("all events removed", "shipment-missing") { $0.events = [] },
        EvidenceDamage("another shipment's name", "event-foreign") {
            $0.shipment = "SH-2026-000009"
        },
    ]

    static let texts: [EvidenceDamage] = [
        EvidenceDamage("one byte of a text", "definition-altered") {
            $0.definitions[1].text += " "
        },
        EvidenceDamage("a text under another name", "definition-altered") { bundle in
            let index = bundle.definitions.firstIndex { $0.kind == "rules" } ?? 0
            bundle.definitions[index].name = "rules/other.yaml"
        },
        EvidenceDamage("a text removed", "definition-missing") { $0.definitions.remove(at: 0) },
        EvidenceDamage("a text twice", "definition-duplicate") {
            $0.definitions.append($0.definitions[0])
        },
        EvidenceDamage("a manifest that lists itself", "definition-altered") { bundle in
            let index = bundle.definitions.firstIndex { $0.kind == "manifest" } ?? 0
            let digest = bundle.definitions[index].digest
            bundle.definitions[index].text =
                "[{\"digest\":\"\(digest)\",\"kind\":\"rules\",\"name\":\"manifest\"}]"
        },
        EvidenceDamage("no texts at all", "definition-missing") { $0.definitions = [] },
        EvidenceDamage("a paper that nobody cites", "attachment-differs") {
            $0.attachments.append(
                .init(digest: ContentDigest.sha256("x").text, name: "invoice"))
        },
    ]

    static let notes: [EvidenceDamage] = [
        EvidenceDamage("another size", "note-wrong-signature") {
            let lines = $0.checkpoint.split(separator: "\n", omittingEmptySubsequences: false)
            let size = String(lines[1])
            $0.checkpoint = $0.checkpoint.replacingOccurrences(
                of: "\n\(size)\n", with: "\n9\(size)\n")
        },
        EvidenceDamage("a byte of the signature", "note-wrong-signature") {
            var bytes = Array($0.checkpoint.utf8)
            let index = bytes.count - 20
            bytes[index] = bytes[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            $0.checkpoint = String(decoding: bytes, as: UTF8.self)
        },
        EvidenceDamage("a note without its signature", "note-malformed") {
            $0.checkpoint = String($0.checkpoint.prefix { $0 != "\u{2014}" })
        },
        EvidenceDamage("a note of control characters", "note-malformed") {
            $0.checkpoint = "\u{1}\u{2}\n\n\u{2014} a b\n"
        },
        EvidenceDamage("a signed text that is no checkpoint", "checkpoint-malformed") {
            let note = try SignedNote(
                signing: "no checkpoint\n", by: [try EvidenceFixture.signer()])
            $0.checkpoint = note.string
        },
        EvidenceDamage("a key of somebody else", "note-no-known-key") {
            $0.keys = [try EvidenceFixture.signer(8).verifierKey.text]
        },
        EvidenceDamage("a byte of the key", "key-malformed") {
            $0.keys[0] = $0.keys[0].replacingOccurrences(of: "+A", with: "+B")
        },
        EvidenceDamage("a key of a type that nobody knows", "key-malformed") {
            $0.keys.append("log.test+00000000+\(MerkleHash.leafHash([2]).base64)")
        },
        EvidenceDamage("another log's checkpoint", "origin-differs") {
            let other = try EvidenceFixture.signer(9, name: "greenlane.test/other")
            let head = try requireHead("greenlane.test/other")
            $0.checkpoint = try SignedCheckpoint(signing: head, by: [other]).string
            $0.keys.append(other.verifierKey.text)
        },
        EvidenceDamage("another tree of the same log", "proof-wrong") {
            let head = try requireHead(EvidenceFixture.origin)
            $0.checkpoint =
                try SignedCheckpoint(signing: head, by: [try EvidenceFixture.signer()]).string
        },
    ]

    static let files: [EvidenceDamage] = [
        EvidenceDamage(bytes: "a file cut off", "bundle-truncated", other: "json-invalid") {
            $0.removeLast($0.count / 3)
        },
        EvidenceDamage(bytes: "two files joined", "bundle-joined", other: "json-invalid") {
            $0 += $0
        },
        EvidenceDamage(bytes: "a member twice", "json-invalid") {
            $0.insert(contentsOf: Array("\"origin\":\"x\",".utf8), at: 1)
        },
        EvidenceDamage(bytes: "a member that nobody knows", "form-invalid") {
            $0.insert(contentsOf: Array("\"note\":\"x\",".utf8), at: 1)
        },
        EvidenceDamage(bytes: "deep nesting", "json-invalid", other: "form-invalid") {
            let deep = String(repeating: "[", count: 80) + String(repeating: "]", count: 80)
            $0.insert(contentsOf: Array("\"deep\":\(deep),".utf8), at: 1)
        },
        EvidenceDamage(bytes: "very deep nesting", "json-invalid") {
            let deep = String(repeating: "[", count: 200_000)
            $0.insert(contentsOf: Array("\"deep\":\(deep),".utf8), at: 1)
        },
        EvidenceDamage(bytes: "half a character", "json-invalid") {
            $0.insert(contentsOf: Array("\"x\":\"\\ud800\",".utf8), at: 1)
        },
        EvidenceDamage(bytes: "bytes that are no UTF-8", "json-invalid") {
            $0.insert(contentsOf: Array("\"x\":\"".utf8) + [0xFF] + Array("\",".utf8), at: 1)
        },
        EvidenceDamage(bytes: "nothing at all", "bundle-unreadable") { $0 = [] },
        EvidenceDamage(bytes: "some other page", "bundle-unreadable") {
            $0 = Array("<html><body>hello</body></html>".utf8)
        },
        EvidenceDamage(bytes: "some other JSON", "format-unknown") { $0 = Array("{}".utf8) },
    ]
}

/// A head of a tree that holds three other leaves.
private func requireHead(_ origin: String) throws -> Checkpoint {
    let tree = CompactRange(leaves: (0..<3).map { MerkleHash.leafHash([UInt8($0)]) })
    guard let head = Checkpoint(origin: origin, range: tree) else {
        throw EvidenceFixture.NoStory()
    }
    return head
}
