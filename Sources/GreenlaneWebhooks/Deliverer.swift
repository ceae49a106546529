public import GreenlaneCore
public import GreenlaneStore

/// Where a subscription's events go, and what signs them: kept outside the log.
public struct DeliveryTarget: Sendable {
    public var url: String
    /// The newest first; more than one while a secret is being rotated.
    public var secrets: [WebhookSecret]

    public init(url: String, secrets: [WebhookSecret]) {
        self.url = url
        self.secrets = secrets
    }
}

/// What one round of deliveries came to.
public struct DeliverySummary: Hashable, Sendable {
    public var delivered = 0
    public var retried = 0
    public var failed = 0

    public init() {}

    public var attempts: Int { delivered + retried + failed }
}

/// Takes due rows of the outbox to their endpoints. Each shipment's events go one after another,
/// different shipments side by side; what became of an attempt is recorded before the next.
public final class Deliverer {
    /// Deliveries under way together.
    public static let maximumParallel = 64
    /// Rounds of one call: an outbox longer than this is taken up by the next call.
    public static let maximumRounds = 10_000
    /// Where events say they come from.
    public static let source = "/greenlane"

    private let store: LogStore
    private let transport: CurlTransport
    private let target: (SubscriptionRow) -> DeliveryTarget?
    private let disable: (SubscriptionRow) -> Void

    /// `target` finds url and secrets of a subscription; `disable` is told of an endpoint that
    /// said it is gone, and ends the subscription through the door.
    public init(
        store: LogStore, transport: CurlTransport,
        target: @escaping (SubscriptionRow) -> DeliveryTarget?,
        disable: @escaping (SubscriptionRow) -> Void = { _ in }
    ) {
        self.store = store
        self.transport = transport
        self.target = target
        self.disable = disable
    }

    /// Sends all that is due until nothing is, one attempt each. `clock` gives now, `jitter` a
    /// random number from 0 to below 1.
    public func deliverDue(
        clock: () -> Timestamp, jitter: () -> Double
    ) throws -> DeliverySummary {
        var summary = DeliverySummary()
        for _ in 0..<Self.maximumRounds {
            let due = try store.dueDeliveries(
                at: clock().milliseconds, limit: Self.maximumParallel)
            guard !due.isEmpty else { break }
            var sent: [(delivery: DueDelivery, request: OutboundRequest)] = []
            for delivery in due {
                if let request = request(delivery, now: clock()) {
                    sent.append((delivery, request))
                } else {
                    try record(delivery, .targetRefused, clock(), jitter(), &summary)
                }
            }
            let results = transport.sendAndWait(sent.map(\.request))
            for (index, result) in results.enumerated() {
                try record(
                    sent[index].delivery, result.deliveryOutcome, clock(), jitter(), &summary)
            }
        }
        return summary
    }

    private func request(_ delivery: DueDelivery, now: Timestamp) -> OutboundRequest? {
        guard let target = target(delivery.subscription),
            let event = EventMessage.cloudEvent(delivery)
        else { return nil }
        let body = event.bytes
        let signer = WebhookSigner(target.secrets)
        guard
            let headers = signer.headers(
                id: event.id, timestamp: now.milliseconds / 1000, body: body)
        else { return nil }
        let type = HTTPHeader("content-type", CloudEvent.contentType)
        return OutboundRequest(url: target.url, headers: [type] + headers, body: body)
    }

    private func record(
        _ delivery: DueDelivery, _ outcome: DeliveryMachine.Outcome, _ now: Timestamp,
        _ jitter: Double, _ summary: inout DeliverySummary
    ) throws {
        var machine = DeliveryMachine(attempts: delivery.attempts)
        var status = DeliveryStatus.pending
        var next: Int64?
        for action in machine.record(outcome, at: now, jitter: jitter) {
            switch action {
            case .markDelivered: status = .delivered
            case .retry(let moment): next = moment.milliseconds
            case .giveUp: status = .failed
            case .disableEndpoint: disable(delivery.subscription)
            }
        }
        switch status {
        case .delivered: summary.delivered += 1
        case .failed: summary.failed += 1
        case .pending: summary.retried += 1
        }
        var code: Int?
        if case .response(let answered, _, _) = outcome { code = answered }
        try store.recordAttempt(
            subscription: delivery.subscription.id, position: delivery.position,
            at: now.milliseconds, outcome: Self.name(outcome), httpStatus: code, becomes: status,
            nextDue: next)
    }

    private static func name(_ outcome: DeliveryMachine.Outcome) -> String {
        switch outcome {
        case .response: "response"
        case .connectionFault: "connection-fault"
        case .targetRefused: "target-refused"
        }
    }
}

/// An event of the log as a receiver reads it.
public enum EventMessage {
    /// `greenlane.declaration.accepted` and so on; the data says where the shipment stands, and
    /// names nobody.
    public static func cloudEvent(_ delivery: DueDelivery) -> CloudEvent? {
        let entry: JSONValue
        do throws(JSONSyntaxError) { entry = try JSONParser.parse(delivery.entry) } catch {
            return nil
        }
        let subject = delivery.streamName.split(separator: "/", maxSplits: 1).last.map(String.init)
        do throws(CloudEventError) {
            return try CloudEvent(
                id: "gl-\(delivery.position)", source: Deliverer.source,
                type: "greenlane." + delivery.type.split(separator: "-").joined(separator: "_"),
                subject: subject,
                time: entry["occurred"]?.stringValue.flatMap { Timestamp($0) },
                extensions: extensions(delivery, entry, subject), data: data(delivery, entry))
        } catch {
            return nil
        }
    }

    private static func extensions(
        _ delivery: DueDelivery, _ entry: JSONValue, _ subject: String?
    ) -> [CloudEvent.Extension] {
        var extensions = [CloudEvent.Extension.sequence(UInt64(delivery.position))]
        if let subject { extensions.append(.partitionKey(subject)) }
        if let recorded = entry["recorded"]?.stringValue.flatMap({ Timestamp($0) }) {
            extensions.append(.recordedTime(recorded))
        }
        return extensions
    }

    private static func data(_ delivery: DueDelivery, _ entry: JSONValue) -> JSONValue {
        let inner = entry["data"]
        var object = JSONObject()
        object.append("stream", .string(delivery.streamName))
        object["version"] = entry["version"]
        object.append("position", .integer(delivery.position))
        object["role"] = entry["actor"]?["role"]
        for name in ["command", "milestone", "state", "at", "fits", "final"] {
            object[name] = inner?[name]
        }
        object["late"] = entry["late"]
        return .object(object)
    }
}
