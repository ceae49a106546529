import Crypto
import Foundation
public import GreenlaneCore
import Mustache

/// What the pages are made of beside code: templates, words, styles and script, read once at start
/// from the resources that lie beside the program.
public struct ConsoleFiles: Sendable {
    /// A file that browsers fetch.
    struct Asset: Sendable {
        var bytes: [UInt8]
        var mediaType: String
        /// Strong entity tag, with its quotes.
        var tag: String
    }

    let library: MustacheLibrary
    let words: ConsoleWords
    let assets: [String: Asset]
    /// Changes when any asset does: part of their addresses, so that browsers keep them for good.
    let version: String

    /// The files that came with the program. Refusals: `console-files-damaged`.
    public static func shipped() throws(Refusal) -> ConsoleFiles {
        let name = "greenlane_GreenlaneServer.resources/Files"
        let places = [Bundle.main.bundleURL, Bundle.main.resourceURL].compactMap { $0 }
        let found = places.map { $0.appendingPathComponent(name).path }.first {
            FileManager.default.fileExists(atPath: $0)
        }
        guard let found else {
            throw damaged("\(name) beside the program: it is not there")
        }
        return try ConsoleFiles(folder: found)
    }

    init(folder: String) throws(Refusal) {
        library = try Self.library(folder + "/Templates")
        words = try Self.words(folder + "/Words")
        var assets: [String: Asset] = [:]
        var hasher = SHA256()
        for name in try Self.names(folder + "/Assets") {
            let bytes = try Self.bytes(folder + "/Assets/" + name)
            hasher.update(data: bytes)
            let ending = name.split(separator: ".").last.map(String.init) ?? ""
            guard let type = Self.mediaTypes[ending] else { continue }
            let digest = Self.hex(SHA256.hash(data: bytes))
            assets[name] = Asset(
                bytes: bytes, mediaType: type, tag: "\"\(digest.prefix(16))\"")
        }
        self.assets = assets
        version = String(Self.hex(hasher.finalize()).prefix(8))
    }

    /// A template with its values and the words of a language; nil where there is no such template.
    func rendered(
        _ template: String, _ values: [String: Any], _ language: Language
    ) -> String? {
        var values = values
        values["w"] = words.all(language)
        return library.render(values, withTemplate: template)
    }

    private static let mediaTypes = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
    ]

    private static func hex(_ digest: some Sequence<UInt8>) -> String {
        digest.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    private static func library(_ folder: String) throws(Refusal) -> MustacheLibrary {
        var library = MustacheLibrary()
        for name in try names(folder) where name.hasSuffix(".mustache") {
            let text = try text(folder + "/" + name)
            do {
                try library.register(text, named: String(name.dropLast(9)))
            } catch { throw damaged("\(folder)/\(name): \(error)") }
        }
        return library
    }

    private static func words(_ folder: String) throws(Refusal) -> ConsoleWords {
        var words = ConsoleWords()
        for name in try names(folder) {
            try words.add(text(folder + "/" + name), file: folder + "/" + name)
        }
        return words
    }

    /// Names below a folder, in their order.
    private static func names(_ folder: String) throws(Refusal) -> [String] {
        guard let found = FileManager.default.enumerator(atPath: folder) else {
            throw damaged(folder)
        }
        return found.compactMap { $0 as? String }.filter { $0.contains(".") }.sorted()
    }

    private static func bytes(_ path: String) throws(Refusal) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw damaged(path) }
        return Array(data)
    }

    private static func text(_ path: String) throws(Refusal) -> String {
        guard let text = String(validating: try bytes(path), as: UTF8.self) else {
            throw damaged("\(path): not UTF-8")
        }
        return text
    }

    static func damaged(_ what: String) -> Refusal {
        Refusal(
            .fault, "console-files-damaged",
            LocalizedText(
                zh: "页面文件缺失或损坏：\(what)。",
                en: "A file of the pages is missing or damaged: \(what)."),
            remedy: LocalizedText(
                zh: "重新安装，使 greenlane_GreenlaneServer.resources 与程序放在同一目录。",
                en: "Install again, with greenlane_GreenlaneServer.resources beside the program."))
    }
}
