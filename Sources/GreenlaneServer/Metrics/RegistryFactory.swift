public import CoreMetrics

/// Lets libraries that speak swift-metrics count into a registry. The composition root installs it
/// with `MetricsSystem.bootstrap`, once for the process.
public final class RegistryFactory: MetricsFactory {
    private let registry: MetricsRegistry

    /// A factory that counts into that registry.
    public init(_ registry: MetricsRegistry) {
        self.registry = registry
    }

    /// A counter; its name ends `_total`.
    public func makeCounter(
        label: String, dimensions: [(String, String)]
    ) -> any CounterHandler {
        RegistryCounter(registry.counter(label, labels: dimensions))
    }

    /// A counter of fractions; its name ends `_total`.
    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        RegistryCounter(registry.counter(label, labels: dimensions))
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        RegistryGauge(registry.gauge(label, labels: dimensions))
    }

    /// A gauge of the last value, or where `aggregate` a sum and a count.
    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        aggregate
            ? RegistrySummary(registry.histogram(label, labels: dimensions, bounds: []))
            : RegistryGauge(registry.gauge(label, labels: dimensions))
    }

    /// A histogram in seconds; its name ends `_seconds`.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = label.hasSuffix("seconds") ? label : label + "_seconds"
        return RegistrySummary(registry.histogram(name, labels: dimensions))
    }

    /// Series stay: a counter that begins anew looks like a restart.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Series stay.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    /// Series stay.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Series stay.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Series stay.
    public func destroyTimer(_ handler: any TimerHandler) {}
}

private final class RegistryCounter: CounterHandler, FloatingPointCounterHandler {
    private let counter: MetricCounter

    init(_ counter: MetricCounter) { self.counter = counter }

    func increment(by amount: Int64) { counter.add(Double(amount)) }
    func increment(by amount: Double) { counter.add(amount) }
    func reset() { counter.reset() }
}

private final class RegistryGauge: MeterHandler, RecorderHandler {
    private let gauge: MetricGauge

    init(_ gauge: MetricGauge) { self.gauge = gauge }

    func set(_ value: Int64) { gauge.set(Double(value)) }
    func set(_ value: Double) { gauge.set(value) }
    func increment(by amount: Double) { gauge.add(amount) }
    func decrement(by amount: Double) { gauge.add(-amount) }
    func record(_ value: Int64) { gauge.set(Double(value)) }
    func record(_ value: Double) { gauge.set(value) }
}

private final class RegistrySummary: RecorderHandler, TimerHandler {
    private let histogram: MetricHistogram

    init(_ histogram: MetricHistogram) { self.histogram = histogram }

    func record(_ value: Int64) { histogram.observe(Double(value)) }
    func record(_ value: Double) { histogram.observe(value) }
    func recordNanoseconds(_ duration: Int64) {
        histogram.observe(Double(duration) / 1_000_000_000)
    }
}
