import CCurl
import Foundation

/// What all transfers of a transport have in common.
struct TransferSettings: Sendable {
    let policy: EndpointPolicy
    let limits: TransportLimits
    let userAgent: String
    let knownNames: [String]
}

/// One request under way. Lives on the transport's thread only; libcurl's callbacks reach it
/// through its own pointer, which is why it must stay until `dispose`.
final class CurlTransfer {
    let job: TransportInbox.Job
    let handle: UnsafeMutableRawPointer
    private let settings: TransferSettings
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var knownNameList: UnsafeMutablePointer<curl_slist>?

    private var body: [UInt8] = []
    private var bodyWasCut = false
    private var headByteCount = 0
    private var asksToAbort = false
    private var wasTargetRefused = false

    /// Nil where libcurl has no memory.
    init?(job: TransportInbox.Job, settings: TransferSettings) {
        guard let handle = curl_easy_init() else { return nil }
        self.job = job
        self.handle = handle
        self.settings = settings
    }

    /// Frees what libcurl holds. The handle must no longer be in a multi handle.
    func dispose() {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headerList)
        headerList = nil
        curl_slist_free_all(knownNameList)
        knownNameList = nil
    }

    private func method() -> [CURLcode] {
        guard !job.request.isGet else { return [set(CURLOPT_HTTPGET, 1)] }
        let body = job.request.body
        return [
            set(CURLOPT_POST, 1), set(CURLOPT_POSTFIELDSIZE, body.count),
            body.withUnsafeBytes { bytes in
                // Copied by libcurl; an empty body must be empty text, or it would read stdin.
                bytes.baseAddress.map { set(CURLOPT_COPYPOSTFIELDS, $0) }
                    ?? set(CURLOPT_COPYPOSTFIELDS, "")
            },
        ]
    }

    /// Sets all options; false where one is refused, which means that a rule would not hold.
    func prepare() -> Bool {
        let pointer = Unmanaged.passUnretained(self).toOpaque()
        guard Self.append(Self.lines(job.request.headers), to: &headerList),
            Self.append(settings.knownNames, to: &knownNameList)
        else { return false }
        let limits = settings.limits
        let codes =
            method() + [
                set(CURLOPT_URL, job.request.url), set(CURLOPT_USERAGENT, settings.userAgent),
                set(CURLOPT_PROTOCOLS_STR, settings.policy.allowLoopback ? "https,http" : "https"),
                // A proxy from the environment would resolve names behind the policy's back.
                set(CURLOPT_PROXY, ""), set(CURLOPT_FOLLOWLOCATION, 0),
                set(CURLOPT_SSL_VERIFYPEER, 1), set(CURLOPT_SSL_VERIFYHOST, 2),
                set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)),
                set(CURLOPT_TIMEOUT_MS, limits.requestTimeout),
                set(CURLOPT_CONNECTTIMEOUT_MS, limits.connectTimeout),
                // Signals would reach threads of others.
                set(CURLOPT_NOSIGNAL, 1),
                greenlane_curl_set_list(handle, CURLOPT_HTTPHEADER, headerList),
                greenlane_curl_set_list(handle, CURLOPT_RESOLVE, knownNameList),
                greenlane_curl_set_data_callback(handle, CURLOPT_WRITEFUNCTION, Self.onBody),
                set(CURLOPT_WRITEDATA, pointer),
                greenlane_curl_set_data_callback(handle, CURLOPT_HEADERFUNCTION, Self.onHeader),
                set(CURLOPT_HEADERDATA, pointer),
                greenlane_curl_set_socket_callback(handle, Self.onOpenSocket),
                set(CURLOPT_OPENSOCKETDATA, pointer), set(CURLOPT_PRIVATE, pointer),
            ]
        return codes.allSatisfy { $0 == CURLE_OK }
    }

    /// What to report once libcurl is done with it.
    func result(_ code: CURLcode) -> OutboundResult {
        var microseconds: curl_off_t = 0
        _ = greenlane_curl_get_offset(handle, CURLINFO_TOTAL_TIME_T, &microseconds)
        return OutboundResult(outcome(code), elapsedMilliseconds: Int64(microseconds) / 1000)
    }

    private func outcome(_ code: CURLcode) -> OutboundResult.Outcome {
        if wasTargetRefused, code != CURLE_OK { return .fault(OutboundFault(.targetRefused)) }
        // Ending a body that is long enough looks like a write error, and is none.
        guard code == CURLE_OK || (bodyWasCut && code == CURLE_WRITE_ERROR) else {
            return .fault(
                OutboundFault(Self.kind(code), detail: String(cString: curl_easy_strerror(code))))
        }
        var status = 0
        _ = greenlane_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        var retryAfter: curl_off_t = 0
        _ = greenlane_curl_get_offset(handle, CURLINFO_RETRY_AFTER, &retryAfter)
        return .response(
            OutboundResponse(
                status: status, retryAfterSeconds: retryAfter > 0 ? Int64(retryAfter) : nil,
                asksToAbort: asksToAbort, body: body, bodyWasCut: bodyWasCut))
    }

    private static func kind(_ code: CURLcode) -> OutboundFault.Kind {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_COULDNT_RESOLVE_HOST: .notResolved
        case CURLE_COULDNT_CONNECT: .notConnected
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CONNECT_ERROR,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CIPHER:
            .certificate
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: .targetRefused
        default: .broken
        }
    }

    private static func lines(_ headers: [HTTPHeader]) -> [String] {
        // An empty `Expect` spares large bodies a round trip.
        headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" } + ["Expect:"]
    }

    private static func append(
        _ lines: [String], to list: inout UnsafeMutablePointer<curl_slist>?
    ) -> Bool {
        for line in lines {
            guard let longer = curl_slist_append(list, line) else { return false }
            list = longer
        }
        return true
    }

    private func set(_ option: CURLoption, _ value: Int) -> CURLcode {
        greenlane_curl_set_long(handle, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) -> CURLcode {
        greenlane_curl_set_string(handle, option, value)
    }

    private func set(_ option: CURLoption, _ value: UnsafeRawPointer) -> CURLcode {
        greenlane_curl_set_pointer(handle, option, UnsafeMutableRawPointer(mutating: value))
    }
}

