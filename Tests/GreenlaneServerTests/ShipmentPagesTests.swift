import GreenlaneCore
import GreenlaneStore
import NIOCore
import Testing

@testable import GreenlaneServer

@Suite("Answers about shipments that are kept")
struct ShipmentPagesTests {
    private static let now = Timestamp("2026-08-10T09:30:00+08:00") ?? Timestamp(milliseconds: 0)

    private func page(_ version: Int64, until: Timestamp = now.adding(milliseconds: 10))
        -> ShipmentPages.Page
    {
        ShipmentPages.Page(
            version: version, body: ByteBuffer(string: "\(version)"), generation: 1, until: until)
    }

    private func row(_ version: Int64) -> ShipmentRow {
        ShipmentRow(
            stream: 1, id: "SH", importer: "", reference: "", request: "", version: version,
            milestone: "", state: "", due: nil, overdue: false, final: false, updated: 0)
    }

    @Test("are given again until their time has come or the ledgers changed")
    func again() {
        let pages = ShipmentPages()
        pages.keep(page(1), of: "SH", since: pages.epoch)
        #expect(pages.page("SH", generation: 1, now: Self.now)?.version == 1)
        #expect(pages.page("SH", generation: 2, now: Self.now) == nil)
        #expect(pages.page("SH", generation: 1, now: Self.now.adding(milliseconds: 10)) == nil)
    }

    @Test("are not kept where they were made before a change, and are kept where after")
    func late() {
        let pages = ShipmentPages()
        let epoch = pages.epoch
        pages.forget([row(2)])
        pages.keep(page(1), of: "SH", since: epoch)
        #expect(pages.page("SH", generation: 1, now: Self.now) == nil)
        pages.keep(page(2), of: "SH", since: epoch)
        #expect(pages.page("SH", generation: 1, now: Self.now)?.version == 2)
        pages.forget([row(3)])
        #expect(pages.page("SH", generation: 1, now: Self.now) == nil)
    }

    @Test("are all forgotten where names were erased, those under way too")
    func erased() {
        let pages = ShipmentPages()
        let epoch = pages.epoch
        pages.keep(page(1), of: "SH", since: epoch)
        pages.forgetAll()
        #expect(pages.page("SH", generation: 1, now: Self.now) == nil)
        pages.keep(page(1), of: "SH", since: epoch)
        #expect(pages.page("SH", generation: 1, now: Self.now) == nil)
    }

    @Test("end when a deadline passes, after half a minute, and with the day")
    func ends() {
        let now = Self.now
        let soon = now.adding(milliseconds: 5_000)
        #expect(ShipmentPages.end([soon], now: now) == soon.adding(milliseconds: 1))
        let past = now.adding(milliseconds: -1)
        #expect(ShipmentPages.end([past], now: now) == now.adding(milliseconds: 30_000))
        let evening = Timestamp(endOf: now.date).adding(milliseconds: -1_000)
        #expect(ShipmentPages.end([], now: evening) == Timestamp(endOf: now.date))
    }
}
