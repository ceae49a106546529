extension Fact {
    /// What people call a value of the fact; the value itself where it has no other name.
    public func word(_ value: String) -> LocalizedText {
        let plain = value.split(separator: "_").joined(separator: " ")
        switch self {
        case .form, .nameForm: return Self.pair(Self.forms, value, plain)
        case .originMaterial, .originPresent, .nameMaterial, .compositionMaterial:
            return Self.pair(Self.materials, value, plain)
        case .purpose: return Self.pair(Self.purposes, value, plain)
        case .regime, .transportMode: return Self.pair(Self.ways, value, plain)
        case .controls, .substance: return Self.pair(Self.controlWords, value, plain)
        case .managedAs: return Self.pair(Self.managements, value, plain)
        case .importerKind: return Self.pair(Self.kinds, value, plain)
        case .cites, .speciesListing: return Self.pair(Self.listings, value, plain)
        case .processing: return Self.pair(Self.processings, value, plain)
        case .speciesGroup: return Self.pair(Self.groups, value, plain)
        case .direction:
            return LocalizedText(zh: value == "export" ? "出口" : "进口", en: value)
        case .chosenBiomaterialLevel, .chosenSpecialGoodsLevel: return Self.level(value)
        case .chinaApproval, .foreignApproval:
            return LocalizedText(zh: value == "approved" ? "已取得" : "没有", en: value)
        default: break
        }
        switch value {
        case "yes", "true": return LocalizedText(zh: "是", en: "yes")
        case "no", "false": return LocalizedText(zh: "否", en: "no")
        case "unknown": return LocalizedText(zh: "不详", en: "not known")
        default: return LocalizedText(zh: value, en: value)
        }
    }

    private static func pair(
        _ words: [String: String], _ value: String, _ plain: String
    ) -> LocalizedText {
        LocalizedText(zh: words[value] ?? value, en: plain)
    }

    /// Levels that are letters read the same in every language.
    private static func level(_ value: String) -> LocalizedText {
        guard let words = levels[value] else { return LocalizedText(zh: value, en: value) }
        return LocalizedText(zh: words, en: "Level \(value)")
    }

    private static let levels = ["1": "一级", "2": "二级", "3": "三级", "4": "四级"]

    private static let forms = [
        "whole_blood": "全血", "plasma": "血浆", "serum": "血清", "body_fluid": "体液", "swab": "拭子",
        "cells": "细胞", "tissue": "组织", "slide": "切片", "organ": "器官",
        "egg_or_embryo": "卵或胚胎", "seed": "种子种苗", "nucleic_acid": "核酸", "protein": "蛋白质",
        "antibody": "抗体", "enzyme": "酶", "hormone": "激素", "culture_medium": "培养基",
        "reagent_kit": "试剂盒", "control_material": "质控品", "calibrator": "校准品", "strain": "菌毒种",
        "viral_vector": "病毒载体", "vaccine": "疫苗", "toxin": "毒素", "live_animal": "活动物",
        "animal_product": "动物产品", "chemical": "化学品", "drug_substance": "原料药",
        "finished_drug": "药品制剂", "cosmetic": "化妆品", "reference_standard": "对照品",
        "buffer": "缓冲液", "instrument": "仪器", "consumable": "耗材", "other": "其他",
    ]

    private static let materials = [
        "human": "人源", "animal": "动物源", "plant": "植物源", "microbial": "微生物源",
        "recombinant": "重组", "synthetic": "合成", "mixed": "混合", "none": "不含生物成分",
    ]

    private static let purposes = [
        "preclinical_research": "临床前研究", "process_material": "工艺物料", "excipient": "辅料",
        "testing": "检测", "teaching": "教学", "clinical_trial": "临床试验", "production": "生产",
        "registration_testing": "注册检验", "diagnosis": "诊断", "treatment": "治疗", "sale": "销售",
        "exhibition": "展览", "self_use": "自用", "other": "其他",
    ]

    private static let ways = [
        "general_trade": "一般贸易", "duty_relief": "减免税", "bonded": "保税", "temporary": "暂时进出境",
        "express": "快件", "mail": "邮寄", "passenger": "旅客携带", "donation": "捐赠", "air": "空运",
        "sea": "海运", "road": "公路", "rail": "铁路",
    ]

    private static let controlWords = [
        "narcotic": "麻醉药品", "psychotropic": "精神药品", "precursor": "易制毒化学品",
        "dual_use": "两用物项", "doping": "兴奋剂", "hazardous_chemical": "危险化学品",
        "toxic_chemical": "严格限制的有毒化学品", "pesticide": "农药", "radioactive": "放射性物品",
        "biosecurity_list": "国家生物安全名录",
    ]

    private static let managements = [
        "none": "不按下列任何一类", "drug": "药品", "veterinary_drug": "兽药",
        "medical_device": "医疗器械", "cosmetic": "化妆品", "food": "食品", "pesticide": "农药",
        "environmental_microbial_agent": "环保微生物菌剂",
    ]

    private static let kinds = [
        "enterprise": "企业", "research_institute": "科研院所", "university": "高校", "hospital": "医院",
        "testing_body": "检测机构", "public_body": "公共机构", "individual": "个人",
    ]

    private static let listings = [
        "none": "未列入", "I": "公约附录一", "II": "公约附录二", "III": "公约附录三",
        "national": "国家重点保护",
    ]

    private static let groups = [
        "human": "人", "primate": "灵长类", "rodent": "啮齿类", "rabbit": "兔", "dog": "犬", "cat": "猫",
        "bovine": "牛", "sheep_goat": "羊", "swine": "猪", "equine": "马", "poultry": "家禽",
        "other_mammal": "其他哺乳动物", "other_bird": "其他鸟类", "reptile": "爬行动物", "fish": "鱼",
        "amphibian": "两栖动物", "invertebrate": "无脊椎动物", "insect": "昆虫", "plant": "植物",
        "fungus": "真菌", "bacterium": "细菌", "virus": "病毒", "protist": "原生生物",
    ]

    private static let processings = [
        "raw": "未处理", "heat_treated": "热处理", "irradiated": "辐照", "chemically_treated": "化学处理",
        "purified": "纯化", "fixed": "固定", "lysed": "裂解", "none": "无",
    ]
}
