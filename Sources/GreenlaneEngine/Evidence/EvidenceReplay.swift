import GreenlaneCore
import GreenlaneStore
import TransparencyLog

/// Decides the steps of a bundle again: its events become a small log of their own, in memory, and
/// the replayer runs on it.
enum EvidenceReplay {
    /// Throws where the texts of the bundle cannot be read.
    static func run(
        _ bundle: EvidenceBundle, _ entries: [EvidenceEntry]
    ) throws -> ReplayReport {
        let sets = Set(entries.map(\.head.under))
        guard sets.count <= EvidenceLimits.manifests else {
            throw EvidenceReader.tooLarge(bundle.shipment)
        }
        let store = try store(bundle, entries)
        let steps = Set(entries.filter { $0.stream == bundle.stream }.map(\.position))
        // Numbers come from counting the whole log, which is not here: they are taken as stated.
        let permits = entries.filter {
            $0.head.type == "permit.granted" && $0.cause.map(steps.contains) == true
        }.map { String($0.stream.dropFirst("permit/".count)) }
        let replayer = Replayer(store: store)
        replayer.statedShipmentID = bundle.shipment
        replayer.ledgers.statedPermitIDs = permits
        let report = try replayer.run(shipment: bundle.shipment)
        try store.close()
        return report
    }

    /// The bundle as a log in memory. The caller has checked order, versions and digests.
    static func store(
        _ bundle: EvidenceBundle, _ entries: [EvidenceEntry]
    ) throws -> LogStore {
        let store = try LogStore.inMemory()
        var batch = Batch()
        var keys: [String: Int64] = [:]
        for entry in entries {
            let key = keys[entry.stream] ?? Int64(keys.count + 1)
            if keys.updateValue(key, forKey: entry.stream) == nil {
                batch.streams.append(StreamRow(id: key, name: entry.stream))
            }
            let bytes = Array(entry.event.entry.utf8)
            batch.events.append(
                EventRow(
                    position: entry.position, stream: key, version: entry.head.version,
                    type: entry.head.type, entry: bytes,
                    leaf: MerkleHash.leafHash(bytes).bytes, sealed: nil))
        }
        batch.definitions = bundle.definitions.map {
            DefinitionRow(
                digest: $0.digest, kind: $0.kind, name: $0.name, body: Array($0.text.utf8))
        }
        // The replayer finds the stream by this row, and reads nothing else of it.
        batch.shipments = [
            ShipmentRow(
                stream: keys[bundle.stream] ?? 0, id: bundle.shipment, importer: "",
                reference: "", request: "", version: 1, milestone: "", state: "", due: nil,
                overdue: false, final: false, updated: 0)
        ]
        batch.treeSize = Int64(entries.count)
        try store.commit(batch)
        return store
    }
}
