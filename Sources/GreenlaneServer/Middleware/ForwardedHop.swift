import HTTPTypes

/// Who the client is when proxies stand between. Only what a trusted peer says counts, and of the
/// list of hops only the part that trusted machines wrote.
struct ForwardedHop: Hashable {
    /// The client as far as it can be trusted.
    let client: NetworkAddress
    /// Whether its connection to the first trusted machine was encrypted; nil where not told.
    let isSecure: Bool?

    /// More hops than this are no real way.
    private static let maximumHops = 32

    /// The hop that counts; nil where the peer is not trusted or said nothing of use. `Forwarded`
    /// and `X-Forwarded-For` must not both be there: which of them the proxy wrote, and which the
    /// client made up, cannot be told.
    static func resolve(
        peer: NetworkAddress, headers: HTTPFields, trusted: [AddressRange]
    ) -> ForwardedHop? {
        guard trusted.contains(where: { $0.contains(peer) }) else { return nil }
        let standard = headers[values: .forwarded]
        let usual = headers[values: .forwardedFor]
        guard standard.isEmpty || usual.isEmpty else { return nil }
        if !standard.isEmpty { return fromStandard(standard, trusted) }
        // The nearest proxy wrote the last word.
        let schemes = headers[values: .forwardedProto].flatMap { items($0, by: ",") ?? [] }
        let isSecure = schemes.last.flatMap(secure)
        guard let client = rightmost(usual, trusted) else {
            return isSecure.map { ForwardedHop(client: peer, isSecure: $0) }
        }
        return ForwardedHop(client: client, isSecure: isSecure)
    }

    private static func rightmost(
        _ lines: [String], _ trusted: [AddressRange]
    ) -> NetworkAddress? {
        let hops = lines.flatMap { items($0, by: ",") ?? [] }
        guard hops.count <= maximumHops else { return nil }
        var last: NetworkAddress?
        for hop in hops.reversed() {
            // What stands left of something unreadable was written by nobody we trust.
            guard let address = address(of: hop) else { return last }
            last = address
            if !trusted.contains(where: { $0.contains(address) }) { return address }
        }
        return last
    }

    private static func fromStandard(
        _ lines: [String], _ trusted: [AddressRange]
    ) -> ForwardedHop? {
        var hops: [String] = []
        for line in lines {
            guard let parts = items(line, by: ",") else { return nil }
            hops += parts
        }
        guard hops.count <= maximumHops else { return nil }
        var last: ForwardedHop?
        for hop in hops.reversed() {
            guard let pairs = items(hop, by: ";") else { return last }
            var address: NetworkAddress?
            var isSecure: Bool?
            for pair in pairs {
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { return last }
                switch parts[0].lowercased() {
                case "for": address = Self.address(of: unquoted(parts[1]))
                case "proto": isSecure = secure(unquoted(parts[1]))
                default: break
                }
            }
            guard let address else { return last }
            last = ForwardedHop(client: address, isSecure: isSecure)
            if !trusted.contains(where: { $0.contains(address) }) { return last }
        }
        return last
    }

    private static func secure(_ scheme: String) -> Bool? {
        switch scheme.lowercased() {
        case "https", "wss": true
        case "http", "ws": false
        default: nil
        }
    }

    /// An address with or without port; IPv6 with or without brackets.
    private static func address(of text: String) -> NetworkAddress? {
        if let plain = NetworkAddress(text) { return plain }
        if text.hasPrefix("[") {
            return text.dropFirst().split(separator: "]").first.flatMap {
                NetworkAddress(String($0))
            }
        }
        let parts = text.split(separator: ":")
        return parts.count == 2 ? NetworkAddress(String(parts[0])) : nil
    }

    /// The parts between separators that do not stand in quotes, without the spaces around them;
    /// nil where a quote is not closed.
    private static func items(_ line: String, by separator: Character) -> [String]? {
        var items: [String] = []
        var current = ""
        var isQuoted = false
        for character in line {
            if character == "\"" { isQuoted.toggle() }
            if character == separator, !isQuoted {
                items.append(current)
                current = ""
            } else {
                current.append(character)
            }
        }
        guard !isQuoted else { return nil }
        items.append(current)
        return items.map { item in
            let start = item.drop { $0 == " " || $0 == "\t" }
            return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }.filter { !$0.isEmpty }
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        return String(text.dropFirst().dropLast())
    }
}
