internal import Glibc
internal import GreenlaneCore

/// A file that is there whole or not at all: it is written beside its place under another name, and
/// takes its place when all is in it.
final class OutputFile {
    private let name: String
    private let draft: String
    private let descriptor: Int32

    private init(_ name: String) throws(Refusal) {
        self.name = name
        draft = "\(name).part-\(getpid())"
        descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failed(name) }
    }

    /// Writes the file with what `body` appends. What goes wrong leaves nothing behind.
    static func write<T>(_ name: String, _ body: (OutputFile) throws -> T) throws -> T {
        let file = try OutputFile(name)
        do {
            defer { close(file.descriptor) }
            let result = try body(file)
            guard fsync(file.descriptor) == 0, rename(file.draft, name) == 0 else {
                throw failed(name)
            }
            return result
        } catch {
            unlink(file.draft)
            throw error
        }
    }

    /// Writes all of it; makes the folders on the way where asked to.
    static func write(_ bytes: [UInt8], to name: String, makingFolders: Bool = false) throws {
        if makingFolders { makeFolders(of: name) }
        try write(name) { try $0.append(bytes) }
    }

    /// There is a file of that name already, and nobody said to replace it.
    static func exists(_ name: String) -> Refusal {
        let shown = PlainText.printable(name)
        return Refusal(
            .input, "file-exists",
            LocalizedText(zh: "\(shown) 已经存在。", en: "\(shown) is there already."),
            remedy: LocalizedText(
                zh: "换一个文件名，或加 --force 覆盖。",
                en: "Choose another name, or replace it with --force."))
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

    /// Adds the bytes at the end.
    func append(_ bytes: [UInt8]) throws(Refusal) {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map {
                    Glibc.write(descriptor, $0 + start, buffer.count - start)
                } ?? 0
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failed(name) }
            start += count
        }
    }

    private static func failed(_ name: String) -> Refusal {
        let shown = PlainText.printable(name)
        let why = String(cString: strerror(errno))
        return StatedValue.invalid(
            "--out", "file-not-written", zh: "无法写入 \(shown)（\(why)）。",
            en: "\(shown) cannot be written (\(why)).")
    }
}
