internal import Dispatch
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore
internal import GreenlaneWebhooks
internal import Synchronization

/// Sends what is due, with the secrets of a data directory.
enum Delivery {
    /// What one round of sending came to.
    struct Sending: Sendable {
        var summary: DeliverySummary
        /// Subscriptions whose endpoints said that they are gone for good.
        var gone: [String]

        /// As `deliver` shows it, with what is still to be sent.
        func json(_ store: LogStore) throws -> JSONValue {
            [
                "delivered": .integer(Int64(summary.delivered)),
                "retried": .integer(Int64(summary.retried)),
                "failed": .integer(Int64(summary.failed)),
                "skipped": .integer(Int64(summary.skipped)),
                "pending": .integer(Int64(try store.deliveryCounts().pending)),
            ]
        }
    }

    /// Sends all that is due now. Whoever calls ends the subscriptions that are gone, through the
    /// door.
    static func sendDue(
        _ store: LogStore, _ directory: DataDirectory, access: AccessBook,
        clock: () -> Timestamp
    ) throws -> Sending {
        var gone: [String] = []
        let summary = try send(
            store, directory, access: access, clock: clock, disable: { gone.append($0.name) })
        return Sending(summary: summary, gone: gone)
    }

    /// Ends a subscription whose endpoint is gone.
    static func end(_ name: String) -> Envelope {
        Envelope(.unsubscribe(name: name), by: Actor(role: .system, name: "deliver"))
    }

    /// One round after the other: two at once would send the same notice twice.
    private static let turn = Mutex(())

    /// Blocks its thread: libcurl works on its own, but the outbox is read here. `access` are the
    /// accounts as they are now.
    static func send(
        _ store: LogStore, _ directory: DataDirectory, access: AccessBook,
        clock: () -> Timestamp, disable: @escaping (SubscriptionRow) -> Void = { _ in }
    ) throws -> DeliverySummary {
        try turn.withLock { _ in
            try sendNow(store, directory, access, clock: clock, disable: disable)
        }
    }

    private static func sendNow(
        _ store: LogStore, _ directory: DataDirectory, _ access: AccessBook,
        clock: () -> Timestamp,
        disable: @escaping (SubscriptionRow) -> Void
    ) throws -> DeliverySummary {
        let subscriptions = try store.subscriptions()
        // A secret that is missing or exposed stops the sending, before anything is marked failed.
        var secrets: [String: SubscriptionSecrets] = [:]
        for row in subscriptions where row.active {
            secrets[row.name] = SubscriptionSecrets(try directory.secrets.read(row.name))
        }
        let transport = try CurlTransport(policy: EndpointPolicy())
        defer { transport.stop() }
        var local: Deliverer.Local?
        if subscriptions.contains(where: { $0.active && isLocal($0) }) {
            local = Deliverer.Local(
                transport: try CurlTransport(policy: EndpointPolicy(allowLoopback: true)),
                isFor: isLocal)
        }
        defer { local?.transport.stop() }
        var audience = SubscriptionAudience(store: store, access: access, on: clock().date)
        let deliverer = Deliverer(
            store: store, transport: transport, target: { secrets[$0.name]?.target },
            disable: disable,
            hears: { try audience.includes($0.subscription, stream: $0.streamName) },
            local: local)
        return try deliverer.deliverDue(clock: clock) { Double.random(in: 0..<1) }
    }

    /// Consent to reach this machine was given when it was registered: only whoever may use the
    /// command line brings such an address in.
    private static func isLocal(_ row: SubscriptionRow) -> Bool {
        EndpointPolicy().refusal(of: row.url) != nil
            && EndpointPolicy(allowLoopback: true).refusal(of: row.url) == nil
    }

    /// The same from a task, whose thread must not be held, and to one known target: the log need
    /// not name the port that a receiver happened to get.
    static func sendAside(
        _ store: LogStore, to target: DeliveryTarget
    ) async throws -> DeliverySummary {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        let transport = try CurlTransport(
                            policy: EndpointPolicy(allowLoopback: true))
                        defer { transport.stop() }
                        let deliverer = Deliverer(
                            store: store, transport: transport, target: { _ in target })
                        return try deliverer.deliverDue(clock: SystemClock.now) {
                            Double.random(in: 0..<1)
                        }
                    })
            }
        }
    }
}
