import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes
import Hummingbird
import NIOCore

/// What machines ask of every service, outside the API and without signing in: does it live, can
/// it work, and its figures.
struct StandingRoutes: Sendable {
    let service: ClearanceService
    let configuration: ServiceConfiguration
    let metrics: MetricsRegistry
    let gauges: ServiceGauges

    func mount(on router: Router<APIContext>) {
        let health = Health.standing(service, configuration)
        for path in ["/livez", "/readyz", "/metrics"] {
            APIResponder.refuseOthers(path, [.get, .head], on: router)
        }
        add("livez", to: router) { Self.response(Health.live) }
        add("readyz", to: router) { Self.response(await health.ready()) }
        add("metrics", to: router) {
            await refresh()
            var headers = HTTPFields()
            headers[.contentType] = MetricsRegistry.contentType
            return Response(
                status: .ok, headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: metrics.text())))
        }
    }

    /// Load balancers often ask with HEAD.
    private func add(
        _ path: RouterPath, to router: Router<APIContext>,
        _ answer: @escaping @Sendable () async -> Response
    ) {
        router.get(path) { _, _ in await answer() }
        router.head(path) { _, _ in await answer().createHeadResponse() }
    }

    private static func response(_ answer: Health.Answer) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = answer.contentType
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.json.text)))
    }

    /// Asked when somebody looks: nothing of it is kept up to date in between.
    private func refresh() async {
        gauges.queueDepth.set(Double(service.desk.waiting))
        gauges.eventStreams.set(Double(service.feed.followers))
        let counts = try? await service.reading.read { store in
            (
                log: try store.tree().size, pending: try store.deliveryCounts().pending,
                open: try store.openShipmentCount()
            )
        }
        guard let counts else { return }
        gauges.logEntries.set(Double(counts.log))
        gauges.outboxPending.set(Double(counts.pending))
        gauges.openShipments.set(Double(counts.open))
    }
}

extension Health {
    /// What a running service is asked, by machines and on a page.
    static func standing(
        _ service: ClearanceService, _ configuration: ServiceConfiguration
    ) -> Health {
        Health([
            .freeDisk(
                configuration.dataDirectory, minimumBytes: configuration.minimumFreeBytes),
            .database { try await service.desk.perform { engine, _ in try engine.store.probe() } },
            .schema {
                try await service.reading.read { try $0.schemaVersion() == LogStore.schemaVersion }
            },
            .writer { service.desk.isOpen && service.desk.trouble == nil },
        ])
    }
}
