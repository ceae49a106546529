internal import Glibc
public import GreenlaneCore

/// What a witness remembers: of each log the head that it cosigned last, in one file each.
public struct HeadFolder: Sendable {
    /// As it was named.
    public let path: String

    /// Names a folder; nothing is made or opened.
    public init(path: String) {
        self.path = path
    }

    /// The head under a name of letters, digits, `-` and `_`; nil where there is none.
    public func read(_ name: String) -> [UInt8]? {
        PrivateFile.bytes("\(path)/\(name)", limit: DataDirectory.maximumCheckpointBytes)
    }

    /// Replaces the head under a name, durably: a crash leaves the old one or the new one.
    public func save(_ head: [UInt8], name: String) throws(Refusal) {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw fault() }
        guard PrivateFile.replace("\(path)/\(name)", with: head, mode: 0o644) else {
            throw fault()
        }
    }

    private func fault() -> Refusal {
        let reason = String(cString: strerror(errno))
        return Refusal(
            .fault, "head-not-kept",
            LocalizedText(
                zh: "无法写入 \(path)：\(reason)", en: "\(path) cannot be written: \(reason)"))
    }
}
