import GreenlaneCore

/// Says on the record which key signs the heads of this log from now on.
public struct KeyDeclaration: Hashable, Sendable {
    /// The stream of keys.
    public static let stream = "log/keys"
    /// The types in the log: the first key, and each that follows.
    public static let addedType = "log.key_added"
    public static let rotatedType = "log.key_rotated"

    /// The public key as C2SP writes it (vkey), which names the log as well.
    public var key: String
    /// The key that it follows; nil for the first.
    public var replaces: String?
    /// Why the key changes; empty for the first.
    public var reason: String
    /// The last head that was signed under a name that the log no longer continues, where its
    /// keeper had to give one up.
    public var abandons: String?

    public init(
        key: String, replaces: String? = nil, reason: String = "", abandons: String? = nil
    ) {
        self.key = key
        self.replaces = replaces
        self.reason = reason
        self.abandons = abandons
    }

    /// The data of the event.
    var json: JSONValue {
        var object = JSONObject()
        if let abandons { object.append("abandons", .string(abandons)) }
        object.append("key", .string(key))
        if !reason.isEmpty { object.append("reason", .string(reason)) }
        if let replaces { object.append("replaces", .string(replaces)) }
        return .object(object)
    }
}

extension Engine {
    func declare(
        _ declaration: KeyDeclaration, _ envelope: Envelope, _ staging: inout Staging
    ) throws -> Result<Outcome, Refusal> {
        let allowed: [Actor.Role] = [.administrator, .system]
        guard allowed.contains(envelope.actor.role) else {
            let what = LocalizedText(zh: "更换日志密钥", en: "change the key of the log")
            return .failure(DoorRefusal.role(envelope.actor.role, what, takes: allowed))
        }
        let (_, position) = try record(
            type: declaration.replaces == nil
                ? KeyDeclaration.addedType : KeyDeclaration.rotatedType,
            stream: KeyDeclaration.stream, data: declaration.json, envelope.actor,
            staging.recorded, &staging)
        return .success(Outcome(position: position, id: declaration.key))
    }
}
