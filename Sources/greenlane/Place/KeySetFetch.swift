internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneWebhooks

/// Fetches the key set of a token issuer: from a file, or over https.
enum KeySetFetch {
    /// Marks a file instead of an address.
    static let filePrefix = "file:"
    /// Bytes of a key set.
    static let maximumBytes = 262_144

    static func read(_ place: String) async throws -> [UInt8] {
        if place.hasPrefix(filePrefix) {
            return try CatalogFiles.read(String(place.dropFirst(filePrefix.count))).bytes
        }
        var limits = TransportLimits()
        limits.responseBodyByteCount = maximumBytes
        let transport = try CurlTransport(
            policy: EndpointPolicy(allowLoopback: true), limits: limits)
        defer { transport.stop() }
        let result = await transport.send(OutboundRequest(get: place))
        guard case .response(let response) = result.outcome, response.status == 200 else {
            throw Refusal(
                .fault, "issuer-unavailable",
                LocalizedText(
                    zh: "无法取得令牌签发方的公钥。", en: "The issuer's keys cannot be fetched."))
        }
        return response.body
    }
}
