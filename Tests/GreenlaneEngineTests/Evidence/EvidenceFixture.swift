import Foundation
import GreenlaneCatalog
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Synchronization
import Testing
import TransparencyLog

/// Bundles to check: of every shipped story, made by the real engine and signed by a key that the
/// test made.
enum EvidenceFixture {
    static let origin = "greenlane.test/evidence"

    static let storyNames: [String] = {
        let folder = World.home + "/Samples"
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        return (names ?? []).sorted()
    }()

    struct NoStory: Error {}

    /// A key that is the same in every run.
    static func signer(_ byte: UInt8 = 7, name: String = origin) throws -> NoteSigner {
        try NoteSigner(name: name, seed: [UInt8](repeating: byte, count: 32))
    }

    /// The head of the whole log, signed.
    static func head(
        _ store: LogStore, by signer: NoteSigner, cosigner: NoteSigner? = nil
    ) throws -> EvidenceMaker.Head {
        var tree = CompactRange()
        try store.scan { view in
            tree.append(MerkleHash.leafHash(Array(view.entry)))
            return true
        }
        let checkpoint = try #require(Checkpoint(origin: signer.name, range: tree))
        var signed = try SignedCheckpoint(signing: checkpoint, by: [signer])
        if let cosigner {
            signed = try signed.adding(try cosigner.cosign(checkpoint.text, at: 1_790_000_000))
        }
        return EvidenceMaker.Head(
            note: signed.string, keys: [signer.verifierKey.text],
            cosigners: cosigner.map { [$0.verifierKey.text] } ?? [])
    }

    /// The bundle of the shipment that a story files, beside another shipment in the same log.
    static func make(
        _ name: String, contents: EvidenceMaker.Contents = EvidenceMaker.Contents(),
        beside others: [String] = ["06-plastic-consumables"]
    ) throws -> (bundle: EvidenceBundle, report: EvidenceReport) {
        let key = "\(name) \(contents) \(others)"
        if let known = made.withLock({ $0[key] }) { return known }
        let fresh = try makeFresh(name, contents, others)
        made.withLock { $0[key] = fresh }
        return fresh
    }

    /// Running a story takes longer than checking it: each is made once.
    private static let made = Mutex<[String: (EvidenceBundle, EvidenceReport)]>([:])

    private static func makeFresh(
        _ name: String, _ contents: EvidenceMaker.Contents, _ others: [String]
    ) throws -> (EvidenceBundle, EvidenceReport) {
        try withStory(name, beside: others) { store, id in
            let head = try head(store, by: try signer())
            return try EvidenceMaker(store: store, head: head).make(
                id, at: Timestamp(milliseconds: 1_795_000_000_000), contents: contents)
        }
    }

    /// Runs stories in one log; the first one's shipment is the one to look at.
    static func withStory<T>(
        _ name: String, beside others: [String] = [], _ body: (LogStore, String) throws -> T
    ) throws -> T {
        try withStories([name] + others.filter { $0 != name }) { store, shipments in
            guard let id = shipments.first else { throw NoStory() }
            return try body(store, id)
        }
    }

    /// Runs stories in one log; their shipments in the order of the names.
    static func withStories<T>(
        _ names: [String], _ body: (LogStore, [String]) throws -> T
    ) throws -> T {
        let definitions = try #require(World.definitions)
        let store = try LogStore.inMemory()
        let stories = try names.map {
            try StoryLoader.load(folder: World.home + "/Samples/\($0)", name: $0)
        }
        let lists = try ShippedWhitelists.read(home: World.home, schemes: definitions.schemes)
        let runner = try StoryRunner(
            stories, store: store, definitions: definitions, lists: lists, seed: 1)
        try runner.run()
        let result = try body(store, runner.progress.compactMap(\.shipment))
        try store.close()
        return result
    }

    /// The evidence alone, as a file.
    static func json(_ bundle: EvidenceBundle) -> [UInt8] { Array(bundle.json.text.utf8) }

    /// Codes that the check finds; codes of refusal where it is no bundle.
    static func codes(_ bytes: [UInt8], key: String? = nil) -> [String] {
        do {
            let file = try EvidenceReader.read(bytes, name: "test")
            return EvidenceCheck.run(file, key: key).findings.map(\.code.rawValue)
        } catch {
            return [error.code]
        }
    }
}
