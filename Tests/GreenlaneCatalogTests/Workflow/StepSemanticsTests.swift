import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("A workflow that is sent events")
struct StepSemanticsTests {
    @Test("takes transitions as SCXML says", arguments: transitionScripts)
    func transitions(script: WorkflowScript) throws {
        #expect(try script.play() == script.expected)
    }

    @Test("settles conflicts between regions", arguments: parallelScripts)
    func parallels(script: WorkflowScript) throws {
        #expect(try script.play() == script.expected)
    }

    @Test("remembers where it was", arguments: historyScripts)
    func histories(script: WorkflowScript) throws {
        #expect(try script.play() == script.expected)
    }

    @Test("orders raised, sent and delayed events", arguments: queueScripts)
    func queues(script: WorkflowScript) throws {
        #expect(try script.play() == script.expected)
    }

    @Test("says what it did in the form of the contract")
    func contractForm() throws {
        var run = try WorkflowRun(try chart(contractSample))
        #expect(
            run.start().text == #"{"event":null,"active":["a"],"final":false,"refused":null}"#)
        #expect(
            run.send("go").text
                == #"{"event":"go","active":["b","r1","y","r2","z"],"final":false,"refused":null}"#)
        #expect(
            run.send("nothing").text
                == #"{"event":"nothing","active":["b","r1","y","r2","z"],"final":false,"#
                + #""refused":{"code":"event-not-accepted"}}"#)
    }

    @Test("does nothing at all where it would never come to rest")
    func endlessLoop() throws {
        let text = """
            initial: a
            states:
              a: {on: {go: b, other: c}}
              b: {always: c2}
              c2: {always: b}
              c: {}
            """
        let script = WorkflowScript(
            "loop", text, start: "a", [("go", "!endless-loop"), ("other", "c")])
        #expect(try script.play() == script.expected)
    }

    @Test("does not even start where the start never comes to rest")
    func endlessStart() throws {
        let script = WorkflowScript(
            "loop", "initial: a\nstates: {a: {always: {actions: []}}}", start: "!endless-loop",
            [("go", "!event-not-accepted")])
        #expect(try script.play() == script.expected)
    }

    @Test("answers guards from facts; an unknown guard does not hold")
    func guards() throws {
        let text = """
            initial: a
            states:
              a:
                on:
                  both: {target: b, guard: [yes1, {type: not, params: {guard: no1}}]}
                  either: {target: b, guard: {type: or, params: {guards: [no1, unknown]}}}
                  neither: {target: b, guard: {type: and, params: {guards: [yes1, no1]}}}
              b: {}
            """
        let script = WorkflowScript(
            "guards", text, start: "a",
            [
                ("either", "!event-not-accepted"), ("neither", "!event-not-accepted"),
                ("both", "b"),
            ])
        let facts: JSONValue = ["guards": ["yes1": true, "no1": false]]
        #expect(try script.play(facts: facts) == script.expected)
    }

    @Test(
        "refuses facts of the wrong form",
        arguments: [
            ["guards": ["a": "yes"]], ["guards": []], [],
        ] as [JSONValue])
    func wrongFacts(facts: JSONValue) throws {
        let chart = try chart("initial: a\nstates: {a: {}}")
        #expect(throws: Refusal.self) { try WorkflowRun(chart, facts: facts) }
    }

    private func chart(_ text: String) throws -> Statechart {
        try Statechart(try WorkflowLoader.load(text: text, file: "t.yaml").definition)
    }
}
