internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneStore
internal import TransparencyLog

/// What the commands of the log read and refuse.
enum LogFiles {
    /// Bytes of a note, a proof or a time stamp that is read.
    static let maximumBytes = 1_048_576

    static func bytes(_ name: String) throws -> [UInt8] {
        try InputFile.read(name, maximumBytes: maximumBytes).bytes
    }

    /// A public key as it was typed.
    static func key(_ text: String, option: String) throws(Refusal) -> NoteVerifierKey {
        do throws(NoteKeyFault) { return try NoteVerifierKey(text) } catch {
            throw StatedValue.invalid(
                option, error.code,
                zh: "“\(PlainText.printable(text))”不是公钥（\(error.code)）。",
                en: "\"\(PlainText.printable(text))\" is no public key (\(error.code)).",
                remedy: LocalizedText(
                    zh: "公钥形如 名称+8 位十六进制+base64。",
                    en: "A key looks like name+8 hex digits+base64."))
        }
    }

    /// What a checkpoint's signatures cover.
    static func signedText(_ row: CheckpointRow) throws -> String {
        try SignedCheckpoint(parsing: row.note).note.text
    }

    static let noKey = Refusal(
        .notFound, "log-key-missing",
        LocalizedText(
            zh: "这个日志还没有签名密钥。", en: "This log has no signing key yet."),
        remedy: LocalizedText(
            zh: "任何一条写入命令都会生成密钥，例如 greenlane log checkpoint。",
            en: "Any command that writes makes one, such as greenlane log checkpoint."))

    static let noCheckpoint = Refusal(
        .notFound, "checkpoint-missing",
        LocalizedText(zh: "还没有已签的检查点。", en: "There is no signed checkpoint yet."),
        remedy: LocalizedText(
            zh: "运行 greenlane log checkpoint。", en: "Run greenlane log checkpoint."))

    static func otherLog(_ origin: String) -> Refusal {
        Refusal(
            .unproven, "checkpoint-of-another-log",
            LocalizedText(
                zh: "检查点属于另一个日志：\(PlainText.printable(origin))。",
                en: "The checkpoint is of another log: \(PlainText.printable(origin))."))
    }

    static func notContinued(_ old: Checkpoint) -> Refusal {
        Refusal(
            .unproven, "log-differs-from-checkpoint",
            LocalizedText(
                zh: "日志不是该检查点（\(old.size) 条）的延续。",
                en: "The log does not continue that checkpoint of \(old.size) events."))
    }

    static func witnessDisagrees(_ url: String) -> Refusal {
        Refusal(
            .unproven, "witness-saw-another-history",
            LocalizedText(
                zh: "见证人 \(PlainText.printable(url)) 已会签过这个名称下的另一段历史。",
                en: "\(PlainText.printable(url)) cosigned another history under this log's name."),
            remedy: LocalizedText(
                zh: "停止写入，运行 greenlane verify，并把两份检查点交给审计员。",
                en: "Stop writing, run greenlane verify, and show both checkpoints to an auditor."))
    }

    /// A signed head, by a key that the log declares.
    static func head(_ name: String, _ keys: [NoteVerifierKey]) throws -> Checkpoint {
        let note = try bytes(name)
        let head: SignedCheckpoint
        do throws(NoteFault) { head = try SignedCheckpoint(parsing: note) } catch {
            throw unsigned(name, error.code)
        }
        guard keys.contains(where: { $0.name == head.checkpoint.origin }) else {
            throw otherLog(head.checkpoint.origin)
        }
        let verdict = head.verify(keys: keys)
        guard verdict.isVerified else { throw unsigned(name, verdict.code) }
        return head.checkpoint
    }

    private static func unsigned(_ name: String, _ code: String) -> Refusal {
        Refusal(
            .unproven, code,
            LocalizedText(
                zh: "\(PlainText.printable(name)) 不是本日志的密钥所签的检查点（\(code)）。",
                en: "\(PlainText.printable(name)) is no checkpoint that this log signed (\(code)).")
        )
    }

    static func witnessSilent(_ url: String, _ why: LocalizedText) -> Refusal {
        Refusal(
            .fault, "witness-not-reached",
            LocalizedText(
                zh: "没有得到见证人 \(PlainText.printable(url)) 的会签：\(why.zh)",
                en: "No cosignature from \(PlainText.printable(url)): \(why.en)"),
            remedy: LocalizedText(
                zh: "检查点已由本日志签发；稍后再请会签。",
                en: "The log itself has signed it; ask the witness again later."))
    }

    static func timestampInvalid(_ file: String, _ code: String = "timestamp-malformed") -> Refusal
    {
        Refusal(
            .input, code,
            LocalizedText(
                zh: "\(PlainText.printable(file)) 不是对本检查点请求的有效时间戳（\(code)）。",
                en: "\(PlainText.printable(file)) is no valid time stamp for it (\(code))."))
    }
}
