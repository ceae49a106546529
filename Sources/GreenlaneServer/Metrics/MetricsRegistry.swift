import Synchronization

/// All metrics of a service, and their text for Prometheus (text format 0.0.4). Passed along
/// explicitly; a process may have several.
public final class MetricsRegistry: Sendable {
    /// `Content-Type` of the text.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"
    /// Series of one family; what comes beyond is counted together under `other`, so that no
    /// client can fill the memory with labels.
    public static let maximumSeries = 512
    private static let maximumFamilies = 256

    enum Kind: String, Sendable {
        case counter, gauge, histogram, summary
    }

    enum Value: Sendable {
        case counter(MetricCounter)
        case gauge(MetricGauge)
        /// Asked when the text is written.
        case reading(@Sendable () -> Double?)
        case histogram(MetricHistogram)
    }

    struct Family: Sendable {
        var kind: Kind
        var help: String
        /// By the text of their labels.
        var series: [String: Value] = [:]
    }

    private let families = Mutex<[String: Family]>([:])

    /// A registry without metrics.
    public init() {}

    /// The counter of that name and labels; made where there is none. `_total` is added to the
    /// name where it is missing.
    public func counter(
        _ name: String, help: String = "", labels: [(String, String)] = []
    ) -> MetricCounter {
        let name = MetricText.name(name)
        let full = name.hasSuffix("_total") ? name : name + "_total"
        let value = value(full, .counter, help, labels) { .counter(MetricCounter()) }
        if case .counter(let counter)? = value { return counter }
        // A name that is taken by another kind: counted, but not shown.
        return MetricCounter()
    }

    /// The gauge of that name and labels; made where there is none.
    public func gauge(
        _ name: String, help: String = "", labels: [(String, String)] = []
    ) -> MetricGauge {
        let value = value(MetricText.name(name), .gauge, help, labels) { .gauge(MetricGauge()) }
        if case .gauge(let gauge)? = value { return gauge }
        return MetricGauge()
    }

    /// A gauge that is read when somebody looks; nil leaves it out that time. `read` must not
    /// block.
    public func gauge(
        _ name: String, help: String, labels: [(String, String)] = [],
        read: @escaping @Sendable () -> Double?
    ) {
        _ = value(MetricText.name(name), .gauge, help, labels) { .reading(read) }
    }

    /// The histogram of that name and labels; made where there is none. `bounds` ascending; the
    /// unit belongs into the name.
    public func histogram(
        _ name: String, help: String = "", labels: [(String, String)] = [],
        bounds: [Double] = MetricHistogram.secondBounds
    ) -> MetricHistogram {
        let made = MetricHistogram(bounds: bounds)
        let kind: Kind = bounds.isEmpty ? .summary : .histogram
        let value = value(MetricText.name(name), kind, help, labels) { .histogram(made) }
        if case .histogram(let histogram)? = value { return histogram }
        return made
    }

    private func value(
        _ name: String, _ kind: Kind, _ help: String, _ labels: [(String, String)],
        make: () -> Value
    ) -> Value? {
        let key = MetricText.labels(labels)
        return families.withLock { families in
            if families[name] == nil {
                guard families.count < Self.maximumFamilies, !Self.clashes(name, kind, families)
                else { return nil }
                families[name] = Family(kind: kind, help: help)
            }
            guard let family = families[name], family.kind == kind else { return nil }
            if let known = family.series[key] { return known }
            var place = key
            if family.series.count >= Self.maximumSeries {
                place = MetricText.labels(labels.map { ($0.0, "other") })
                if let known = family.series[place] { return known }
            }
            let value = make()
            families[name]?.series[place] = value
            return value
        }
    }

    /// `a` as a histogram writes `a_count`, which then nobody else may.
    private static func clashes(
        _ name: String, _ kind: Kind, _ families: [String: Family]
    ) -> Bool {
        let endings = ["_bucket", "_sum", "_count"]
        for ending in endings where name.hasSuffix(ending) {
            let base = families[String(name.dropLast(ending.count))]
            if base?.kind == .histogram || base?.kind == .summary { return true }
        }
        guard kind == .histogram || kind == .summary else { return false }
        return endings.contains { families[name + $0] != nil }
    }

    /// All metrics, families in the order of their names, series in the order of their labels.
    public func text() -> [UInt8] {
        let all = families.withLock { $0 }
        var lines = MetricText()
        for (name, family) in all.sorted(by: { $0.key < $1.key }) {
            lines.head(name, kind: family.kind.rawValue, help: family.help)
            for (labels, value) in family.series.sorted(by: { $0.key < $1.key }) {
                switch value {
                case .counter(let counter): lines.sample(name, labels, counter.current)
                case .gauge(let gauge): lines.sample(name, labels, gauge.current)
                case .reading(let read):
                    if let current = read() { lines.sample(name, labels, current) }
                case .histogram(let histogram): lines.histogram(name, labels, histogram)
                }
            }
        }
        return lines.bytes
    }
}
