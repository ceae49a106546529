import GRDB

/// The database file behind Greenlane's back: what a forger with the file in hand can do.
public enum RawDatabase {
    /// Runs statements on the file; foreign keys are not enforced.
    public static func run(_ sql: String, on path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }
}
