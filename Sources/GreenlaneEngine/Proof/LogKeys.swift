import GreenlaneCore
public import GreenlaneStore
public import TransparencyLog

/// The keys that the log itself declares, in the order in which they came.
public struct LogKeys: Sendable {
    /// One declaration.
    public struct Declared: Sendable {
        public var position: Int64
        public var key: NoteVerifierKey
        public var recorded: String
        /// The key that it followed; nil for the first.
        public var replaces: String?
    }

    public private(set) var declared: [Declared] = []

    /// Reads the stream of keys. A declaration that cannot be read is left out: what it should
    /// have signed is then found to be of an unknown key.
    public init(_ store: LogStore) throws {
        guard let stream = try store.streamID(KeyDeclaration.stream) else { return }
        for row in try store.events(stream: stream) {
            guard case .success(let json) = Result(catching: { try JSONParser.parse(row.entry) }),
                let text = json["data"]?["key"]?.stringValue
            else { continue }
            do throws(NoteKeyFault) {
                let key = try NoteVerifierKey(text)
                declared.append(
                    Declared(
                        position: row.position, key: key,
                        recorded: json["recorded"]?.stringValue ?? "",
                        replaces: json["data"]?["replaces"]?.stringValue))
            } catch {
                continue
            }
        }
    }

    /// All keys that ever signed this log.
    public var keys: [NoteVerifierKey] { declared.map(\.key) }

    /// The key that signs now.
    public var current: NoteVerifierKey? { declared.last?.key }
}
