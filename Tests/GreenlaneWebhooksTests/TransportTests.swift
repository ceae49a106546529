import GreenlaneCore
import GreenlaneServer
import Testing

@testable import GreenlaneWebhooks

@Suite("Webhooks over real HTTP", .timeLimit(.minutes(1)))
struct TransportTests {
    private let loopback = EndpointPolicy(allowLoopback: true)

    private func request(_ url: String, headers: [HTTPHeader] = []) -> OutboundRequest {
        OutboundRequest(url: url, headers: headers, body: Array("{}".utf8))
    }

    @Test("A signed event arrives byte for byte and is verified")
    func signedDelivery() async throws {
        let receiver = try await WebhookReceiver.start()
        let transport = try CurlTransport(policy: loopback, userAgent: "greenlane/test")
        let secret = WebhookSecret.generate()
        let event = try CloudEvent(
            id: "evt_1", source: "/workspaces/demo", type: "greenlane.shipment.released",
            data: ["出入境": "特殊物品"])
        var headers = try #require(
            WebhookSigner([secret]).headers(id: event.id, timestamp: 5000, body: event.bytes))
        headers.append(HTTPHeader("Content-Type", CloudEvent.contentType))

        let result = await transport.send(
            OutboundRequest(url: receiver.url, headers: headers, body: event.bytes))
        #expect(result.status == 204)

        let received = try #require(receiver.received().first)
        #expect(received.method == "POST")
        #expect(received.path == "/webhooks")
        #expect(received.body == event.bytes)
        #expect(received.header("Content-Type") == "application/cloudevents+json")
        #expect(received.header("User-Agent") == "greenlane/test")
        #expect(received.header("Expect") == nil)
        try WebhookVerifier([secret]).verify(
            id: received.header("webhook-id") ?? "",
            timestamp: received.header("webhook-timestamp") ?? "",
            signatures: received.header("webhook-signature") ?? "",
            body: received.body, now: 5100)
        transport.stop()
        await receiver.stop()
    }

    @Test("After a 500 it is sent again, and then it is delivered")
    func retry() async throws {
        let receiver = try await WebhookReceiver.start(answers: [ReceiverAnswer(status: 500)])
        let transport = try CurlTransport(policy: loopback)
        var machine = DeliveryMachine()
        var time = Timestamp(milliseconds: 0)
        var statuses: [Int?] = []
        while machine.state == .pending {
            let result = await transport.send(request(receiver.url))
            statuses.append(result.status)
            for action in machine.record(result.deliveryOutcome, at: time, jitter: 0) {
                if case .retry(let next) = action { time = next }
            }
        }
        #expect(statuses == [500, 204])
        #expect(machine.state == .delivered)
        #expect(time.milliseconds == 5000)
        #expect(receiver.received().map(\.answeredStatus) == [500, 204])
        transport.stop()
        await receiver.stop()
    }

    @Test("A redirect is a failure and is not followed")
    func redirect() async throws {
        let elsewhere = try await WebhookReceiver.start()
        let receiver = try await WebhookReceiver.start(
            answers: [
                ReceiverAnswer(
                    status: 307, headers: [.init(name: "location", value: elsewhere.url)])
            ])
        let transport = try CurlTransport(policy: loopback)
        let result = await transport.send(request(receiver.url))
        #expect(result.status == 307)
        #expect(elsewhere.received().isEmpty)
        #expect(receiver.received().count == 1)
        transport.stop()
        await receiver.stop()
        await elsewhere.stop()
    }

    @Test("410, Retry-After and a wish to abort reach the delivery machine")
    func answersWithMeaning() async throws {
        let receiver = try await WebhookReceiver.start(
            answers: [
                ReceiverAnswer(status: 410),
                ReceiverAnswer(status: 429, headers: [.init(name: "retry-after", value: "120")]),
                ReceiverAnswer(
                    status: 400,
                    headers: [.init(name: "Webhook-Delivery", value: "abort-message")]),
            ])
        let transport = try CurlTransport(policy: loopback)
        var outcomes: [DeliveryMachine.Outcome] = []
        for _ in 0..<3 {
            outcomes.append(await transport.send(request(receiver.url)).deliveryOutcome)
        }
        #expect(
            outcomes == [
                .response(status: 410), .response(status: 429, retryAfter: 120),
                .response(status: 400, abort: true),
            ])
        transport.stop()
        await receiver.stop()
    }

    @Test("An endpoint that does not answer in time is a fault")
    func timeout() async throws {
        let receiver = try await WebhookReceiver.start(
            then: ReceiverAnswer(status: 200, delay: 20_000))
        var limits = TransportLimits()
        limits.requestTimeout = 200
        let transport = try CurlTransport(policy: loopback, limits: limits)
        let result = await transport.send(request(receiver.url))
        #expect(fault(result) == .timedOut)
        #expect((150..<5000).contains(result.elapsedMilliseconds))
        #expect(result.deliveryOutcome == .connectionFault)
        transport.stop()
        await receiver.stop()
    }

    @Test("A closed port is a fault")
    func connectionRefused() async throws {
        let receiver = try await WebhookReceiver.start()
        await receiver.stop()
        let transport = try CurlTransport(policy: loopback)
        let result = await transport.send(request(receiver.url))
        #expect(fault(result) == .notConnected)
        transport.stop()
    }

    @Test("Of a huge answer only the beginning is kept")
    func hugeAnswer() async throws {
        let body = Array(repeating: UInt8(ascii: "x"), count: 4 * 1024 * 1024)
        let receiver = try await WebhookReceiver.start(
            answers: [ReceiverAnswer(status: 200, body: body)],
            then: ReceiverAnswer(status: 200, body: Array("ok".utf8)))
        let transport = try CurlTransport(policy: loopback)
        let huge = await transport.send(request(receiver.url))
        guard case .response(let response) = huge.outcome else {
            Issue.record("no answer: \(huge)")
            return
        }
        #expect(response.status == 200)
        #expect(response.body.count == 8 * 1024)
        #expect(response.bodyWasCut)
        let small = await transport.send(request(receiver.url))
        #expect(
            small.outcome == .response(OutboundResponse(status: 200, body: Array("ok".utf8))))
        transport.stop()
        await receiver.stop()
    }

    @Test("The receiver does not keep a body over its limit")
    func receiverLimit() async throws {
        let receiver = try await WebhookReceiver.start()
        var limits = TransportLimits()
        limits.requestBodyByteCount = .max
        let transport = try CurlTransport(policy: loopback, limits: limits)
        let body = Array(repeating: UInt8(0), count: WebhookReceiver.maximumBodyByteCount)
        let fits = await transport.send(
            OutboundRequest(url: receiver.url, headers: [], body: body))
        let tooLong = await transport.send(
            OutboundRequest(url: receiver.url, headers: [], body: body + [0]))
        #expect(fits.status == 204)
        #expect(tooLong.status == 413)
        #expect(receiver.received().count == 1)
        transport.stop()
        await receiver.stop()
    }

    private func fault(_ result: OutboundResult) -> OutboundFault.Kind? {
        if case .fault(let fault) = result.outcome { fault.kind } else { nil }
    }
}
