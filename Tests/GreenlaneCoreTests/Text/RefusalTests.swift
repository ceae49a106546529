import GreenlaneCore
import Testing

@Suite("A refusal")
struct RefusalTests {
    @Test(
        "always says what to do next, its own words first",
        arguments: [
            Refusal.Kind.rule, .role, .input, .notFound, .conflict, .fault,
        ])
    func advice(_ kind: Refusal.Kind) {
        let plain = Refusal(kind, "x", LocalizedText(zh: "不行", en: "No"))
        #expect(!plain.advice.zh.isEmpty && !plain.advice.en.isEmpty)
        // It is read on a page and in an answer of the API as well as in a terminal.
        #expect(!plain.advice.zh.contains("greenlane") && !plain.advice.en.contains("greenlane"))
        let own = LocalizedText(zh: "这样做", en: "Do this")
        #expect(Refusal(kind, "x", plain.message, remedy: own).advice == own)
    }
}
