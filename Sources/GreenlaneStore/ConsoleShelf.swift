internal import Glibc
public import GreenlaneCore
import Synchronization

/// Small files that people keep for themselves, such as saved views and drafts: beside the log,
/// never in it, each account's in a folder of its own that only the owner of the data may enter.
public final class ConsoleShelf: Sendable {
    /// Bytes of one file.
    public static let maximumBytes = 1_048_576
    /// Files of one account.
    public static let maximumFiles = 100

    private let path: String
    /// One change at a time: what is read, changed and written back is not overtaken.
    private let door = Mutex(())

    init(path: String) {
        self.path = path
    }

    /// What the file holds; nil where there is none, or it is longer than any of ours.
    public func read(_ name: String, of account: String) throws(Refusal) -> [UInt8]? {
        let file = try file(name, account)
        guard let bytes = PrivateFile.bytes(file, limit: Self.maximumBytes + 1),
            bytes.count <= Self.maximumBytes
        else { return nil }
        return bytes
    }

    /// Replaces the file by what `change` makes of it, whole or not at all; nil deletes it.
    public func update(
        _ name: String, of account: String,
        _ change: ([UInt8]?) throws(Refusal) -> [UInt8]?
    ) throws(Refusal) {
        let file = try file(name, account)
        let result = door.withLock { _ -> Result<Void, Refusal> in
            Result { () throws(Refusal) in
                let known = try read(name, of: account)
                guard let bytes = try change(known) else {
                    if unlink(file) != 0, errno != ENOENT { throw Self.fault() }
                    return
                }
                try write(bytes, file, isNew: known == nil, account)
            }
        }
        try result.get()
    }

    /// Names of an account's files, in their order.
    public func names(of account: String) throws(Refusal) -> [String] {
        guard Self.isPlain(account) else { throw Self.unknown }
        guard let folder = opendir("\(path)/\(account)") else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if Self.isPlain(name) { names.append(name) }
        }
        return names.sorted()
    }

    private func write(
        _ bytes: [UInt8], _ file: String, isNew: Bool, _ account: String
    ) throws(Refusal) {
        guard bytes.count <= Self.maximumBytes else {
            throw Self.full(
                "超过 \(Self.maximumBytes) 字节", "more than \(Self.maximumBytes) bytes")
        }
        if isNew, try names(of: account).count >= Self.maximumFiles {
            throw Self.full("已有 \(Self.maximumFiles) 份", "\(Self.maximumFiles) are kept already")
        }
        for folder in [path, "\(path)/\(account)"] where mkdir(folder, 0o700) != 0 {
            guard errno == EEXIST else { throw Self.fault() }
        }
        guard PrivateFile.replace(file, with: bytes, mode: 0o600) else { throw Self.fault() }
    }

    private func file(_ name: String, _ account: String) throws(Refusal) -> String {
        guard Self.isPlain(name), Self.isPlain(account) else { throw Self.unknown }
        return "\(path)/\(account)/\(name)"
    }

    /// Letters, digits, `-`, and single dots inside: nothing that leads out of the folder.
    private static func isPlain(_ name: String) -> Bool {
        let isKnown = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x2E
        }
        return isKnown && (1...100).contains(name.utf8.count) && !name.hasPrefix(".")
            && !name.contains("..") && !name.hasSuffix(".new")
    }

    private static let unknown = Refusal(
        .notFound, "kept-unknown",
        LocalizedText(zh: "没有保存过这一份。", en: "Nothing of that name is kept."))

    private static func full(_ zh: String, _ en: String) -> Refusal {
        Refusal(
            .conflict, "shelf-full",
            LocalizedText(zh: "不能再保存：\(zh)。", en: "No more can be kept: \(en)."),
            remedy: LocalizedText(zh: "先删除不用的。", en: "Delete what is not needed first."))
    }

    private static func fault() -> Refusal {
        let reason = String(cString: strerror(errno))
        return Refusal(
            .fault, "shelf-not-writable",
            LocalizedText(zh: "没有保存成功：\(reason)", en: "It could not be kept: \(reason)"))
    }
}

extension DataDirectory {
    /// Where people's own small files lie.
    public var shelf: ConsoleShelf { ConsoleShelf(path: "\(path)/console") }
}
