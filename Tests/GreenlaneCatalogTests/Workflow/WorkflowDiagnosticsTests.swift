import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("A workflow file with mistakes")
struct WorkflowDiagnosticsTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let text: String
        /// `line:column code`, of errors and warnings.
        let expected: [String]

        init(_ text: String, _ expected: String...) {
            self.text = text
            self.expected = expected
        }

        var testDescription: String { expected.joined(separator: ", ") }
    }

    @Test(
        "names every problem with its place",
        arguments: [
            Mistake("id: t\ninitial: b\nstates: {a: {}}", "2:10 unknown-target"),
            Mistake(
                "id: t\ninitial: a\nevents:\n  go: {override: true}\n"
                    + "  come: {kind: fact, override: true}\n"
                    + "states:\n  a: {on: {go: a, come: a}}",
                "5:32 override-of-fact"),
            Mistake(
                "id: t\ninitial: a\nstates:\n  a: {on: {go: bb, stop: [{target: cc}]}}\n  b: {}",
                "4:16 unknown-target", "4:36 unknown-target"),
            Mistake(
                "id: t\ninitial: a\nstates:\n  a: {on: {go: {target: a, "
                    + "gaurd: x}}}\n  b: {color: red}",
                "4:28 unknown-key", "5:7 unknown-key"),
            Mistake(
                "id: t\ninitial: a\nstates:\n  a:\n    on: {go: a}\n    on: {go: a}\n  a: {}",
                "6:5 duplicate-key", "7:3 duplicate-key"),
            Mistake(
                "id: t\ninitial: p\nstates:\n  p: {initial: x, states: {x: {}}}\n"
                    + "  q: {initial: y, states: {x: {}, y: {on: {go: p}}}}",
                "5:28 duplicate-state"),
            Mistake(
                "id: t\ninitial: p\nstates:\n  p: {initial: y, states: {x: {}}}\n  y: {}",
                "4:16 initial-outside"),
            Mistake(
                "id: t\ninitial: p\nstates:\n  p:\n    type: parallel\n    states:\n"
                    + "      a: {initial: a1, states: {a1: {}, a2: {}}}\n      b: {}\n"
                    + "    on: {go: {target: [a1, a2]}, up: {target: [b, p]}, "
                    + "ok: {target: [a1, b]}}",
                "9:28 conflicting-targets", "9:51 conflicting-targets"),
            Mistake(
                "id: t\ninitial: a\nstates:\n  a: {on: {go: h}}\n  h: {type: history}\n"
                    + "  p: {initial: x, states: {x: {}, i: {type: history, target: a}}}",
                "5:3 history-without-target", "6:62 history-target-outside"),
            Mistake(
                "id: t\ninitial: a\nstates:\n  a: {type: final, states: {b: {}}, on: {go: a}}",
                "4:3 final-with-children", "4:42 final-with-transitions"),
            Mistake(
                "id: t\ninitial: a\nstates:\n  a: {after: {4 hours: a, deadline: a}}",
                "4:15 invalid-duration", "4:27 no-deadline"),
            Mistake(
                "id: t\ninitial: a\nstates:\n  a:\n    entry:\n      - {type: raise}\n"
                    + "      - {type: send, params: {event: x, dealy: PT1H}}\n"
                    + "    on: {go: {guard: {type: in, params: {stat: a}}}}",
                "6:9 missing-param", "7:41 unknown-key", "8:22 missing-param", "8:42 unknown-key"),
            Mistake("id: t\ninitial: a\nstates: {a: {on: {a*: a}}}", "3:19 invalid-event-key"),
            Mistake("id: t\ninitial: a\nstates: {a: {type: atom}}", "3:20 unknown-type"),
            Mistake("id: t\ninitial: a\nstates: {a: {basis: [nothing]}}", "3:22 unknown-basis"),
            Mistake("id: t\ninitial: a\nstates: {a: {onDone: a}}", "3:14 on-done-not-allowed"),
            Mistake("id: t\ninitial: a\nstates: {a: {title: {zh: 甲}}}", "3:21 missing-language"),
            Mistake("id: t\nstates: [", "3:1 yaml-syntax"),
            Mistake("", "1:1 empty-file"),
            Mistake("- a", "1:1 not-a-mapping", "1:1 no-states"),
            Mistake("id: t\nversion: 1", "1:1 no-states"),
        ])
    func places(mistake: Mistake) {
        #expect(places(of: mistake.text) == mistake.expected)
    }

    @Test("is read in spite of doubts, which are warnings")
    func warnings() throws {
        let text = "initial: a\ncontext: {n: 1}\nstates:\n  a: {states: {c: {}}}\n  b: {}"
        let loaded = try WorkflowLoader.load(text: text, file: "t.yaml")
        #expect(
            loaded.warnings.map { "\($0.line):\($0.column) \($0.code)" } == [
                "1:1 missing-id", "2:1 ignored-key", "4:3 missing-initial", "5:3 unreachable-state",
            ])
    }

    @Test("suggests the word that was meant")
    func suggestion() throws {
        let text = "id: t\ninitial: a\nstates: {a: {on: {go: {target: released}}}, release: {}}"
        let error = try #require(throws: DiagnosticList.self) {
            try WorkflowLoader.load(text: text, file: "t.yaml")
        }
        #expect(
            error.diagnostics.map(\.message.en) == [
                "There is no state released. Did you mean release?"
            ])
        #expect(error.diagnostics[0].place == "t.yaml:3:32")
    }

    @Test("keeps its places beside masked duplicate keys, quoted ones too")
    func duplicates() {
        let text = """
            id: t
            initial: a
            states:
              a: {on: {"go": a, "go": a, '停': a, 停: a}, exit: nothing, bad: 1}
              a: {on: {go: x}}
            """
        #expect(
            places(of: text) == [
                "4:21 duplicate-key", "4:38 duplicate-key", "4:60 unknown-key", "5:3 duplicate-key",
            ])
    }

    @Test("is refused where it is larger or deeper than any workflow")
    func bounds() {
        let large = "id: t\n#" + String(repeating: "x", count: 1 << 20)
        #expect(places(of: large) == ["1:1 file-too-large"])
        let deep =
            "id: t\nmeta: " + String(repeating: "[", count: 80)
            + String(repeating: "]", count: 80) + "\ninitial: a\nstates: {a: {}}"
        #expect(places(of: deep) == ["2:71 too-complex"])
        let hopeless = "meta: " + String(repeating: "[", count: 5000)
        #expect(places(of: hopeless).count == 1)
        let states = (0..<300).map { "  s\($0): {on: {go: s\(($0 + 1) % 300)}}" }
        let many = "id: t\ninitial: s0\nstates:\n" + states.joined(separator: "\n")
        #expect(places(of: many) == ["259:3 too-many-states"])
    }

    @Test("cannot unfold aliases without bound")
    func aliases() {
        var text = "id: t\ninitial: a\nstates: {a: {}}\nsettings:\n  a0: &a0 [x]\n"
        for level in 1..<40 { text += "  a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(places(of: text).map { $0.hasSuffix("too-complex") } == [true])
        #expect(
            places(of: text + "  ? *a39\n  : x\n").map { $0.hasSuffix("complex-key") } == [true])
    }

    @Test("may use anchors with measure")
    func anchors() throws {
        let text = """
            id: t
            initial: a
            states:
              a: &same {on: {go: b}}
              b: {on: {go: a}}
              c: *same
            """
        let loaded = try WorkflowLoader.load(text: text, file: "t.yaml")
        #expect(loaded.definition.root.states.map(\.transitions.count) == [1, 1, 1])
    }

    @Test("never turns a bare on into true, nor a bare no into false")
    func bareWords() throws {
        let text = """
            id: t
            initial: off
            settings: {on: yes, flag: true, count: 12, price: 1.50, id: 007, none: ~}
            states:
              off: {on: {on: yes}}
              yes: {on: {no: off}}
            """
        let definition = try WorkflowLoader.load(text: text, file: "t.yaml").definition
        #expect(
            definition.settings.text
                == #"{"on":"yes","flag":true,"count":12,"price":1.50,"id":"007","none":null}"#)
        var run = try WorkflowRun(try Statechart(definition))
        #expect(run.start()["active"] == ["off"])
        #expect(run.send("on")["active"] == ["yes"])
        #expect(run.send("no")["active"] == ["off"])
    }

    private func places(of text: String) -> [String] {
        do {
            _ = try WorkflowLoader.load(text: text, file: "t.yaml")
            return []
        } catch {
            return error.diagnostics.filter { $0.severity == .error }.map {
                "\($0.line):\($0.column) \($0.code)"
            }
        }
    }
}
