import Foundation
import GreenlaneCore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import GreenlaneServer

private func name(_ text: String) throws -> HTTPField.Name {
    try #require(HTTPField.Name(text))
}

@Suite("Every answer")
struct AnswerTests {
    @Test(
        "carries a name and the lines that protect it, errors too",
        arguments: [
            ("/small/x", 200), ("/nowhere", 404), ("/fault", 500), ("/secret", 401),
            ("/stream", 200),
        ])
    func lines(path: String, status: Int) async throws {
        try await Application(router: TestService().router()).test(.router) { client in
            let answer = try await client.execute(uri: path, method: .get)
            #expect(Int(answer.status.code) == status)
            #expect(answer.headers[.requestID]?.count == 16)
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(answer.headers[.contentSecurityPolicy] == SecurityHeaders.policy)
            #expect(answer.headers[.referrerPolicy] == "no-referrer")
            #expect(answer.headers[.openerPolicy] == "same-origin")
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(answer.headers[.strictTransportSecurity] == nil)
            let body = String(buffer: answer.body)
            #expect(!body.contains("Unexpected"))
            if status >= 400 {
                #expect(answer.headers[.contentType] == "application/problem+json")
                let problem = try JSONParser.parse(body)
                #expect(problem["status"]?.integerValue == Int64(status))
                #expect(problem["message"]?["zh"]?.stringValue?.isEmpty == false)
            }
        }
    }

    @Test("tells browsers to stay with https where people come over https")
    func strictTransport() async throws {
        var service = TestService()
        service.configuration.publicURL = "https://greenlane.example.org"
        try await Application(router: service.router()).test(.router) { client in
            let answer = try await client.execute(uri: "/small/x", method: .get)
            #expect(answer.headers[.strictTransportSecurity] == SecurityHeaders.strictTransport)
        }
    }

    @Test("is logged by pattern, never by what was asked for")
    func logged() async throws {
        let service = TestService()
        try await Application(router: service.router()).test(.router) { client in
            let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            for path in ["/small/zhang-san?token=geheim", "/nowhere/zhang-san", "/stream"] {
                _ = try await client.execute(
                    uri: path, method: .get,
                    headers: [.requestID: "from-client-1", .traceParent: trace])
            }
        }
        #expect(service.kept.all.count == 3)
        #expect(service.kept.all[0].contains("\"route\":\"/small/{name}\",\"status\":200"))
        #expect(service.kept.all[1].contains("\"route\":\"unmatched\",\"status\":404"))
        #expect(service.kept.all[2].contains("\"bytes\":27"))
        for line in service.kept.all {
            #expect(line.contains("\"request_id\":\"from-client-1\""))
            #expect(line.contains("\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\""))
            #expect(!line.contains("zhang-san") && !line.contains("geheim"))
        }
        let page = String(decoding: service.metrics.text(), as: UTF8.self)
        #expect(
            page.contains(
                "http_server_request_duration_seconds_count"
                    + "{method=\"GET\",route=\"/small/{name}\",status=\"200\"} 1\n"))
        #expect(page.contains("http_server_active_requests 0\n"))
        #expect(!page.contains("zhang"))
    }

    @Test("names the client that a trusted proxy speaks for")
    func client() async throws {
        var service = TestService()
        service.configuration.logsAddresses = true
        service.configuration.trustedProxies = [try #require(AddressRange("203.0.113.0/24"))]
        try await Application(router: service.router()).test(.router) { client in
            let answer = try await client.execute(
                uri: "/small/x", method: .get,
                headers: [.forwardedFor: "198.51.100.7", .forwardedProto: "https"])
            #expect(answer.headers[.strictTransportSecurity] != nil)
        }
        #expect(service.kept.all.first?.contains("\"client\":\"198.51.100.7\"") == true)
    }
}

