import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing
import TransparencyLog

@Suite("A forger who knows how the log is made")
struct ForgeryTests {
    private func rows(_ store: LogStore) throws -> [EventRow] {
        var rows: [EventRow] = []
        try store.scan {
            rows.append($0.row)
            return true
        }
        return rows
    }

    /// Changes one entry, and makes leaf and tree again as the product does.
    private func forge(_ log: TamperedLog, _ old: String, _ new: String) throws -> Int64 {
        var rows = try rows(log.world.store)
        let index = try #require(
            rows.lastIndex { String(decoding: $0.entry, as: UTF8.self).contains(old) })
        let text = String(decoding: rows[index].entry, as: UTF8.self)
        rows[index].entry = Array(text.replacingOccurrences(of: old, with: new).utf8)
        let leaves = rows.map { MerkleHash.leafHash($0.entry) }
        let file = try RawFile(path: log.path)
        let entry = RawFile.Value.text(rows[index].entry).literal
        let leaf = RawFile.Value.blob(leaves[index].bytes).literal
        try file.run(
            """
            UPDATE event SET entry = \(entry), leaf = \(leaf) \
            WHERE position = \(rows[index].position)
            """)
        let frontier = RawFile.Value.blob(CompactRange(leaves: leaves).bytes).literal
        try file.run("UPDATE tree SET frontier = \(frontier)")
        try file.close()
        return rows[index].position
    }

    private func key(_ log: TamperedLog) throws -> NoteVerifierKey {
        let text = try #require(log.vault.keys[LogKeeper.keyName])
        return try NoteSigner(text).verifierKey
    }

    @Test("and tells another size or type of a document is found by its contents")
    func misdescribes() throws {
        let told = "\"media_type\":\"application/pdf\""
        for (old, new) in [(told, "\"media_type\":\"image/png\""), ("\"size\":30", "\"size\":31")] {
            let log = try TamperedLog()
            let position = try forge(log, old, new)
            let found = try log.verify().problems.filter { $0.kind == "attachment-misdescribed" }
            #expect(found.map(\.position) == [position])
        }
    }

    @Test("but cannot sign is found by the signed heads, and between which two")
    func cannotSign() throws {
        let log = try TamperedLog()
        let heads = try log.world.store.checkpoints()
        let position = try forge(log, "\"role\":\"broker\"", "\"role\":\"carrier\"")
        let report = try log.verify()
        let found = report.problems
        #expect(found.map(\.kind) == ["checkpoint-differs"])
        let range = try #require(found.first?.range)
        #expect(range == heads[0].size + 1...heads[1].size)
        #expect(range.contains(position))
        let words = try #require(found.first?.words)
        #expect(words.zh.contains("第 \(range.lowerBound) 至 \(range.upperBound) 条"))
        #expect(words.en.contains("\(range.lowerBound) to \(range.upperBound)"))
    }

    @Test("and makes a whole log of his own is found by the key that the auditor has")
    func ownLog() throws {
        let log = try TamperedLog()
        let forged = try TamperedLog()
        #expect(try forged.verify().isClean)
        let pinned = VerifyOptions(pins: [try key(log)])
        #expect(try log.verify(pinned).isClean)
        let report = try forged.verify(pinned)
        #expect(report.problems.map(\.kind) == ["unknown-key"])
        // A head of the true log that was kept outside tells it as well.
        let head = KeptHead(name: "kept", bytes: try #require(log.vault.kept))
        let kinds = try forged.verify(VerifyOptions(heads: [head])).problems.map(\.kind)
        #expect(kinds.sorted() == ["checkpoint-differs", "unknown-key"])
    }

    @Test("cannot use a key before the log declared it")
    func early() throws {
        let log = try TamperedLog()
        let signer = try NoteSigner(try #require(log.vault.keys[LogKeeper.keyName]))
        let root = try LogProofs(store: log.world.store).root(size: 5)
        let head = try SignedCheckpoint(
            signing: try #require(Checkpoint(origin: signer.name, size: 5, root: root)),
            by: [signer])
        try log.world.store.save(CheckpointRow(size: 5, at: 0, note: head.string))
        let found = try log.verify().problems
        #expect(found.contains { $0.kind == "unknown-key" && $0.position == 5 })
    }

    @Test("a key that handed over to another is trusted on, and so is the other")
    func rotated() throws {
        let log = try TamperedLog()
        let first = try key(log)
        let keeper = try LogKeeper(
            engine: log.world.engine, vault: log.vault, newName: { "x" },
            clock: { [world = log.world] in world.now })
        _ = try keeper.rotate(by: Actor(role: .administrator, name: "root"), reason: "年度更换")
        try log.world.file(Requests.consumables("R-1"))
        try keeper.sign()
        #expect(keeper.key != first)
        for pin in [first, keeper.key] {
            #expect(try log.verify(VerifyOptions(pins: [pin])).problems == [])
        }
    }

    @Test("A head from outside is held against the log")
    func outside() throws {
        let log = try TamperedLog()
        let head = try #require(log.vault.kept)
        #expect(try log.verify(VerifyOptions(heads: [KeptHead(name: "h", bytes: head)])).isClean)
        var altered = head
        // Another digit of base64, whichever stands there: the key is another one in every run.
        let place = altered.count - 5
        altered[place] = altered[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        let cases: [([UInt8], String)] = [
            (altered, "wrong-signature"), (Array("nothing\n".utf8), "checkpoint-malformed"),
        ]
        for (bytes, kind) in cases {
            let report = try log.verify(VerifyOptions(heads: [KeptHead(name: "h", bytes: bytes)]))
            #expect(report.problems.map(\.kind) == [kind])
        }
        let size = log.world.engine.size
        let file = try RawFile(path: log.path)
        try file.run("DELETE FROM event WHERE position = \(size)")
        try file.close()
        let report = try log.verify(VerifyOptions(heads: [KeptHead(name: "h", bytes: head)]))
        #expect(report.problems.contains { $0.kind == "checkpoint-ahead" && $0.about == "h" })
        #expect(report.problems.contains { $0.kind == "truncated" })
    }

    @Test("an erasure is counted, and is no problem; a value that comes back is one")
    func erasure() throws {
        let log = try TamperedLog()
        let report = try log.verify()
        #expect(report.erased > 0)
        #expect(report.attachments == (kept: 1, cited: 1))
        #expect(report.lastCheckpoint?.size == log.world.engine.size)
        let file = try RawFile(path: log.path)
        try file.run(
            "UPDATE event SET sealed = (SELECT sealed FROM event WHERE position = 1) "
                + "WHERE sealed IS NULL")
        try file.close()
        let kinds = Set(try log.verify().problems.map(\.kind))
        #expect(kinds == ["commitment-differs"] || kinds.contains("sealed-remains"))
    }
}

@Suite("A file that is damaged, old or strange")
struct DamagedFileTests {
    @Test("ends in a finding or a refusal, whichever page is overwritten")
    func pages() throws {
        let log = try TamperedLog()
        try log.world.store.close()
        let good = try Data(contentsOf: URL(fileURLWithPath: log.path))
        var found = 0
        let page = 4_096
        for start in stride(from: 0, to: good.count, by: page) {
            var bad = good
            bad.replaceSubrange(start..<start + page, with: Data(repeating: 0xA5, count: page))
            try bad.write(to: URL(fileURLWithPath: log.path))
            do {
                if try !log.verify().isClean { found += 1 }
            } catch let refusal as Refusal {
                #expect(Verifier.report(unreadable: refusal)?.isClean == false)
                found += 1
            }
        }
        #expect(found * 10 > good.count / page * 5, "\(found) of \(good.count / page) pages")
        // What is left after the damage is put right is whole again.
        try good.write(to: URL(fileURLWithPath: log.path))
        #expect(try log.verify().isClean)
    }

    @Test("also where it was cut, at any length")
    func cut() throws {
        let log = try TamperedLog()
        try log.world.store.close()
        let good = try Data(contentsOf: URL(fileURLWithPath: log.path))
        for length in [1, 50, 100, 4_096, 10_000, good.count / 2, good.count - 1] {
            try good.prefix(length).write(to: URL(fileURLWithPath: log.path))
            do {
                #expect(try !log.verify().isClean)
            } catch let refusal as Refusal {
                #expect(Verifier.report(unreadable: refusal)?.isClean == false)
            }
        }
    }

    private static let newTables = [
        "tile", "token", "checkpoint", "paper", "trace", "refusal_tally", "access",
    ]

    @Test("of the first version verifies with the tables that it has")
    func firstVersion() throws {
        let world = try World()
        try world.file(Requests.consumables())
        let file = try RawFile(path: world.folder + "/greenlane.sqlite")
        for table in Self.newTables { try file.run("DROP TABLE \(table)") }
        try file.run("DELETE FROM grdb_migrations WHERE identifier NOT LIKE '1 %'")
        try file.run("PRAGMA user_version = 1")
        try file.close()
        try world.reopenReadOnly { store in
            let report = try Verifier(store: store).run()
            #expect(report.problems == [])
        }
    }

    @Test("of the second version verifies, has no accounts, and gets them when it is written")
    func secondVersion() throws {
        let world = try World()
        try world.file(Requests.consumables())
        let file = try RawFile(path: world.folder + "/greenlane.sqlite")
        try file.run("DROP TABLE access")
        try file.run("DELETE FROM grdb_migrations WHERE identifier LIKE '3 %'")
        try file.run("PRAGMA user_version = 2")
        try file.close()
        let store = try LogStore.openReadOnly(path: world.folder + "/greenlane.sqlite")
        #expect(try Verifier(store: store).run().problems == [])
        #expect(try AccessBook.read(store).allAccounts.isEmpty)
        try store.close()
        try world.reopen()
        #expect(try world.store.schemaVersion() == 3)
        #expect(try Verifier(store: world.store).run().problems == [])
    }

    @Test(
        "whose tables are not ours is told",
        arguments: [
            "PRAGMA user_version = 1", "PRAGMA user_version = -1", "DROP TABLE checkpoint",
            "CREATE TABLE more (a)",
            "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM tree; END",
            "DROP INDEX ledger_holder", "DELETE FROM grdb_migrations WHERE identifier LIKE '2 %'",
            "UPDATE grdb_migrations SET identifier = 'x' WHERE identifier LIKE '2 %'",
        ])
    func schema(_ sql: String) throws {
        let log = try TamperedLog()
        let file = try RawFile(path: log.path)
        try file.run(sql)
        try file.close()
        #expect(try log.verify().problems.contains { $0.kind == "schema-differs" })
    }

    @Test("a tile that is altered, removed or added is found")
    func tiles() throws {
        let world = try World(whitelists: false)
        for number in 1...300 { try world.file(Requests.consumables("T-\(number)")) }
        let path = world.folder + "/greenlane.sqlite"
        let file = try RawFile(path: path)
        let store = try LogStore.openReadOnly(path: path)
        let texts = WorkflowTexts()
        func kinds() throws -> [String] {
            try Verifier(store: store, texts: texts).run().problems.map(\.kind)
        }
        #expect(try kinds() == [])
        let tiles = try file.rows("SELECT level, idx, hashes FROM tile")
        #expect(tiles.count >= 2)
        try file.keep("tile")
        for tile in tiles {
            guard case .blob(let hashes) = tile[2] else { continue }
            let place = "level = \(tile[0].literal) AND idx = \(tile[1].literal)"
            for index in stride(from: 0, to: hashes.count, by: max(1, hashes.count / 32)) {
                var other = hashes
                other[index] ^= 1
                try file.run(
                    "UPDATE tile SET hashes = \(RawFile.Value.blob(other).literal) WHERE \(place)")
                #expect(try kinds() == ["tile-differs"])
                try file.restore("tile")
            }
            for sql in [
                "DELETE FROM tile WHERE \(place)", "UPDATE tile SET idx = idx + 7 WHERE \(place)",
                "INSERT INTO tile SELECT level + 3, idx, hashes FROM tile WHERE \(place)",
            ] {
                try file.run(sql)
                #expect(try kinds().contains("tile-differs"), "\(sql)")
                try file.restore("tile")
            }
        }
        try store.close()
        try file.close()
    }
}
