public import HTTPTypes
import Logging

/// One line for every answered request: what was asked for as a pattern, how it ended, how long it
/// took. No path values, queries, bodies, names or keys; of the client only its network, unless
/// the configuration asks for more.
public struct AccessLog: Sendable {
    /// What is logged of one request.
    public struct Entry: Sendable {
        /// Of the request.
        public var method: HTTPRequest.Method
        /// The pattern of the route, such as `/api/v1/shipments/{id}`.
        public var route: String
        /// Of the answer.
        public var status: Int
        /// From the head of the request to the end of the answer.
        public var nanoseconds: UInt64
        /// Of the answer's body.
        public var bytes: Int
        /// Names, trace and client.
        public var exchange: Exchange
    }

    private let form: ServiceConfiguration.LogForm
    private let logsAddresses: Bool
    private let sink: LogSink

    /// Nil where the configured level leaves out what is only information.
    public init?(_ configuration: ServiceConfiguration, sink: LogSink) {
        guard configuration.logLevel <= .info else { return nil }
        form = configuration.logForm
        logsAddresses = configuration.logsAddresses
        self.sink = sink
    }

    /// Writes the line of one request.
    public func write(_ entry: Entry) {
        var line = LogLine(form, time: sink.now(), level: "info", message: "request")
        line.add("request_id", entry.exchange.requestID)
        if let trace = entry.exchange.trace { line.add("trace_id", trace.traceID) }
        line.add("method", MethodName.bounded(entry.method))
        line.add("route", entry.route)
        line.add("status", entry.status)
        line.add("duration_us", Int(clamping: entry.nanoseconds / 1000))
        line.add("bytes", entry.bytes)
        if let client = entry.exchange.client {
            logsAddresses
                ? line.add("client", client.text)
                : line.add("client_network", client.network.text)
        }
        sink.put(line.finished())
    }
}

/// Methods as labels: what nobody defined must not become one.
enum MethodName {
    private static let known: [HTTPRequest.Method] = [
        .get, .head, .post, .put, .delete, .patch, .options,
    ]

    static func bounded(_ method: HTTPRequest.Method) -> String {
        known.contains(method) ? method.rawValue : "other"
    }
}
