import Foundation
import GreenlaneCore

/// Why a value is not one.
struct ConfigurationFault: Error {
    let code: String
    let message: LocalizedText

    init(_ code: String, zh: String, en: String) {
        self.code = code
        message = LocalizedText(zh: zh, en: en)
    }
}

/// How values are written and read.
enum ConfigurationForm {
    /// A whole number within bounds.
    static func number(
        _ text: String, in range: ClosedRange<Int>
    ) throws(ConfigurationFault) -> Int {
        guard isDigits(text), let value = Int(text), range.contains(value) else {
            throw ConfigurationFault(
                "out-of-range",
                zh: "应为 \(range.lowerBound) 到 \(range.upperBound) 之间的整数。",
                en: "A whole number from \(range.lowerBound) to \(range.upperBound) is expected.")
        }
        return value
    }

    /// Bytes, plain or with KiB, MiB or GiB.
    static func bytes(
        _ text: String, in range: ClosedRange<Int>
    ) throws(ConfigurationFault) -> Int {
        let units = [("KiB", 10), ("MiB", 20), ("GiB", 30)]
        let unit = units.first { text.hasSuffix($0.0) }
        let digits = text.dropLast(unit?.0.count ?? 0).filter { $0 != " " }
        if isDigits(String(digits)), let count = Int(digits), count < 1 << 32,
            range.contains(count << (unit?.1 ?? 0))
        {
            return count << (unit?.1 ?? 0)
        }
        throw ConfigurationFault(
            "out-of-range",
            zh: "应为 \(size(range.lowerBound)) 到 \(size(range.upperBound))，例如 1MiB。",
            en: "A size from \(size(range.lowerBound)) to \(size(range.upperBound)) is expected, "
                + "such as 1MiB.")
    }

    /// The size with the largest unit that is whole.
    static func size(_ bytes: Int) -> String {
        for (name, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)]
        where bytes > 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(name)"
        }
        return String(bytes)
    }

    /// `yes` or `no`; YAML's `true` and `false` too.
    static func flag(_ text: String) throws(ConfigurationFault) -> Bool {
        switch text {
        case "yes", "true": return true
        case "no", "false": return false
        default:
            throw ConfigurationFault("not-yes-or-no", zh: "应为 yes 或 no。", en: "Say yes or no.")
        }
    }

    /// One of several words.
    static func choice(
        _ text: String, of words: [String]
    ) throws(ConfigurationFault) -> String {
        guard !words.contains(text) else { return text }
        let near = Suggestion.nearest(to: text, in: words)
        throw ConfigurationFault(
            "unknown-word",
            zh: "应为 \(words.joined(separator: "、")) 之一。" + (near.map { "是否想写 \($0)？" } ?? ""),
            en: "One of \(words.joined(separator: ", ")) is expected."
                + (near.map { " Did you mean \($0)?" } ?? ""))
    }

    /// An origin: scheme, host and port, nothing behind; no user names.
    static func origin(_ text: String) throws(ConfigurationFault) -> String {
        let parts = try address(text, plainHTTP: .anywhere)
        guard parts.path.isEmpty || parts.path == "/", parts.query == nil else {
            throw ConfigurationFault(
                "url-has-path", zh: "只写协议、主机和端口，例如 https://greenlane.example.org。",
                en: "Scheme, host and port only, such as https://greenlane.example.org.")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// An address of a trusted issuer: https, or http on this machine.
    static func issuerAddress(_ text: String) throws(ConfigurationFault) -> String {
        _ = try address(text, plainHTTP: .loopback)
        return text
    }

    private enum PlainHTTP { case anywhere, loopback }

    private static func address(
        _ text: String, plainHTTP: PlainHTTP
    ) throws(ConfigurationFault) -> URLComponents {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.scheme == "https" || parts.scheme == "http", parts.fragment == nil
        else {
            throw ConfigurationFault(
                "url-invalid", zh: "应为完整网址，例如 https://id.example.org。",
                en: "A full URL is expected, such as https://id.example.org.")
        }
        guard parts.user == nil, parts.password == nil else {
            throw ConfigurationFault(
                "url-has-secret", zh: "网址中不得写用户名或口令。", en: "No user name or password in a URL.")
        }
        let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        let isHere = bare == "localhost" || NetworkAddress(bare)?.isLoopback == true
        guard parts.scheme == "https" || plainHTTP == .anywhere || isHere else {
            throw ConfigurationFault("url-not-https", zh: "应使用 https。", en: "Use https.")
        }
        return parts
    }

    private static func isDigits(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count < 16 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
