import GreenlaneCore
import Testing

@testable import GreenlaneEngine

@Suite("The panorama's figures")
struct PanoramaTests {
    private static func head(
        _ id: String, _ time: String, _ milestone: String, filedBy uscc: String? = nil,
        draws: Bool = false
    ) throws -> EventHead {
        var data = JSONObject([.init("milestone", .string(milestone))])
        if let uscc {
            data.append("filed", ["request": ["importer": ["uscc": .string(uscc)]]])
        }
        if draws { data.append("effects", [["do": "drew", "ledger": "entry"]]) }
        let moment = try #require(Timestamp(time))
        return EventHead(
            position: 1, stream: "shipment/" + id, version: 1, type: "x", occurred: moment,
            recorded: moment, role: .broker, actorName: "", isLate: false, under: "", cause: nil,
            data: .object(data), account: nil)
    }

    /// Filed on a Friday, released after so many days; the weekend between does not count.
    private static func book() throws -> PanoramaBook {
        var book = PanoramaBook()
        let releases = ["2026-11-09", "2026-11-10", "2026-11-12"]
        for (index, day) in releases.enumerated() {
            let id = "S\(index)"
            book.take(
                try head(id, "2026-11-06T10:00:00+08:00", "filed", filedBy: "A", draws: index == 0))
            book.take(try head(id, day + "T10:00:00+08:00", "released"))
        }
        book.take(try head("T", "2026-11-06T10:00:00+08:00", "filed", filedBy: "B"))
        return book
    }

    private static func summary(_ reach: Reach) throws -> PanoramaSummary {
        let now = try #require(Timestamp("2026-11-20T12:00:00+08:00"))
        return try book().summary(
            reach: reach, days: 30, now: now, calendar: .weekendsOnly)
    }

    @Test("percentiles are by nearest rank, in working days, and the whitelist is told apart")
    func times() throws {
        let summary = try Self.summary(.importers(["A"]))
        #expect(summary.released == 3 && summary.open == 3)
        #expect(summary.whole?.count == 3)
        #expect(summary.whole?.tenth == 10)
        #expect(summary.whole?.median == 20)
        #expect(summary.whole?.ninetieth == 40)
        #expect(summary.listed?.median == 10 && summary.unlisted?.count == 2)
    }

    @Test("stages that were passed over take no time, and what is out of reach is not counted")
    func reach() throws {
        let mine = try Self.summary(.importers(["A"]))
        #expect(mine.steps.map(\.to) == [.preapproved])
        let theirs = try Self.summary(.importers(["B"]))
        #expect(theirs.released == 0 && theirs.open == 1)
        #expect(try Self.summary(.nothing).isEmpty)
    }
}
