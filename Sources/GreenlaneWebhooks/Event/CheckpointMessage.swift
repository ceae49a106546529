import GreenlaneCore
public import GreenlaneStore

/// A signed head of the log as a receiver gets it: whoever keeps these can show later that nothing
/// of what they cover was changed.
public enum CheckpointMessage {
    /// The type of the event.
    public static let type = "greenlane.checkpoint.signed"

    /// The note as it was signed, and its three parts beside it.
    public static func cloudEvent(_ head: CheckpointRow) -> CloudEvent? {
        let lines = head.note.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 3 else { return nil }
        do throws(CloudEventError) {
            return try CloudEvent(
                id: "gl-checkpoint-\(head.size)", source: Deliverer.source, type: type,
                subject: String(lines[0]), time: Timestamp(milliseconds: head.at),
                data: [
                    "origin": .string(String(lines[0])), "size": .integer(head.size),
                    "root": .string(String(lines[2])), "note": .string(head.note),
                ])
        } catch {
            return nil
        }
    }
}
