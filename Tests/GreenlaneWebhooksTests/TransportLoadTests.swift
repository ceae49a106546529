import Foundation
import GreenlaneServer
import GreenlaneWebhooks
import Testing

@Suite("Many webhooks at once", .timeLimit(.minutes(1)))
struct TransportLoadTests {
    private let loopback = EndpointPolicy(allowLoopback: true)

    private func request(_ url: String, _ number: Int) -> OutboundRequest {
        OutboundRequest(
            url: url, headers: [HTTPHeader("webhook-id", "evt_\(number)")],
            body: Array("\(number)".utf8))
    }

    private func fault(_ result: OutboundResult) -> OutboundFault.Kind? {
        if case .fault(let fault) = result.outcome { fault.kind } else { nil }
    }

    @Test("Each of 300 sent from as many tasks arrives once")
    func tasks() async throws {
        let receiver = try await WebhookReceiver.start()
        let transport = try CurlTransport(policy: loopback)
        let statuses = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<300 {
                let request = request(receiver.url, number)
                group.addTask { await transport.send(request).status }
            }
            return await group.reduce(into: [Int?]()) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 204, count: 300))
        let numbers = receiver.received().map { String(decoding: $0.body, as: UTF8.self) }
        #expect(numbers.compactMap { Int($0) }.sorted() == Array(0..<300))
        transport.stop()
        await receiver.stop()
    }

    @Test("A blocking caller gets its results in order, though they are more than the queue")
    func blocking() async throws {
        let receiver = try await WebhookReceiver.start()
        var limits = TransportLimits()
        limits.queued = 8
        let transport = try CurlTransport(policy: loopback, limits: limits)
        var requests = (0..<100).map { request(receiver.url, $0) }
        requests[40].url = "https://10.0.0.1/"
        let batch = requests
        let results = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: transport.sendAndWait(batch))
            }
        }
        #expect(results.count == 100)
        for (index, result) in results.enumerated() {
            #expect(index == 40 ? fault(result) == .targetRefused : result.status == 204)
        }
        #expect(receiver.received().count == 99)
        #expect(transport.sendAndWait([]).isEmpty)
        transport.stop()
        await receiver.stop()
    }

    @Test("A slow endpoint does not hold up another")
    func fairness() async throws {
        let slow = try await WebhookReceiver.start(then: ReceiverAnswer(status: 200, delay: 30_000))
        let quick = try await WebhookReceiver.start()
        var limits = TransportLimits()
        limits.active = 4
        limits.activePerEndpoint = 2
        let transport = try CurlTransport(policy: loopback, limits: limits)
        let stuck = (0..<10).map { number in
            let request = request(slow.url, number)
            return Task { await transport.send(request) }
        }
        while slow.received().count < 2 { try await Task.sleep(for: .milliseconds(5)) }
        let result = await transport.send(request(quick.url, 100))
        #expect(result.status == 204)
        #expect(slow.received().count == 2)
        transport.stop()
        for task in stuck { #expect(fault(await task.value) == .stopped) }
        await slow.stop()
        await quick.stop()
    }

    @Test("A full queue says so at once")
    func fullQueue() async throws {
        let slow = try await WebhookReceiver.start(then: ReceiverAnswer(status: 200, delay: 30_000))
        var limits = TransportLimits()
        limits.active = 1
        limits.queued = 2
        let transport = try CurlTransport(policy: loopback, limits: limits)
        let first = Task { await transport.send(request(slow.url, 0)) }
        while slow.received().isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        let results = await withTaskGroup(of: OutboundResult.self) { group in
            for number in 1...5 {
                let request = request(slow.url, number)
                group.addTask { await transport.send(request) }
            }
            var full = 0
            var others: [OutboundFault.Kind?] = []
            for await result in group {
                if fault(result) == .queueFull {
                    full += 1
                    // Two wait; the others were refused, so nothing more comes until the stop.
                    if full == 3 { transport.stop() }
                } else {
                    others.append(fault(result))
                }
            }
            return (full, others)
        }
        #expect(results.0 == 3)
        #expect(results.1 == [.stopped, .stopped])
        #expect(fault(await first.value) == .stopped)
        await slow.stop()
    }

    @Test("After the stop nothing is sent, and stopping again does no harm")
    func stopped() async throws {
        let receiver = try await WebhookReceiver.start()
        let transport = try CurlTransport(policy: loopback)
        #expect(await transport.send(request(receiver.url, 0)).status == 204)
        transport.stop()
        transport.stop()
        #expect(fault(await transport.send(request(receiver.url, 1))) == .stopped)
        #expect(receiver.received().count == 1)
        await receiver.stop()
    }

    @Test("A transport that nobody owns any more ends by itself")
    func abandoned() async throws {
        let receiver = try await WebhookReceiver.start()
        for number in 0..<20 {
            let transport = try CurlTransport(policy: loopback)
            #expect(await transport.send(request(receiver.url, number)).status == 204)
        }
        #expect(receiver.received().count == 20)
        await receiver.stop()
    }
}
