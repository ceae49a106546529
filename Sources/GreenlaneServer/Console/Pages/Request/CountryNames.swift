import GreenlaneCore

/// Countries that reagents come from, as people write them; a request has the two letters of
/// ISO 3166.
enum CountryNames {
    /// The code of a name in either language, or of a code in any letter case; nil where neither
    /// is known.
    static func code(of text: String) -> String? {
        let folded = text.lowercased()
        if folded.utf8.count == 2, folded.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) {
            return folded.uppercased()
        }
        return all.first { $0.zh.contains(text) || $0.en.contains(folded) }?.code
    }

    private struct Country {
        var code: String
        var zh: [String]
        var en: [String]
    }

    private static let all: [Country] = table.map { line in
        let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
        return Country(
            code: parts[0], zh: parts[1].split(separator: "/").map(String.init),
            en: parts[2].split(separator: "/").map { $0.lowercased() })
    }

    private static let table = [
        "AR 阿根廷 Argentina", "AT 奥地利 Austria", "AU 澳大利亚/澳洲 Australia", "BE 比利时 Belgium",
        "BG 保加利亚 Bulgaria", "BR 巴西 Brazil", "CA 加拿大 Canada", "CH 瑞士 Switzerland",
        "CL 智利 Chile", "CN 中国 China", "CO 哥伦比亚 Colombia", "CR 哥斯达黎加 Costa Rica",
        "CZ 捷克 Czechia/Czech Republic", "DE 德国 Germany", "DK 丹麦 Denmark", "EE 爱沙尼亚 Estonia",
        "EG 埃及 Egypt", "ES 西班牙 Spain", "FI 芬兰 Finland", "FR 法国 France",
        "GB 英国 United Kingdom/UK/Great Britain", "GR 希腊 Greece", "HK 香港/中国香港 Hong Kong",
        "HR 克罗地亚 Croatia", "HU 匈牙利 Hungary", "ID 印度尼西亚/印尼 Indonesia", "IE 爱尔兰 Ireland",
        "IL 以色列 Israel", "IN 印度 India", "IS 冰岛 Iceland", "IT 意大利 Italy", "JP 日本 Japan",
        "KR 韩国 South Korea/Korea", "LT 立陶宛 Lithuania", "LU 卢森堡 Luxembourg", "LV 拉脱维亚 Latvia",
        "MO 澳门/中国澳门 Macao/Macau", "MX 墨西哥 Mexico", "MY 马来西亚 Malaysia",
        "NL 荷兰 Netherlands/Holland", "NO 挪威 Norway", "NZ 新西兰 New Zealand", "PA 巴拿马 Panama",
        "PE 秘鲁 Peru", "PH 菲律宾 Philippines", "PL 波兰 Poland", "PT 葡萄牙 Portugal",
        "RO 罗马尼亚 Romania", "RU 俄罗斯 Russia", "SA 沙特阿拉伯/沙特 Saudi Arabia", "SE 瑞典 Sweden",
        "SG 新加坡 Singapore", "SI 斯洛文尼亚 Slovenia", "SK 斯洛伐克 Slovakia", "TH 泰国 Thailand",
        "TR 土耳其 Turkey/Türkiye", "TW 台湾/中国台湾 Taiwan", "UA 乌克兰 Ukraine",
        "US 美国 United States/USA/United States of America", "UY 乌拉圭 Uruguay", "VN 越南 Vietnam",
        "ZA 南非 South Africa",
    ]
}
