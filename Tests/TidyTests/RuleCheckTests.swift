import Testing

@Suite("Each house rule finds what it forbids, in invented text")
struct RuleCheckTests {
    private func file(_ text: String, at path: String = "Sources/GreenlaneCore/A.swift")
        -> SourceFile
    {
        SourceFile(path: path, text: text)
    }

    @Test(
        "imports in every spelling",
        arguments: [
            "import Foundation", "public import Foundation", "@testable import Foundation",
            "@preconcurrency internal import struct Foundation.Date", "import Foundation.NSDate",
        ])
    func imports(line: String) {
        #expect(RoomRules.check(file("// why\n\(line)\n")).map(\.line) == [2])
        #expect(RoomRules.check(file(line, at: "Sources/GreenlaneCatalog/A.swift")).isEmpty)
        #expect(RoomRules.check(file("// \(line)\nlet a = \"\(line)\"")).isEmpty)
    }

    @Test("a room without a list is found")
    func unknownRoom() {
        #expect(RoomRules.check(file("", at: "Sources/NewRoom/A.swift")).count == 1)
        #expect(RoomRules.check(file("import Foundation", at: "Tests/T/A.swift")).isEmpty)
    }

    @Test(
        "every banned call, but not in words, comments and strings",
        arguments: [
            "Date()", "Date.now", "UUID()", "Int.random(in: 0...1)", "Task.sleep(for: .zero)",
            "usleep(1)", "ContinuousClock()", "fatalError()", "try! f()", "a as! B", "print(1)",
            "let a: Double = 1", "Float(1)",
        ])
    func bannedCalls(code: String) {
        #expect(BannedCall.check(file("let x = 1\n\(code)")).map(\.line) == [2])
        #expect(BannedCall.check(file("// \(code)\n/* \(code) */ let s = \"\(code)\"")).isEmpty)
        #expect(BannedCall.check(file(code, at: "Tests/T/A.swift")).isEmpty)
    }

    @Test("words that only contain a banned name are free")
    func similarWords() {
        let free = "CalendarDate(x)\nmyprint(1)\nDoubleEntry\nblueprint(a)\nUpDate()"
        #expect(BannedCall.check(file(free)).isEmpty)
        #expect(BannedCall.check(file("print(1)", at: "Sources/greenlane/A.swift")).isEmpty)
    }

    @Test("code behind strings of every kind is still seen")
    func strings() {
        let tripleQuoted = "let a = \"\"\"\n  \"quoted\" try!\n  \"\"\"\ntry! f()"
        #expect(BannedCall.check(file(tripleQuoted)).map(\.line) == [4])
        let raw = ##"let a = #"a " try! \"#; let b = "\"try!"; try! g()"##
        #expect(BannedCall.check(file(raw)).count == 1)
        #expect(BannedCall.check(file("/* a /* b */ try! */ let c = 1")).isEmpty)
    }

    @Test("a line of 101 characters, counted as people count them")
    func lines() {
        let fits = String(repeating: "字", count: 100)
        #expect(ShapeRules.checkLines(file(fits)).isEmpty)
        #expect(ShapeRules.checkLines(file("a\n\(fits)字")).map(\.line) == [2])
    }

    @Test("a file of 501 lines")
    func length() {
        #expect(ShapeRules.checkLength(file(String(repeating: "\n", count: 500))).isEmpty)
        #expect(ShapeRules.checkLength(file(String(repeating: "\n", count: 501))).count == 1)
    }

    @Test("a function of 71 lines, nested or not, and none without a body")
    func functions() {
        func function(_ count: Int) -> String {
            "struct A {\n    public static func f(\n        _ a: Int\n    ) {\n"
                + String(repeating: "        g({ $0 })\n", count: count - 4) + "    }\n}\n"
        }
        #expect(ShapeRules.checkFunctions(file(function(70))).isEmpty)
        #expect(ShapeRules.checkFunctions(file(function(71))).map(\.line) == [2])
        let initializer = function(71).replacing("static func f", with: "init")
        #expect(ShapeRules.checkFunctions(file(initializer)).map(\.line) == [2])
        let requirement = "protocol P {\n    func a()\n    func b() -> Int\n}\n" + function(70)
        #expect(ShapeRules.checkFunctions(file(requirement)).isEmpty)
        let spans = FunctionSpan.all(in: ["func a() {", "}", "func b() -> Int { 1 }"])
        #expect(spans == [FunctionSpan(start: 1, count: 2), FunctionSpan(start: 3, count: 1)])
    }

    @Test(
        "vague file names",
        arguments: [
            "StringUtils.swift", "TestHelpers.swift", "Extensions.swift", "DataManager.swift",
        ])
    func names(name: String) {
        #expect(ShapeRules.checkName(file("", at: "Sources/GreenlaneCore/\(name)")).count == 1)
        #expect(ShapeRules.checkName(file("", at: "Sources/GreenlaneCore/Permit.swift")).isEmpty)
    }

    @Test("notes of unfinished work, in prose as well", arguments: ShapeRules.notes)
    func notes(note: String) {
        #expect(ShapeRules.checkNotes(file("// \(note): later", at: "README.md")).count == 1)
        #expect(ShapeRules.checkNotes(file("let a\(note)b = 1")).isEmpty)
    }

    @Test("paths of one machine, but not the middle of another path")
    func paths() {
        for path in ShapeRules.machinePaths {
            #expect(ShapeRules.checkPaths(file("let a = \"\(path)x\"")).count == 1)
            #expect(ShapeRules.checkPaths(file("https://example.org\(path)x")).isEmpty)
        }
    }

    @Test("public types of the core without a doc comment")
    func documentation() {
        #expect(ShapeRules.checkDocumentation(file("public struct A {}")).map(\.line) == [1])
        #expect(ShapeRules.checkDocumentation(file("\npublic final class A {}")).count == 1)
        #expect(ShapeRules.checkDocumentation(file("/// Says.\n@frozen\npublic enum A {}")).isEmpty)
        #expect(ShapeRules.checkDocumentation(file("struct A {}")).isEmpty)
    }
}
