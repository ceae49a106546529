/// How far a shipment is, whatever its workflow calls its states.
public enum Milestone: String, Hashable, Sendable, CaseIterable, Comparable {
    case filed, preapproved, whitelisted, declared, inspected, released, warehoused, delivered
    case withdrawn, refused, returned, destroyed, forfeited, abandoned

    /// 0 for filed to 7 for delivered; the ends beside delivered come after it.
    public var order: Int {
        switch self {
        case .filed: 0
        case .preapproved: 1
        case .whitelisted: 2
        case .declared: 3
        case .inspected: 4
        case .released: 5
        case .warehoused: 6
        case .delivered: 7
        case .withdrawn: 8
        case .refused: 9
        case .returned: 10
        case .destroyed: 11
        case .forfeited: 12
        case .abandoned: 13
        }
    }

    /// The eight stages of the road; the others are ends.
    public static let road: [Milestone] = [
        .filed, .preapproved, .whitelisted, .declared, .inspected, .released, .warehoused,
        .delivered,
    ]

    public static func < (left: Milestone, right: Milestone) -> Bool {
        left.order < right.order
    }

    public var title: LocalizedText {
        switch self {
        case .filed: LocalizedText(zh: "已申请", en: "filed")
        case .preapproved: LocalizedText(zh: "审批齐备", en: "pre-approved")
        case .whitelisted: LocalizedText(zh: "白名单已核", en: "whitelist checked")
        case .declared: LocalizedText(zh: "申报已受理", en: "declared")
        case .inspected: LocalizedText(zh: "查验通过", en: "inspected")
        case .released: LocalizedText(zh: "海关放行", en: "released")
        case .warehoused: LocalizedText(zh: "已入库", en: "warehoused")
        case .delivered: LocalizedText(zh: "已交付", en: "delivered")
        case .withdrawn: LocalizedText(zh: "已取消", en: "withdrawn")
        case .refused: LocalizedText(zh: "未获批准", en: "refused")
        case .returned: LocalizedText(zh: "已退运", en: "returned")
        case .destroyed: LocalizedText(zh: "已销毁", en: "destroyed")
        case .forfeited: LocalizedText(zh: "超期变卖", en: "forfeited")
        case .abandoned: LocalizedText(zh: "已放弃", en: "abandoned")
        }
    }
}
