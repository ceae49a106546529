/// Chinese words for the values that people fill in most; the codes themselves always hold as well.
enum RequestWords {
    static let direction = ["进口": "import", "出口": "export"]

    static let purpose = [
        "临床前研究": "preclinical_research", "工艺物料": "process_material", "辅料": "excipient",
        "检测": "testing", "教学": "teaching", "临床试验": "clinical_trial", "生产": "production",
        "注册检验": "registration_testing", "诊断": "diagnosis", "治疗": "treatment", "销售": "sale",
        "展览": "exhibition", "自用": "self_use", "其他": "other",
    ]

    static let regime = [
        "一般贸易": "general_trade", "减免税": "duty_relief", "保税": "bonded",
        "暂时进出境": "temporary", "快件": "express", "邮件": "mail", "旅客携带": "passenger",
        "捐赠": "donation",
    ]

    static let transport = [
        "航空": "air", "航空运输": "air", "空运": "air", "水路运输": "sea", "海运": "sea",
        "公路运输": "road", "铁路运输": "rail", "邮件运输": "mail", "邮寄": "mail", "快件": "express",
        "旅客携带": "passenger",
    ]

    static let material = [
        "人源": "human", "动物源": "animal", "植物源": "plant", "微生物源": "microbial", "重组": "recombinant",
        "合成": "synthetic", "混合": "mixed", "无": "none",
    ]

    static let contains = ["是": "yes", "否": "no", "不详": "unknown", "未知": "unknown"]

    /// Only words with one meaning: 支 may be a vial or a tube, so a person has to say which.
    static let unit = [
        "千克": "kg", "公斤": "kg", "克": "g", "毫克": "mg", "微克": "ug", "μg": "ug", "µg": "ug",
        "升": "L", "毫升": "mL", "ml": "mL", "微升": "uL", "μl": "uL", "µl": "uL", "μL": "uL",
        "µL": "uL", "ul": "uL", "l": "L", "个": "piece", "件": "piece", "瓶": "vial", "管": "tube",
        "盒": "kit", "头": "head", "国际单位": "IU",
    ]

    static let flag = [
        "true": true, "yes": true, "y": true, "1": true, "是": true, "false": false, "no": false,
        "n": false, "0": false, "否": false,
    ]

    /// What a list column says where it is known to hold nothing.
    static let nothing = ["none", "无", "[]"]
}
