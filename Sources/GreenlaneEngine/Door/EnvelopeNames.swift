import GreenlaneCore

extension Envelope {
    /// The first name in the command that holds a control character; nil where none does.
    ///
    /// Names are keys: of streams, ledgers and rows. SQLite ends a text that it compares at the
    /// first NUL, so `SH-2026-000001` with one behind it would be found as that shipment and
    /// recorded as another.
    var unreadableName: String? {
        if let key = idempotencyKey, Self.isUnreadable(key) { return key }
        switch command {
        case .file(let request):
            return Self.unreadable([request.reference, request.importer.uscc ?? ""])
        case .step(let shipment, let event, _): return Self.unreadable([shipment, event])
        case .addPermit(let permit): return Self.unreadable([permit.id, permit.holder])
        case .revokePermit(let id, _): return Self.unreadable([id])
        case .publishWhitelist(let publication):
            if Self.isUnreadable(publication.name) { return publication.name }
            for entry in publication.entries {
                let names = [entry.id, entry.scheme, entry.batch, entry.unitUscc]
                if let name = Self.unreadable(names) { return name }
            }
            return nil
        case .subscribe(let name, let endpoint, let format):
            return Self.unreadable([name, endpoint, format])
        case .unsubscribe(let name): return Self.unreadable([name])
        case .erase(let erasure):
            return Self.unreadable([erasure.name ?? "", erasure.shipment ?? ""] + erasure.papers)
        case .turnAway(let turned): return Self.unreadable([turned.operation, turned.target])
        // They look at their own.
        case .declareKey, .access: return nil
        }
    }

    private static func unreadable(_ names: [String]) -> String? {
        names.first(where: isUnreadable)
    }

    private static func isUnreadable(_ name: String) -> Bool {
        name.utf8.contains { $0 < 0x20 || $0 == 0x7F }
    }
}
