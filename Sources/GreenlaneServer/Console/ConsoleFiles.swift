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

    private let chinese: MustacheLibrary
    private let english: MustacheLibrary
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
        words = try Self.words(folder + "/Words")
        chinese = try Self.library(folder + "/Templates", words.all(.zh))
        english = try Self.library(folder + "/Templates", words.all(.en))
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

    /// A template with its values, in a language; nil where there is no such template.
    func rendered(
        _ template: String, _ values: TemplateValues, _ language: Language
    ) -> String? {
        (language == .zh ? chinese : english).render(values, withTemplate: template)
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

    private static func library(
        _ folder: String, _ words: [String: String]
    ) throws(Refusal) -> MustacheLibrary {
        PageText.register()
        var library = MustacheLibrary()
        for name in try names(folder) where name.hasSuffix(".mustache") {
            let text = worded(try text(folder + "/" + name), words)
            do {
                let template = String(name.dropLast(9))
                try library.register(PageText.pragma + text, named: template)
                if let inside = inside(text) {
                    try library.register(PageText.pragma + inside, named: content(template))
                }
            } catch { throw damaged("\(folder)/\(name): \(error)") }
        }
        return library
    }

    /// Name of what a page's template puts into the frame, as a template of its own.
    static func content(_ template: String) -> String { template + "/content" }

    private static func inside(_ template: String) -> Substring? {
        guard let start = template.firstRange(of: "{{$content}}"),
            let end = template.firstRange(of: "{{/content}}")
        else { return nil }
        return template[start.upperBound..<end.lowerBound]
    }

    /// A template with the words of one language in place: they are looked up once, not at each
    /// rendering. A word that is in no table stays as it is, and shows nothing.
    private static func worded(_ template: String, _ words: [String: String]) -> String {
        let (mark, end) = ("{{w.", "}}")
        var result = ""
        var rest = template[...]
        while let start = rest.firstRange(of: mark),
            let stop = rest[start.upperBound...].firstRange(of: end)
        {
            result += rest[..<start.lowerBound]
            let key = String(rest[start.upperBound..<stop.lowerBound])
            result +=
                words[key].map(PageText.escaped) ?? String(rest[start.lowerBound..<stop.upperBound])
            rest = rest[stop.upperBound...]
        }
        return result + rest
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