@Suite("Requests that are too much")
struct LimitTests {
    @Test("are turned away with what was too much")
    func limits() async throws {
        var service = TestService()
        service.configuration.maximumBodyBytes = 1024
        service.configuration.maximumAttachmentBytes = 2048
        let long = String(repeating: "x", count: 9000)
        try await Application(router: service.router()).test(.router) { client in
            let target = try await client.execute(uri: "/small/\(long)", method: .get)
            #expect(target.status == .uriTooLong)
            let head = try await client.execute(
                uri: "/small/x", method: .get, headers: [.cookie: long + long])
            #expect(head.status == .requestHeaderFieldsTooLarge)
            var many = HTTPFields()
            for index in 0...100 {
                many.append(HTTPField(name: try name("x-\(index)"), value: "1"))
            }
            let lines = try await client.execute(uri: "/small/x", method: .get, headers: many)
            #expect(lines.status == .requestHeaderFieldsTooLarge)
            let packed = try await client.execute(
                uri: "/echo", method: .post, headers: [.contentEncoding: "gzip"],
                body: ByteBuffer(string: "x"))
            #expect(packed.status == .unsupportedMediaType)
            for size in [1500, 5000] {
                let body = try await client.execute(
                    uri: "/echo", method: .post, body: ByteBuffer(repeating: 0x61, count: size))
                #expect(body.status == .contentTooLarge)
            }
            let fair = try await client.execute(
                uri: "/echo", method: .post, body: ByteBuffer(repeating: 0x61, count: 1000))
            #expect(fair.status == .ok)
        }
    }

    @Test("come back later when told to")
    func rate() async throws {
        var service = TestService()
        let time = TurnedClock()
        service.limiter = RateLimiter(perMinute: 60, burst: 2, clock: time.clock)
        try await Application(router: service.router()).test(.router) { client in
            for _ in 0..<2 {
                #expect(try await client.execute(uri: "/counted", method: .get).status == .ok)
            }
            let answer = try await client.execute(uri: "/counted", method: .get)
            #expect(answer.status == .tooManyRequests)
            #expect(answer.headers[.retryAfter] == "1")
            #expect(answer.headers[.rateLimitPolicy] == "\"requests\";q=60;w=60")
            #expect(answer.headers[.rateLimit] == "\"requests\";r=0;t=1")
            time.turn(milliseconds: 1001)
            #expect(try await client.execute(uri: "/counted", method: .get).status == .ok)
        }
    }

    @Test("are counted in front of the sign-in only where it fails")
    func guessing() async throws {
        var service = TestService()
        service.guesses = RateLimiter(perMinute: 60, burst: 2, clock: TurnedClock().clock)
        try await Application(router: service.router()).test(.router) { client in
            for _ in 0..<10 {
                #expect(try await client.execute(uri: "/small/x", method: .get).status == .ok)
            }
            for _ in 0..<2 {
                let answer = try await client.execute(uri: "/secret", method: .get)
                #expect(answer.status == .unauthorized)
            }
            let answer = try await client.execute(uri: "/secret", method: .get)
            #expect(answer.status == .tooManyRequests)
        }
    }

    @Test("do not shut out a good key because of wrong ones from the same address")
    func otherGuesses() async throws {
        var service = TestService()
        service.guesses = RateLimiter(perMinute: 60, burst: 2, clock: TurnedClock().clock)
        try await Application(router: service.router()).test(.router) { client in
            let key: HTTPFields = [.authorization: "Bearer key"]
            for status in [HTTPResponse.Status.unauthorized, .unauthorized, .tooManyRequests] {
                let answer = try await client.execute(uri: "/secret", method: .get, headers: key)
                #expect(answer.status == status)
            }
            let good = try await client.execute(uri: "/small/x", method: .get, headers: key)
            #expect(good.status == .ok)
            let open = try await client.execute(uri: "/small/x", method: .get)
            #expect(open.status == .tooManyRequests)
        }
    }
}

@Suite("Packing answers")
struct CompressionTests {
    @Test(
        "is done where the client wants it",
        arguments: [
            ("gzip", true), ("deflate, gzip;q=0.5", true), ("*", true), ("GZIP", true),
            ("gzip;q=0", false), ("gzip;q=0.0, *", false), ("*;q=0", false), ("identity", false),
            ("gzip;q=0.2, identity;q=0.9", false), ("gzip;q=2", false), ("gzip;q=0.1234", false),
            ("br", false), ("", false), ("gzip ; q=0.3", true),
        ])
    func negotiation(line: String, expected: Bool) {
        #expect(AcceptEncoding.allowsGzip([line]) == expected)
    }

