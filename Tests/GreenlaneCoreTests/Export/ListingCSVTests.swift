import GreenlaneCore
import Testing

@Suite("A listing as CSV")
struct ListingCSVTests {
    /// Reads CSV as RFC 4180 says, and as Python's csv module does: quotes only at the start of a
    /// cell, doubled inside, rows end with CRLF.
    private func read(_ bytes: [UInt8]) throws -> [[String]] {
        try #require(Array(bytes.prefix(3)) == [0xEF, 0xBB, 0xBF])
        var rows: [[String]] = []
        var row: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var rest = bytes.dropFirst(3)
        while let byte = rest.popFirst() {
            switch (byte, isQuoted) {
            case (0x22, true):
                if rest.first == 0x22 {
                    cell.append(0x22)
                    rest.removeFirst()
                } else {
                    isQuoted = false
                }
            case (0x22, false) where cell.isEmpty: isQuoted = true
            case (0x2C, false):
                row.append(String(decoding: cell, as: UTF8.self))
                cell = []
            case (0x0D, false):
                #expect(rest.popFirst() == 0x0A)
                row.append(String(decoding: cell, as: UTF8.self))
                rows.append(row)
                cell = []
                row = []
            default: cell.append(byte)
            }
        }
        #expect(cell.isEmpty && row.isEmpty && !isQuoted)
        return rows
    }

    private func table(_ rows: [JSONValue], columns: [String] = []) throws -> [[String]] {
        var csv = ListingCSV(columns: columns)
        for row in rows { csv.append(row) }
        return try read(csv.bytes)
    }

    @Test("members of members have dotted names, lists of plain values are joined")
    func shape() throws {
        let rows = try table([
            [
                "id": "A", "balance": ["left": ["amount": "0.5", "unit": "g"]], "at": ["x", "y"],
                "n": 12, "ok": true, "none": .null, "items": [["a": 1], ["b": "2"]],
            ]
        ])
        #expect(
            rows == [
                [
                    "id", "balance.left.amount", "balance.left.unit", "at", "n", "ok", "none",
                    "items",
                ],
                ["A", "0.5", "g", "x;y", "12", "true", "", #"[{"a":1},{"b":"2"}]"#],
            ])
    }

    @Test("a column that only later rows have stands where it belongs, empty before")
    func union() throws {
        let rows = try table([
            ["id": "A", "data": ["x": 1], "end": 1], ["id": "B", "data": ["y": 2, "x": 3]],
            ["new": 1],
        ])
        #expect(
            rows == [
                ["id", "data.y", "data.x", "end", "new"], ["A", "", "1", "1", ""],
                ["B", "2", "3", "", ""], ["", "", "", "", "1"],
            ])
    }

    @Test("a value that is null here and has members there has no column of its own")
    func absent() throws {
        let rows = try table([["id": "A", "limit": .null], ["id": "B", "limit": ["value": 6]]])
        #expect(rows == [["id", "limit.value"], ["A", ""], ["B", "6"]])
    }

    @Test("an empty listing still has its header")
    func empty() throws {
        #expect(try table([], columns: ["id", "state"]) == [["id", "state"]])
    }

    @Test(
        "a cell that a spreadsheet would run gets an apostrophe",
        arguments: [
            "=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+8613800000000", "-2+3", "@SUM(A1)", "\t=1",
            "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a", "-", "=",
        ])
    func formula(_ text: String) throws {
        #expect(try table([["a": .string(text)]]) == [["a"], ["'" + text]])
        #expect(try table([["a": [.string(text), "b"]]]) == [["a"], ["'" + text + ";b"]])
        #expect(try table([.object(JSONObject([.init(text, "b")]))]) == [["'" + text], ["b"]])
    }

    @Test(
        "numbers stay numbers, and other text stays as it is",
        arguments: [
            "-52.5", "-0", "12", "0.000001", "a=b", " =1", "'=1", "肝素钠", "", "a,b", "\"", "\"\"",
            "line\nline", "line\r\nline", "逗号,引号\"测试\"\n第二行", "\u{FEFF}x", "514120261000000017",
        ])
    func plain(_ text: String) throws {
        #expect(try table([["a": .string(text), "b": -5]]) == [["a", "b"], [text, "-5"]])
    }

    @Test("the bytes, exactly")
    func bytes() {
        var csv = ListingCSV()
        csv.append(["a": "x\"y", "b": ["1", "2"]])
        #expect(
            csv.bytes == [0xEF, 0xBB, 0xBF] + Array("a,b\r\n\"x\"\"y\",1;2\r\n".utf8))
    }
}
