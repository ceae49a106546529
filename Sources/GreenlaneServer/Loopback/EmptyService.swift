import Hummingbird
import Logging
import NIOCore

/// What the framework does alone, for comparison: a handler that does nothing, and one that reads
/// and answers the JSON of a step without taking it. For measuring on this machine only.
public struct EmptyService: Sendable {
    /// The members of a step's body.
    private struct Step: Decodable {
        let event: String
        let input: [String: String]?
        let occurred: String?
    }

    /// The members of a step's answer.
    private struct Outcome: ResponseEncodable {
        let shipment: String
        let version: Int
        let milestone: String
        let state: String
        let position: Int
        let events: [String]
        let `repeat`: Bool
    }

    /// `port` 0 takes any free one.
    private let port: Int

    /// A server on the loopback address.
    public init(port: Int) {
        self.port = port
    }

    /// Serves until its task is cancelled or the process is told to end; `running` is told the
    /// port.
    public func run(running: @escaping @Sendable (Int) -> Void) async throws {
        let logger = Logger(label: "empty") { _ in SwiftLogNoOpLogHandler() }
        let router = Router()
        router.get("/empty/:id") { _, _ in "" }
        router.post("/empty/:id/steps") { request, context in
            let step = try await request.decode(as: Step.self, context: context)
            return Outcome(
                shipment: context.parameters.get("id") ?? "", version: 2,
                milestone: "whitelisted", state: "awaiting_declaration", position: 2,
                events: [step.event], repeat: false)
        }
        let application = Application(
            responder: router.buildResponder(),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port), serverName: nil, backlog: 1024),
            onServerRunning: { channel in running(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await application.runService()
    }
}
