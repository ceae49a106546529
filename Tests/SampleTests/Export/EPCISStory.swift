import Foundation
import GreenlaneCatalog
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

/// The shipped stories as EPCIS documents.
enum EPCISStory {
    static let names: [String] = {
        let folder = World.home + "/Samples"
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            return []
        }
    }()

    /// When the documents say that they were made.
    static let created = Timestamp("2026-12-31T12:00:00+08:00") ?? Timestamp(milliseconds: 0)

    /// Runs the story in a log of its own and exports the whole log.
    static func document(_ name: String) throws -> String {
        let definitions = try #require(World.definitions)
        let folder = NSTemporaryDirectory() + "greenlane-epcis-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(atPath: folder) } catch {}
        }
        let store = try LogStore.open(path: folder + "/greenlane.sqlite")
        let story = try StoryLoader.load(folder: World.home + "/Samples/\(name)", name: name)
        let lists = try ShippedWhitelists.read(home: World.home, schemes: definitions.schemes)
        let runner = try StoryRunner(
            [story], store: store, definitions: definitions, lists: lists, seed: 1)
        try runner.run()
        let text = try export(store, EPCISSelection())
        try store.close()
        return text
    }

    /// The document of a selection.
    static func export(_ store: LogStore, _ selection: EPCISSelection) throws -> String {
        let definitions = try #require(World.definitions)
        var bytes: [UInt8] = []
        _ = try EPCISExporter(store: store, definitions: definitions)
            .export(selection, created: created) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The events of a document.
    static func events(_ document: String) throws -> [JSONValue] {
        try JSONParser.parse(document)["epcisBody"]?["eventList"]?.arrayValue ?? []
    }
}
