import CoreMetrics
import Foundation
import Testing

@testable import GreenlaneServer

private func text(_ registry: MetricsRegistry) -> String {
    String(decoding: registry.text(), as: UTF8.self)
}

@Suite("The metrics page")
struct MetricsTests {
    @Test("is what Prometheus reads")
    func exposition() {
        let registry = MetricsRegistry()
        registry.counter("events", help: "Lines\nof \\ the log.", labels: [("b", "2"), ("a", "1")])
            .add(3)
        registry.gauge("queue.depth", help: "Waiting.").set(1.5)
        registry.gauge("streams", help: "") { 7 }
        registry.gauge("gone", help: "") { nil }
        let histogram = registry.histogram("wait_seconds", bounds: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 3] { histogram.observe(value) }
        #expect(
            text(registry) == """
                # HELP events_total Lines\\nof \\\\ the log.
                # TYPE events_total counter
                events_total{a="1",b="2"} 3
                # TYPE gone gauge
                # HELP queue_depth Waiting.
                # TYPE queue_depth gauge
                queue_depth 1.5
                # TYPE streams gauge
                streams 7
                # TYPE wait_seconds histogram
                wait_seconds_bucket{le="0.1"} 2
                wait_seconds_bucket{le="1"} 3
                wait_seconds_bucket{le="+Inf"} 4
                wait_seconds_sum 3.65
                wait_seconds_count 4

                """)
    }

    @Test("escapes what labels hold")
    func escapes() {
        let registry = MetricsRegistry()
        registry.gauge("g", labels: [("path", "a\"b\\c\nd"), ("1st:x", "y")]).set(1)
        #expect(text(registry).contains(#"g{_1st_x="y",path="a\"b\\c\nd"} 1"#))
    }

    @Test("stays bounded, whatever labels come")
    func bounded() {
        let registry = MetricsRegistry()
        for index in 0..<5000 { registry.counter("c", labels: [("id", "\(index)")]).add() }
        let lines = text(registry).split(separator: "\n")
        #expect(lines.count <= MetricsRegistry.maximumSeries + 2)
        let other = lines.first { $0.contains("id=\"other\"") }
        #expect(other == "c_total{id=\"other\"} \(5000 - MetricsRegistry.maximumSeries)")
        for index in 0..<1000 { registry.gauge("g\(index)").set(1) }
        #expect(text(registry).split(separator: "\n").count < 1200)
    }

    @Test("has one kind of metric under a name")
    func clash() {
        let registry = MetricsRegistry()
        registry.histogram("a").observe(1)
        registry.gauge("a").set(1)
        registry.gauge("a_count").set(1)
        registry.counter("b_sum_total").add()
        #expect(!text(registry).contains("gauge"))
    }

    @Test("never shows what is no count")
    func invalid() {
        let registry = MetricsRegistry()
        let counter = registry.counter("c")
        for value in [-1, .nan, .infinity, 2] as [Double] { counter.add(value) }
        let histogram = registry.histogram("h", bounds: [1])
        for value in [-1, .nan, .infinity, 2] as [Double] { histogram.observe(value) }
        #expect(text(registry).contains("c_total 2\n"))
        #expect(text(registry).contains("h_count 1\n"))
    }

    @Test("counts what libraries count through swift-metrics")
    func factory() {
        let registry = MetricsRegistry()
        let factory = RegistryFactory(registry)
        factory.makeCounter(label: "hb.requests", dimensions: [("http.route", "/x")])
            .increment(by: 2)
        factory.makeTimer(label: "http.server.request.duration", dimensions: [])
            .recordNanoseconds(2_000_000)
        factory.makeRecorder(label: "size", dimensions: [], aggregate: true).record(Int64(5))
        factory.makeRecorder(label: "last", dimensions: [], aggregate: false).record(Int64(5))
        factory.makeMeter(label: "m", dimensions: []).decrement(by: 1)
        let page = text(registry)
        #expect(page.contains("hb_requests_total{http_route=\"/x\"} 2\n"))
        #expect(page.contains("http_server_request_duration_seconds_sum 0.002\n"))
        #expect(page.contains("# TYPE size summary\nsize_sum 5\nsize_count 1\n"))
        #expect(page.contains("last 5\n"))
        #expect(page.contains("m -1\n"))
    }
}
