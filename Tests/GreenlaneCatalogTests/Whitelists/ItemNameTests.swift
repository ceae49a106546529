import GreenlaneCore
import Testing

@Suite("An item's name is held against an entry's")
struct ItemNameTests {
    /// What a side states: Chinese name, English name, CAS number, synonyms.
    struct Side: Sendable {
        var zh: String?
        var en: String?
        var cas: String?
        var synonyms: [String] = []

        var item: ItemIdentity {
            var item = ImportItem(line: 1, nameZh: zh, nameEn: en)
            item.cas = cas
            return ItemIdentity(item)
        }

        var entry: ItemIdentity {
            ItemIdentity(
                WhitelistEntry(
                    isSynthetic: true, scheme: "nansha", id: "E", unitName: "甲", unitUscc: "U",
                    itemNameZh: zh, itemNameEn: en, cas: cas, hs10: nil, purpose: nil,
                    approved: nil, validFrom: nil, validTo: nil, waives: [], synonyms: synonyms))
        }
    }

    static func zh(_ left: String, _ right: String) -> (Side, Side) {
        (Side(zh: left), Side(zh: right))
    }

    static func en(_ left: String, _ right: String) -> (Side, Side) {
        (Side(en: left), Side(en: right))
    }

    static let alike: [(Side, Side)] = [
        zh("肝素钠", "肝素钠"), zh("肝素 钠", "肝素钠"), zh("　肝素钠 ", "肝素钠"),
        zh("肝素-钠", "肝素钠"), zh("葡聚糖４０", "葡聚糖40"), zh("葡聚糖 40", "葡聚糖40"),
        zh("环孢菌素Ａ", "环孢菌素a"), zh("环孢菌素A", "其他抗菌素(环孢菌素A)"),
        zh("环孢菌素 A", "其他抗菌素（环孢菌素Ａ）"), zh("其它抗菌素【环孢菌素A】", "环孢菌素A"),
        zh("α-淀粉酶", "α淀粉酶"), zh("Ⅱ型胶原", "II型胶原"), zh("Ⅱ型胶原", "ii 型胶原"),
        zh("抗CD3抗体", "抗 CD3 抗体"), zh("抗CD3抗体", "抗CD-3抗体"), zh("五水·硫酸铜", "五水硫酸铜"),
        zh("重组人IL-2", "重组人 IL2"), zh("5’-腺苷酸", "5'-腺苷酸"), zh("1,2-丙二醇", "1，2-丙二醇"),
        zh("N－乙酰葡糖胺", "N-乙酰葡糖胺"), en("Heparin sodium", "HEPARIN SODIUM"),
        en("ＨＥＰＡＲＩＮ　sodium", "heparin-sodium"), en("heparin_sodium", "Heparin  Sodium"),
        en("α-Amylase", "alpha-amylase"), en("TNF-α", "TNF alpha"), en("TNFα", "tnf-ALPHA"),
        en("β-Lactoglobulin", "beta lactoglobulin"), en("L-Lysine", "l-lysine"),
        en("Other antibiotics (cyclosporin A)", "Cyclosporin A"), en("Dextran 70", "dextran-70"),
        en("Collagen type Ⅳ", "collagen TYPE IV"), en("H₂O free", "H2O free"),
        (Side(zh: "肝素钠注射级原料", cas: "9041-08-1"), Side(zh: "肝素钠", cas: "9041-08-1")),
        (Side(zh: "甲", cas: "９０４１－０８－１"), Side(zh: "乙", cas: "9041-08-1")),
        (Side(zh: "地塞米松"), Side(zh: "氟美松", synonyms: ["地塞米松", "Dexamethasone"])),
        (Side(en: "dexamethasone"), Side(zh: "氟美松", synonyms: ["地塞米松", "Dexamethasone"])),
        (Side(zh: "环孢素", en: "Ciclosporin"), Side(zh: "环孢菌素A", synonyms: ["环孢素"])),
        (Side(zh: "肝素钠", en: "Heparin sodium"), Side(zh: "肝素钠")),
        (Side(zh: "肝素钠", en: "Heparin sodium"), Side(en: "Heparin Sodium")),
        (
            Side(zh: "肝素钠", en: "Heparin sodium salt, porcine"),
            Side(zh: "肝素钠", en: "Heparin sodium")
        ),
    ]