extension CurlTransfer {
    typealias DataCallback =
        @convention(c) (
            UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?
        ) -> Int

    /// Less than what was given ends the transfer.
    private static let stop = 0

    private static func transfer(_ pointer: UnsafeMutableRawPointer?) -> CurlTransfer? {
        pointer.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let onBody: DataCallback = { data, size, count, pointer in
        guard let transfer = CurlTransfer.transfer(pointer), let data else { return stop }
        let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
        let room = transfer.settings.limits.responseBodyByteCount - transfer.body.count
        transfer.body.append(contentsOf: bytes.prefix(room))
        guard bytes.count > room else { return bytes.count }
        transfer.bodyWasCut = true
        return stop
    }

    private static let onHeader: DataCallback = { data, size, count, pointer in
        guard let transfer = CurlTransfer.transfer(pointer), let data else { return stop }
        let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
        transfer.headByteCount += bytes.count
        guard transfer.headByteCount <= transfer.settings.limits.responseHeadByteCount else {
            return stop
        }
        transfer.read(headerLine: String(decoding: bytes, as: UTF8.self))
        return bytes.count
    }

    private func read(headerLine line: String) {
        guard let colon = line.firstIndex(of: ":") else { return }
        let value = line[line.index(after: colon)...]
            .trimmingCharacters(in: .whitespacesAndNewlines)
        if line[..<colon].lowercased() == "webhook-delivery", value == "abort-message" {
            asksToAbort = true
        }
    }

    /// The moment at which the real address is known and nothing has been sent.
    private static let onOpenSocket: curl_opensocket_callback = { pointer, _, address in
        guard let transfer = CurlTransfer.transfer(pointer), let address else {
            return CURL_SOCKET_BAD
        }
        var count = 0
        let start = greenlane_curl_address_bytes(address, &count)
        let bytes = Array(UnsafeBufferPointer(start: start, count: count))
        guard let target = IPAddress(bytes),
            transfer.settings.policy.allows(target, scheme: transfer.job.endpoint.scheme)
        else {
            transfer.wasTargetRefused = true
            return CURL_SOCKET_BAD
        }
        return greenlane_curl_open_socket(address)
    }
}
