import GreenlaneCore
import Testing

@Suite("A workflow drawn as a picture")
struct WorkflowPictureTests {
    private static func state(
        _ name: String, _ zh: String, _ ways: [(String, String)] = [],
        kind: StateDefinition.Kind = .atomic, tags: [String] = []
    ) -> StateDefinition {
        var state = StateDefinition(
            name: name, kind: kind,
            transitions: ways.map {
                TransitionDefinition(on: .event($0.0), to: [NameReference($0.1)])
            })
        state.title = LocalizedText(zh: zh, en: name)
        state.tags = tags
        return state
    }

    /// Two regions: one with a detour, one with a trap in its title.
    private static var definition: WorkflowDefinition {
        let papers = StateDefinition(
            name: "papers", kind: .compound,
            initial: InitialDefinition(targets: [NameReference("asked")]),
            states: [
                state("asked", "已申请", [("grant", "granted"), ("doubt", "doubted")]),
                state("doubted", "补正中", [("grant", "granted")], tags: ["hold"]),
                state("granted", "已核发", kind: .final),
            ])
        let goods = StateDefinition(
            name: "goods", kind: .compound,
            initial: InitialDefinition(targets: [NameReference("away")]),
            states: [
                state("away", "<script>&\"路上\"", [("arrive", "here")]),
                state("here", "已到", kind: .final),
            ])
        let work = StateDefinition(name: "work", kind: .parallel, states: [papers, goods])
        return WorkflowDefinition(
            id: "probe",
            root: StateDefinition(
                name: "probe", kind: .compound,
                initial: InitialDefinition(targets: [NameReference("work")]), states: [work]))
    }

    private static func road(_ path: [[String]], _ notes: [PictureOverlay.Note] = []) -> String {
        WorkflowPicture(definition, language: .zh)
            .road(PictureOverlay(path: path, notes: notes), isAlone: true)
    }

    /// Class of the group whose title is `title`.
    private static func kind(of title: String, in svg: String) -> String? {
        svg.split(separator: "<g class=\"state ").dropFirst().first {
            $0.contains("<title>\(title)</title>")
        }.map { String($0.prefix { $0 != "\"" }) }
    }

    @Test("what was passed is ticked, where it stands is marked with a word, the rest is light")
    func road() {
        let svg = Self.road([["asked", "away"], ["doubted", "away"], ["doubted", "here"]])
        #expect(Self.kind(of: "已申请", in: svg) == "done")
        #expect(Self.kind(of: "补正中", in: svg) == "here")
        #expect(Self.kind(of: "已核发", in: svg) == "next")
        #expect(svg.contains(">暂停</text>") && svg.contains("data-now"))
        // A track that came to its end is done.
        #expect(Self.kind(of: "已到", in: svg) == "done" || svg.contains("state here"))
    }

    @Test("the usual road leaves out the detours that nobody took")
    func detours() {
        let svg = Self.road([["asked", "away"]])
        #expect(Self.kind(of: "补正中", in: svg) == nil)
        #expect(Self.kind(of: "已核发", in: svg) == "next")
    }

    @Test("a deadline stands under its state, late ones in word and class")
    func deadline() {
        let note = PictureOverlay.Note(state: "asked", text: "最晚 12月1日", kind: .late)
        let svg = Self.road([["asked", "away"]], [note])
        #expect(Self.kind(of: "已申请", in: svg) == "here late")
        #expect(svg.contains(">逾期</text>") && svg.contains("最晚 12月1日"))
    }

    @Test("texts are escaped in both drawings")
    func escaped() {
        let whole = WorkflowPicture(Self.definition, language: .zh).whole()
        for svg in [whole, Self.road([["asked", "away"]])] {
            #expect(!svg.contains("<script>"))
            #expect(svg.contains("&lt;script&gt;&amp;&quot;"))
        }
    }

    @Test(
        "the whole drawing has a box for every state, none of which overlap, and is the same twice")
    func whole() {
        let whole = WorkflowPicture(Self.definition, language: .en).whole()
        #expect(whole == WorkflowPicture(Self.definition, language: .en).whole())
        let boxes = whole.split(separator: "<rect class=\"box\"").dropFirst().map { part in
            ["x", "y", "width", "height"].map { name -> Int in
                let mark = " \(name)=\""
                guard let start = part.firstRange(of: mark)?.upperBound else { return 0 }
                return Int(part[start...].prefix { $0.isNumber }) ?? 0
            }
        }
        // Five states, and the one whose regions are lanes of their own.
        #expect(boxes.count == 6)
        for (index, one) in boxes.enumerated() {
            for other in boxes[(index + 1)...] {
                let isApart =
                    one[0] + one[2] <= other[0] || other[0] + other[2] <= one[0]
                    || one[1] + one[3] <= other[1] || other[1] + other[3] <= one[1]
                #expect(isApart, "\(one) \(other)")
            }
        }
    }

    @Test("Chinese characters are measured twice as wide as Latin letters, nearly")
    func width() {
        #expect(PictureText.width("查验", size: 10) == 20)
        #expect(PictureText.width("ab", size: 100) == 112)
        #expect(PictureText.lines("批准齐备，可启运", width: 70, size: 13) == ["批准齐备，", "可启运"])
    }
}
