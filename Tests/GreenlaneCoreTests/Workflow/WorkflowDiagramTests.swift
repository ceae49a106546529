import GreenlaneCore
import Testing

@Suite("A workflow drawn as text")
struct WorkflowDiagramTests {
    private var definition: WorkflowDefinition {
        var draft = StateDefinition(
            name: "草稿",
            transitions: [
                TransitionDefinition(
                    on: .event("submit"), to: [NameReference("work")],
                    if: .not(.call(GuardCall("blocked")))),
                TransitionDefinition(on: .event("note")),
            ])
        draft.title = LocalizedText(zh: "制单: \"草稿\"", en: "Draft; #1")
        let left = StateDefinition(
            name: "left", kind: .compound,
            initial: InitialDefinition(targets: [NameReference("l1")]),
            states: [
                StateDefinition(
                    name: "l1",
                    transitions: [
                        TransitionDefinition(on: .event("cross"), to: [NameReference("right")])
                    ])
            ])
        let work = StateDefinition(
            name: "work", kind: .parallel, states: [left, StateDefinition(name: "right")],
            transitions: [
                TransitionDefinition(
                    on: .after(TimerDefinition(key: "PT4H", length: .delay(Delay(days: 1)))),
                    to: [NameReference("end")])
            ])
        return WorkflowDefinition(
            id: "probe",
            events: [
                EventDefinition(name: "submit", title: LocalizedText(zh: "提交", en: "Submit"))
            ],
            root: StateDefinition(
                name: "probe", kind: .compound,
                initial: InitialDefinition(targets: [NameReference("草稿")]),
                states: [draft, work, StateDefinition(name: "end", kind: .final)]))
    }

    @Test("is Mermaid with plain ids, escaped titles and separate regions")
    func mermaid() {
        #expect(
            WorkflowDiagram(definition, language: .zh).mermaid() == """
                stateDiagram-v2
                    [*] --> s1
                    state "制单#58; #quot;草稿#quot;" as s1
                    state "work" as work {
                        state "left" as s3 {
                            [*] --> l1
                            state "l1" as l1
                        }
                        --
                        state "right" as s5
                    }
                    state "end" as s6
                    s6 --> [*]
                    s1 --> work : 提交 [非 blocked]
                    s1 --> s1 : note(状态不变)
                    work --> s6 : PT4H 之后
                    l1 --> s5 : cross
                    classDef finalState stroke-width:3px
                    class s6 finalState

                """)
    }

    @Test("is DOT with quoted ids, clusters and double circles")
    func dot() {
        let lines = WorkflowDiagram(definition, language: .en).dot().split(separator: "\n")
        for line in [
            #"    "s1" [label="Draft; #1"]"#, #"    subgraph "cluster_work" {"#,
            #"    "s6" [label="end", shape=doublecircle]"#,
            #"    "s1" -> "l1" [lhead="cluster_work", label="Submit [not blocked]"]"#,
            #"    "l1" -> "s6" [ltail="cluster_work", label="after PT4H"]"#,
            #"    "start." -> "s1""#,
        ] {
            #expect(lines.contains(line[...]), "\(line)")
        }
        let chinese = WorkflowDiagram(definition, language: .zh).dot()
        #expect(chinese.contains(#""s1" [label="制单: \"草稿\""]"#))
    }
}
