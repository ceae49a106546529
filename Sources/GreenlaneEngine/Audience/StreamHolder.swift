public import GreenlaneStore

/// Whose goods a stream of the log is about: on that hangs who may see its events.
public enum StreamHolder {
    /// USCC of a shipment's importer, a permit's holder or an entry's unit; nil for a stream that
    /// is about nobody's goods. `name` is the stream's, such as `shipment/SH-2026-000001`.
    public static func uscc(of name: String, in store: LogStore) throws -> String? {
        guard let slash = name.firstIndex(of: "/") else { return nil }
        let id = String(name[name.index(after: slash)...])
        switch name[..<slash] {
        case "shipment": return try store.shipment(id: id)?.importer
        case "permit", "entry":
            return try store.ledger(kind: String(name[..<slash]), id: id)?.holder
        default: return nil
        }
    }
}
