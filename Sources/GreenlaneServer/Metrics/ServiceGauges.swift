/// The figures of the service itself. Whoever knows one sets it when it changes, so that writing
/// the page never waits for the writer.
public struct ServiceGauges: Sendable {
    /// Entries of the log.
    public let logEntries: MetricGauge
    /// Commands that wait for the writer.
    public let queueDepth: MetricGauge
    /// Notices that are not yet delivered.
    public let outboxPending: MetricGauge
    /// Shipments that have not come to an end.
    public let openShipments: MetricGauge
    /// Event streams that are open.
    public let eventStreams: MetricGauge

    /// The gauges of that registry.
    public init(_ registry: MetricsRegistry) {
        logEntries = registry.gauge("greenlane_log_entries", help: "Entries of the log.")
        queueDepth = registry.gauge(
            "greenlane_queue_depth", help: "Commands that wait for the writer.")
        outboxPending = registry.gauge(
            "greenlane_outbox_pending", help: "Notices that are not yet delivered.")
        openShipments = registry.gauge(
            "greenlane_open_shipments", help: "Shipments that have not come to an end.")
        eventStreams = registry.gauge(
            "greenlane_event_streams", help: "Event streams that are open.")
    }
}
