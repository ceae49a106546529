import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing
import TransparencyLog

@Suite("One thing altered in the file")
struct TamperTests {
    @Test(
        "is found by verify, whatever the column",
        arguments: [
            "UPDATE event SET entry = replace(entry, 'dispatch', 'dispatcH') WHERE position = 12",
            "UPDATE event SET entry = entry || ' ' WHERE position = 12",
            "UPDATE event SET leaf = zeroblob(32) WHERE position = 12",
            "UPDATE event SET type = 'shipment.dispatcheD' WHERE position = 12",
            "UPDATE event SET version = 9 WHERE position = 12",
            "UPDATE event SET stream = 1, version = 99 WHERE position = 12",
            "UPDATE event SET sealed = replace(sealed, 'chen.bo', 'chen.bp') WHERE position = 12",
            "UPDATE event SET position = 99 WHERE position = 14",
            "DELETE FROM event WHERE position = 12",
            "DELETE FROM event WHERE position = (SELECT max(position) FROM event)",
            "UPDATE shipment SET milestone = 'delivered'",
            "UPDATE shipment SET version = version + 1",
            "UPDATE ledger SET body = replace(body, '\"reserved\":\"0\"', '\"reserved\":\"1\"')",
            "UPDATE tree SET frontier = zeroblob(length(frontier))",
            "UPDATE definition SET body = CAST(body || x'20' AS BLOB) WHERE kind = 'workflow'",
            "UPDATE stream SET name = 'shipment/SH-2026-000009' WHERE name LIKE 'shipment/%'",
        ])
    func altered(_ sql: String) throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        try world.step(id, "goods_arrived", by: "carrier:zhou.li")
        try world.step(id, "lodge_declaration", by: "broker:chen.bo")
        #expect(try Verifier(store: world.store).run().isClean)
        try RawDatabase.run(
            Self.shifted(sql, world), on: world.folder + "/greenlane.sqlite")
        try world.reopenReadOnly { store in
            let report = try Verifier(store: store).run()
            #expect(!report.isClean, "nothing found after: \(sql)")
        }
    }

    @Test("in every byte of an entry is found")
    func everyByte() throws {
        let world = try World(whitelists: false)
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        var rows: [EventRow] = []
        try world.store.scan {
            rows.append($0.row)
            return true
        }
        let entry = try #require(rows.last).entry
        let leaf = MerkleHash.leafHash(entry)
        for index in entry.indices {
            var other = entry
            other[index] ^= 1
            #expect(MerkleHash.leafHash(other) != leaf)
        }
    }

    @Test("An event with a valid hash that the rules refuse is found by replay")
    func forged() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "dispatch", by: "broker:chen.bo")
        // The forger is an administrator of the machine who knows how leaves are made.
        var rows: [EventRow] = []
        try world.store.scan {
            rows.append($0.row)
            return true
        }
        var forged = try #require(rows.last)
        let text = String(decoding: forged.entry, as: UTF8.self)
            .replacingOccurrences(of: "\"role\":\"broker\"", with: "\"role\":\"auditor\"")
        forged.entry = Array(text.utf8)
        forged.leaf = MerkleHash.leafHash(forged.entry).bytes
        rows[rows.count - 1] = forged
        let tree = CompactRange(
            leaves: rows.map { MerkleHash.leafHash($0.entry) })
        let hex = forged.leaf.map { String(format: "%02x", $0) }.joined()
        let frontier = tree.bytes.map { String(format: "%02x", $0) }.joined()
        let quoted = text.replacingOccurrences(of: "'", with: "''")
        try RawDatabase.run(
            """
            UPDATE event SET entry = '\(quoted)', leaf = x'\(hex)' WHERE position = \
            \(forged.position); UPDATE tree SET frontier = x'\(frontier)';
            """, on: world.folder + "/greenlane.sqlite")
        try world.reopenReadOnly { store in
            let verified = try Verifier(store: store).run()
            #expect(verified.isClean)
            let report = try Replayer(store: store).run()
            let divergence = try #require(report.divergences.first)
            #expect(divergence.position == forged.position)
            #expect(divergence.kind == "refused")
            #expect(divergence.refusal?.code == "role-not-allowed")
        }
    }

    /// The statements name position 12; the shipped whitelist decides where the shipment begins.
    private static func shifted(_ sql: String, _ world: World) -> String {
        let size = world.engine.size
        return sql.replacingOccurrences(of: "position = 12", with: "position = \(size - 2)")
            .replacingOccurrences(of: "position = 14", with: "position = \(size)")
    }
}
