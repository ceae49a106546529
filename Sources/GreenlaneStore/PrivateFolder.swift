internal import Glibc
public import GreenlaneCore
import Synchronization

/// A folder of small files of one person beside the log, such as drafts and saved views: nobody
/// else on the machine may read them, and they are no part of what is on the record.
public struct PrivateFolder: Sendable {
    private let path: String
    /// One change at a time: two pages of one person may save at once.
    private static let door = Mutex(())

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

    /// Keeps a file in place of an earlier one, whole or not at all: what `change` makes of the one
    /// that is there (nil where none is). Refusals: `draft-too-large`, `drafts-full`,
    /// `draft-not-kept`, and those of `change`.
    public func update(
        _ name: String, _ change: ([UInt8]?) throws(Refusal) -> [UInt8]
    ) throws(Refusal) {
        let result = Self.door.withLock { _ in
            Result { () throws(Refusal) in try write(try change(read(name)), name: name) }
        }
        try result.get()
    }

    /// Keeps a file under the first free name of `d-1`, `d-2` and so on, or under `known` where
    /// that is there; the name. Refusals as those of `update`.
    public func keep(_ bytes: [UInt8], as known: String?) throws(Refusal) -> String {
        let result = Self.door.withLock { _ in
            Result { () throws(Refusal) in
                let names = names
                if let known, names.contains(known) {
                    try write(bytes, name: known)
                    return known
                }
                var number = 1
                while names.contains("d-\(number)") { number += 1 }
                try write(bytes, name: "d-\(number)")
                return "d-\(number)"
            }
        }
        return try result.get()
    }

    private func write(_ bytes: [UInt8], name: String) throws(Refusal) {
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
        guard Self.isPlain(name) else { return }
        Self.door.withLock { _ in _ = unlink(file(name)) }
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
                zh: "内容超过 \(maximumBytes / 1024) kB，不能保存。",
                en: "This exceeds \(maximumBytes / 1024) kB and cannot be kept."),
            remedy: LocalizedText(zh: "把货物分成几份申请。", en: "Split the goods into several requests."))
    }

    private var full: Refusal {
        Refusal(
            .input, "drafts-full",
            LocalizedText(
                zh: "已保存 \(maximumCount) 份，不能再存。",
                en: "\(maximumCount) are kept already; there is no room for more."),
            remedy: LocalizedText(zh: "先提交或删除旧的草稿。", en: "File or remove an older one first."))
    }

    private static func fault(_ name: String) -> Refusal {
        let reason = String(cString: strerror(errno))
        return Refusal(
            .fault, "draft-not-kept",
            LocalizedText(
                zh: "\(PlainText.printable(name)) 没有存下：\(reason)",
                en: "\(PlainText.printable(name)) could not be kept: \(reason)"))
    }
}
