import CCurl

/// The loop of the transport's thread: takes requests, lets libcurl work, reports results.
/// Everything here belongs to that thread.
final class CurlWorker {
    private let multi: UnsafeMutableRawPointer
    private let inbox: TransportInbox
    private let settings: TransferSettings
    /// By the address of libcurl's handle.
    private var transfers: [UnsafeMutableRawPointer: CurlTransfer] = [:]
    private var activeByEndpoint: [String: Int] = [:]

    /// Milliseconds that the thread sleeps at most; a new request wakes it before that.
    private static let longestSleep: Int32 = 1000

    init(
        multi: UnsafeMutableRawPointer, inbox: TransportInbox, settings: TransferSettings
    ) {
        self.multi = multi
        self.inbox = inbox
        self.settings = settings
    }

    /// Runs until the inbox is stopped, and leaves nothing behind.
    func run() {
        while !inbox.isStopping {
            startWaiting()
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            // A finished transfer makes room, so look for the next one before sleeping.
            if finishDone() { continue }
            curl_multi_poll(multi, nil, 0, Self.longestSleep, nil)
        }
        inbox.setMulti(nil)
        let stopped = OutboundResult(.fault(OutboundFault(.stopped)))
        for transfer in Array(transfers.values) { finish(transfer, stopped) }
        for job in inbox.close() { job.finish(stopped) }
        curl_multi_cleanup(multi)
    }

    private func startWaiting() {
        while transfers.count < settings.limits.active, let job = inbox.take(where: mayStart) {
            start(job)
        }
    }

    private func mayStart(_ job: TransportInbox.Job) -> Bool {
        let active = activeByEndpoint[job.endpoint.authority, default: 0]
        return active < settings.limits.activePerEndpoint
    }

    private func start(_ job: TransportInbox.Job) {
        guard let transfer = CurlTransfer(job: job, settings: settings) else {
            job.finish(OutboundResult(.fault(OutboundFault(.broken, detail: "out of memory"))))
            return
        }
        guard transfer.prepare(),
            curl_multi_add_handle(multi, transfer.handle) == CURLM_OK
        else {
            transfer.dispose()
            job.finish(OutboundResult(.fault(OutboundFault(.invalidRequest))))
            return
        }
        transfers[transfer.handle] = transfer
        activeByEndpoint[job.endpoint.authority, default: 0] += 1
    }

    /// Whether anything was done.
    private func finishDone() -> Bool {
        var done: [(transfer: CurlTransfer, code: CURLcode)] = []
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle,
                let transfer = transfers[handle]
            else { continue }
            done.append((transfer, message.pointee.data.result))
        }
        for (transfer, code) in done { finish(transfer, transfer.result(code)) }
        return !done.isEmpty
    }

    private func finish(_ transfer: CurlTransfer, _ result: OutboundResult) {
        curl_multi_remove_handle(multi, transfer.handle)
        transfers[transfer.handle] = nil
        let authority = transfer.job.endpoint.authority
        let left = activeByEndpoint[authority, default: 1] - 1
        activeByEndpoint[authority] = left > 0 ? left : nil
        transfer.dispose()
        transfer.job.finish(result)
    }
}
