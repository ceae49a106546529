import GreenlaneStore

/// The tables themselves: what our own migrations make, and nothing beside it.
enum SchemaCheck {
    static func run(_ store: LogStore, _ findings: Findings) throws {
        let version = try store.schemaVersion()
        let known = try LogStore.schema(version: version)
        let found = try store.schema()
        for part in found where !known.contains(part) {
            findings.add(0, "schema-differs", "\(part.kind) \(part.name)")
        }
        for part in known where !found.contains(part) {
            findings.add(0, "schema-differs", "\(part.kind) \(part.name)")
        }
        let migrations = try store.migrations()
        if migrations.found != Array(migrations.known.prefix(max(0, version))) {
            findings.add(0, "schema-differs", "grdb_migrations")
        }
    }
}
