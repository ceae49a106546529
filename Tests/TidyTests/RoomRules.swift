/// Who may import what. A new line here is a decision about the architecture.
enum RoomRules {
    static let ours = [
        "GreenlaneCore", "GreenlaneCatalog", "GreenlaneStore", "GreenlaneEngine",
        "GreenlaneServer", "GreenlaneWebhooks", "TransparencyLog",
    ]

    static let allowed: [(room: String, modules: [String])] = [
        ("GreenlaneCore", []),
        ("TransparencyLog", ["Crypto"]),
        // Glibc for iconv, which reads GB18030.
        (
            "GreenlaneCatalog",
            [
                "GreenlaneCore", "Yams", "SwiftCSV", "Foundation", "Glibc", "Dispatch",
                "Synchronization",
            ]
        ),
        (
            "GreenlaneStore",
            [
                "GreenlaneCore", "TransparencyLog", "GRDB", "GRDBSQLite", "Crypto", "Foundation",
                "Glibc", "Synchronization",
            ]
        ),
        (
            "GreenlaneEngine",
            [
                "GreenlaneCore", "GreenlaneCatalog", "GreenlaneStore", "TransparencyLog",
                "Logging", "Foundation", "Synchronization",
            ]
        ),
        ("CCurl", []),
        (
            "GreenlaneWebhooks",
            [
                "GreenlaneCore", "GreenlaneStore", "CCurl", "Crypto", "Logging", "Foundation",
                "Dispatch", "Synchronization", "Glibc",
            ]
        ),
        (
            "GreenlaneServer",
            [
                "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "Mustache", "HTTPTypes",
                "NIOCore",
                "NIOPosix", "NIOHTTPTypes", "NIOSSL", "CZlib", "ServiceLifecycle", "UnixSignals",
                "Logging",
                "Metrics", "CoreMetrics", "JWTKit", "Crypto", "CryptoExtras", "Foundation",
                "Dispatch", "Synchronization", "GreenlaneCore", "GreenlaneCatalog",
                "GreenlaneEngine", "GreenlaneStore", "TransparencyLog",
            ]
        ),
        (
            "greenlane",
            ours + [
                "ArgumentParser", "Logging", "Foundation", "Glibc", "Dispatch", "Synchronization",
            ]
        ),
    ]

    static func check(_ file: SourceFile) -> [Finding] {
        guard file.isSwift, let room = file.room else { return [] }
        guard let modules = allowed.first(where: { $0.room == room })?.modules else {
            return [
                Finding(path: file.path, line: 1, message: "the room \(room) has no import list")
            ]
        }
        return SwiftCode(file.text).lines.enumerated().compactMap { index, line in
            guard let module = imported(line), !modules.contains(module) else { return nil }
            return Finding(
                path: file.path, line: index + 1,
                message: "\(room) must not import \(module); allowed: "
                    + (modules.isEmpty ? "nothing" : modules.joined(separator: ", ")))
        }
    }

    /// The module of an import line, whatever stands before and behind it.
    static func imported(_ line: String) -> String? {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
            words[..<position].allSatisfy({ isImportModifier($0) })
        else { return nil }
        let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let rest = words[(position + 1)...].drop { kinds.contains($0) }
        return rest.first?.split(separator: ".").first.map(String.init)
    }

    private static func isImportModifier(_ word: String) -> Bool {
        word.hasPrefix("@")
            || ["public", "package", "internal", "fileprivate", "private"].contains(word)
    }
}
