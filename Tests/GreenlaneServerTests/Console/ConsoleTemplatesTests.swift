import Foundation
import GreenlaneCore
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

@Suite("What the pages are made of")
struct ConsoleTemplatesTests {
    private static let folder = World.home + "/Sources/GreenlaneServer/Console/Files"

    private struct File {
        var name: String
        var text: String
    }

    private static func files(_ folder: String, _ ending: String) throws -> [File] {
        let found = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        return try (found ?? []).filter { $0.hasSuffix(ending) }.sorted().map {
            File(
                name: String($0.dropLast(ending.count)),
                text: try String(contentsOfFile: folder + "/" + $0, encoding: .utf8))
        }
    }

    private static func templates() throws -> [File] {
        let all = try files(folder + "/Templates", ".mustache")
        try #require(all.count > 20)
        return all
    }

    /// What stands after a mark, up to another.
    private static func all(_ mark: String, to end: String, in text: String) -> [String] {
        text.components(separatedBy: mark).dropFirst().compactMap {
            $0.components(separatedBy: end).first
        }
    }

    @Test("every template is read and drawn by the library that draws the pages, in both languages")
    func drawn() throws {
        let shipped = try ConsoleFiles.shipped()
        for template in try Self.templates() {
            for language in Language.allCases {
                let page = try #require(
                    shipped.rendered(
                        template.name, TemplateValues(JSONObject()), language), "\(template.name)")
                #expect(!page.contains("{{"), "\(template.name)")
                let isPart = template.name.hasPrefix("parts/") || template.name == "assessment"
                let isWhole = page.contains("<!doctype html>") && page.contains("</html>")
                #expect(isWhole != isPart, "\(template.name)")
            }
        }
    }

    @Test("what a template takes in is there")
    func whole() throws {
        let templates = try Self.templates()
        let names = templates.map(\.name)
        for template in templates {
            let taken =
                Self.all("{{> ", to: "}}", in: template.text)
                + Self.all("{{<", to: "}}", in: template.text)
            for name in taken { #expect(names.contains(name), "\(template.name): \(name)") }
        }
    }

    @Test("every word that a template says is in the tables, and every word of them is said")
    func words() throws {
        let known = try ConsoleFiles.shipped().words.keys
        var said: [String] = []
        for template in try Self.templates() {
            let used = Self.all("w.", to: "}}", in: template.text).filter { name in
                name.allSatisfy { $0.isLetter || $0.isNumber }
                    && template.text.contains("{{w.\(name)}}")
            }
            for word in used { #expect(known.contains(word), "\(template.name): \(word)") }
            said += used
        }
        let sources = try Self.files(World.home + "/Sources/GreenlaneServer", ".swift")
        for word in known where !said.contains(word) {
            let isSaid = sources.contains {
                $0.text.contains("\"\(word)\"") || $0.text.contains("done=\(word)")
            }
            #expect(isSaid, "nothing says \(word)")
        }
    }

    @Test("words are Chinese and English")
    func languages() throws {
        let words = try ConsoleFiles.shipped().words
        let same = ["brand", "brandOther"]
        for key in words.keys where !same.contains(key) {
            let hasChinese = words(key, .zh).unicodeScalars.contains {
                (0x4E00...0x9FFF).contains($0.value)
            }
            let isEnglish = words(key, .en).unicodeScalars.allSatisfy {
                !(0x3000...0x9FFF).contains($0.value)
            }
            #expect(hasChinese && isEnglish, "\(key)")
            #expect(words(key, .zh).contains("{about}") == words(key, .en).contains("{about}"))
        }
    }

    @Test("no style and no script stands in a page: browsers are told to run none")
    func inline() throws {
        for template in try Self.templates() {
            let text = template.text.lowercased()
            #expect(!text.contains("style="), "\(template.name)")
            #expect(!text.contains("javascript:"), "\(template.name)")
            #expect(!text.contains("<style"), "\(template.name)")
            for script in Self.all("<script", to: ">", in: text) {
                #expect(script.contains("src="), "\(template.name)")
            }
            let handler = try Regex(#"\son[a-z]+\s*="#)
            #expect(text.firstMatch(of: handler) == nil, "\(template.name)")
            // Only drawings of our own stand in a page as they are, and what another template made.
            let isRaw = template.name == "kept" ? ["content"] : ["picture", "chart"]
            for raw in Self.all("{{{", to: "}}}", in: template.text) {
                #expect(isRaw.contains(raw), "\(template.name): \(raw)")
            }
        }
    }

    /// Bytes of all styles and scripts together, before compression.
    private static let maximumAssetBytes = 60_000
    /// Bytes of one of them.
    private static let maximumFileBytes = 24_000

    @Test("styles and scripts stay small, and fetch nothing from elsewhere")
    func assets() throws {
        let assets = try ConsoleFiles.shipped().assets
        var total = 0
        for name in assets.keys.sorted() {
            let bytes = try #require(assets[name]?.bytes)
            total += bytes.count
            #expect(bytes.count <= Self.maximumFileBytes, "\(name)")
            let text = String(decoding: bytes, as: UTF8.self)
            let isDrawing = name.hasSuffix(".svg")
            #expect(isDrawing || !text.contains("://"), "\(name)")
            #expect(!text.contains("@import") && !text.contains("eval("), "\(name)")
        }
        #expect(total <= Self.maximumAssetBytes)
    }
}
