import CCurl
import Dispatch
import GreenlaneCore
import Synchronization

/// Sends webhooks with libcurl, on one thread of its own: libcurl's waiting must never hold a
/// thread of Swift's pool. Any number of callers may send at once; stop it when done.
public final class CurlTransport: Sendable {
    private let inbox: TransportInbox
    private let policy: EndpointPolicy
    private let limits: TransportLimits
    private let thread: Mutex<TransportThread?>

    /// Starts the thread. Throws a fault where the system gives no handle or no thread.
    public convenience init(
        policy: EndpointPolicy = EndpointPolicy(), limits: TransportLimits = TransportLimits(),
        userAgent: String = "greenlane"
    ) throws(OutboundFault) {
        try self.init(policy: policy, limits: limits, userAgent: userAgent, knownNames: [])
    }

    /// `knownNames` are answers of the resolver, `name:port:address`: how a test points a harmless
    /// name at the inside of a network.
    init(
        policy: EndpointPolicy, limits: TransportLimits, userAgent: String, knownNames: [String]
    ) throws(OutboundFault) {
        guard Self.isLibraryReady, let multi = curl_multi_init() else {
            throw OutboundFault(.broken, detail: "libcurl cannot be started")
        }
        self.policy = policy
        self.limits = limits
        inbox = TransportInbox(limit: limits.queued)
        inbox.setMulti(multi)
        let settings = TransferSettings(
            policy: policy, limits: limits, userAgent: userAgent, knownNames: knownNames)
        let worker = CurlWorker(multi: multi, inbox: inbox, settings: settings)
        guard let started = TransportThread(worker) else {
            inbox.setMulti(nil)
            curl_multi_cleanup(multi)
            throw OutboundFault(.broken, detail: "no thread for libcurl")
        }
        thread = Mutex(started)
    }

    deinit {
        // The last owner may be a callback on the thread itself, which cannot wait for itself.
        inbox.stop()
        thread.withLock { $0.take()?.detach() }
    }

    /// Sends a request and waits for its end without holding a thread.
    public func send(_ request: OutboundRequest) async -> OutboundResult {
        await withCheckedContinuation { continuation in
            submit(request) { continuation.resume(returning: $0) }
        }
    }

    /// Sends all of them, many at once, and waits on the calling thread; the results are in the
    /// order of the requests. For the command line, never inside a task. Where others send at the
    /// same time and fill the queue, some may come back as `queueFull`.
    public func sendAndWait(_ requests: [OutboundRequest]) -> [OutboundResult] {
        let all = ResultCollector(count: requests.count)
        let room = DispatchSemaphore(value: max(1, min(limits.queued, limits.active)))
        for (index, request) in requests.enumerated() {
            room.wait()
            submit(request) { result in
                all.put(result, at: index)
                room.signal()
            }
        }
        return all.wait()
    }

    /// Sends a request; `finish` is called once, on the transport's thread or, where nothing was
    /// sent, on the caller's. It must be quick.
    public func submit(
        _ request: OutboundRequest, finish: @escaping @Sendable (OutboundResult) -> Void
    ) {
        guard request.body.count <= limits.requestBodyByteCount,
            request.headers.allSatisfy(\.isCarriable)
        else {
            finish(OutboundResult(.fault(OutboundFault(.invalidRequest))))
            return
        }
        switch policy.check(request.url) {
        case .failure(let refusal):
            finish(OutboundResult(.fault(OutboundFault(.targetRefused, detail: refusal.code))))
        case .success(let endpoint):
            let job = TransportInbox.Job(request: request, endpoint: endpoint, finish: finish)
            if let kind = inbox.submit(job) {
                finish(OutboundResult(.fault(OutboundFault(kind))))
            }
        }
    }

    /// Ends everything that is under way with `stopped`, and waits for the thread to end. Later
    /// requests are answered `stopped` as well. Not to be called from `finish`.
    public func stop() {
        inbox.stop()
        thread.withLock { $0.take() }?.join()
    }

    /// Once per process, before any handle.
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}
