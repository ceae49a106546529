import Testing

@testable import GreenlaneEngine

@Suite("Salts of personal fields")
struct SaltsTests {
    @Test("of the system never come twice, whoever holds a copy of where they come from")
    func fresh() {
        var one = Salts.system
        _ = one.next()
        var other = one
        // Several blocks of them.
        let salts = (1...100).flatMap { _ in [one.next(), other.next()] }
        #expect(salts.allSatisfy { $0.count == Salts.byteCount })
        #expect(Set(salts).count == salts.count)
    }

    @Test("of a seed are the same in every process")
    func seeded() {
        var salts = Salts.seeded(7)
        let found = (1...2).map { _ in
            salts.next().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        #expect(found == ["63cbe1e459320dd7044c3cd7f43c661c", "e6984080bab12a02953aeb70673e29cb"])
    }
}
