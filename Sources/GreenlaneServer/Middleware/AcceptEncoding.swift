/// What a client says it can unpack (RFC 9110, section 12.5.3).
enum AcceptEncoding {
    /// Whether gzip may be sent: named or covered by `*`, with a weight above zero and not below
    /// that of sending the answer as it is.
    static func allowsGzip(_ lines: [String]) -> Bool {
        var gzip: Int?
        var identity: Int?
        var any: Int?
        for item in lines.joined(separator: ",").split(separator: ",") {
            let parts = item.split(separator: ";").map {
                $0.filter { $0 != " " && $0 != "\t" }.lowercased()
            }
            guard let name = parts.first, let weight = AcceptWeight.of(parts.dropFirst()) else {
                continue
            }
            switch name {
            case "gzip", "x-gzip": gzip = max(gzip ?? 0, weight)
            case "identity": identity = weight
            case "*": any = weight
            default: break
            }
        }
        guard let wanted = gzip ?? any, wanted > 0 else { return false }
        return wanted >= (identity ?? 0)
    }

}

/// What a client says an item of its list is worth to it (RFC 9110, section 12.4.2).
enum AcceptWeight {
    /// Thousandths; nil where the weight is none, which makes the item unusable.
    static func of(_ parameters: ArraySlice<some StringProtocol>) -> Int? {
        let plain = parameters.map { String($0.filter { $0 != " " }) }
        guard let text = plain.first(where: { $0.hasPrefix("q=") })?.dropFirst(2) else {
            return 1000
        }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int($0) }), whole == 0 || whole == 1 else {
            return nil
        }
        guard parts.count == 2 else { return whole * 1000 }
        let digits = parts[1]
        guard digits.utf8.count <= 3, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        let padded = digits + String(repeating: "0", count: 3 - digits.utf8.count)
        let value = whole * 1000 + (Int(padded) ?? 0)
        return value <= 1000 ? value : nil
    }
}
