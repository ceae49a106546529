import GreenlaneServer
import Testing

@testable import GreenlaneWebhooks

@Suite("A target that is not allowed", .timeLimit(.minutes(1)))
struct TransportGuardTests {
    private func fault(_ result: OutboundResult) -> OutboundFault.Kind? {
        if case .fault(let fault) = result.outcome { fault.kind } else { nil }
    }

    @Test(
        "Nothing is sent to this machine or to a private network",
        arguments: [
            "http://10.0.0.1/", "https://10.0.0.1/", "http://169.254.169.254/latest/meta-data",
            "https://169.254.169.254/", "https://[::1]/", "https://localhost/",
            "file:///etc/passwd",
        ])
    func refusedAtOnce(url: String) async throws {
        let transport = try CurlTransport()
        let result = await transport.send(OutboundRequest(url: url, headers: [], body: []))
        #expect(fault(result) == .targetRefused)
        #expect(result.deliveryOutcome == .targetRefused)
        transport.stop()
    }

    @Test("This machine is refused under every spelling unless it is allowed")
    func loopbackNeedsLeave() async throws {
        let receiver = try await WebhookReceiver.start()
        let transport = try CurlTransport()
        for host in ["127.0.0.1", "localhost", "127.1", "[::ffff:127.0.0.1]"] {
            for scheme in ["http", "https"] {
                let url = "\(scheme)://\(host):\(receiver.port)/"
                let result = await transport.send(OutboundRequest(url: url, headers: [], body: []))
                #expect(fault(result) == .targetRefused, "\(url)")
            }
        }
        #expect(receiver.received().isEmpty)
        transport.stop()
        await receiver.stop()
    }

    @Test(
        "A harmless name that leads inside is refused when the connection is opened",
        arguments: ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "192.168.0.1"])
    func rebinding(address: String) async throws {
        let transport = try CurlTransport(
            policy: EndpointPolicy(), limits: TransportLimits(), userAgent: "greenlane",
            knownNames: ["erp.example.com:443:\(address)"])
        let url = "https://erp.example.com/"
        #expect(EndpointPolicy().refusal(of: url) == nil)
        let result = await transport.send(OutboundRequest(url: url, headers: [], body: []))
        #expect(fault(result) == .targetRefused)
        transport.stop()
    }

    @Test("A name for this machine that leads elsewhere gets no plain http")
    func plainHTTPElsewhere() async throws {
        let transport = try CurlTransport(
            policy: EndpointPolicy(allowLoopback: true), limits: TransportLimits(),
            userAgent: "greenlane", knownNames: ["demo.localhost:80:8.8.8.8"])
        let result = await transport.send(
            OutboundRequest(url: "http://demo.localhost/", headers: [], body: []))
        #expect(fault(result) == .targetRefused)
        transport.stop()
    }

    @Test(
        "Headers that would add lines to the head are refused",
        arguments: [("X-A", "b\r\nX-C: d"), ("X A", "b"), ("", "b"), ("X-A:", "b")])
    func headerInjection(name: String, value: String) async throws {
        let receiver = try await WebhookReceiver.start()
        let transport = try CurlTransport(policy: EndpointPolicy(allowLoopback: true))
        let result = await transport.send(
            OutboundRequest(
                url: receiver.url, headers: [HTTPHeader(name, value)], body: []))
        #expect(fault(result) == .invalidRequest)
        #expect(receiver.received().isEmpty)
        transport.stop()
        await receiver.stop()
    }

    @Test("A server without a certificate that we trust gets nothing")
    func noTLS() async throws {
        // It speaks plain HTTP, so the TLS handshake fails.
        let receiver = try await WebhookReceiver.start()
        let transport = try CurlTransport(policy: EndpointPolicy(allowLoopback: true))
        let result = await transport.send(
            OutboundRequest(
                url: "https://127.0.0.1:\(receiver.port)/", headers: [], body: []))
        #expect(fault(result) == .certificate)
        #expect(receiver.received().isEmpty)
        transport.stop()
        await receiver.stop()
    }
}
