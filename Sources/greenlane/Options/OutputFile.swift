internal import Glibc
internal import GreenlaneCore

/// Files that people ask for by name.
enum OutputFile {
    /// Writes all bytes, or leaves nothing: they go to a draft beside the file, which then takes
    /// its name. A file that is there already is refused unless it is to be replaced.
    static func write(_ bytes: [UInt8], to name: String, replacing: Bool) throws(Refusal) {
        guard replacing || access(name, F_OK) != 0 else { throw exists(name) }
        let draft = "\(name).\(getpid()).new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw fault(name) }
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(
                    descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            start += count
        }
        let isWhole = start == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        // Without leave to replace, a link cannot take a name that somebody took meanwhile.
        let isPlaced =
            isWhole && (replacing ? rename(draft, name) == 0 : link(draft, name) == 0)
        let reason = errno
        if !isPlaced || !replacing { unlink(draft) }
        guard isPlaced else {
            errno = reason
            throw reason == EEXIST ? exists(name) : fault(name)
        }
    }

    private static func exists(_ name: String) -> Refusal {
        let shown = PlainText.printable(name)
        return Refusal(
            .input, "file-exists",
            LocalizedText(zh: "\(shown) 已经存在。", en: "\(shown) is there already."),
            remedy: LocalizedText(
                zh: "换一个文件名，或加 --force 覆盖。",
                en: "Choose another name, or replace it with --force."))
    }

    private static func fault(_ name: String) -> Refusal {
        let shown = PlainText.printable(name)
        let reason = String(cString: strerror(errno))
        return Refusal(
            .fault, "file-not-written",
            LocalizedText(
                zh: "无法写入 \(shown)：\(reason)", en: "\(shown) cannot be written: \(reason)"),
            remedy: LocalizedText(
                zh: "检查目录是否存在、权限和剩余空间。",
                en: "Check that the directory exists, its permissions and the space left."))
    }
}