    static let unlike: [(Side, Side)] = [
        zh("肝素钠", "肝素钙"), zh("肝素", "肝素钠"), zh("低分子肝素钠", "肝素钠"), zh("L-乳酸", "D-乳酸"),
        zh("L-乳酸", "DL-乳酸"), zh("L-乳酸", "乳酸"), zh("葡聚糖40", "葡聚糖70"), zh("葡聚糖4", "葡聚糖40"),
        zh("葡聚糖40", "葡聚糖4 0"), zh("抗A", "抗B"), zh("抗A", "抗AB"), zh("抗CD3", "抗CD4"),
        zh("抗CD3", "抗CD34"), zh("重组胰蛋白酶", "胰蛋白酶"), zh("重组人胰岛素", "重组牛胰岛素"),
        zh("α-淀粉酶", "β-淀粉酶"), zh("α-淀粉酶", "淀粉酶"), zh("硫酸铜", "五水硫酸铜"),
        zh("氯化钙", "二水氯化钙"), zh("无水氯化钙", "二水氯化钙"), zh("1-12肽", "11-2肽"), zh("1 12肽", "112肽"),
        zh("IL-2", "IL-12"), zh("IL-1α", "IL-1β"), zh("环孢菌素A", "环孢菌素B"),
        zh("其他抗菌素(环孢菌素A)", "其他抗菌素(环孢菌素C)"), zh("其他抗菌素(环孢菌素A)", "其他抗菌素"),
        zh("胶原Ⅰ型", "胶原Ⅱ型"), zh("胰岛素", "胰岛素样生长因子"), zh("(+)-儿茶素", "(-)-儿茶素"),
        zh("(-)-薄荷醇", "薄荷醇"), zh("顺-二氯", "反-二氯"), zh("1,2-丙二醇", "1,3-丙二醇"),
        zh("1,2-丙二醇", "12-丙二醇"), zh("盐酸四环素", "四环素"), zh("硫酸软骨素A", "硫酸软骨素C"),
        zh("肝素钠(40)", "肝素钠(70)"), zh("臺灣", "台湾"), en("Heparin sodium", "Heparin calcium"),
        en("L-Lactic acid", "D-Lactic acid"), en("L-Lactic acid", "DL-Lactic acid"),
        en("Dextran 40", "Dextran 70"), en("Dextran 4", "Dextran 40"), en("Anti-A", "Anti-B"),
        en("Recombinant trypsin", "Trypsin"), en("alpha-Amylase", "beta-Amylase"),
        en("Copper sulfate", "Copper sulfate pentahydrate"), en("Trypsin", "Trypsinogen"),
        en("Interleukin 1", "Interleukin 11"), en("Human insulin", "Bovine insulin"),
        (Side(zh: "肝素钠", cas: "9041-08-1"), Side(zh: "肝素钠", cas: "37270-89-6")),
        (Side(zh: "肝素钠", en: "Heparin sodium"), Side(zh: "肝素钙", en: "Heparin sodium")),
        (Side(zh: "肝素", en: "Heparin sodium"), Side(zh: "肝素", en: "Heparin calcium")),
        (Side(zh: "乳酸", en: "L-Lactic acid"), Side(zh: "乳酸", en: "D-Lactic acid")),
        (Side(zh: "淀粉酶", en: "α-Amylase"), Side(zh: "淀粉酶", en: "beta-amylase")),
        (Side(zh: "胰蛋白酶", en: "Recombinant trypsin"), Side(zh: "胰蛋白酶", en: "Native trypsin")),
        (
            Side(zh: "硫酸铜", en: "Copper sulfate, anhydrous"),
            Side(zh: "硫酸铜", en: "Copper sulfate pentahydrate")
        ),
        (Side(zh: "泼尼松"), Side(zh: "氟美松", synonyms: ["地塞米松", "Dexamethasone"])),
        (
            Side(zh: "倍他米松", en: "Dexamethasone"),
            Side(zh: "氟美松", synonyms: ["地塞米松", "地塞美松"])
        ),
        (Side(zh: "肝素钠"), Side(en: "Heparin sodium")),
    ]

    @Test("Typing does not tell substances apart", arguments: alike)
    func same(_ pair: (Side, Side)) {
        #expect(pair.0.item.isSame(as: pair.1.entry))
        // An index that missed a pair would hide the entry.
        #expect(pair.0.item.names.contains { pair.1.entry.names.contains($0) })
    }

    @Test("A salt, an isomer, a number or an origin does", arguments: unlike)
    func different(_ pair: (Side, Side)) {
        #expect(!pair.0.item.isSame(as: pair.1.entry))
        #expect(!pair.1.item.isSame(as: pair.0.entry) || !pair.0.synonyms.isEmpty)
    }

    @Test("The key from bytes is the key of the text")
    func keyBytes() {
        let sides = (Self.alike + Self.unlike).flatMap { [$0.0, $0.1] }
        let names =
            sides.flatMap { [$0.zh, $0.en].compactMap { $0 } + $0.synonyms } + ["", "-", "1 -2"]
        for name in names {
            var bytes: [UInt8] = [1]
            Array(name.utf8).withUnsafeBytes { ItemName.appendKey($0, to: &bytes) }
            #expect(Array(bytes.dropFirst()) == Array(ItemName.key(name).utf8), "\(name)")
        }
    }
}
