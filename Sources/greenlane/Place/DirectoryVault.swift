internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// The private key and the last signed head, in files of the data directory.
struct DirectoryVault: LogVault {
    let directory: DataDirectory

    /// Environment variable that names a new log, such as `lab.example/greenlane`.
    static let originVariable = "GREENLANE_ORIGIN"

    func key(_ name: String) throws -> String? {
        guard directory.secrets.has(name) else { return nil }
        let text = try directory.secrets.read(name)
        return text.split(whereSeparator: \.isNewline).first.map(String.init)
    }

    func save(_ key: String, name: String) throws {
        try directory.secrets.write(key, name: name)
    }

    func move(_ name: String, to other: String) throws {
        try directory.secrets.move(name, to: other)
    }

    func head() throws -> [UInt8]? { directory.checkpoint() }

    func save(head: [UInt8]) throws { try directory.save(checkpoint: head) }

    func setHeadAside() throws { try directory.setCheckpointAside() }

    /// The name of a new log: as the operator says, else one that nobody else has.
    static func newName() -> String {
        if let stated = ProcessVariables.value(originVariable), !stated.isEmpty { return stated }
        var generator = SystemRandomNumberGenerator()
        let digits = String(generator.next() as UInt64, radix: 16)
        let padding = String(repeating: "0", count: max(0, 16 - digits.count))
        return "greenlane.local/log-\(padding)\(digits)"
    }
}
