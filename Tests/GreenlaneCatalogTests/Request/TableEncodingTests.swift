import GreenlaneCore
import Testing

@testable import GreenlaneCatalog

@Suite("The encodings in which spreadsheets save")
struct TableEncodingTests {
    static let text = "reference,hs\r\n中文,1\r\n"

    static func utf16(bigEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { unit in
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return bigEndian ? pair : pair.reversed()
        }
    }

    @Test(
        "every encoding gives the same text",
        arguments: [
            Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8),
            [0xFF, 0xFE] + utf16(bigEndian: false), [0xFE, 0xFF] + utf16(bigEndian: true),
            utf16(bigEndian: false), utf16(bigEndian: true),
            Array("reference,hs\r\n".utf8) + [0xD6, 0xD0, 0xCE, 0xC4] + Array(",1\r\n".utf8),
        ] as [[UInt8]])
    func encodings(bytes: [UInt8]) throws {
        #expect(try TextEncoding.decode(bytes) == Self.text)
    }

    @Test(
        "rare characters of four GB18030 bytes, and bytes that only look like UTF-8",
        arguments: [
            ([0x95, 0x34, 0xB2, 0x35], "𠮷"), ([0x81, 0x39, 0xEF, 0x31], "㐂"),
            ([0xC1, 0xAA, 0xCD, 0xA8], "联通"),
            ([0x94, 0x39, 0xFC, 0x38], "😂"),
        ] as [([UInt8], String)])
    func gb18030(bytes: [UInt8], expected: String) throws {
        #expect(try TextEncoding.decode(bytes) == expected)
    }

    @Test(
        "bytes of no encoding are refused",
        arguments: [
            [0xEF, 0xBB, 0xBF, 0xC1], [0xFF, 0xFE, 0x00], [0xFF, 0xFE, 0x00, 0xD8], [0x81],
            [0xFF, 0xFF],
        ] as [[UInt8]])
    func unreadable(bytes: [UInt8]) {
        #expect(throws: TextEncoding.Failure.unreadable) { try TextEncoding.decode(bytes) }
        let refusal = RequestFixture.refusal(bytes, file: "t.csv")
        #expect(refusal?.code == "encoding-unknown")
    }

    @Test("cells keep commas, quotes and line ends, and know their place")
    func places() throws {
        let table = try DelimitedText("a,b\r\n\"x,\"\"y\"\"\n二\",c\n\n,\nd,e")
        #expect(
            table.rows.map { $0.cells.map(\.text) } == [
                ["a", "b"], ["x,\"y\"\n二", "c"], ["d", "e"],
            ])
        #expect(table.rows.map(\.number) == [1, 2, 5])
        #expect(table.rows[1].cells.map(\.line) == [2, 3])
        #expect(table.rows[1].cells.map(\.column) == [1, 4])
        #expect(table.rows[2].cells.map(\.line) == [6, 6])
    }

    @Test("a quotation mark inside an unquoted cell is a character")
    func innerQuote() throws {
        let table = try DelimitedText("a\tb\n5\" plate\t1,2\n")
        #expect(table.rows.last?.cells.map(\.text) == ["5\" plate", "1,2"])
    }

    @Test("semicolons part cells where the header has neither commas nor tabs")
    func semicolons() throws {
        let table = try DelimitedText("a;\"b,c\"\n1,5;x\n")
        #expect(table.rows.map { $0.cells.map(\.text) } == [["a", "b,c"], ["1,5", "x"]])
        #expect(try DelimitedText("a,b;c\n").rows.first?.cells.map(\.text) == ["a", "b;c"])
    }

    @Test(
        "the shared files parse alike in every encoding",
        .enabled(if: RequestFixture.sharedIsPresent, "the shared test files are not at hand"),
        arguments: [
            ("shipments.utf8.csv", "rows"), ("shipments.utf8-bom.csv", "rows"),
            ("shipments.gb18030.csv", "rows"), ("shipments.gb18030-lf.csv", "rows"),
            ("shipments.utf16le-bom.tsv", "rows"), ("shipments.gbk.csv", "rowsGBK"),
        ])
    func sharedFiles(name: String, rows: String) throws {
        var expected = try JSONParser.parse(RequestFixture.sharedBytes("expected.json"))[rows]
        if name.hasSuffix(".tsv"), let text = expected?.text {
            // Tab-separated text has no cells of several lines: a space stands for the line end.
            expected = try JSONParser.parse(text.replacing("\\n", with: " "))
        }
        let table = try DelimitedText(TextEncoding.decode(RequestFixture.sharedBytes(name)))
        let read = JSONValue.array(
            table.rows.map { .array($0.cells.map { .string($0.text) }) })
        #expect(read == expected)
    }

    @Test(
        "numbers that a spreadsheet damaged are refused",
        .enabled(if: RequestFixture.sharedIsPresent, "the shared test files are not at hand"))
    func damagedFile() throws {
        let text = try TextEncoding.decode(
            RequestFixture.sharedBytes("damaged-by-excel.gb18030.csv"))
        let renamed = text.split(separator: "\r\n").enumerated().map { index, line in
            index == 0
                ? "reference,importer.name,importer.uscc,name.zh,hs,quantity.amount,quantity.unit,"
                    + "plannedArrival,statedUse,purpose" : "\(line),testing"
        }
        let results = ImportRequestReader.readAll(
            Array(renamed.joined(separator: "\n").utf8), file: "t.csv")
        let codes = results.map { result -> [String] in
            if case .failure(let refusal) = result { refusal.details.map(\.code) } else { [] }
        }
        #expect(
            codes == [
                ["uscc-format", "number-damaged", "value-not-allowed"],
                ["number-damaged", "hs-format", "value-not-allowed"],
            ])
    }
}
