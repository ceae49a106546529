import GreenlaneCore
import GreenlaneStore
import TransparencyLog

/// The texts that decisions cite: content, kind and name, and none missing.
struct DefinitionCheck {
    private var under: [UInt8] = []
    private var manifests: [String: Int64] = [:]
    private var workflows: [String: Int64] = [:]
    /// Digest, name and position of published lists.
    private var lists: [String: (names: [String], position: Int64)] = [:]

    private let texts: WorkflowTexts

    init(_ texts: WorkflowTexts) {
        self.texts = texts
    }

    /// An event cites the manifest of all that was in force.
    @inline(__always)
    mutating func take(_ entry: EntryParts, at position: Int64) {
        if entry.under.elementsEqual(under) { return }
        under = Array(entry.under)
        let digest = EntryView.text(entry.under)
        if manifests[digest] == nil { manifests[digest] = position }
    }

    mutating func filed(under workflow: String, at position: Int64) {
        if workflows[workflow] == nil { workflows[workflow] = position }
    }

    mutating func published(_ data: JSONValue, at position: Int64, _ findings: Findings) {
        guard let digest = data["digest"]?.stringValue, let name = data["name"]?.stringValue else {
            findings.add(position, "entry-unreadable")
            return
        }
        lists[digest, default: ([], position)].names.append(name)
    }

    func compare(_ store: LogStore, _ findings: Findings) throws {
        // Few and small but for the code table: one is in memory at a time.
        var expected: [String: (kind: String, names: [String], position: Int64)] = [:]
        for (digest, position) in manifests {
            expected[digest] = ("manifest", ["manifest"], position)
            let body = try store.definition(digest)?.body ?? []
            for (kind, name, digest) in DefinitionManifest.read(body) where kind != .workflow {
                expected[digest, default: (kind.rawValue, [], position)].names.append(name)
            }
        }
        for (digest, list) in lists { expected[digest] = ("whitelist", list.names, list.position) }
        var missing = expected.mapValues(\.position)
        missing.merge(workflows) { first, _ in first }
        try store.forEachRow(of: .definition) { row in
            let digest = row.text(0)
            let name = row.text(2)
            missing[digest] = nil
            let body = row.bytes(3)
            var isGood = ContentDigest.sha256(UnsafeRawBufferPointer(body)).text.isSame(as: digest)
            if let known = expected[digest] {
                isGood =
                    isGood && row.text(1).isSame(as: known.kind)
                    && known.names.contains { $0.isSame(as: name) }
            } else if row.text(1) == "workflow" {
                isGood = isGood && isWorkflow(Array(body), name)
            } else {
                // Kept with a step that never cited it: only our own kinds are.
                isGood = false
            }
            if !isGood { findings.add(0, "definition-altered", name) }
        }
        for (digest, position) in missing.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            findings.add(position, "definition-missing", digest)
        }
    }

    /// A workflow is kept under the name of its file, which is its id.
    private func isWorkflow(_ body: [UInt8], _ name: String) -> Bool {
        guard let flow = texts.workflow(body, name: name) else { return false }
        return "\(flow.chart.definition.id).yaml".isSame(as: name)
    }
}

/// Workflows by the digest of their texts: reading one again costs more than verifying a small log.
public final class WorkflowTexts {
    /// Texts kept; beyond that the memory starts anew.
    static let maximum = 64

    private var known: [String: ClearanceWorkflow?] = [:]

    public init() {}

    /// Nil where the text is no workflow.
    func workflow(_ body: [UInt8], name: String) -> ClearanceWorkflow? {
        let digest = ContentDigest.sha256(body).text
        if let known = known[digest] { return known }
        var flow: ClearanceWorkflow?
        do {
            flow = try DefinitionSet.flow(
                DefinitionFile(kind: .workflow, name: name, bytes: body))
        } catch {
            flow = nil
        }
        if known.count >= Self.maximum { known = [:] }
        known[digest] = .some(flow)
        return flow
    }
}
