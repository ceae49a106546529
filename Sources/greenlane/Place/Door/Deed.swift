internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore
internal import TransparencyLog

/// What a command asks of the process that holds the data directory, beside `Engine.handle`: work
/// that touches the key, the secrets or the outbox as well as the log.
enum Deed: Hashable, Sendable {
    /// Signs the head: `{"note"}`, empty for an empty log.
    case sign
    /// Fires what is due: `{"fired"}`.
    case tick
    /// Keeps a head that witnesses cosigned: the text of its note.
    case keepHead(String)
    /// Keeps the answer of a time-stamping authority.
    case keepToken(TokenRow)
    /// A new signing key: `{"key","note"}`.
    case rotate(by: Actor, reason: String)
    /// Names the subscription, keeps its secrets, and records it: `{"name"}`.
    case subscribe(NewSubscription)
    /// Ends a subscription and forgets its secrets.
    case unsubscribe(name: String, by: Actor)
    /// Sends the notices that are due: the members of `DeliveryReport`.
    case deliver

    /// Does it, on the thread of the engine. `deliver` waits for the network, so whoever owns the
    /// engine does that itself.
    func run(
        _ engine: Engine, _ keeper: LogKeeper, _ directory: DataDirectory
    ) throws -> JSONValue {
        switch self {
        case .sign: return Self.note(try keeper.sign())
        case .tick: return ["fired": .integer(Int64(try engine.tick()))]
        case .keepHead(let note):
            try keeper.keep(returned: Array(note.utf8))
            return [:]
        case .keepToken(let token):
            try engine.store.save(token)
            return [:]
        case .rotate(let actor, let reason):
            let head = try keeper.rotate(by: actor, reason: reason)
            return ["key": .string(keeper.key.text), "note": .string(head.string)]
        case .subscribe(let new): return try new.run(engine, directory)
        case .unsubscribe(let name, let actor):
            _ = try engine.handle(Envelope(.unsubscribe(name: name), by: actor)).get()
            try directory.secrets.delete(name)
            return [:]
        case .deliver: throw Self.notHere
        }
    }

    private static func note(_ head: SignedCheckpoint?) -> JSONValue {
        head.map { ["note": .string($0.string)] } ?? [:]
    }

    private static let notHere = Refusal(
        .fault, "deed-misplaced",
        LocalizedText(
            zh: "这件事不能在写入线程上做。", en: "This cannot be done on the writer's thread."))
}

/// A subscription before it has a name. Naming and keeping its secrets happen where the log is
/// written: two at once must not take the same name, nor one undo the other's secrets.
struct NewSubscription: Hashable, Sendable {
    /// The text of `SubscriptionSecrets`.
    var secrets: String
    /// The address as the log may show it.
    var label: String
    var format: String
    var actor: Actor

    fileprivate func run(_ engine: Engine, _ directory: DataDirectory) throws -> JSONValue {
        let name = "sub-\(try engine.store.subscriptions().count + 1)"
        // The secret first: a subscription without one could never be sent to.
        try directory.secrets.write(secrets, name: name)
        do {
            _ = try engine.handle(
                Envelope(
                    .subscribe(name: name, endpoint: label, format: format), by: actor)
            ).get()
        } catch {
            try directory.secrets.delete(name)
            throw error
        }
        return ["name": .string(name)]
    }
}
