import Glibc
public import GreenlaneCore

/// A file that was read, under the name that diagnostics show.
public struct CatalogFile: Hashable, Sendable {
    public var name: String
    public var bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// Reads the files of a catalogue. Straight system calls: every command line run starts here, and
/// loading a larger library costs more than reading.
public enum CatalogFiles {
    /// Larger files are refused rather than read into memory.
    public static let maximumBytes = 16 * 1024 * 1024

    /// Whitelists may be this large: a million entries are some 250 MiB.
    public static let maximumListBytes = 1024 * 1024 * 1024

    /// One file of at most so many bytes.
    public static func read(
        _ path: String, maximumBytes: Int = maximumBytes
    ) throws(Diagnostic) -> CatalogFile {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw problem(
                path, "file-unreadable", zh: "无法打开文件：\(reason())",
                en: "The file cannot be opened: \(reason())")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw problem(
                path, "file-unreadable", zh: "不是普通文件", en: "This is not a regular file")
        }
        guard status.st_size <= maximumBytes else {
            throw problem(
                path, "file-too-large", zh: "文件超过\(maximumBytes / 1_048_576) MiB",
                en: "The file is larger than \(maximumBytes / 1_048_576) MiB")
        }
        let size = Int(status.st_size)
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let rest = UnsafeMutableRawPointer(buffer.baseAddress)?.advanced(by: count)
                guard let rest else { break }
                #if canImport(Glibc)
                    let got = Glibc.read(descriptor, rest, size - count)
                #else
                    let got = Darwin.read(descriptor, rest, size - count)
                #endif
                if got < 0, errno == EINTR { continue }
                if got < 0 { failed = true }
                if got <= 0 { break }
                count += got
            }
        }
        if failed {
            throw problem(
                path, "file-unreadable", zh: "读取失败：\(reason())",
                en: "Reading failed: \(reason())")
        }
        return CatalogFile(name: path, bytes: bytes)
    }

    /// The files of a folder that end so, in order of name; not those of folders inside it.
    public static func list(_ folder: String, ending: String) throws(Diagnostic) -> [String] {
        guard let stream = opendir(folder) else {
            throw problem(
                folder, "folder-unreadable", zh: "无法打开目录：\(reason())",
                en: "The folder cannot be opened: \(reason())")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(ending), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted().map { "\(folder)/\($0)" }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }

    private static func problem(
        _ path: String, _ code: String, zh: String, en: String
    ) -> Diagnostic {
        Diagnostic(
            file: path, line: 1, column: 1, code: code, message: LocalizedText(zh: zh, en: en))
    }
}
