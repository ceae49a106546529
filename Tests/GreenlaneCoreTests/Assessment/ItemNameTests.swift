import GreenlaneCore
import Testing

@Suite("Names of goods are compared")
struct ItemNameTests {
    static let same: [(String, String)] = [
        ("肝素钠", " 肝素钠 "), ("Heparin-Sodium", "heparin sodium"), ("ＩＬ－２", "IL-2"),
        ("其他抗菌素（环孢菌素A）", "环孢菌素 a"), ("IL 2", "IL2"),
    ]
    static let different: [(String, String)] = [
        ("肝素钠", "肝素钙"), ("胰岛素(人)", "胰岛素(牛)"), ("PEG 1-12", "PEG 11-2"),
        ("其他抗菌素(环孢菌素A)", "其他抗菌素(环孢菌素B)"), ("肝素钠(研究级)", "葡聚糖(研究级)"),
        ("IL-2", "IL-12"), ("", "肝素钠"),
    ]

    @Test("Differences of typing do not count", arguments: same)
    func typing(_ pair: (String, String)) {
        #expect(ItemName.key(pair.0) == ItemName.key(pair.1))
    }

    @Test("Differences of substance do", arguments: different)
    func substance(_ pair: (String, String)) {
        #expect(ItemName.key(pair.0) != ItemName.key(pair.1))
    }

    @Test(
        "A specification must have what is listed",
        arguments: [
            ("research grade, porcine", "Research Grade", true), ("MW40k", "MW 40k", true),
            ("MW 70k", "MW 40k", false), ("199%", "99%", false), ("grade", "research grade", false),
        ])
    func specification(_ stated: String, _ listed: String, _ expected: Bool) {
        #expect(ItemName.specification(stated, satisfies: listed) == expected)
    }
}
