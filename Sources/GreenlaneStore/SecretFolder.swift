internal import Glibc
public import GreenlaneCore

/// Secrets beside the log, never in it: one file each, readable by its owner alone.
public struct SecretFolder: Sendable {
    let path: String

    /// Bytes of a secret file; longer ones are none of ours.
    static let maximumBytes = 4096

    /// Keeps a secret under a name of letters, digits, `-` and `_`; replaces an earlier one.
    public func write(_ secret: String, name: String) throws(Refusal) {
        guard Self.isPlain(name) else { throw Self.unknown(name) }
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw Self.fault(path) }
        let file = "\(path)/\(name)"
        guard PrivateFile.replace(file, with: Array((secret + "\n").utf8), mode: 0o600) else {
            throw Self.fault(file)
        }
    }

    /// Whether there is a secret of that name.
    public func has(_ name: String) -> Bool {
        Self.isPlain(name) && access("\(path)/\(name)", F_OK) == 0
    }

    /// Gives a secret another name, in place of what had it.
    public func move(_ name: String, to other: String) throws(Refusal) {
        guard Self.isPlain(name), Self.isPlain(other), has(name) else { throw Self.unknown(name) }
        guard rename("\(path)/\(name)", "\(path)/\(other)") == 0 else {
            throw Self.fault("\(path)/\(name)")
        }
    }

    /// The secret of that name. Refuses a file that others can read: it is no secret any more.
    public func read(_ name: String) throws(Refusal) -> String {
        guard Self.isPlain(name) else { throw Self.unknown(name) }
        let file = "\(path)/\(name)"
        var status = stat()
        guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Self.unknown(name)
        }
        guard status.st_mode & 0o077 == 0 else {
            throw Refusal(
                .fault, "secret-exposed",
                LocalizedText(
                    zh: "密钥文件 \(file) 可被他人读取，不予使用。",
                    en: "Others can read the secret file \(file), so it is not used."),
                remedy: LocalizedText(
                    zh: "确认无人读过后执行 chmod 600 \(file)；否则更换密钥"
                        + "（订阅：退订后重新订阅；日志：放回权限后 greenlane log rotate）。",
                    en: "If nobody has read it, run chmod 600 \(file); else change it (a "
                        + "subscription: subscribe anew; the log: greenlane log rotate after that)."
                ))
        }
        guard let bytes = PrivateFile.bytes(file, limit: Self.maximumBytes) else {
            throw Self.fault(file)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Forgets a secret; one that is not there is forgotten already.
    public func delete(_ name: String) throws(Refusal) {
        guard Self.isPlain(name) else { throw Self.unknown(name) }
        let file = "\(path)/\(name)"
        if unlink(file) != 0, errno != ENOENT { throw Self.fault(file) }
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "_")
            }
    }

    private static func unknown(_ name: String) -> Refusal {
        Refusal(
            .notFound, "secret-unknown",
            LocalizedText(
                zh: "没有 \(name) 的签名密钥。", en: "There is no signing secret for \(name)."),
            remedy: LocalizedText(
                zh: "退订后重新订阅。", en: "Unsubscribe and subscribe again."))
    }

    private static func fault(_ file: String) -> Refusal {
        let reason = String(cString: strerror(errno))
        return Refusal(
            .fault, "secret-not-kept",
            LocalizedText(
                zh: "无法读写密钥文件 \(file)：\(reason)",
                en: "The secret file \(file) cannot be read or written: \(reason)"))
    }
}

/// Small files that belong to us.
enum PrivateFile {
    /// The first bytes of a file; nil where it cannot be read. Links are not followed.
    static func bytes(_ path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return count >= 0 ? Array(buffer.prefix(count)) : nil
    }

    /// Written beside and moved: a crash leaves the old file or the new one, never half.
    static func replace(_ path: String, with bytes: [UInt8], mode: mode_t) -> Bool {
        let draft = "\(path).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { return false }
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        let isDurable = fsync(descriptor) == 0
        close(descriptor)
        guard written == bytes.count, isDurable, rename(draft, path) == 0 else {
            unlink(draft)
            return false
        }
        return true
    }
}
