import GreenlaneCore

/// What the keeper of the log's proofs refuses.
enum LogRefusal {
    static let checkpointMissing = Refusal(
        .notFound, "checkpoint-missing",
        LocalizedText(
            zh: "还没有覆盖它的已签检查点。", en: "No signed checkpoint covers it yet."),
        remedy: LocalizedText(
            zh: "运行 greenlane log checkpoint 签发一个。",
            en: "Have one signed with greenlane log checkpoint."))

    static func behind(_ size: UInt64, _ signed: UInt64, _ place: LocalizedText) -> Refusal {
        Refusal(
            .unproven, "log-behind-checkpoint",
            LocalizedText(
                zh: "\(place.zh)已对 \(signed) 条记录签过名，但数据库里只有 \(size) 条：它是旧的副本，或被截短。什么都没有写入。",
                en: """
                    \(place.en) was signed over \(signed) events, but the database holds \
                    \(size): it is an old copy, or was cut. Nothing was written.
                    """),
            remedy: LocalizedText(
                zh: """
                    换回较新的副本。若确已找不回，用 greenlane log rotate --lost --reason 原因 另起新名新钥继续，\
                    旧检查点会记入日志。
                    """,
                en: """
                    Put the newer copy back. If it is lost for good, go on under a new name and \
                    key with greenlane log rotate --lost --reason WHY; the old checkpoint goes on \
                    the record.
                    """))
    }

    static func differs(_ signed: UInt64, _ place: LocalizedText) -> Refusal {
        Refusal(
            .unproven, "log-differs-from-checkpoint",
            LocalizedText(
                zh: "数据库的前 \(signed) 条与\(place.zh)不符：签名之后有记录被改动。什么都没有写入。",
                en: """
                    The first \(signed) events of the database are not what \(place.en) was signed \
                    over: something was changed since. Nothing was written.
                    """),
            remedy: LocalizedText(
                zh: "用 greenlane verify 查明改动，换回未改动的副本。",
                en: "Find the change with greenlane verify, and put an unchanged copy back."))
    }

    static func foreign(_ code: String, _ place: LocalizedText) -> Refusal {
        Refusal(
            .unproven, code,
            LocalizedText(
                zh: "\(place.zh)不是本日志的密钥所签，或已损坏。什么都没有写入。",
                en: """
                    \(place.en) was not signed by a key of this log, or is damaged. Nothing was \
                    written.
                    """),
            remedy: LocalizedText(
                zh: "确认数据库与检查点文件属于同一个数据目录。",
                en: "Make sure that database and checkpoint belong to the same data directory."))
    }

    static let headMissing = Refusal(
        .unproven, "checkpoint-file-missing",
        LocalizedText(
            zh: "数据目录里的检查点文件不见了，无法确认数据库不是旧的副本。什么都没有写入。",
            en: """
                The checkpoint file of the data directory is gone, so nobody can say that the \
                database is no old copy. Nothing was written.
                """),
        remedy: LocalizedText(
            zh: "放回 checkpoint 文件；找不回时用 greenlane log rotate --lost --reason 原因。",
            en: """
                Put the file back; if it is lost, use greenlane log rotate --lost --reason WHY.
                """))

    static func keyDamaged(_ code: String) -> Refusal {
        Refusal(
            .unproven, "log-key-damaged",
            LocalizedText(
                zh: "secrets/log-key 不是可用的私钥（\(code)）。什么都没有写入。",
                en: "secrets/log-key is no private key (\(code)). Nothing was written."),
            remedy: LocalizedText(
                zh: "放回原来的文件；找不回时用 greenlane log rotate --lost --reason 原因。",
                en: """
                    Put the file back; if it is lost, use greenlane log rotate --lost --reason WHY.
                    """))
    }

    static func keyMissing(_ key: String) -> Refusal {
        Refusal(
            .unproven, "log-key-missing",
            LocalizedText(
                zh: "找不到签署本日志的私钥（公钥 \(key)）。什么都没有写入。",
                en: """
                    The private key of this log is missing (public key \(key)). Nothing was \
                    written.
                    """
            ),
            remedy: LocalizedText(
                zh: "把 secrets/log-key 放回；确已遗失时用 greenlane log rotate --lost --reason 原因。",
                en: """
                    Put secrets/log-key back; if it is lost, use greenlane log rotate --lost \
                    --reason WHY.
                    """))
    }

    static let signedOtherwise = Refusal(
        .unproven, "checkpoint-conflict",
        LocalizedText(
            zh: "同样大小的另一个检查点已经签出，不能再签一个不同的。",
            en: "Another checkpoint of this size was signed already; a different one is not."))
}
