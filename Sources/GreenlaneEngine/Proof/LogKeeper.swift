public import GreenlaneCore
import GreenlaneStore
public import TransparencyLog

/// Where the keeper finds what lies outside the database: the private key, and the last signed
/// head, so that an old copy of the database is noticed.
public protocol LogVault {
    /// The text of a private key; nil where there is none of that name.
    func key(_ name: String) throws -> String?
    /// Keeps a private key so that only its owner can read it.
    func save(_ key: String, name: String) throws
    /// Makes one name's key another's.
    func move(_ name: String, to other: String) throws
    /// The last signed head; nil where none was kept.
    func head() throws -> [UInt8]?
    /// Keeps a signed head, durably and whole.
    func save(head: [UInt8]) throws
    /// Puts the head aside: the log goes on under another name.
    func setHeadAside() throws
}

/// Signs the heads of the log, and never two that contradict each other.
public final class LogKeeper {
    /// Events after which a head is signed while a process runs on.
    public static let interval: Int64 = 4_096
    /// Names in the vault.
    public static let keyName = "log-key"
    public static let nextKeyName = "log-key-next"

    private let engine: Engine
    private let vault: any LogVault
    private let clock: () -> Timestamp
    private var signer: NoteSigner
    private var last: SignedCheckpoint?

    /// The key that signs now: what is handed to auditors.
    public var key: NoteVerifierKey { signer.verifierKey }

    /// Checks, before anything is written, that the last signed head is a prefix of the database;
    /// makes a key where the log has none yet. `newName` names a log that is new.
    public init(
        engine: Engine, vault: any LogVault, newName: () -> String,
        clock: @escaping () -> Timestamp
    ) throws {
        self.engine = engine
        self.vault = vault
        self.clock = clock
        let keys = try LogKeys(engine.store)
        guard let current = keys.current else {
            guard try vault.head() == nil else {
                throw LogRefusal.foreign("checkpoint-of-another-log", Self.outside)
            }
            signer = try Self.firstKey(vault, newName: newName)
            try declare(KeyDeclaration(key: signer.verifierKey.text), by: .keeper)
            return
        }
        signer = try Self.signer(current, vault)
        try checkHeads(keys)
    }

    // MARK: At start

    static let inside = LocalizedText(zh: "数据库中的检查点", en: "the checkpoint in the database")
    static let outside = LocalizedText(
        zh: "数据目录中的检查点文件", en: "the checkpoint file of the data directory")

    private static func firstKey(
        _ vault: any LogVault, newName: () -> String
    ) throws -> NoteSigner {
        // A process that ended between making the key and declaring it left one behind.
        if let text = try vault.key(keyName) { return try read(text) }
        let signer = try NoteSigner.generate(name: newName())
        try vault.save(signer.privateText, name: keyName)
        return signer
    }

    private static func signer(
        _ current: NoteVerifierKey, _ vault: any LogVault
    ) throws -> NoteSigner {
        for name in [keyName, nextKeyName] {
            guard let text = try vault.key(name) else { continue }
            let signer = try read(text)
            guard signer.verifierKey == current else { continue }
            // The rotation was declared, and its process ended before the key took its place.
            if name == nextKeyName { try vault.move(nextKeyName, to: keyName) }
            return signer
        }
        throw LogRefusal.keyMissing(current.text)
    }

    private static func read(_ text: String) throws -> NoteSigner {
        do throws(NoteKeyFault) { return try NoteSigner(text) } catch {
            throw LogRefusal.keyDamaged(error.code)
        }
    }

    private func checkHeads(_ keys: LogKeys) throws {
        if let row = try engine.store.lastCheckpoint() {
            last = try check(Array(row.note.utf8), keys, Self.inside)
        }
        guard let head = try vault.head() else {
            // A log that goes on under a new name has no head of that name yet.
            guard last?.checkpoint.origin != signer.name else { throw LogRefusal.headMissing }
            return
        }
        do {
            let outside = try check(head, keys, Self.outside)
            if last.map({ $0.checkpoint.size < outside.checkpoint.size }) ?? true {
                last = outside
            }
        }
    }

    private func check(
        _ note: [UInt8], _ keys: LogKeys, _ place: LocalizedText
    ) throws -> SignedCheckpoint {
        let head: SignedCheckpoint
        do throws(NoteFault) {
            head = try SignedCheckpoint(parsing: note)
        } catch {
            throw LogRefusal.foreign(error.code, place)
        }
        let verdict = head.verify(keys: keys.keys)
        guard verdict.isVerified else { throw LogRefusal.foreign(verdict.code, place) }
        let size = head.checkpoint.size
        guard size <= UInt64(engine.size) else {
            throw LogRefusal.behind(UInt64(engine.size), size, place)
        }
        guard try LogProofs(store: engine.store).root(size: size) == head.checkpoint.root else {
            throw LogRefusal.differs(size, place)
        }
        return head
    }

