import GreenlaneCatalog
public import GreenlaneCore
public import GreenlaneStore
import Synchronization
import TransparencyLog

/// All the data that decisions cite: workflows, rules, code tables, schemes and the calendar, with
/// their texts and digests.
public final class DefinitionSet: Sendable {
    public let data: DataInForce
    /// Digest of the manifest that names rules, codes, schemes and calendar by their digests:
    /// what an event says it was decided under.
    public let digest: String
    /// The texts, the manifest and the shipped workflows.
    let texts: [DefinitionRow]
    private let flows: Mutex<[String: ClearanceWorkflow]>
    /// Sets of earlier days that were asked for, the last first: making one takes long.
    private let earlier = Mutex<[(digest: String, data: DataInForce)]>([])
    static let maximumEarlier = 2
    /// Shipped workflows, in order of file name.
    public let shipped: [ClearanceWorkflow]

    init(
        _ files: [DefinitionFile], workflows: [DefinitionFile]
    ) throws {
        let parts = try DefinitionParts.load(files)
        data = DataInForce(
            rules: parts.rules, codes: RememberedLines(parts.codes), calendar: parts.calendar,
            schemes: parts.schemes)
        let manifest = DefinitionManifest.row(files)
        digest = manifest.digest
        shipped = try workflows.map { try Self.flow($0) }
        texts = (files + workflows).map(\.row) + [manifest]
        flows = Mutex(
            Dictionary(shipped.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first }))
    }

    public var rules: RuleBook { data.rules }
    public var codes: any HSTable { data.codes }
    public var calendar: WorkingCalendar { data.calendar }
    public var schemes: WhitelistSchemeBook { data.schemes }

    /// Reads the data folder of the product: `Workflows` and what lies in it.
    public static func load(home: String) throws -> DefinitionSet {
        let files = try DefinitionFile.shared(home: home)
        return try DefinitionSet(files, workflows: DefinitionFile.workflows(home: home))
    }

    /// The set that a manifest names, from the texts that the store keeps.
    static func restore(_ digest: String, _ store: LogStore) throws -> DefinitionSet {
        guard let manifest = try store.definition(digest) else {
            throw EngineFault.definitionMissing(digest)
        }
        var files: [DefinitionFile] = []
        for (kind, name, digest) in DefinitionManifest.read(manifest.body) {
            guard let row = try store.definition(digest) else {
                throw EngineFault.definitionMissing(digest)
            }
            files.append(DefinitionFile(kind: kind, name: name, bytes: row.body))
        }
        return try DefinitionSet(files, workflows: [])
    }

    /// The data that a manifest of the log names; this set's own where it is the same.
    func data(_ manifest: String, _ store: LogStore) throws -> DataInForce {
        if manifest == digest { return data }
        if let known = earlier.withLock({ $0.first { $0.digest == manifest } }) {
            return known.data
        }
        let data = try Self.restore(manifest, store).data
        earlier.withLock { sets in
            sets.insert((manifest, data), at: 0)
            sets = Array(sets.prefix(Self.maximumEarlier))
        }
        return data
    }

    /// The workflow that a new shipment follows: the first in force that serves its direction.
    public func route(for request: ImportRequest) -> ClearanceWorkflow? {
        shipped.first { flow in
            let served =
                flow.chart.definition.settings["directions"]?.arrayValue?.compactMap(\.stringValue)
                ?? [ImportRequest.Direction.import.rawValue]
            return served.contains(request.direction.rawValue)
        }
    }

    /// A workflow by the digest of its text: shipped, or kept in the store.
    public func workflow(_ digest: String, _ store: LogStore) throws -> ClearanceWorkflow {
        if let known = workflow(cached: digest) { return known }
        guard let row = try store.definition(digest) else {
            throw EngineFault.definitionMissing(digest)
        }
        let flow = try Self.flow(
            DefinitionFile(kind: .workflow, name: row.name, bytes: row.body))
        flows.withLock { $0[digest] = flow }
        return flow
    }

    /// A workflow that was already asked for.
    public func workflow(cached digest: String) -> ClearanceWorkflow? {
        flows.withLock { $0[digest] }
    }

    static func flow(_ file: DefinitionFile) throws -> ClearanceWorkflow {
        let loaded = try WorkflowLoader.load(file.bytes, file: file.name)
        return try ClearanceWorkflow(
            chart: Statechart(loaded.definition), digest: file.row.digest)
    }
}

/// A file of the data folder.
struct DefinitionFile {
    enum Kind: String {
        case workflow, rules, codes, calendar, schemes
    }

    var kind: Kind
    var name: String
    var bytes: [UInt8]
    let row: DefinitionRow

    init(kind: Kind, name: String, bytes: [UInt8]) {
        self.kind = kind
        self.name = name
        self.bytes = bytes
        row = DefinitionRow(
            digest: ContentDigest.sha256(bytes).text, kind: kind.rawValue, name: name, body: bytes)
    }
}

/// Which texts make a set: canonical JSON, kept like any other text.
enum DefinitionManifest {
    /// The kind of a manifest among the kept texts.
    static let kind = "manifest"

    static func row(_ files: [DefinitionFile]) -> DefinitionRow {
        let members = files.map { file -> JSONValue in
            [
                "digest": .string(file.row.digest), "kind": .string(file.kind.rawValue),
                "name": .string(file.name),
            ]
        }
        let bytes = JSONValue.array(members).canonicalBytes
        return DefinitionRow(
            digest: ContentDigest.sha256(bytes).text, kind: kind, name: kind,
            body: bytes)
    }

    static func read(
        _ bytes: [UInt8]
    ) -> [(kind: DefinitionFile.Kind, name: String, digest: String)] {
        let json: JSONValue
        do throws(JSONSyntaxError) { json = try JSONParser.parse(bytes) } catch { return [] }
        return (json.arrayValue ?? []).compactMap { member in
            guard
                let kind = member["kind"]?.stringValue.flatMap({ DefinitionFile.Kind(rawValue: $0) }
                ),
                let name = member["name"]?.stringValue, let digest = member["digest"]?.stringValue
            else { return nil }
            return (kind, name, digest)
        }
    }
}