    @Test("leaves streams and small answers alone, and tells caches")
    func answers() async throws {
        try await Application(router: TestService().router()).test(.router) { client in
            let gzip: HTTPFields = [.acceptEncoding: "gzip"]
            let large = try await client.execute(uri: "/large", method: .get, headers: gzip)
            #expect(large.headers[.contentEncoding] == "gzip")
            #expect(large.headers[.vary] == "Accept-Encoding")
            #expect(large.body.readableBytes < 500)
            #expect(large.headers[.contentLength] == "\(large.body.readableBytes)")
            let plain = try await client.execute(uri: "/large", method: .get)
            #expect(plain.headers[.contentEncoding] == nil)
            #expect(plain.headers[.vary] == "Accept-Encoding")
            #expect(plain.body.readableBytes == 24_002)
            for path in ["/small/x", "/stream"] {
                let answer = try await client.execute(uri: path, method: .get, headers: gzip)
                #expect(answer.headers[.contentEncoding] == nil)
                #expect(answer.headers[.vary] == nil)
            }
        }
    }

    @Test(
        "is for text",
        arguments: [
            ("application/json", true), ("application/problem+json", true),
            ("text/csv; charset=utf-8", true), ("text/event-stream", false), ("image/png", false),
            ("application/pdf", false),
        ])
    func types(type: String, expected: Bool) {
        #expect(Compression.isText(type) == expected)
    }
}

@Suite("Readiness")
struct HealthTests {
    private static let text = LocalizedText(zh: "坏了", en: "broken")

    private func check(_ code: String, _ passes: Bool) -> Health.Check {
        Health.Check(code, Self.text) { passes }
    }

    @Test("is given when every check passes, else all that fail are named in order")
    func ready() async {
        let good = await Health([check("a", true), check("b", true)]).ready()
        #expect(good == Health.live)
        let failing = Health.Check("d", Self.text) { throw CancellationError() }
        let bad = await Health([check("a", false), check("b", true), check("c", false), failing])
            .ready()
        #expect(bad.status == 503)
        #expect(
            bad.json["errors"]?.arrayValue?.compactMap { $0["code"]?.stringValue } == [
                "a", "c", "d",
            ])
    }

    @Test("is not waited for where a check hangs")
    func hanging() async {
        // Goes on only once the answer is there, and is deaf to cancellation: whoever waited for it
        // would wait for ever.
        let (answered, answer) = AsyncStream.makeStream(of: Void.self)
        let hanging = Health.Check("hangs", Self.text) {
            await Task.detached { for await _ in answered { return } }.value
            return true
        }
        let ready = await Health([hanging, check("fine", true)], seconds: 1).ready()
        answer.finish()
        #expect(ready.json["errors"]?.arrayValue?.count == 1)
    }

    @Test("knows the room on the disk")
    func disk() async {
        let folder = FileManager.default.temporaryDirectory.path
        #expect((DiskSpace.free(folder) ?? 0) > 0)
        let enough = await Health([.freeDisk(folder, minimumBytes: 1)]).ready()
        #expect(enough.status == 200)
        let full = await Health([.freeDisk(folder, minimumBytes: .max)]).ready()
        #expect(full.status == 503)
        let gone = await Health([.freeDisk(folder + "/not-there", minimumBytes: 0)]).ready()
        #expect(gone.status == 503)
    }
}

@Suite("What belongs to nobody alone")
struct SharedPlacesTests {
    @Test("one account cannot take every place at the event stream")
    func followers() throws {
        let feed = EventFeed()
        let own = (0..<EventFeed.maximumOfOne).compactMap { _ in feed.follow(as: "AC-1")?.id }
        #expect(own.count == EventFeed.maximumOfOne && feed.follow(as: "AC-1") == nil)
        #expect(feed.follow(as: "AC-2") != nil)
        feed.leave(try #require(own.first))
        #expect(feed.follow(as: "AC-1") != nil)
    }

    @Test(
        "a language is chosen by its weight",
        arguments: [
            ("en;q=0, zh", Language.zh), ("de, zh;q=0.2, en;q=0.8", .en), ("en-GB", .en),
            ("zh-TW;q=0.9,en", .en), ("", .zh), (";", .zh), ("fr", .zh), ("en;q=x, zh;q=0.1", .zh),
        ])
    func language(line: String, expected: Language) {
        let request = Request(
            head: HTTPRequest(
                method: .get, scheme: nil, authority: nil, path: "/",
                headerFields: [.acceptLanguage: line]),
            body: RequestBody(buffer: ByteBuffer()))
        #expect(RequestLanguage.of(request) == expected)
    }
}
