import CCurl
import Foundation

/// A URL as libcurl reads it. The reader that checks is the one that sends, so no spelling can mean
/// one host here and another there.
struct EndpointURL: Hashable, Sendable {
    let scheme: String
    /// Lower case; an IPv6 address in brackets.
    let host: String
    let port: String
    let hasCredentials: Bool

    init?(_ text: String) {
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }), let handle = curl_url()
        else { return nil }
        defer { curl_url_cleanup(handle) }
        guard curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK,
            let scheme = Self.part(handle, CURLUPART_SCHEME),
            let host = Self.part(handle, CURLUPART_HOST), !host.isEmpty,
            let port = Self.part(handle, CURLUPART_PORT, flags: UInt32(CURLU_DEFAULT_PORT)),
            // A zone names a network card of ours.
            Self.part(handle, CURLUPART_ZONEID) == nil
        else { return nil }
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port
        hasCredentials =
            Self.part(handle, CURLUPART_USER) != nil
            || Self.part(handle, CURLUPART_PASSWORD) != nil
    }

    /// What shares a connection.
    var authority: String { "\(scheme)://\(host):\(port)" }

    /// The address, where the host is one and no name.
    var literalAddress: IPAddress? {
        if host.hasPrefix("["), host.hasSuffix("]") {
            var address = in6_addr()
            guard inet_pton(AF_INET6, String(host.dropFirst().dropLast()), &address) == 1
            else { return nil }
            return IPAddress(withUnsafeBytes(of: address) { Array($0) })
        }
        var address = in_addr()
        guard inet_pton(AF_INET, host, &address) == 1 else { return nil }
        return IPAddress(withUnsafeBytes(of: address) { Array($0) })
    }

    /// Whether the host says openly that it is this machine.
    var namesLoopback: Bool {
        if let literalAddress { return literalAddress.reach == .loopback }
        let name = host.hasSuffix(".") ? host.dropLast() : host[...]
        return name == "localhost" || name.hasSuffix(".localhost")
    }

    private static func part(
        _ handle: OpaquePointer, _ part: CURLUPart, flags: UInt32 = 0
    ) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
