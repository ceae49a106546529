public import GreenlaneCore

/// A service over made-up data: its pages say so, and show the sign-ins of the made-up people.
public struct Demonstration: Sendable {
    /// Somebody who can sign in to look around.
    public struct Account: Sendable {
        public var name: String
        public var role: LocalizedText
        public var password: String

        public init(name: String, role: LocalizedText, password: String) {
            self.name = name
            self.role = role
            self.password = password
        }
    }

    public var accounts: [Account]

    public init(accounts: [Account]) {
        self.accounts = accounts
    }

    /// The hash of a password that everybody may know, so it costs little: signing in makes a
    /// proper one of it.
    public static func passwordHash(_ password: String) throws -> String {
        let cost = PasswordCost(logRounds: 10, blockSize: 8, parallelism: 1)
        return try PasswordHash.make(password, cost: cost).text
    }
}
