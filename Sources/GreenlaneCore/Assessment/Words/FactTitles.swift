extension Fact {
    /// What people call the fact.
    public var title: LocalizedText {
        requestTitle ?? originTitle ?? chosenTitle ?? itemTitle
    }

    private var requestTitle: LocalizedText? {
        switch self {
        case .direction: LocalizedText(zh: "进出口", en: "direction")
        case .purpose: LocalizedText(zh: "用途", en: "purpose")
        case .regime: LocalizedText(zh: "监管方式", en: "regime")
        case .importerKind: LocalizedText(zh: "收货人类型", en: "kind of importer")
        case .importerDistrict: LocalizedText(zh: "收货人注册地", en: "importer's district")
        case .importerUscc: LocalizedText(zh: "收货人统一社会信用代码", en: "importer's USCC")
        case .destinationCountry: LocalizedText(zh: "目的国", en: "country of destination")
        case .transportMode: LocalizedText(zh: "运输方式", en: "mode of transport")
        case .portOfEntry: LocalizedText(zh: "进境关别", en: "port of entry")
        default: nil
        }
    }

    private var originTitle: LocalizedText? {
        switch self {
        case .originMaterial, .originPresent: LocalizedText(zh: "来源成分", en: "origin")
        case .originSpecies: LocalizedText(zh: "物种", en: "species")
        case .originCountry: LocalizedText(zh: "原产国", en: "country of origin")
        case .hsCode: LocalizedText(zh: "商品编号", en: "HS code")
        case .hsSupervision: LocalizedText(zh: "商品编号的监管条件", en: "supervision codes of the HS line")
        case .hsInspection:
            LocalizedText(zh: "商品编号的检验检疫类别", en: "inspection categories of the HS line")
        case .pathogenContains: LocalizedText(zh: "是否含病原微生物", en: "contains pathogens")
        case .pathogenClass: LocalizedText(zh: "病原微生物类别", en: "pathogen class")
        case .animalPathogen: LocalizedText(zh: "是否动物病原体", en: "animal pathogen")
        case .inactivated: LocalizedText(zh: "是否灭活", en: "inactivated")
        case .speciesListing: LocalizedText(zh: "物种表所列保护级别", en: "listing in the species table")
        case .speciesGroup: LocalizedText(zh: "物种表所列类群", en: "group in the species table")
        default: nil
        }
    }

    private var chosenTitle: LocalizedText? {
        switch self {
        case .chosenBiomaterialLevel: LocalizedText(zh: "生物材料级别", en: "biomaterial level")
        case .chosenSpecialGoodsLevel:
            LocalizedText(zh: "特殊物品风险级别", en: "special goods level")
        case .firstImport: LocalizedText(zh: "是否首次或恢复进境", en: "first or resumed import")
        case .controls: LocalizedText(zh: "管制类别", en: "controls")
        case .substance: LocalizedText(zh: "管制物质表所列类别", en: "lists that have the CAS number")
        case .cites: LocalizedText(zh: "物种保护级别", en: "protection of the species")
        case .nameMaterial: LocalizedText(zh: "品名所示来源", en: "origin that the name suggests")
        case .nameForm: LocalizedText(zh: "品名所示形态", en: "form that the name suggests")
        case .compositionMaterial:
            LocalizedText(zh: "成分名称所示来源", en: "origin that the components suggest")
        default: nil
        }
    }

    private var itemTitle: LocalizedText {
        switch self {
        case .form: LocalizedText(zh: "物品形态", en: "form")
        case .cas: LocalizedText(zh: "CAS号", en: "CAS number")
        case .un: LocalizedText(zh: "联合国编号", en: "UN number")
        case .composition: LocalizedText(zh: "成分", en: "composition")
        case .spec: LocalizedText(zh: "规格型号", en: "specification")
        case .managedAs: LocalizedText(zh: "在我国按何种货物管理", en: "managed as")
        case .chinaApproval: LocalizedText(zh: "我国注册或批准", en: "approval in China")
        case .foreignApproval: LocalizedText(zh: "境外批准", en: "approval abroad")
        case .humanGeneticResource: LocalizedText(zh: "是否人类遗传资源", en: "human genetic resources")
        case .commercialCellBank:
            LocalizedText(zh: "是否国际知名保藏机构的商品细胞", en: "from a known cell bank")
        case .processing: LocalizedText(zh: "处理方式", en: "processing")
        case .traceTestStandard: LocalizedText(zh: "是否微量检测标准品", en: "trace test standard")
        default: LocalizedText(zh: "数量", en: "quantity")
        }
    }

    /// The first fact that is stated at a place below a request or an item, such as
    /// `/items/0/form`; nil where no rule asks about it.
    public static func at(pointer: String) -> Fact? {
        let parts = pointer.split(separator: "/")
        let isItem = parts.first == "items" && parts.count > 2
        let place = parts.dropFirst(isItem ? 2 : 0).joined(separator: "/")
        if place == "origin/components" { return .originPresent }
        return allCases.first {
            $0.path.hasPrefix("request.") != isItem && table[Int($0.rawValue)].pointer == place
        }
    }
}
