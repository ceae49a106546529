import GreenlaneCore
import GreenlaneStore
import TransparencyLog

/// The texts that the log's events were decided under, read once each; in a what-if, with other
/// texts in their place.
final class ReplayDefinitions {
    /// A workflow, and which text it was read from.
    final class Flow {
        let workflow: ClearanceWorkflow
        let name: String
        /// Of the text that decides: in a what-if not the one that events cite.
        let digest: String
        let names = CommandNames()

        init(_ workflow: ClearanceWorkflow, name: String, digest: String) {
            self.workflow = workflow
            self.name = name
            self.digest = digest
        }
    }

    private let store: LogStore
    private let whatIf: WhatIfTexts?
    private var sets: [String: DefinitionSet] = [:]
    private var flows: [String: Flow] = [:]
    /// Texts whose digest is not the one under which they are kept, in the order of meeting them.
    private(set) var altered: [String] = []

    init(_ store: LogStore, _ whatIf: WhatIfTexts?) {
        self.store = store
        self.whatIf = whatIf
    }

    /// The set that a manifest names.
    func set(_ digest: String) throws -> DefinitionSet {
        if let known = sets[digest] { return known }
        let manifest = try text(digest)
        var files: [DefinitionFile] = []
        for part in DefinitionManifest.read(manifest.body) {
            if let other = whatIf?.replacement(part.kind, part.name) {
                files.append(
                    DefinitionFile(kind: part.kind, name: part.name, bytes: other.bytes))
            } else {
                let body = try text(part.digest).body
                files.append(DefinitionFile(kind: part.kind, name: part.name, bytes: body))
            }
        }
        let set = try told { try DefinitionSet(files, workflows: []) }
        sets[digest] = set
        return set
    }

    /// The workflow that a filing cites.
    func flow(_ digest: String) throws -> Flow {
        if let known = flows[digest] { return known }
        let row = try text(digest)
        let other = whatIf?.replacement(.workflow, row.name)
        let file = DefinitionFile(
            kind: .workflow, name: row.name, bytes: other?.bytes ?? row.body)
        let read = try told { try DefinitionSet.flow(file) }
        // Events go on citing the text that was in force: what differs is what it decides.
        let workflow =
            read.digest == digest
            ? read : try ClearanceWorkflow(chart: read.chart, digest: digest)
        let flow = Flow(workflow, name: row.name, digest: file.row.digest)
        flows[digest] = flow
        return flow
    }

    private func text(_ digest: String) throws -> DefinitionRow {
        guard let row = try store.definition(digest) else {
            throw EngineFault.definitionMissing(digest)
        }
        if ContentDigest.sha256(row.body).text != digest, !altered.contains(row.name) {
            altered.append(row.name)
        }
        return row
    }

    private func told<T>(_ read: () throws -> T) throws -> T {
        do {
            return try read()
        } catch let list as DiagnosticList {
            throw whatIf?.told(list) ?? list
        }
    }
}
