import GreenlaneCore
import GreenlaneWebhooks
import Testing

@Suite(
    "Published Standard Webhooks vectors",
    .enabled(if: PublishedVectors.arePresent, "the shared test vectors are not at hand"))
struct PublishedSignatureTests {
    private func vectors() throws -> JSONValue {
        try PublishedVectors.load("standard-webhooks/vectors.json")
    }

    @Test("Signatures are the published ones")
    func signatures() throws {
        let entries = try #require(try vectors()["hmac"]?.arrayValue)
        #expect(entries.count == 2)
        for entry in entries {
            let secret = try #require(WebhookSecret(try text(entry, "secret")))
            let signature = WebhookSigner([secret]).signature(
                id: try text(entry, "id"),
                timestamp: try #require(entry["timestamp"]?.integerValue),
                body: Array(try text(entry, "payload").utf8))
            #expect(signature == entry["signature"]?.stringValue)
        }
    }

    @Test("Requests are judged as published")
    func judgements() throws {
        let entries = try #require(try vectors()["verify"]?.arrayValue)
        #expect(entries.count == 10)
        for entry in entries {
            let secret = try #require(WebhookSecret(try text(entry, "secret")))
            let headers = try #require(entry["headers"])
            var isAccepted = true
            do throws(WebhookVerifier.Failure) {
                try WebhookVerifier([secret]).verify(
                    id: headers["webhook-id"]?.stringValue ?? "",
                    timestamp: headers["webhook-timestamp"]?.stringValue ?? "",
                    signatures: headers["webhook-signature"]?.stringValue ?? "",
                    body: Array((entry["payload"]?.stringValue ?? "").utf8),
                    now: entry["now"]?.integerValue ?? 0)
            } catch {
                isAccepted = false
            }
            #expect(isAccepted == entry["ok"]?.boolValue, "\(entry["name"]?.stringValue ?? "")")
        }
    }

    @Test("The published wrong secrets are refused, and the schedule is the published one")
    func secretsAndSchedule() throws {
        for entry in try #require(try vectors()["invalidSecrets"]?.arrayValue) {
            #expect(WebhookSecret(try #require(entry.stringValue)) == nil)
        }
        let seconds = try #require(try vectors()["retryScheduleSeconds"]?.arrayValue)
        let delays = seconds.compactMap { $0.integerValue.map { $0 * 1000 } }
        #expect(RetrySchedule.standard.delays == delays)
        #expect(try vectors()["toleranceSeconds"]?.integerValue == WebhookVerifier.tolerance)
    }

    private func text(_ value: JSONValue, _ name: String) throws -> String {
        try #require(value[name]?.stringValue)
    }
}

@Suite("A webhook and its signature")
struct SigningTests {
    private let body = Array(#"{"a":1}"#.utf8)

    @Test("A new secret is read back, and differs from the next")
    func newSecret() {
        let secret = WebhookSecret.generate()
        #expect(WebhookSecret(secret.text) == secret)
        #expect(WebhookSecret.generate() != secret)
    }

    @Test("A secret does not show itself when it is printed or dumped")
    func redacted() {
        let secret = WebhookSecret.generate()
        var dumped = ""
        dump(secret, to: &dumped)
        let key = secret.text.dropFirst(WebhookSecret.prefix.count)
        #expect(!"\(secret)\(String(reflecting: secret))\(dumped)".contains(key))
        #expect("\(secret)" == "whsec_…")
    }

    @Test("Keys shorter than 24 or longer than 64 bytes are refused", arguments: [0, 23, 65])
    func keyLength(count: Int) {
        #expect(WebhookSecret(key: Array(repeating: 7, count: count)) == nil)
    }

    @Test("While a secret changes, either one is enough for the receiver")
    func rotation() throws {
        let old = WebhookSecret.generate()
        let new = WebhookSecret.generate()
        let headers = try #require(
            WebhookSigner([old, new]).headers(id: "evt_1", timestamp: 1000, body: body))
        #expect(headers.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        for secret in [old, new] {
            try WebhookVerifier([secret]).verify(
                id: headers[0].value, timestamp: headers[1].value, signatures: headers[2].value,
                body: body, now: 1000)
        }
        #expect(throws: WebhookVerifier.Failure.noMatchingSignature) {
            try WebhookVerifier([.generate()]).verify(
                id: headers[0].value, timestamp: headers[1].value, signatures: headers[2].value,
                body: body, now: 1000)
        }
    }

    @Test("The clocks may differ by 300 seconds, both ways", arguments: [-301, -300, 300, 301])
    func tolerance(offset: Int64) throws {
        let secret = WebhookSecret.generate()
        let signature = try #require(
            WebhookSigner([secret]).signature(id: "evt_1", timestamp: 10_000, body: body))
        var failure: WebhookVerifier.Failure?
        do throws(WebhookVerifier.Failure) {
            try WebhookVerifier([secret]).verify(
                id: "evt_1", timestamp: "10000", signatures: signature, body: body,
                now: 10_000 + offset)
        } catch {
            failure = error
        }
        let expected: WebhookVerifier.Failure? =
            offset > 300 ? .tooOld : offset < -300 ? .tooNew : nil
        #expect(failure == expected)
    }

    @Test(
        "An id that would blur what is signed is not signed",
        arguments: ["", "a.b", "a b", "a\n"])
    func unsignableID(id: String) {
        #expect(WebhookSigner([.generate()]).signature(id: id, timestamp: 1, body: body) == nil)
        #expect(WebhookSigner([]).signature(id: "evt_1", timestamp: 1, body: body) == nil)
    }
}
