import Testing

@Suite("The house rules hold in every file")
struct HouseRulesTests {
    @Test("the rules look at the whole house")
    func seesFiles() {
        #expect(SourceTree.swiftFiles.count > 30)
        for (room, _) in RoomRules.allowed where room != "CCurl" {
            #expect(SourceTree.swiftFiles.contains { $0.room == room }, "no file in \(room)")
        }
    }

    @Test("every room imports only what its list allows")
    func imports() { expectNone(SourceTree.swiftFiles.flatMap(RoomRules.check)) }

    @Test("no banned call")
    func bannedCalls() { expectNone(SourceTree.swiftFiles.flatMap(BannedCall.check)) }

    @Test("lines keep to the width")
    func lines() { expectNone(SourceTree.swiftFiles.flatMap(ShapeRules.checkLines)) }

    @Test("files keep to their length")
    func files() { expectNone(SourceTree.swiftFiles.flatMap(ShapeRules.checkLength)) }

    @Test("functions keep to their length")
    func functions() { expectNone(SourceTree.swiftFiles.flatMap(ShapeRules.checkFunctions)) }

    @Test("files are named after concepts")
    func names() { expectNone(SourceTree.swiftFiles.flatMap(ShapeRules.checkName)) }

    @Test("no note of unfinished work is left behind")
    func notes() { expectNone(SourceTree.files.flatMap(ShapeRules.checkNotes)) }

    @Test("no path of one machine")
    func paths() { expectNone(SourceTree.files.flatMap(ShapeRules.checkPaths)) }

    @Test("the public types of the core are documented")
    func documentation() {
        expectNone(SourceTree.swiftFiles.flatMap(ShapeRules.checkDocumentation))
    }

    private func expectNone(
        _ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for finding in findings {
            Issue.record("\(finding.description)", sourceLocation: sourceLocation)
        }
    }
}
