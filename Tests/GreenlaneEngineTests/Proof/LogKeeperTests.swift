import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing
import TransparencyLog

/// Key and head in memory.
private final class Vault: LogVault {
    var keys: [String: String] = [:]
    var kept: [UInt8]?
    var aside: [[UInt8]] = []

    func key(_ name: String) -> String? { keys[name] }
    func save(_ key: String, name: String) { keys[name] = key }
    func move(_ name: String, to other: String) {
        keys[other] = keys[name]
        keys[name] = nil
    }
    func head() -> [UInt8]? { kept }
    func save(head: [UInt8]) { kept = head }
    func setHeadAside() {
        if let kept { aside.append(kept) }
        kept = nil
    }
}

@Suite("The keeper of the log signs its heads")
struct LogKeeperTests {
    private let admin = Actor(role: .administrator, name: "root")

    private func keeper(_ world: World, _ vault: Vault) throws -> LogKeeper {
        try LogKeeper(
            engine: world.engine, vault: vault, newName: { "lab.example/log" },
            clock: { world.now })
    }

    private func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? Refusal)?.code ?? "\(error)"
        }
    }

    @Test("the first key is declared on the record, and the head verifies with it alone")
    func firstKey() throws {
        let world = try World()
        let vault = Vault()
        let keeper = try keeper(world, vault)
        let head = try #require(try keeper.sign())
        let declared = try LogKeys(world.store)
        #expect(declared.keys == [keeper.key])
        #expect(head.verify(keys: declared.keys).isVerified)
        #expect(head.checkpoint.size == UInt64(world.engine.size))
        #expect(head.checkpoint.root.hex == world.engine.root)
        #expect(vault.kept == head.bytes)
        // The private key is nowhere in the log.
        let secret = try #require(vault.keys[LogKeeper.keyName])
        try world.store.scan { view in
            #expect(!String(decoding: view.entry, as: UTF8.self).contains(secret.suffix(40)))
            return true
        }
    }

    @Test("another process goes on with the same key, and nothing is signed twice")
    func nextProcess() throws {
        let world = try World()
        let vault = Vault()
        let first = try #require(try keeper(world, vault).sign())
        try world.reopen()
        let again = try keeper(world, vault)
        #expect(try again.sign() == first)
        try world.file(Requests.consumables())
        let second = try #require(try again.sign())
        let proofs = try LogProofs(store: world.store)
        let proof = try proofs.consistency(
            oldSize: first.checkpoint.size, newSize: second.checkpoint.size)
        #expect(proof.verify(oldRoot: first.checkpoint.root, newRoot: second.checkpoint.root))
        #expect(try world.store.checkpoints().count == 2)
    }

    @Test("an old copy of the database is noticed before anything is written")
    func oldCopy() throws {
        let world = try World()
        let vault = Vault()
        try keeper(world, vault).sign()
        let other = try World()
        try other.file(Requests.consumables())
        // The head outside speaks of a longer log than the database holds.
        for line in 1...40 { try world.file(Requests.consumables("T-\(line)")) }
        try keeper(world, vault).sign()
        let short = try World()
        let copy = Vault()
        copy.keys = vault.keys
        try keeper(short, copy).sign()
        let size = short.engine.size
        copy.kept = vault.kept
        #expect(code { _ = try keeper(short, copy) } == "log-behind-checkpoint")
        #expect(short.engine.size == size)
    }

    @Test("a database that was changed after it was signed is noticed")
    func changed() throws {
        let world = try World()
        let vault = Vault()
        try world.file(Requests.consumables())
        try keeper(world, vault).sign()
        // The same key over another history of the same length.
        let forged = try World()
        let other = Vault()
        other.keys = vault.keys
        try forged.file(Requests.consumables("FORGED"))
        try keeper(forged, other).sign()
        other.kept = vault.kept
        #expect(code { _ = try keeper(forged, other) } == "log-differs-from-checkpoint")
    }

    @Test("a head of another log, a damaged one and a missing key stop the writer")
    func wrongHeads() throws {
        let world = try World()
        let vault = Vault()
        try keeper(world, vault).sign()
        let good = vault.kept

        let stranger = try NoteSigner.generate(name: "lab.example/log")
        let checkpoint = try #require(
            Checkpoint(
                origin: "lab.example/log", size: UInt64(world.engine.size),
                root: world.engine.rootHash))
        vault.kept = try SignedCheckpoint(signing: checkpoint, by: [stranger]).bytes
        #expect(code { _ = try keeper(world, vault) } == "unknown-key")
        vault.kept = Array(try #require(good).dropLast(9))
        #expect(code { _ = try keeper(world, vault) } != nil)
        vault.kept = good
        vault.kept = nil
        #expect(code { _ = try keeper(world, vault) } == "checkpoint-file-missing")
        vault.kept = good
        let keys = vault.keys
        vault.keys[LogKeeper.keyName] = "xx"
        #expect(code { _ = try keeper(world, vault) } == "log-key-damaged")
        vault.keys = keys
        #expect(code { _ = try keeper(world, vault) } == nil)
        vault.keys = [:]
        #expect(code { _ = try keeper(world, vault) } == "log-key-missing")

        let fresh = try World(whitelists: false)
        let found = Vault()
        found.kept = good
        #expect(code { _ = try keeper(fresh, found) } == "checkpoint-of-another-log")
        #expect(fresh.engine.size == 0)
    }

    @Test("a rotation is on the record, signed by both keys, and survives a crash in between")
    func rotation() throws {
        let world = try World()
        let vault = Vault()
        let first = try keeper(world, vault)
        let old = first.key
        let head = try first.rotate(by: admin, reason: "yearly")
        let keys = try LogKeys(world.store)
        #expect(keys.declared.map(\.key) == [old, first.key])
        #expect(keys.declared.last?.replaces == old.text)
        #expect(head.verify(keys: [old]).isVerified)
        #expect(head.verify(keys: [first.key]).isVerified)
        // As if the process had ended before the new key took the old one's place.
        vault.keys[LogKeeper.nextKeyName] = vault.keys[LogKeeper.keyName]
        vault.keys[LogKeeper.keyName] = try NoteSigner.generate(name: "lab.example/log").privateText
        try world.reopen()
        #expect(try keeper(world, vault).key == first.key)
        #expect(vault.keys[LogKeeper.nextKeyName] == nil)
    }

    @Test("what is lost is given up under a new name, and the old head goes on the record")
    func restart() throws {
        let world = try World()
        let vault = Vault()
        try keeper(world, vault).sign()
        let abandoned = try #require(vault.kept)
        vault.keys = [:]
        let restarted = try LogKeeper.restart(
            engine: world.engine, vault: vault, newName: "lab.example/log-2", by: admin,
            reason: "disk lost", clock: { world.now })
        let head = try #require(try restarted.sign())
        #expect(head.checkpoint.origin == "lab.example/log-2")
        #expect(vault.aside == [abandoned])
        var found = false
        try world.store.scan { view in
            let text = String(decoding: view.entry, as: UTF8.self)
            if view.type == "log.key_rotated" {
                found = text.contains("\"abandons\":\"lab.example/log\\n")
            }
            return true
        }
        #expect(found)
    }

    @Test("only an administrator changes the key")
    func roles() throws {
        let world = try World()
        let vault = Vault()
        let first = try keeper(world, vault)
        let key = first.key
        let broker = Actor(role: .broker, name: "chen.bo")
        #expect(code { _ = try first.rotate(by: broker, reason: "r") } == "role-not-allowed")
        try world.reopen()
        #expect(try keeper(world, vault).key == key)
    }

    @Test("whoever subscribes to checkpoints hears of each, and of nothing else")
    func heard() throws {
        let world = try World()
        let keeper = try keeper(world, Vault())
        _ = try world.engine.handle(
            Envelope(
                .subscribe(name: "s", endpoint: "https://a.example", format: "checkpoint"),
                by: admin)
        ).get()
        try world.file(Requests.consumables())
        #expect(try world.store.deliveryCounts().pending == 0)
        try keeper.sign()
        try keeper.sign()
        #expect(try world.store.deliveryCounts().pending == 1)
    }
}

