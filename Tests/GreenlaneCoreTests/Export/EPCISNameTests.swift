import GreenlaneCore
import Testing

@Suite("Names of our things outside")
struct EPCISNameTests {
    private let leaf: [UInt8] = Array(0..<32)

    @Test("an event's id is its leaf hash as a UUID of version 8")
    func eventID() {
        #expect(
            EPCISName.eventID(leaf: leaf, ordinal: 0)
                == "urn:uuid:00010203-0405-8607-8809-0a0b0c0d0e0f")
        #expect(
            EPCISName.eventID(leaf: leaf, ordinal: 258)
                == "urn:uuid:00010203-0405-8607-8809-0a0b0c0d0f0d")
        #expect(
            EPCISName.eventID(
                leaf: leaf, correctedBy: [UInt8](repeating: 0xFF, count: 32), ordinal: 0)
                == "urn:uuid:fffefdfc-fbfa-89f8-b7f6-f5f4f3f2f1f0")
        #expect(EPCISName.eventID(leaf: [], ordinal: 0).utf8.count == 45)
    }

    @Test(
        "what is not plain is percent-encoded",
        arguments: [
            ("", ""), ("AZaz09-._~", "AZaz09-._~"), ("a:b/c", "a%3Ab%2Fc"), ("百", "%E7%99%BE"),
            ("%41\n", "%2541%0A"),
        ])
    func encoded(_ text: String, _ expected: String) {
        #expect(EPCISName.encoded(text) == expected)
    }

    @Test("moments stand in the time of Shanghai")
    func moments() throws {
        #expect(
            try #require(Timestamp("2026-12-31T16:00:00Z")).shanghaiText
                == "2027-01-01T00:00:00+08:00")
        #expect(
            try #require(Timestamp("2026-12-31T16:00:00.070Z")).shanghaiText
                == "2027-01-01T00:00:00.070+08:00")
    }
}
