import Foundation
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing
import TransparencyLog

/// What an administrator of the machine can do who knows how leaves are made: events with valid
/// hashes that nobody decided.
enum Forgery {
    static func rows(_ world: World) throws -> [EventRow] {
        var rows: [EventRow] = []
        try world.store.scan {
            rows.append($0.row)
            return true
        }
        return rows
    }

    static func text(_ row: EventRow) -> String { String(decoding: row.entry, as: UTF8.self) }

    /// Rewrites the last event of a type.
    static func rewrite(
        _ world: World, last type: String, _ change: (String) -> String
    ) throws -> Int64 {
        var rows = try rows(world)
        let index = try #require(rows.lastIndex { $0.type == type })
        let before = text(rows[index])
        let after = change(before)
        #expect(before != after, "the forger changed nothing")
        rows[index].entry = Array(after.utf8)
        try write(rows, changed: index, world)
        return rows[index].position
    }

    /// Appends an event of another world to a stream of this one, as if it had happened here.
    static func append(_ world: World, _ event: EventRow, to id: String) throws -> Int64 {
        var rows = try rows(world)
        let own = try #require(try world.store.shipment(id: id))
        let position = Int64(rows.count + 1)
        let version = own.version + 1
        let text = text(event)
            .replacingOccurrences(
                of: "\"position\":\(event.position),", with: "\"position\":\(position),"
            )
            .replacingOccurrences(
                of: "\"version\":\(event.version)}", with: "\"version\":\(version)}")
        var forged = event
        forged.position = position
        forged.stream = own.stream
        forged.version = version
        forged.entry = Array(text.utf8)
        forged.sealed = nil
        rows.append(forged)
        try RawDatabase.run(
            """
            INSERT INTO event VALUES (\(position), \(own.stream), \(version), '\(event.type)', '', \
            zeroblob(32), NULL);
            """, on: world.folder + "/greenlane.sqlite")
        try write(rows, changed: rows.count - 1, world)
        return position
    }

    private static func write(_ rows: [EventRow], changed index: Int, _ world: World) throws {
        let forged = rows[index]
        let leaf = hex(MerkleHash.leafHash(forged.entry).bytes)
        let tree = CompactRange(leaves: rows.map { MerkleHash.leafHash($0.entry) })
        let entry = text(forged).replacingOccurrences(of: "'", with: "''")
        try RawDatabase.run(
            """
            UPDATE event SET entry = '\(entry)', leaf = x'\(leaf)' WHERE position = \
            \(forged.position);
            UPDATE tree SET size = \(rows.count), frontier = x'\(hex(tree.bytes))';
            """, on: world.folder + "/greenlane.sqlite")
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String(format: "%02x", $0) }.joined()
    }
}
