internal import Glibc
public import GreenlaneCore

/// A folder of small files of one person beside the log, such as drafts: nobody else on the machine
/// may read them, and they are no part of what is on the record.
public struct PrivateFolder: Sendable {
    private let path: String

    /// Bytes of one file.
    public let maximumBytes: Int
    /// Files at once.
    public let maximumCount: Int

    /// A folder below the data directory, named by its parts; nothing is made yet. Nil where a part
    /// is no plain name.
    public init?(
        in directory: DataDirectory, _ parts: [String], maximumBytes: Int, maximumCount: Int
    ) {
        guard !parts.isEmpty, parts.allSatisfy(Self.isPlain) else { return nil }
        path = ([directory.path] + parts).joined(separator: "/")
        self.maximumBytes = maximumBytes
        self.maximumCount = maximumCount
    }

    /// Names of the files, sorted.
    public var names: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(Self.ending), Self.isPlain(String(name.dropLast(5))) {
                names.append(String(name.dropLast(5)))
            }
        }
        return names.sorted()
    }

    /// The contents; nil where there is no such file.
    public func read(_ name: String) -> [UInt8]? {
        guard Self.isPlain(name) else { return nil }
        return PrivateFile.bytes(file(name), limit: maximumBytes)
    }

    /// Keeps a file, in place of an earlier one. Refusals: `draft-too-large`, `drafts-full`,
    /// `draft-not-kept`.
    public func write(_ bytes: [UInt8], name: String) throws(Refusal) {
        guard Self.isPlain(name) else { throw Self.fault(name) }
        guard bytes.count <= maximumBytes else { throw tooLarge }
        let known = names
        guard known.contains(name) || known.count < maximumCount else { throw full }
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += String(part)
            if !made.isEmpty, mkdir(made, 0o700) != 0, errno != EEXIST { throw Self.fault(name) }
            made += "/"
        }
        guard PrivateFile.replace(file(name), with: bytes, mode: 0o600) else {
            throw Self.fault(name)
        }
    }

    /// Forgets a file; one that is not there is forgotten already.
    public func delete(_ name: String) {
        if Self.isPlain(name) { unlink(file(name)) }
    }

    private static let ending = ".json"

    private func file(_ name: String) -> String { "\(path)/\(name)\(Self.ending)" }

    private static func isPlain(_ name: String) -> Bool {
        (1...80).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    private var tooLarge: Refusal {
        Refusal(
            .input, "draft-too-large",
            LocalizedText(
                zh: "内容超过 \(maximumBytes / 1024) kB，不能存为草稿。",
                en: "This exceeds \(maximumBytes / 1024) kB and cannot be kept as a draft."),
            remedy: LocalizedText(zh: "把货物分成几份申请。", en: "Split the goods into several requests."))
    }

    private var full: Refusal {
        Refusal(
            .input, "drafts-full",
            LocalizedText(
                zh: "已有 \(maximumCount) 份草稿，不能再存。",
                en: "There are \(maximumCount) drafts already; no more can be kept."),
            remedy: LocalizedText(zh: "先提交或删除旧的草稿。", en: "File or remove an older one first."))
    }

    private static func fault(_ name: String) -> Refusal {
        let reason = String(cString: strerror(errno))
        return Refusal(
            .fault, "draft-not-kept",
            LocalizedText(
                zh: "草稿 \(PlainText.printable(name)) 没有存下：\(reason)",
                en: "The draft \(PlainText.printable(name)) could not be kept: \(reason)"))
    }
}
