import Foundation
public import GreenlaneCore
public import GreenlaneStore
import TransparencyLog

/// Makes the evidence of one shipment from the log: what its decisions need, and no more.
public struct EvidenceMaker {
    /// What the bundle is to hold beside the events.
    public struct Contents: Hashable, Sendable {
        /// Names of persons with their salts; without it the commitments stand alone.
        public var names: Bool
        /// Contents of attached papers, where the log keeps them.
        public var papers: Bool

        /// By default neither.
        public init(names: Bool = false, papers: Bool = false) {
            self.names = names
            self.papers = papers
        }
    }

    /// The signed head that the proofs lead to, with the keys to check it.
    public struct Head: Hashable, Sendable {
        /// The signed note.
        public var note: String
        /// Verifier keys of the log, the present one first.
        public var keys: [String]
        /// Verifier keys of witnesses.
        public var cosigners: [String]

        /// A head as the log keeps it.
        public init(note: String, keys: [String], cosigners: [String] = []) {
            self.note = note
            self.keys = keys
            self.cosigners = cosigners
        }
    }

    /// The log's last signed head, and the keys that it put on record, the present one first.
    /// Throws `Refusal` with `checkpoint-missing` where nothing was signed yet.
    public static func head(of store: LogStore) throws -> Head {
        guard let last = try store.lastCheckpoint() else { throw LogRefusal.checkpointMissing }
        var keys: [String] = []
        for declared in try LogKeys(store).declared.reversed()
        where declared.position <= last.size && !keys.contains(declared.key.text) {
            keys.append(declared.key.text)
        }
        return Head(note: last.note, keys: keys)
    }

    /// Entries that are added at most when decisions need more than what the shipment touched.
    static let maximumWidening = 20_000

    private let store: LogStore
    private let signed: SignedCheckpoint
    private let head: Head

    /// Throws `Refusal` with `checkpoint-invalid` where the head is no signed checkpoint.
    public init(store: LogStore, head: Head) throws {
        self.store = store
        self.head = head
        do {
            signed = try SignedCheckpoint(parsing: head.note)
        } catch {
            throw Refusal(
                .fault, "checkpoint-invalid",
                LocalizedText(
                    zh: "日志最近的检查点无法读取（\(error.code)）。",
                    en: "The log's last checkpoint cannot be read (\(error.code))."),
                remedy: LocalizedText(
                    zh: "请重新核对日志，查明情况（命令行：greenlane verify）。",
                    en: "Verify the log to see what is wrong (on the command line: "
                        + "greenlane verify)."))
        }
    }

    /// The bundle, and what checking it at once came to: the streams are widened until every
    /// decision comes out again, or the report says which does not.
    public func make(
        _ id: String, at made: Timestamp, contents: Contents = Contents()
    ) throws -> (bundle: EvidenceBundle, report: EvidenceReport) {
        guard let row = try store.shipment(id: id) else {
            throw DoorRefusal.shipmentUnknown(id)
        }
        let steps = try store.events(stream: row.stream)
        guard let last = steps.last?.position, UInt64(last) <= signed.checkpoint.size else {
            throw Self.behind(signed.checkpoint.size)
        }
        var gathering = EvidenceGathering(store: store, steps: steps)
        let covered = Int64(signed.checkpoint.size)
        try gathering.take(stream: EvidenceEntry.keyStream, through: covered)
        try gathering.take(stream: RefusalRecord.streamPrefix + id, through: covered)
        try gathering.takeTouched()
        let parties = Self.parties(steps)
        var first: (EvidenceBundle, EvidenceReport)?
        for round in 0..<3 {
            if round > 0 {
                guard try gathering.widen(round, parties, limit: Self.maximumWidening) else {
                    continue
                }
            }
            let bundle = try bundle(id, made, gathering, contents)
            let report = EvidenceCheck.run(EvidenceFile(bundle: bundle))
            if report.isClean { return (bundle, report) }
            first = first ?? (bundle, report)
        }
        guard let first else { throw EngineFault.streamDamaged(id) }
        return first
    }

