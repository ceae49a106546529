/// How much a bundle may hold. Hostile ones are refused in bounded time and memory.
public enum EvidenceLimits {
    /// Bytes of the file; with contents of papers it can be large.
    public static let bundleBytes = 64 * 1024 * 1024
    /// Events of the shipment and of what it drew on.
    public static let events = 100_000
    /// Texts that were in force.
    public static let definitions = 4_096
    /// Sets of texts that are restored to decide again.
    public static let manifests = 256
    /// Papers.
    public static let attachments = 10_000
    /// Keys of the log and of witnesses, each.
    public static let keys = 64
    /// Hashes of one proof: a tree of 2^63 leaves needs no more.
    public static let proofHashes = 63
    /// Findings that a report lists; all are counted.
    public static let findings = 1_000
}
