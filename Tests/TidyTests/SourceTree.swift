import Foundation

/// A file of the checkout, with its path from the root.
struct SourceFile: Sendable {
    let path: String
    let text: String

    /// The second folder of `Sources/Room/…`; nil elsewhere.
    var room: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    var isSwift: Bool { path.hasSuffix(".swift") }
}

/// A breach of a house rule, with its place and what to do instead.
struct Finding: Hashable, CustomStringConvertible, Sendable {
    let path: String
    let line: Int
    let message: String

    var description: String { "\(path):\(line): \(message)" }
}

/// The files that the house rules look at.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let folders = [
        "Sources", "Tests", "Workflows", "Whitelists", "Samples", "scripts", "Documentation",
    ]

    static let textEndings = [
        "swift", "md", "yaml", "yml", "json", "csv", "sh", "h", "modulemap", "html", "css", "js",
    ]

    /// Sorted by path, so that findings come in the same order everywhere.
    static let files: [SourceFile] = {
        var paths = ["Package.swift", "Makefile", ".ci/run", "greenlane"]
        let manager = FileManager.default
        let top = (try? manager.contentsOfDirectory(atPath: root.path)) ?? []
        paths += top.filter { $0.hasSuffix(".md") }
        for folder in folders {
            let base = root.appending(path: folder).path
            for path in (try? manager.subpathsOfDirectory(atPath: base)) ?? [] {
                let ending = path.split(separator: ".").last.map(String.init) ?? ""
                if textEndings.contains(ending) { paths.append("\(folder)/\(path)") }
            }
        }
        return paths.sorted().compactMap { path in
            guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8)
            else { return nil }
            return SourceFile(path: path, text: text)
        }
    }()

    static let swiftFiles = files.filter(\.isSwift)
}