@Suite("Proofs come from the tiles")
struct LogProofTests {
    @Test("any event of a log that outgrew its first tiles is proved, in every later process")
    func proofs() throws {
        let world = try World(whitelists: false)
        for number in 1...300 { try world.file(Requests.consumables("T-\(number)")) }
        let size = UInt64(world.engine.size)
        #expect(size > 256)
        for round in 0..<2 {
            if round == 1 {
                try world.reopen()
                try world.file(Requests.consumables("AFTER"))
            }
            let proofs = try LogProofs(store: world.store)
            #expect(try proofs.root(size: UInt64(world.engine.size)) == world.engine.rootHash)
            for position in [1, 2, 255, 256, 257, Int64(size)] {
                let row = try #require(try world.store.event(at: position))
                let proof = try proofs.inclusion(position: position, size: size)
                #expect(
                    proof.verify(
                        leaf: .leafHash(row.entry), root: try proofs.root(size: size)))
            }
        }
    }

    @Test("a position that is not there is refused")
    func unknown() throws {
        let world = try World()
        let proofs = try LogProofs(store: world.store)
        for position in [0, -1, Int64(proofs.size) + 1, .max] {
            #expect(throws: Refusal.self) {
                try proofs.inclusion(position: position, size: proofs.size)
            }
        }
    }

    @Test("the exported tiles hold every entry and every hash, the head comes last")
    func tiles() throws {
        let world = try World(whitelists: false)
        for number in 1...300 { try world.file(Requests.consumables("T-\(number)")) }
        let signer = try NoteSigner.generate(name: "lab.example/log")
        let size = UInt64(world.engine.size)
        let checkpoint = try #require(
            Checkpoint(origin: "lab.example/log", size: size, root: world.engine.rootHash))
        let head = try SignedCheckpoint(signing: checkpoint, by: [signer])
        var files: [String: [UInt8]] = [:]
        var last = ""
        let long = try TileExport(store: world.store, head: head).forEachFile {
            files[$0.path] = $0.bytes
            last = $0.path
        }
        #expect(long == 0 && last == "checkpoint")
        // A reader that has only the files comes to the same root.
        var tree = CompactRange()
        for path in ["tile/entries/000", "tile/entries/001.p/\(size - 256)"] {
            let bundle = try EntryBundle(parsing: try #require(files[path]))
            for entry in bundle.entries { tree.append(.leafHash(entry)) }
        }
        #expect(tree.root == checkpoint.root)
        #expect(files["tile/0/000"]?.count == Tile.byteCount)
        #expect(files["tile/1/000.p/1"]?.count == MerkleHash.byteCount)
    }

    @Test("a file of the first version gets its tiles at the first writing")
    func firstVersion() throws {
        let world = try World(whitelists: false)
        for number in 1...300 { try world.file(Requests.consumables("T-\(number)")) }
        let root = world.engine.rootHash
        try RawDatabase.run(
            "DELETE FROM tile", on: world.folder + "/greenlane.sqlite")
        try world.reopen()
        #expect(world.engine.rootHash == root)
        let proofs = try LogProofs(store: world.store)
        #expect(try proofs.root(size: 256) == Subtree.root(of: leaves(world).prefix(256)))
    }

    private func leaves(_ world: World) throws -> [MerkleHash] {
        var found: [MerkleHash] = []
        try world.store.scan {
            found.append(.leafHash(UnsafeRawBufferPointer($0.entry)))
            return true
        }
        return found
    }
}
