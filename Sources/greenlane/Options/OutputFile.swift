internal import Glibc
internal import GreenlaneCore

/// Files that people ask us to write.
enum OutputFile {
    /// Writes all of it, or says why not. An earlier file of that name is replaced.
    static func write(
        _ bytes: [UInt8], to path: String, makingFolders: Bool = false
    ) throws(Refusal) {
        if makingFolders { makeFolders(of: path) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw fault(path) }
        defer { close(descriptor) }
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw fault(path) }
            start += count
        }
    }

    private static func makeFolders(of path: String) {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            made += String(part)
            // What cannot be made shows when the file is opened.
            if !made.isEmpty { _ = mkdir(made, 0o755) }
            made += "/"
        }
    }

    private static func fault(_ path: String) -> Refusal {
        let reason = String(cString: strerror(errno))
        return Refusal(
            .input, "file-not-written",
            LocalizedText(
                zh: "无法写入 \(PlainText.printable(path))：\(reason)",
                en: "\(PlainText.printable(path)) cannot be written: \(reason)"))
    }
}
