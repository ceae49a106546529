public import GreenlaneCore
public import GreenlaneStore

/// Where a subscription's events go, and what signs them: kept outside the log.
public struct DeliveryTarget: Sendable {
    public var url: String
    /// The newest first; more than one while a secret is being rotated.
    public var secrets: [WebhookSecret]
    /// What the bot of a group chat was given to sign with; nil where it signs nothing.
    public var botSecret: String?

    public init(url: String, secrets: [WebhookSecret], botSecret: String? = nil) {
        self.url = url
        self.secrets = secrets
        self.botSecret = botSecret
    }
}

extension DeliveryTarget: CustomStringConvertible, CustomReflectable {
    /// Neither the secrets nor the address: a bot's address holds its key.
    public var description: String { "DeliveryTarget(…)" }

    /// Without the members, which `dump` would show.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What one round of deliveries came to.
public struct DeliverySummary: Hashable, Sendable {
    public var delivered = 0
    public var retried = 0
    public var failed = 0
    /// Events that a group chat is not told of, or that a subscriber may not see; nothing was
    /// sent.
    public var skipped = 0

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
    private let hears: (DueDelivery) throws -> Bool
    private let local: Local?

    /// Reaches this machine, for those subscriptions alone that whoever runs it made: an address
    /// that anybody else registered never leads here, whatever its name resolves to.
    public struct Local {
        public let transport: CurlTransport
        let isFor: (SubscriptionRow) -> Bool

        public init(transport: CurlTransport, isFor: @escaping (SubscriptionRow) -> Bool) {
            self.transport = transport
            self.isFor = isFor
        }
    }

    /// `target` finds url and secrets of a subscription; `disable` is told of an endpoint that
    /// said it is gone, and ends the subscription through the door; `hears` says whether a
    /// subscription may be told of an event at this moment.
    public init(
        store: LogStore, transport: CurlTransport,
        target: @escaping (SubscriptionRow) -> DeliveryTarget?,
        disable: @escaping (SubscriptionRow) -> Void = { _ in },
        hears: @escaping (DueDelivery) throws -> Bool = { _ in true }, local: Local? = nil
    ) {
        self.store = store
        self.transport = transport
        self.target = target
        self.disable = disable
        self.hears = hears
        self.local = local
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
            var here: [(delivery: DueDelivery, request: OutboundRequest)] = []
            var skipped: [DueDelivery] = []
            for delivery in due {
                switch try parcel(delivery, now: clock()) {
                case .request(let request):
                    if local?.isFor(delivery.subscription) ?? false {
                        here.append((delivery, request))
                    } else {
                        sent.append((delivery, request))
                    }
                case .nothingToSend: skipped.append(delivery)
                case .unsendable:
                    try record(delivery, .unsendable, clock(), jitter(), &summary)
                }
            }
            summary.skipped += skipped.count
            try store.recordSkipped(skipped, at: clock().milliseconds)
            var results = transport.sendAndWait(sent.map(\.request))
            if let local { results += local.transport.sendAndWait(here.map(\.request)) }
            for ((delivery, _), result) in zip(sent + here, results) {
                let attempt = Attempt(delivery, result)
                try record(delivery, attempt, clock(), jitter(), &summary)
            }
        }
        return summary
    }

    private enum Parcel {
        case request(OutboundRequest)
        case nothingToSend
        case unsendable
    }

    private func parcel(_ delivery: DueDelivery, now: Timestamp) throws -> Parcel {
        guard try hears(delivery) else { return .nothingToSend }
        guard let target = target(delivery.subscription) else { return .unsendable }
        if let format = BotFormat(rawValue: delivery.subscription.format) {
            guard BotMessage.isWanted(delivery) else { return .nothingToSend }
            guard let message = BotMessage(delivery) else { return .unsendable }
            return .request(
                message.request(format, url: target.url, secret: target.botSecret, at: now))
        }
        if delivery.subscription.format == SubscriptionRow.checkpointFormat {
            guard let head = try store.checkpoint(covering: delivery.position),
                head.size == delivery.position, let event = CheckpointMessage.cloudEvent(head)
            else { return .unsendable }
            return signed(event, target, now: now).map(Parcel.request) ?? .unsendable
        }
        guard let event = EventMessage.cloudEvent(delivery) else { return .unsendable }
        return signed(event, target, now: now).map(Parcel.request) ?? .unsendable
    }

    private func signed(
        _ event: CloudEvent, _ target: DeliveryTarget, now: Timestamp
    ) -> OutboundRequest? {
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
        _ delivery: DueDelivery, _ attempt: Attempt, _ now: Timestamp, _ jitter: Double,
        _ summary: inout DeliverySummary
    ) throws {
        var machine = DeliveryMachine(attempts: delivery.attempts)
        var status = DeliveryStatus.pending
        var next: Int64?
        for action in machine.record(attempt.outcome, at: now, jitter: jitter) {
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
        try store.recordAttempt(
            subscription: delivery.subscription.id, position: delivery.position,
            at: now.milliseconds, outcome: attempt.name, httpStatus: attempt.httpStatus,
            becomes: status, nextDue: next)
    }
}

/// One try: what the machine is told, and what is kept of it.
private struct Attempt {
    let outcome: DeliveryMachine.Outcome
    /// Stable; such as `response`, or `bot-45009`.
    let name: String
    /// As it came, also where a bot refused with 200.
    let httpStatus: Int?

    static let unsendable = Attempt(outcome: .targetRefused, name: "target-refused")

    private init(outcome: DeliveryMachine.Outcome, name: String) {
        self.outcome = outcome
        self.name = name
        httpStatus = nil
    }

    init(_ delivery: DueDelivery, _ result: OutboundResult) {
        httpStatus = result.status
        if let format = BotFormat(rawValue: delivery.subscription.format),
            case .response(let response) = result.outcome, (200..<300).contains(response.status)
        {
            let answer = BotAnswer(
                format, body: response.body, attempt: delivery.attempts + 1)
            outcome = answer.deliveryOutcome
            name = answer.name
            return
        }
        outcome = result.deliveryOutcome
        switch outcome {
        case .response: name = "response"
        case .connectionFault: name = "connection-fault"
        case .targetRefused: name = "target-refused"
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
