import GreenlaneCore
import Testing

@Suite("The contents of a file that somebody hands in")
struct ContentFindingTests {
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(
        "are known by their bytes",
        arguments: [
            (bytes("%PDF-1.7\n%"), .pdf),
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], .png),
            ([0xFF, 0xD8, 0xFF, 0xE0, 0], .jpeg),
            ([0x49, 0x49, 0x2A, 0x00, 8], .tiff), ([0x4D, 0x4D, 0x00, 0x2A, 0], .tiff),
            (bytes("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 "), .webp),
            (ZipBytes("[Content_Types].xml", "xl/workbook.xml").bytes, .xlsx),
            (ZipBytes("[Content_Types].xml", "word/document.xml").bytes, .docx),
            (ZipBytes("OFD.xml", "Doc_0/Document.xml").bytes, .ofd),
            (bytes("\u{FEFF}<?xml version=\"1.0\"?>\n<!-- 发票 -->\n<fp:Invoice/>"), .xml),
            (bytes("品名,数量\n肝素钠,5 g\n"), .text),
            ([0xC6, 0xB7, 0xC3, 0xFB, 0x2C, 0xCA, 0xFD, 0xC1, 0xBF, 0x0A], .text),
            ([0x81, 0x30, 0x81, 0x30, 0x0A], .text),
            (bytes("MZ 是批号的开头\n"), .text), (bytes("a < b 也是文字"), .text),
            (ZipBytes("notes.txt").bytes, .octets), (bytes(" %PDF-1.7"), .text),
            ([0x00, 0x01, 0x02], .octets), ([0xFF, 0xFE, 0x41, 0x00], .octets),
            ([0x81, 0x20], .octets), ([], .octets), (bytes("ab\u{0}c"), .octets),
        ] as [([UInt8], MediaType)])
    func known(bytes: [UInt8], type: MediaType) {
        #expect(ContentFinding.of(bytes) == .type(type))
    }

    @Test(
        "are turned away where they could do harm",
        arguments: [
            ([0x4D, 0x5A, 0x90, 0x00, 3], .executable), ([0x7F, 0x45, 0x4C, 0x46, 2], .executable),
            (bytes("#!/bin/sh\nrm -r ."), .executable), ([0xCA, 0xFE, 0xBA, 0xBE], .executable),
            (bytes("<!DOCTYPE html><p>发票</p>"), .activePage),
            (bytes("  <HTML lang=zh>"), .activePage),
            (bytes("发票 <script>alert(1)</script>"), .activePage),
            (bytes("<?xml version=\"1.0\"?><s:svg xmlns:s=\"x\"/>"), .activePage),
            (bytes("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), .entities),
            (
                ZipBytes("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin").bytes,
                .macros
            ),
            (
                ZipBytes("[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/s.xml").bytes,
                .macros
            ),
            (ZipBytes([.init("[Content_Types].xml", flags: 1)]).bytes, .encrypted),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], .oldOffice),
        ] as [([UInt8], ContentFinding.Harm)])
    func harmful(bytes: [UInt8], harm: ContentFinding.Harm) {
        #expect(ContentFinding.of(bytes) == .harmful(harm))
    }

    @Test(
        "that unpack to far more than they are, are never unpacked to find out",
        arguments: [
            // One entry that says a gigabyte, and one that says what its file could not hold.
            ZipBytes([.init("OFD.xml", unpacked: 1 << 30)]),
            ZipBytes([.init("OFD.xml", unpacked: 20_000_000)]),
            ZipBytes([.init("OFD.xml"), .init("a", packed: 4_000)]),
            ZipBytes(Array(repeating: .init("a"), count: 4_097)),
        ])
    func bomb(_ archive: ZipBytes) {
        #expect(ContentFinding.of(archive.bytes) == .harmful(.archiveBomb))
    }

    @Test("of an archive that was cut anywhere never crash, and are no document")
    func cut() {
        let whole = ZipBytes("[Content_Types].xml", "xl/workbook.xml").bytes
        #expect(ContentFinding.of(whole) == .type(.xlsx))
        for count in 4..<whole.count {
            #expect(ContentFinding.of(Array(whole[..<count])) == .harmful(.archiveDamaged))
        }
    }

    @Test("of an archive with one wrong byte never crash")
    func damaged() {
        let whole = ZipBytes("[Content_Types].xml", "word/document.xml").bytes
        for index in whole.indices {
            for value: UInt8 in [0x00, 0x7F, 0xFF] {
                var bytes = whole
                bytes[index] = value
                if case .type(let type) = ContentFinding.of(bytes) {
                    #expect([.docx, .octets].contains(type))
                }
            }
        }
    }
}
