internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore
internal import TransparencyLog

/// `log`: the log as a transparency log, for people who trust nobody.
struct LogCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "log",
            abstract: words(
                "透明日志：公钥、检查点、证明、镜像", "The transparency log: key, checkpoints, proofs, mirror"),
            subcommands: [
                LogKeyCommand.self, LogCheckpointCommand.self, LogProofCommand.self,
                LogConsistencyCommand.self, LogTilesCommand.self, LogTimestampCommand.self,
                LogRotateCommand.self,
            ])
    }
}

/// `log key`: what auditors need to have from us by another way.
struct LogKeyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "key",
            abstract: words("公钥：交给审计员，用来核对签名", "The public key, to hand to auditors"))
    }

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let keys = try Workplace.read(options) { try LogKeys($0) }
        guard let current = keys.current else { throw LogFiles.noKey }
        if console.isJSON {
            console.json([
                "key": .string(current.text), "origin": .string(current.name),
                "keys": .array(
                    keys.declared.map {
                        [
                            "key": .string($0.key.text), "position": .integer($0.position),
                            "recorded": .string($0.recorded),
                        ]
                    }),
            ])
            return
        }
        console.line(current.text)
        for earlier in keys.declared.dropLast() {
            console.note(
                console.text(
                    "更早的公钥（第 \(earlier.position) 条起）：\(earlier.key.text)",
                    "Earlier key (from event \(earlier.position)): \(earlier.key.text)"))
        }
    }
}

/// `log proof`: the evidence file of one event.
struct LogProofCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "proof",
            abstract: words(
                "一条记录在日志中的证明（C2SP tlog-proof）",
                "Proof that an event is in the log (C2SP tlog-proof)"))
    }

    @Argument(help: ArgumentHelp(words("记录的位置", "The event's position")))
    var position: Int64

    @Option(
        name: .long,
        help: ArgumentHelp(words("写入此文件", "Write it to this file"), valueName: "file"))
    var out: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let (proof, leaf) = try Workplace.read(options) { store in
            let proof = try LogProofs(store: store).file(position: position)
            let row = try store.event(at: position)
            return (proof, MerkleHash.leafHash(row?.entry ?? []))
        }
        if let out { try OutputFile.write(proof.bytes, to: out) }
        if console.isJSON {
            console.json([
                "position": .integer(position), "index": .integer(Int64(clamping: proof.index)),
                "leaf": .string(leaf.base64),
                "hashes": .array(proof.path.map { .string($0.base64) }),
                "checkpoint": .string(proof.checkpoint.string),
            ])
        } else if let out {
            console.line(
                console.style.green("✓ ")
                    + console.text("证明已写入 \(out)", "The proof is in \(out)"))
        } else {
            console.raw(proof.string)
        }
    }
}

/// `log consistency`: that the log continues a checkpoint which somebody kept.
struct LogConsistencyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "consistency",
            abstract: words(
                "证明日志是早先检查点的延续", "Proof that the log continues an earlier checkpoint"))
    }

    @Argument(
        help: ArgumentHelp(words("早先取走的检查点", "A checkpoint taken earlier"), valueName: "file"))
    var file: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let (old, proof, new) = try Workplace.read(options) { store in
            let old = try LogFiles.head(file, try LogKeys(store).keys)
            guard let row = try store.lastCheckpoint() else { throw LogFiles.noCheckpoint }
            let head = try SignedCheckpoint(parsing: row.note).checkpoint
            guard old.origin == head.origin else { throw LogFiles.otherLog(old.origin) }
            guard old.size > 0, old.size <= head.size else { throw LogFiles.notContinued(old) }
            return (
                old, try LogProofs(store: store).consistency(oldSize: old.size, newSize: head.size),
                head
            )
        }
        guard proof.verify(oldRoot: old.root, newRoot: new.root) else {
            throw LogFiles.notContinued(old)
        }
        if console.isJSON {
            console.json([
                "ok": true, "old": .integer(Int64(clamping: old.size)),
                "new": .integer(Int64(clamping: new.size)),
                "hashes": .array(proof.path.map { .string($0.base64) }),
            ])
        } else {
            console.line(
                console.style.green("✓ ")
                    + console.text(
                        "日志（\(new.size) 条）是该检查点（\(old.size) 条）的延续；证明含 \(proof.path.count) 个哈希。",
                        "The log (\(new.size) events) continues the checkpoint (\(old.size)); the "
                            + "proof has \(proof.path.count) hashes."))
        }
    }
}
