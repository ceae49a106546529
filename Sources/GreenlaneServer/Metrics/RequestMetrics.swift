import HTTPTypes
import Synchronization

/// What is measured of every request: how many, how long, how many at the moment.
public final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        let route: String
        let method: HTTPRequest.Method
        let status: Int
    }

    private let registry: MetricsRegistry
    private let open: MetricGauge
    // The registry finds by text; every request passes here, so known ones are kept at hand.
    private let known = Mutex<[Key: MetricHistogram]>([:])

    /// Metrics in that registry.
    public init(_ registry: MetricsRegistry) {
        self.registry = registry
        open = registry.gauge(
            "http_server_active_requests", help: "Requests that are being answered.")
    }

    func began() { open.add(1) }

    func ended(route: String, method: HTTPRequest.Method, status: Int, nanoseconds: UInt64) {
        open.add(-1)
        let name = MethodName.bounded(method)
        let method = HTTPRequest.Method(rawValue: name) ?? .get
        let key = Key(route: route, method: method, status: status)
        let histogram = known.withLock { known in
            if let histogram = known[key] { return histogram }
            let made = registry.histogram(
                "http_server_request_duration_seconds",
                help: "Time from the head of a request to the end of its answer.",
                labels: [("route", route), ("method", name), ("status", String(status))])
            if known.count < MetricsRegistry.maximumSeries { known[key] = made }
            return made
        }
        histogram.observe(Double(nanoseconds) / 1_000_000_000)
    }
}
