public import GreenlaneCore
import GreenlaneStore

/// How far back somebody looks: what was recorded up to a time, or up to a position of the log;
/// the moment itself is included.
public enum LogMoment: Hashable, Sendable {
    case time(Timestamp)
    case position(Int64)

    func includes(position: Int64, recorded: Timestamp) -> Bool {
        switch self {
        case .time(let limit): recorded <= limit
        case .position(let limit): position <= limit
        }
    }

    /// Refuses a position that the log has not reached.
    func check(_ store: LogStore) throws {
        guard case .position(let position) = self else { return }
        let size = try store.tree().size
        guard position > size else { return }
        throw Refusal(
            .notFound, "position-unknown",
            LocalizedText(
                zh: "日志只到第 \(size) 位，没有第 \(position) 位。",
                en: "The log ends at position \(size); there is no \(position)."),
            remedy: LocalizedText(
                zh: "给出 1 到 \(size) 的位置，或一个时间。",
                en: "Give a position from 1 to \(size), or a time."))
    }

    /// What a shipment is answered with whose first event came later.
    static func notYet(_ id: String) -> Refusal {
        Refusal(
            .notFound, "shipment-not-yet",
            LocalizedText(zh: "那时还没有 \(id)。", en: "\(id) did not exist at that moment."))
    }
}
