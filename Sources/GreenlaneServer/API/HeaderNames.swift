import HTTPTypes

extension HTTPField.Name {
    /// A name that is known to be well formed; a slip of the pen shows in every test.
    static func named(_ name: StaticString) -> HTTPField.Name {
        HTTPField.Name(name.description) ?? .accept
    }

    /// Makes a command safe to repeat.
    static let idempotencyKey = named("Idempotency-Key")
    /// Where an event stream goes on.
    static let lastEventID = named("Last-Event-ID")
}
