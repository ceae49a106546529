import Foundation
import GreenlaneCore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

@testable import GreenlaneServer

/// The least context that the middlewares ask for. Where there is no connection, the peer is one
/// from the documentation's network.
struct TestContext: ExchangeContext {
    var coreContext: CoreRequestContextStorage
    var exchange: Exchange

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        exchange = Exchange(channel: source.channel)
        if exchange.peer == nil { exchange = Exchange(peer: NetworkAddress("203.0.113.9")) }
    }
}

/// Routes behind all the middlewares, in the order in which the service has them.
struct TestService {
    var configuration = ServiceConfiguration()
    var metrics = MetricsRegistry()
    var kept = KeptLines()
    var limiter: RateLimiter?
    var guesses: RateLimiter?

    struct Unexpected: Error {}

    func router() -> Router<TestContext> {
        let router = Router(context: TestContext.self)
        router.add(
            middleware: FrontMiddleware(
                configuration: configuration, metrics: RequestMetrics(metrics),
                accessLog: AccessLog(configuration, sink: kept.sink),
                guesses: guesses.map { limiter in
                    GuessLimit(limiter) { $0.headers[.authorization] != nil }
                }))
        router.get("/counted") { _, _ in
            if let limiter { try RequestQuota.take(limiter, of: "AC-1") }
            return "counted"
        }
        router.get("/small/{name}") { _, _ in "small" }
        router.get("/large") { _, _ in Self.json(String(repeating: "报关", count: 4000)) }
        router.get("/fault") { _, _ -> String in throw Unexpected() }
        router.get("/secret") { _, _ -> String in throw HTTPError(.unauthorized) }
        router.get("/stream") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/event-stream"],
                body: ResponseBody { writer in
                    for _ in 0..<3 { try await writer.write(ByteBuffer(string: "data: x\n\n")) }
                    try await writer.finish(nil)
                })
        }
        router.post("/echo") { request, _ in
            do {
                let body = try await request.body.collect(upTo: configuration.maximumBodyBytes)
                return Response(status: .ok, body: ResponseBody(byteBuffer: body))
            } catch is NIOTooManyBytesError {
                throw RequestLimits.bodyTooLarge(configuration.maximumBodyBytes)
            }
        }
        return router
    }

    static func json(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: "\"\(text)\"")))
    }

    /// Serves on a port of this machine while `body` runs.
    func serving<T: Sendable>(_ body: @Sendable @escaping (Int) async throws -> T) async throws -> T
    {
        var configuration = configuration
        configuration.listen.port = 0
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router(), server: try ServiceServer.builder(configuration),
            configuration: ServiceServer.application(configuration),
            onServerRunning: { announce.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask {
                try await application.run()
                return nil
            }
            group.addTask {
                for await port in ports { return try await body(port) }
                return nil
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw Unexpected()
        }
    }
}

/// A program of the system, run to its end.
enum Program {
    struct Result: Sendable {
        let status: Int32
        let output: String
    }

    static func path(_ name: String) -> String? {
        ["/usr/bin/", "/bin/", "/usr/local/bin/"].map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static func run(_ path: String, _ arguments: [String]) async throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { continuation in
            do {
                try process.run()
            } catch {
                continuation.resume(throwing: error)
                return
            }
            Thread.detachNewThread {
                let output = pipe.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                continuation.resume(
                    returning: Result(
                        status: process.terminationStatus,
                        output: String(decoding: output, as: UTF8.self)))
            }
        }
    }
}
