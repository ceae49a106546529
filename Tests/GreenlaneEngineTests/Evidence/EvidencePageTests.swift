import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneTestSupport
import Testing

@Suite("The page of the evidence")
struct EvidencePageTests {
    @Test("tells the story: goods, needs, steps, draws, in both languages")
    func story() throws {
        let bundle = try EvidenceFixture.make("01-heparin-whitelisted").bundle
        let shown = Self.shown(EvidencePage.render(bundle))
        for words in [
            "肝素钠", "Heparin sodium", "白名单免办", "海关放行", "released", "200 g",
            "怎样自己核对", "What this does not prove", bundle.keys[0],
        ] {
            // Of the page only the answer: a failure must not print a megabyte.
            let isThere = shown.contains(words)
            #expect(isThere, "\(words)")
        }
    }

    @Test("asks for nothing from outside and runs nothing")
    func selfContained() throws {
        let bundle = try EvidenceFixture.make("01-heparin-whitelisted").bundle
        let page = String(decoding: EvidencePage.render(bundle), as: UTF8.self)
        #expect(page.components(separatedBy: "<script").count == 2)
        let isClosed = page.contains("default-src 'none'")
        #expect(isClosed)
        for mark in ["src=", "href=", "@import", "url(", "onload", "javascript:"] {
            let isThere = Self.shown(Array(page.utf8)).contains(mark)
            #expect(!isThere, "\(mark)")
        }
    }

    @Test("shows hostile names as what they are")
    func hostile() throws {
        var bundle = try EvidenceFixture.make("06-plastic-consumables").bundle
        let hostile = "</script><script>alert(1)</script>\u{202E}<b onclick=x>\"'&"
        bundle.origin = hostile
        bundle.made = hostile
        bundle.keys = [hostile]
        bundle.events[0].entry = hostile
        bundle.definitions[0].name = hostile
        let page = EvidencePage.render(bundle)
        let text = String(decoding: page, as: UTF8.self)
        #expect(text.components(separatedBy: "<script").count == 2)
        #expect(text.components(separatedBy: "</script>").count == 2)
        let hasMarkup = text.contains("<b onclick")
        #expect(!hasMarkup)
        let steers = Self.shown(page).unicodeScalars.contains("\u{202E}")
        #expect(!steers)
        let file = try EvidenceReader.read(page, name: "test")
        let isSame = file.bundle == bundle
        #expect(isSame)
        #expect(!EvidenceCheck.run(file).isClean)
    }

    @Test("is the same for the same evidence")
    func stable() throws {
        let bundle = try EvidenceFixture.make("03-fbs-australia").bundle
        let isSame = EvidencePage.render(bundle) == EvidencePage.render(bundle)
        #expect(isSame)
    }

    /// What stands before the evidence.
    private static func shown(_ page: [UInt8]) -> String {
        String(decoding: page, as: UTF8.self).components(separatedBy: "<script")[0]
    }
}
