import GRDB
import GreenlaneCore

/// What can go wrong with the file, as refusals that say what to do.
enum StoreFault {
    static func missing(_ path: String) -> Refusal {
        Refusal(
            .notFound, "data-directory-empty",
            LocalizedText(
                zh: "这里还没有数据：\(path)", en: "There is no data here yet: \(path)"),
            remedy: LocalizedText(
                zh: "用 --data 指定数据目录，或先用 greenlane file 提交一份进口申请。",
                en: "Name the data directory with --data, or file an import request first."))
    }

    static var foreignFile: Refusal {
        Refusal(
            .input, "data-file-foreign",
            LocalizedText(
                zh: "数据目录里的文件不是绿色通道的数据库。",
                en: "The file in the data directory is not a Greenlane database."),
            remedy: LocalizedText(
                zh: "换一个数据目录。", en: "Choose another data directory."))
    }

    static func newerVersion(_ found: Int) -> Refusal {
        Refusal(
            .input, "data-from-newer-version",
            LocalizedText(
                zh: "数据目录由更新的版本写成（格式 \(found)，本程序懂得到 \(Schema.version)）。",
                en: """
                    The data directory was written by a newer version (format \(found); this \
                    program knows up to \(Schema.version)).
                    """),
            remedy: LocalizedText(
                zh: "请升级 greenlane。数据没有被改动。",
                en: "Upgrade greenlane. Nothing in the data was changed."))
    }

    static func refusal(_ error: DatabaseError, path: String) -> Refusal {
        switch error.resultCode {
        case .SQLITE_FULL:
            return fault(
                "disk-full", "磁盘已满，这一步没有记录。", "The disk is full; the step was not recorded.",
                "腾出空间后重试。", "Free some space and try again.")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
            return fault(
                "data-directory-not-writable", "无法写入数据目录：\(path)",
                "The data directory cannot be written: \(path)",
                "检查目录是否存在、权限是否允许写入。",
                "Check that the directory exists and may be written.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return Refusal(
                .conflict, "data-directory-held",
                LocalizedText(
                    zh: "数据目录正被另一个进程写入。",
                    en: "Another process is writing to the data directory."),
                remedy: LocalizedText(zh: "稍后重试。", en: "Try again in a moment."))
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return fault(
                "data-damaged", "数据库文件已损坏（SQLite：\(error.message ?? "")）。",
                "The database file is damaged (SQLite: \(error.message ?? "")).",
                "保留现场，用 greenlane verify 查明范围，再从备份恢复。",
                "Keep the file as it is, see how far it reads with greenlane verify, then restore.")
        default:
            return fault(
                "storage-fault", "存储出错：\(error.message ?? "")（SQLite \(error.resultCode.rawValue)）",
                "Storage failed: \(error.message ?? "") (SQLite \(error.resultCode.rawValue))",
                "查看磁盘后重试。", "Check the disk and try again.")
        }
    }

    private static func fault(
        _ code: String, _ zh: String, _ en: String, _ remedyZh: String, _ remedyEn: String
    ) -> Refusal {
        Refusal(
            .fault, code, LocalizedText(zh: zh, en: en),
            remedy: LocalizedText(zh: remedyZh, en: remedyEn))
    }
}
