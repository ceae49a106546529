internal import Glibc
public import GreenlaneCore

/// The folder that holds one log: the database, the lock of its one writer, and the secrets.
public struct DataDirectory: Sendable {
    /// Taken with `flock` by the writer; holds its process id for people who look.
    public static let lockName = "greenlane.lock"
    /// How long a writer waits for another one before it gives up: five seconds.
    public static let patienceMilliseconds = 5000
    /// Pause between two tries, in milliseconds.
    static let pauseMilliseconds: Int32 = 50

    /// As it was named.
    public let path: String

    /// Names a folder; nothing is made or opened.
    public init(path: String) {
        self.path = path
    }

    /// Where the log lies.
    public var databasePath: String { "\(path)/\(LogStore.fileName)" }

    /// Where signing secrets lie, each in a file that only its owner may read.
    public var secrets: SecretFolder { SecretFolder(path: "\(path)/secrets") }

    /// Where the last signed head of the log lies, outside the database and for everybody to take:
    /// an old copy of the database cannot bring its own.
    public var checkpointPath: String { "\(path)/checkpoint" }
    /// Bytes of a signed head.
    public static let maximumCheckpointBytes = 262_144

    /// The last signed head; nil where there is none.
    public func checkpoint() -> [UInt8]? {
        PrivateFile.bytes(checkpointPath, limit: Self.maximumCheckpointBytes)
    }

    /// Replaces the last signed head, durably.
    public func save(checkpoint bytes: [UInt8]) throws(Refusal) {
        guard PrivateFile.replace(checkpointPath, with: bytes, mode: 0o644) else {
            throw Self.notWritable(path)
        }
    }

    /// Keeps the head under another name: the log goes on without it.
    public func setCheckpointAside() throws(Refusal) {
        guard access(checkpointPath, F_OK) == 0 else { return }
        for number in 1...Self.maximumHeadsAside {
            let other = "\(checkpointPath).given-up-\(number)"
            guard access(other, F_OK) != 0 else { continue }
            guard rename(checkpointPath, other) == 0 else { throw Self.notWritable(path) }
            return
        }
        throw Self.notWritable(path)
    }

    private static let maximumHeadsAside = 1_000

    /// Makes the folder where there is none, so that only its owner may enter it.
    public func create() throws(Refusal) {
        try checkIsFolder()
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += made.isEmpty && part.isEmpty ? "" : String(part)
            if !made.isEmpty, mkdir(made, 0o700) != 0, errno != EEXIST, errno != EISDIR {
                // A parent that exists on a read-only disk answers so too; the last try decides.
                if made == path { throw Self.notWritable(path) }
            }
            made += "/"
        }
        guard access(path, W_OK | X_OK) == 0 else { throw Self.notWritable(path) }
    }

    /// Refuses, as `data-not-a-directory`, a path where something else stands; where nothing
    /// stands, a folder may come.
    public func checkIsFolder() throws(Refusal) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT != S_IFDIR else { return }
        } else {
            guard errno == ENOTDIR else { return }
        }
        throw Refusal(
            .input, "data-not-a-directory",
            LocalizedText(
                zh: "\(path) 不是目录，不能存放数据。",
                en: "\(path) is no directory, so no data can lie there."),
            remedy: LocalizedText(
                zh: "用 --data 指定一个目录。", en: "Name a directory with --data."))
    }

    /// Makes the folder where needed and becomes its one writer.
    public func lock() throws(Refusal) -> WriterLock {
        switch try hold(orElse: { _ throws(Refusal) -> Never? in nil }) {
        case .own(let lock): return lock
        }
    }

    /// As `lock`; while another process is the writer, `other` is asked for a way to work through
    /// it, until it gives one.
    public func hold<Other>(
        orElse other: (DataDirectory) throws(Refusal) -> Other?
    ) throws(Refusal) -> DirectoryHold<Other> {
        try create()
        let file = "\(path)/\(Self.lockName)"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.notWritable(path) }
        var waited = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, waited < Self.patienceMilliseconds else {
                close(descriptor)
                throw Self.held(by: Self.holder(file))
            }
            let way: Other?
            do throws(Refusal) { way = try other(self) } catch {
                close(descriptor)
                throw error
            }
            if let way {
                close(descriptor)
                return .other(way)
            }
            poll(nil, 0, Self.pauseMilliseconds)
            waited += Int(Self.pauseMilliseconds)
        }
        Self.note(process: getpid(), in: descriptor)
        return .own(WriterLock(descriptor: descriptor))
    }

    /// A lock without its note is still a lock: the note is for people only.
    private static func note(process: pid_t, in descriptor: Int32) {
        guard ftruncate(descriptor, 0) == 0 else { return }
        let text = Array("\(process)\n".utf8)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    private static func holder(_ file: String) -> String? {
        guard let bytes = PrivateFile.bytes(file, limit: 32) else { return nil }
        let digits = bytes.prefix { (0x30...0x39).contains($0) }
        return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
    }

    private static func held(by process: String?) -> Refusal {
        let who = LocalizedText(
            zh: process.map { "（进程 \($0)）" } ?? "", en: process.map { " (process \($0))" } ?? "")
        return Refusal(
            .conflict, "data-directory-held",
            LocalizedText(
                zh: "数据目录正被另一个进程占用\(who.zh)，等待 5 秒后仍未释放。",
                en: "Another process\(who.en) holds the data directory; "
                    + "it was not free within 5 seconds."),
            remedy: LocalizedText(
                zh: "等它结束后重试，或用 --data 指定另一个数据目录。",
                en: "Try again when it has ended, or name another directory with --data."))
    }

    private static func notWritable(_ path: String) -> Refusal {
        let reason = String(cString: strerror(errno))
        return Refusal(
            .fault, "data-directory-not-writable",
            LocalizedText(
                zh: "无法写入数据目录 \(path)：\(reason)",
                en: "The data directory \(path) cannot be written: \(reason)"),
            remedy: LocalizedText(
                zh: "检查目录是否存在、权限和磁盘状态，或用 --data 指定另一个目录。",
                en: "Check that it exists, its permissions and the disk, or name another "
                    + "directory with --data."))
    }
}

/// Who writes to a data directory: this process, or another one that it can work through.
public enum DirectoryHold<Other> {
    case own(WriterLock)
    case other(Other)
}

/// Held by the one writer of a data directory; free again when it goes out of use, or when the
/// process ends in any way.
public final class WriterLock: Sendable {
    private let descriptor: Int32

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
