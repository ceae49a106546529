import Foundation
import GreenlaneCore

extension Health.Check {
    /// Enough room on the disk of the data directory.
    public static func freeDisk(_ directory: String, minimumBytes: Int) -> Health.Check {
        Health.Check(
            "disk-full",
            LocalizedText(
                zh: "数据目录所在磁盘的可用空间不足。", en: "The disk of the data directory is nearly full.")
        ) {
            guard let free = DiskSpace.free(directory) else { return false }
            return free >= minimumBytes
        }
    }

    /// The database takes a write; `probe` begins and undoes one.
    public static func database(
        _ probe: @escaping @Sendable () async throws -> Void
    ) -> Health.Check {
        Health.Check(
            "database-not-writable",
            LocalizedText(zh: "数据库无法写入。", en: "The database cannot be written.")
        ) {
            try await probe()
            return true
        }
    }

    /// The database has the form that this program writes.
    public static func schema(
        _ isCurrent: @escaping @Sendable () async throws -> Bool
    ) -> Health.Check {
        Health.Check(
            "schema-differs",
            LocalizedText(
                zh: "数据库结构与本程序不符。", en: "The database has another form than this program."),
            passes: isCurrent)
    }

    /// The writer's thread works through its queue.
    public static func writer(
        _ isAlive: @escaping @Sendable () async throws -> Bool
    ) -> Health.Check {
        Health.Check(
            "writer-stopped",
            LocalizedText(zh: "写入线程已停止。", en: "The writer has stopped."), passes: isAlive)
    }

    /// What was written last is covered by a signed checkpoint.
    public static func signedHead(
        _ isSigned: @escaping @Sendable () async throws -> Bool
    ) -> Health.Check {
        Health.Check(
            "head-not-signed",
            LocalizedText(zh: "日志的最新位置尚未签名。", en: "The head of the log is not signed."),
            passes: isSigned)
    }
}

/// Room on the disk of a folder.
public enum DiskSpace {
    /// Bytes that this process may still write; nil where the folder is not there.
    public static func free(_ directory: String) -> Int? {
        var status = statvfs()
        guard statvfs(directory, &status) == 0 else { return nil }
        return Int(clamping: UInt64(status.f_bavail)).multipliedReportingOverflow(
            by: Int(status.f_frsize)
        ).partialValue
    }
}
