/// A key with which a system acts for an account. Its secret is shown once and kept nowhere.
public struct AccessKey: Hashable, Sendable {
    public typealias Scope = Principal.Scope

    /// Letters and digits of an id.
    public static let idLength = 8
    /// Days that a key may last.
    public static let maximumDays: Int64 = 366
    /// Characters of a label.
    public static let maximumLabelLength = 64

    /// Eight letters and digits: the part of the key that may be shown.
    public var id: String
    /// Id of the account that it acts for.
    public var account: String
    /// SHA-256 of the secret, 64 hexadecimal digits.
    public var digest: String
    /// What it is for, such as the name of a system; never a person's name.
    public var label: String
    /// In order of their raw values.
    public var scopes: [Scope]
    /// When it was issued.
    public var created: Timestamp
    public var expires: Timestamp
    /// When it was revoked.
    public var revoked: Timestamp?
    /// Events in its stream.
    public var version: Int

    public init(
        id: String, account: String, digest: String, label: String, scopes: [Scope],
        created: Timestamp = Timestamp(milliseconds: 0), expires: Timestamp
    ) {
        self.id = id
        self.account = account
        self.digest = digest
        self.label = label
        self.scopes = Scope.allCases.filter { scopes.contains($0) }
        self.created = created
        self.expires = expires
        version = 0
    }

    /// Neither revoked nor expired.
    public func isActive(at now: Timestamp) -> Bool { revoked == nil && now < expires }
}