    private func bundle(
        _ id: String, _ made: Timestamp, _ gathering: EvidenceGathering, _ contents: Contents
    ) throws -> EvidenceBundle {
        let rows = gathering.inOrder
        guard rows.count <= EvidenceLimits.events else { throw EvidenceReader.tooLarge(id) }
        let proofs = try LogProofs(store: store)
        let size = signed.checkpoint.size
        var events: [EvidenceBundle.Event] = []
        for row in rows {
            events.append(
                EvidenceBundle.Event(
                    position: row.position, entry: String(decoding: row.entry, as: UTF8.self),
                    proof: try proofs.inclusion(position: row.position, size: size).path
                        .map(\.base64),
                    sealed: contents.names ? row.sealed : nil))
        }
        let entries = events.compactMap(EvidenceEntry.init)
        return EvidenceBundle(
            shipment: id, version: Int64(entries.count { $0.stream == "shipment/\(id)" }),
            origin: signed.checkpoint.origin, made: made.description,
            checkpoint: head.note, keys: head.keys, cosigners: head.cosigners, events: events,
            definitions: try definitions(entries), attachments: try papers(entries, id, contents))
    }

    /// All texts that the entries cite, in order of kind, name and digest.
    private func definitions(
        _ entries: [EvidenceEntry]
    ) throws -> [EvidenceBundle.Definition] {
        var digests: Set<String> = []
        var found: [EvidenceBundle.Definition] = []
        func take(_ digest: String) throws {
            guard digests.insert(digest).inserted else { return }
            guard let row = try store.definition(digest) else {
                throw EngineFault.definitionMissing(digest)
            }
            guard let text = String(validating: row.body, as: UTF8.self) else {
                throw EngineFault.definitionMissing(row.name)
            }
            found.append(
                EvidenceBundle.Definition(
                    digest: row.digest, kind: row.kind, name: row.name, text: text))
            guard row.kind == DefinitionManifest.kind else { return }
            for member in DefinitionManifest.read(row.body) { try take(member.digest) }
        }
        for entry in entries {
            try take(entry.head.under)
            if let workflow = entry.workflow { try take(workflow) }
        }
        return found.sorted {
            ($0.kind, $0.name, $0.digest) < ($1.kind, $1.name, $1.digest)
        }
    }

    private func papers(
        _ entries: [EvidenceEntry], _ id: String, _ contents: Contents
    ) throws -> [EvidenceBundle.Attachment] {
        var papers: [EvidenceBundle.Attachment] = []
        for entry in entries where entry.stream == "shipment/\(id)" {
            for digest in entry.papers where !papers.contains(where: { $0.digest == digest }) {
                let kept = try store.paper(digest)
                let bytes = contents.papers ? kept?.body : nil
                papers.append(
                    EvidenceBundle.Attachment(
                        digest: digest, name: kept?.name ?? Self.kind(of: digest, in: entry),
                        bytes: bytes.map { Data($0).base64EncodedString() }))
            }
        }
        return papers
    }

    /// What the step calls the paper.
    private static func kind(of digest: String, in entry: EvidenceEntry) -> String {
        let effects = entry.head.data["effects"]?.arrayValue ?? []
        let effect = effects.first { $0["digest"]?.stringValue == digest }
        return effect?["kind"]?.stringValue ?? ""
    }

    /// Codes of the units whose whitelist entries may matter.
    private static func parties(_ steps: [EventRow]) -> [String] {
        guard let first = steps.first,
            case .success(let json) = Result(catching: { try JSONParser.parse(first.entry) })
        else { return [] }
        let request = json["data"]?["filed"]?["request"]
        return ["importer", "endUser"].compactMap { request?[$0]?["uscc"]?.stringValue }
    }

    private static func behind(_ size: UInt64) -> Refusal {
        Refusal(
            .conflict, "checkpoint-behind",
            LocalizedText(
                zh: "最近的签名检查点只到第 \(size) 条，还不包括这票货的最后一步。",
                en: "The last signed checkpoint covers \(size) events, and not yet the last step "
                    + "of this shipment."),
            remedy: LocalizedText(
                zh: "运行 greenlane log checkpoint 签署新的检查点后重试。",
                en: "Sign a new one with greenlane log checkpoint, then try again."))
    }
}
