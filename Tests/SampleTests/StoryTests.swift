import Foundation
import GreenlaneCatalog
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import GreenlaneWebhooks
import Testing

/// Names of the shipped stories, for the tests' arguments.
private let storyNames: [String] = {
    let folder = World.home + "/Samples"
    do {
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
        return []
    }
}()

@Suite("The shipped stories")
struct StoryTests {
    @Test("are ten")
    func count() {
        #expect(storyNames.count == 10)
    }

    @Test("come out as they are told, and replay and verify clean", arguments: storyNames)
    func told(_ name: String) throws {
        try withStory(name) { runner, store in
            #expect(runner.mismatches.map(\.description) == [])
            let replay = try Replayer(store: store).run()
            #expect(replay.divergences.map(\.json.text) == [])
            let verify = try Verifier(store: store).run()
            #expect(verify.problems == [])
        }
    }

    /// Set GREENLANE_RECORD=1 to write the expected files anew.
    @Test("give the events and webhooks that lie beside them", arguments: storyNames)
    func recorded(_ name: String) throws {
        try withStory(name) { _, store in
            let (events, webhooks) = try Self.output(store)
            for (file, lines) in [
                ("expected-events.jsonl", events), ("expected-webhooks.jsonl", webhooks),
            ] {
                let path = World.home + "/Samples/\(name)/\(file)"
                let text = lines.joined(separator: "\n") + "\n"
                if ProcessInfo.processInfo.environment["GREENLANE_RECORD"] == "1" {
                    try text.write(toFile: path, atomically: true, encoding: .utf8)
                }
                let expected = try String(contentsOfFile: path, encoding: .utf8)
                #expect(text == expected, "\(name)/\(file)")
            }
        }
    }

    @Test("give the same root hash in two runs with the same seed", arguments: storyNames)
    func deterministic(_ name: String) throws {
        var roots: [String] = []
        for _ in 0..<2 { try withStory(name) { runner, _ in roots.append(runner.engine.root) } }
        #expect(roots[0] == roots[1])
    }

    /// What a reader of the folder sees: the shipment's events, and every webhook.
    private static func output(_ store: LogStore) throws -> ([String], [String]) {
        var events: [String] = []
        var webhooks: [String] = []
        let names = try store.streamNames()
        let everyone = SubscriptionRow(
            id: 1, name: "samples", url: "https://example.org/", format: "cloudevents",
            active: true, since: 0)
        try store.scan { view in
            let stream = names[view.stream] ?? ""
            let entry = try JSONParser.parse(Array(view.entry))
            if stream.hasPrefix("shipment/") {
                var line = JSONObject()
                for name in ["version", "type", "occurred"] { line[name] = entry[name] }
                for name in ["command", "milestone", "state", "at", "fits"] {
                    line[name] = entry["data"]?[name]
                }
                events.append(JSONValue.object(line).text)
            }
            // Refused attempts are on the record; subscribers hear of changes.
            guard view.type != RefusalRecord.type else { return true }
            let delivery = DueDelivery(
                subscription: everyone, position: view.position, stream: view.stream, attempts: 0,
                streamName: stream, type: view.type, entry: Array(view.entry))
            let event = try #require(EventMessage.cloudEvent(delivery))
            webhooks.append(event.json.text)
            return true
        }
        return (events, webhooks)
    }

    private func withStory(
        _ name: String, _ body: (StoryRunner, LogStore) throws -> Void
    ) throws {
        let definitions = try #require(World.definitions)
        let folder = NSTemporaryDirectory() + "greenlane-story-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let store = try LogStore.open(path: folder + "/greenlane.sqlite")
        defer {
            do {
                try store.close()
                try FileManager.default.removeItem(atPath: folder)
            } catch {
                Issue.record("the scratch folder stays: \(folder)")
            }
        }
        let story = try StoryLoader.load(folder: World.home + "/Samples/\(name)", name: name)
        let lists = try ShippedWhitelists.read(home: World.home, schemes: definitions.schemes)
        let runner = try StoryRunner(
            [story], store: store, definitions: definitions, lists: lists, seed: 1)
        try runner.run()
        try body(runner, store)
    }
}
