import GreenlaneCatalog
import GreenlaneCore
import Testing

/// A workflow, events sent to it, and where it must stand after each.
struct WorkflowScript: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    /// Before the first event.
    let start: String
    /// The event, and the active states that follow it, or `!code` where it is refused.
    let events: [(String, String)]

    init(_ name: String, _ text: String, start: String, _ events: [(String, String)] = []) {
        self.name = name
        self.text = "id: t\nversion: 1\n" + text
        self.start = start
        self.events = events
    }

    var testDescription: String { name }

    /// What happened, in the form of what is expected.
    func play(facts: JSONValue = .object(JSONObject())) throws -> [String] {
        let loaded = try WorkflowLoader.load(text: text, file: "t.yaml")
        var run = try WorkflowRun(try Statechart(loaded.definition), facts: facts)
        return [Self.standing(run.start())] + events.map { Self.standing(run.send($0.0)) }
    }

    var expected: [String] { [start] + events.map(\.1) }

    static func standing(_ line: JSONValue) -> String {
        if let code = line["refused"]?["code"]?.stringValue { return "!" + code }
        let names = line["active"]?.arrayValue?.compactMap(\.stringValue) ?? []
        return names.joined(separator: " ") + (line["final"] == true ? " ." : "")
    }
}