    // MARK: Signing

    /// Signs the head as it is. The same head again where nothing was added; nil for an empty log.
    @discardableResult
    public func sign() throws -> SignedCheckpoint? {
        guard engine.size > 0 else { return nil }
        return try sign(by: [signer])
    }

    /// Signs where enough came since the last one.
    public func signIfDue() throws {
        let signed = last.map { Int64(clamping: $0.checkpoint.size) } ?? 0
        if engine.size - signed >= Self.interval { try sign() }
    }

    private func sign(by signers: [NoteSigner]) throws -> SignedCheckpoint {
        guard
            let checkpoint = Checkpoint(
                origin: signer.name, size: UInt64(engine.size), root: engine.rootHash)
        else { throw LogRefusal.checkpointMissing }
        if let last, last.checkpoint.origin == checkpoint.origin,
            last.checkpoint.size == checkpoint.size
        {
            guard last.checkpoint == checkpoint else { throw LogRefusal.signedOtherwise }
            return last
        }
        let head = try SignedCheckpoint(signing: checkpoint, by: signers)
        try keep(head)
        return head
    }

    /// Keeps a head with the cosignatures of witnesses. Where a later head was signed while they
    /// were asked, that one stays the last.
    public func keep(_ head: SignedCheckpoint) throws {
        if let last, last.checkpoint.origin == head.checkpoint.origin,
            last.checkpoint.size > head.checkpoint.size
        {
            try engine.store.save(row(head))
            return
        }
        // The file first: where the database has a head, one lies outside too, or was taken away.
        try vault.save(head: head.bytes)
        try engine.store.save(row(head))
        last = head
    }

    /// Keeps a head that came from another process, such as one that witnesses cosigned: only where
    /// this log signed it, and it says what the database says.
    public func keep(returned note: [UInt8]) throws {
        let head = try check(note, try LogKeys(engine.store), Self.returned)
        guard head.checkpoint.origin == signer.name else {
            throw LogRefusal.foreign("checkpoint-of-another-log", Self.returned)
        }
        try keep(head)
    }

    private static let returned = LocalizedText(
        zh: "交回的检查点", en: "the checkpoint that was handed back")

    private func row(_ head: SignedCheckpoint) -> CheckpointRow {
        CheckpointRow(
            size: Int64(clamping: head.checkpoint.size), at: clock().milliseconds,
            note: head.string)
    }

    // MARK: Rotation

    /// A new key of the same name, declared on the record; the head that holds the declaration is
    /// signed by both.
    public func rotate(by actor: Actor, reason: String) throws -> SignedCheckpoint {
        let next = try NoteSigner.generate(name: signer.name)
        try vault.save(next.privateText, name: Self.nextKeyName)
        try declare(
            KeyDeclaration(
                key: next.verifierKey.text, replaces: signer.verifierKey.text, reason: reason),
            by: actor)
        let old = signer
        signer = next
        let head = try sign(by: [old, next])
        try vault.move(Self.nextKeyName, to: Self.keyName)
        return head
    }

    /// Goes on where the private key or part of the log is lost: under a new name, so that no name
    /// ever signed two histories. The head that is given up goes on the record.
    public static func restart(
        engine: Engine, vault: any LogVault, newName: String, by actor: Actor, reason: String,
        clock: @escaping () -> Timestamp
    ) throws -> LogKeeper {
        let next = try NoteSigner.generate(name: newName)
        try vault.save(next.privateText, name: nextKeyName)
        let abandoned =
            try vault.head() ?? engine.store.lastCheckpoint().map { Array($0.note.utf8) }
        let replaced = try LogKeys(engine.store).current?.text
        let declaration = KeyDeclaration(
            key: next.verifierKey.text, replaces: replaced ?? "none", reason: reason,
            abandons: abandoned.map { String(decoding: $0, as: UTF8.self) })
        _ = try engine.handle(Envelope(.declareKey(declaration), by: actor)).get()
        try vault.move(nextKeyName, to: keyName)
        try vault.setHeadAside()
        return try LogKeeper(engine: engine, vault: vault, newName: { newName }, clock: clock)
    }

    private func declare(_ declaration: KeyDeclaration, by actor: Actor) throws {
        _ = try engine.handle(Envelope(.declareKey(declaration), by: actor)).get()
    }
}

extension Actor {
    /// Who makes the first key.
    static let keeper = Actor(role: .system, name: "keeper")
}
