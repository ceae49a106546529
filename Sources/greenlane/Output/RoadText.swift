internal import GreenlaneCore

/// The eight stages of the road as marks.
enum RoadText {
    /// Words for the stages short enough to stand above a column.
    static func short(_ milestone: Milestone) -> LocalizedText {
        switch milestone {
        case .filed: LocalizedText(zh: "申请", en: "filed")
        case .preapproved: LocalizedText(zh: "审批", en: "permits")
        case .whitelisted: LocalizedText(zh: "白名单", en: "list")
        case .declared: LocalizedText(zh: "申报", en: "declare")
        case .inspected: LocalizedText(zh: "查验", en: "inspect")
        case .released: LocalizedText(zh: "放行", en: "release")
        case .warehoused: LocalizedText(zh: "入库", en: "store")
        case .delivered: LocalizedText(zh: "交付", en: "deliver")
        default: milestone.title
        }
    }

    /// Whether it is one of the ends beside delivered.
    static func isSideEnd(_ milestone: Milestone) -> Bool { milestone > .delivered }

    /// The mark of one stage for a shipment that is at `reached`.
    static func mark(
        _ stage: Milestone, reached: Milestone, before: Milestone, _ style: Style
    ) -> String {
        let last = isSideEnd(reached) ? before : reached
        if isSideEnd(reached), stage == last { return style.red("✗") }
        return stage <= last ? style.green("●") : style.dim("○")
    }

    /// All marks in a row.
    static func row(_ reached: Milestone, before: Milestone, _ style: Style) -> String {
        Milestone.road.map { mark($0, reached: reached, before: before, style) }
            .joined(separator: " ")
    }
}
