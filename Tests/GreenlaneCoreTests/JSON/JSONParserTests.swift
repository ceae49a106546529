import GreenlaneCore
import Testing

@Suite("JSON that somebody else wrote")
struct JSONParserTests {
    static let sample = """
        {"a": [1, -2.50, 1e9, true, false, null], "名": "\\u4e2d\\ud83d\\ude02\\n", "o": {"x": {}}}
        """

    @Test("keeps member order and the digits of numbers")
    func keepsOrder() throws {
        let value = try JSONParser.parse(#"{"b":1,"a":12345678901234567890.10}"#)
        #expect(value.text == #"{"b":1,"a":12345678901234567890.10}"#)
        #expect(value["a"] == .number("12345678901234567890.10"))
    }

    @Test("accepts a UTF-8 byte order mark")
    func acceptsMark() throws {
        #expect(try JSONParser.parse([0xEF, 0xBB, 0xBF] + Array("[1]".utf8)) == [1])
    }

    @Test(
        "refuses, and says where",
        arguments: [
            (#"{"a":1,"a":2}"#, 1, 8, "json-duplicate-member"),
            ("{\n  \"a\": ,\n}", 2, 8, "json-unexpected-character"),
            ("[1,]", 1, 4, "json-unexpected-character"),
            ("[01]", 1, 4, "json-invalid-number"),
            ("[1.]", 1, 4, "json-invalid-number"),
            ("[-]", 1, 3, "json-invalid-number"),
            ("[NaN]", 1, 2, "json-unexpected-character"),
            (#"["\ud800"]"#, 1, 9, "json-invalid-escape"),
            (#"["\udc00"]"#, 1, 9, "json-invalid-escape"),
            (#"["\ud800\u0041"]"#, 1, 9, "json-invalid-escape"),
            (#"["\x"]"#, 1, 3, "json-invalid-escape"),
            ("[\"a\u{1}\"]", 1, 4, "json-unexpected-character"),
            ("{\"a\":1} x", 1, 9, "json-trailing-text"),
            ("", 1, 1, "json-truncated"),
            ("tru", 1, 4, "json-truncated"),
            ("'a'", 1, 1, "json-unexpected-character"),
            ("// a\n1", 1, 1, "json-unexpected-character"),
        ])
    func refuses(text: String, line: Int, column: Int, code: String) {
        do throws(JSONSyntaxError) {
            let value = try JSONParser.parse(text)
            Issue.record("read as \(value)")
        } catch {
            #expect(error.code == code)
            #expect(error.line == line)
            #expect(error.column == column)
            #expect(!error.message.zh.isEmpty && !error.message.en.isEmpty)
        }
    }

    @Test(
        "refuses bytes that are no UTF-8",
        arguments: [
            [0xC1, 0xAA], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE4, 0xB8],
        ] as [[UInt8]])
    func refusesInvalidUTF8(bytes: [UInt8]) {
        let text = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(text) }
    }

    @Test("bounds the depth of nesting")
    func boundsDepth() throws {
        let limit = JSONParser.maximumDepth
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONParser.parse(nested(limit))
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(nested(limit + 1)) }
        #expect(throws: JSONSyntaxError.self) {
            try JSONParser.parse(String(repeating: "{\"a\":", count: 100_000))
        }
    }

    @Test("refuses every truncation of a document")
    func refusesTruncation() throws {
        let bytes = Array(Self.sample.utf8)
        _ = try JSONParser.parse(bytes)
        for length in 0..<bytes.count {
            #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(Array(bytes[..<length])) }
        }
    }

    @Test("survives every single changed byte")
    func survivesChanges() throws {
        let bytes = Array(Self.sample.utf8)
        for index in bytes.indices {
            for byte in [0x00, 0x22, 0x5C, 0x7B, 0x7D, 0x80, 0xFF] as [UInt8] {
                var changed = bytes
                changed[index] = byte
                guard let value = try? JSONParser.parse(changed) else { continue }
                #expect(
                    try JSONParser.parse(value.canonicalBytes).canonicalBytes
                        == value.canonicalBytes)
            }
        }
    }

    @Test("finds a repeated member among thousands in good time")
    func findsLateDuplicate() {
        let members = (0..<20_000).map { "\"m\($0)\":0" }.joined(separator: ",")
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse("{\(members),\"m7\":1}") }
        #expect(throws: Never.self) { try JSONParser.parse("{\(members)}") }
    }
}

@Suite("Canonical JSON (RFC 8785)")
struct CanonicalJSONTests {
    @Test("sorts members by UTF-16 code units, not by scalars")
    func sortsByUTF16() throws {
        let value = try JSONParser.parse(#"{"\ufb33":1,"\ud83d\ude02":2,"b":{"z":1,"a":2},"B":0}"#)
        let expected = "{\"B\":0,\"b\":{\"a\":2,\"z\":1},\"\u{1F602}\":2,\"\u{FB33}\":1}"
        #expect(String(decoding: value.canonicalBytes, as: UTF8.self) == expected)
    }

    @Test("escapes what must be escaped, shortest form first")
    func escapes() {
        let value = JSONValue.string("\"\\/\u{8}\u{C}\n\r\t\u{1}\u{7F}é")
        #expect(value.text == #""\"\\/\b\f\n\r\t\u0001"# + "\u{7F}é\"")
    }

    @Test(
        "equals the published vectors",
        .enabled(if: SharedVectors.arePresent, "the shared test vectors are not at hand"),
        arguments: ["french", "unicode", "weird"])
    func publishedVectors(name: String) throws {
        let value = try SharedVectors.json("jcs/input/\(name).json")
        #expect(try value.canonicalBytes == SharedVectors.bytes("jcs/output/\(name).json"))
    }
}

@Suite("Pointers and suggestions")
struct PointerTests {
    @Test("a pointer escapes its own signs")
    func escapes() {
        #expect(JSONPointer.appending("a/b~c", to: "/x") == "/x/a~1b~0c")
        #expect(JSONPointer.appending(3, to: "/items") == "/items/3")
        #expect(JSONPointer.parent(of: "/items/3") == "/items")
        #expect(JSONPointer.parent(of: "") == nil)
    }

    @Test(
        "suggests the word that was meant",
        arguments: [
            ("hscode", "hs"), ("HS", "hs"), ("quantiy", "quantity"), ("end_user", "endUser"),
            ("plannedArival", "plannedArrival"), ("qty", nil), ("colour", nil),
        ])
    func suggests(word: String, expected: String?) {
        let known = ["hs", "quantity", "endUser", "plannedArrival", "plannedDispatch", "cas"]
        #expect(Suggestion.nearest(to: word, in: known) == expected)
    }
}
