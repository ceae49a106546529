import Foundation
import GreenlaneCore
import Testing

private let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "../shared/interfaces/data/workflow/scxml-irp").standardized

private let published = [
    "test144", "test145", "test355", "test364", "test375", "test377", "test387", "test399",
    "test403a", "test404", "test405", "test406", "test412", "test416", "test417", "test419",
    "test421", "test576",
]

@Suite(
    "The W3C's SCXML tests that need no data model",
    .enabled(
        if: FileManager.default.fileExists(atPath: folder.path),
        "the published SCXML tests are not at hand"))
struct PublishedStatechartTests {
    @Test("end in pass without any further event", arguments: published)
    func endsInPass(name: String) throws {
        let run = try finished(name)
        #expect(run["active"] == ["pass"])
        #expect(run["final"] == true)
    }

    @Test("halt on entering a top-level final state, whatever it raises")
    func haltsAtOnce() throws {
        // A manual test of the W3C's: its only state is called final, and nothing must follow.
        let run = try finished("test415")
        #expect(run["active"] == ["final"])
        #expect(run["final"] == true)
    }

    private func finished(_ name: String) throws -> JSONValue {
        let definition = try StateChartXML.definition(at: folder.appending(path: name + ".scxml"))
        var run = try WorkflowRun(try Statechart(definition))
        return run.start()
    }
}
