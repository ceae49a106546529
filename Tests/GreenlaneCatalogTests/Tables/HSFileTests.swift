import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("The tariff table is searched as bytes")
struct HSFileTests {
    @Test("The shipped table is in order and complete in its columns")
    func shipped() throws {
        #expect(try ShippedRules.codes().check(name: "hs.csv").isEmpty)
    }

    @Test(
        "Lines are found wherever they stand, by ten or thirteen digits",
        arguments: ["0101210010", "3001901000", "3822190090", "3822190090401"])
    func found(_ code: String) throws {
        let line = try #require(try ShippedRules.codes().line(code))
        #expect(line.code == code.prefix(10))
    }

    @Test("Every line of the table is found")
    func everyLine() throws {
        let table = try ShippedRules.codes()
        let lines = table.lines(startingWith: "")
        #expect(lines.count > 1_500)
        for line in lines { #expect(table.line(line.code) == line) }
    }

    @Test(
        "A code that is not there, or not ten digits, is no line",
        arguments: [
            "0000000000", "9999999999", "3001901001", "300190", "",
        ])
    func missing(_ code: String) throws {
        #expect(try ShippedRules.codes().line(code) == nil)
    }

    @Test("An empty cell is not shown, `none` is known to be none, memory is unverified")
    func cells() throws {
        let table = try ShippedRules.codes()
        #expect(try #require(table.line("3913900090")).supervision == nil)
        let medium = try #require(table.line("3821000000"))
        #expect(medium.supervision == HSLine.Letters(text: "", confidence: .confirmed))
        let serum = try #require(table.line("3002120099"))
        #expect(serum.supervision == HSLine.Letters(text: "AB", confidence: .unverified))
    }

    @Test("A table out of order or with a foreign header is refused")
    func faults() throws {
        let header = HSFile.columns.joined(separator: ",")
        let rows = "2000000000,b,,A,,,,s,,x\n1000000000,a,,A,,,,s,,x\n"
        let file = CatalogFile(name: "t.csv", bytes: Array((header + "\n" + rows).utf8))
        let table = try HSFile(file)
        #expect(table.check(name: "t.csv").map(\.code) == ["table-order"])
        #expect(throws: Diagnostic.self) {
            try HSFile(CatalogFile(name: "t.csv", bytes: Array("a,b\n".utf8)))
        }
    }
}
