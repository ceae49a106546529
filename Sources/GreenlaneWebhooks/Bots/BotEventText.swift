import GreenlaneCore

/// What happened, in a few words, by the type of a record in a shipment's stream. The workflow's
/// own titles name what a person may do; a group reads what has been done.
enum BotEventText {
    /// Nil for a type that is not in the table: then the stage has to say it.
    static func of(_ type: String) -> LocalizedText? {
        table.first { $0.type == type }.map { LocalizedText(zh: $0.zh, en: $0.en) }
    }

    typealias Row = (type: String, zh: String, en: String)

    static let table: [Row] = papers + transport + declaring + inspecting + outcomes

    private static let papers: [Row] = [
        ("shipment.filed", "进口申请已提交", "Import request filed"),
        ("request.corrected", "进口申请已更正", "Import request corrected"),
        ("request.cancelled", "进口申请已撤回", "Import request cancelled"),
        ("request.given_up", "申请人不再继续", "Import given up"),
        ("permit.applied", "已提交监管证件申请", "Permit applied for"),
        ("permit.supplement_asked", "审批部门要求补正材料", "More material asked for"),
        ("permit.supplemented", "已提交补正材料", "Missing material handed in"),
        ("permit.linked", "已关联现有监管证件", "Existing permit linked"),
        ("permit.granted", "监管证件已核发", "Permit granted"),
        ("permit.refused", "监管证件不予许可", "Permit refused"),
        ("permit.revoked", "监管证件被撤销", "Permit revoked"),
        ("approvals.rechecked", "已重新核验批准", "Approvals checked again"),
        ("approvals.set_aside", "批准失效，改办进口药品通关单", "Approval lapsed; drug clearance form instead"),
        ("whitelist.rechecked", "已重新核验白名单", "Whitelist checked again"),
        ("whitelist.set_aside", "改办进口药品通关单", "Drug clearance form instead"),
        ("whitelist.applied", "已申请列入白名单", "Whitelist entry applied for"),
        ("whitelist.published", "白名单已公布", "Whitelist entry published"),
        ("whitelist.application_refused", "白名单申请未通过", "Whitelist application refused"),
        ("whitelist.withdrawn", "白名单条目被暂停或移出", "Whitelist entry withdrawn"),
        ("document.attached", "单证已上传", "Document attached"),
        ("note.added", "已添加备注", "Note added"),
        ("step.undone", "上一步已撤销", "Last step undone"),
        ("fact.recorded", "已登记一项事实，流程未推进", "Fact recorded, nothing moved"),
    ]

    private static let transport: [Row] = [
        ("goods.dispatched", "已通知发货", "Shipper told to dispatch"),
        ("goods.departed", "货物已启运", "Goods departed"),
        ("goods.arrived", "货物已运抵口岸", "Goods arrived"),
        ("temperature.read", "已记录温度", "Temperature recorded"),
        ("temperature.exceeded", "温度偏离，待质量评估", "Temperature excursion, to be assessed"),
        ("temperature.accepted", "温度偏离经质量评估合格", "Excursion assessed, goods accepted"),
        ("temperature.rejected", "温度偏离经质量评估不合格", "Excursion assessed, goods rejected"),
    ]

    private static let declaring: [Row] = [
        ("declaration.lodged", "已向海关申报", "Declaration lodged"),
        ("declaration.sent", "申报已发送，待海关入库", "Declaration sent"),
        ("declaration.sending_failed", "申报传输失败", "Sending the declaration failed"),
        ("declaration.accepted", "海关已受理申报", "Declaration accepted"),
        ("declaration.rejected", "海关退单或不受理", "Declaration rejected"),
        ("declaration.returned", "海关退回修改", "Declaration returned for amendment"),
        ("declaration.suspended", "申报被挂起，待人工处理", "Declaration suspended"),
        ("declaration.reviewed", "报关单已审结", "Document review finished"),
        ("declaration.rereviewed", "海关重审报关单", "Declaration reviewed again"),
        ("declaration.completed", "两步申报的完整申报已完成", "Two-step declaration completed"),
        ("declaration.summary_released", "概要申报提货放行", "Goods may be taken (two-step)"),
        ("declaration.cleared", "报关单已结关", "Declaration cleared"),
        ("declaration.deleted", "海关已删单", "Declaration deleted by Customs"),
        ("receipt.recorded", "收到其他海关回执", "Other customs receipt recorded"),
        ("amendment.requested", "已申请改单", "Amendment requested"),
        ("amendment.approved", "海关准予改单", "Amendment approved"),
        ("amendment.refused", "海关不予改单", "Amendment refused"),
        ("withdrawal.requested", "已申请撤单", "Withdrawal requested"),
        ("withdrawal.approved", "海关准予撤单", "Withdrawal approved"),
        ("withdrawal.refused", "海关不予撤单", "Withdrawal refused"),
        ("tax.assessed", "税费单已开出，待缴纳", "Tax due"),
        ("tax.paid", "税费已缴纳", "Tax paid"),
        ("guarantee.offered", "已申请提供担保", "Guarantee offered"),
        ("guarantee.accepted", "海关同意担保放行", "Released under guarantee"),
    ]

    private static let inspecting: [Row] = [
        ("inspection.ordered", "海关布控查验", "Inspection ordered"),
        ("inspection.attended", "已到场配合查验", "Inspection attended"),
        ("inspection.passed", "查验合格", "Inspection passed"),
        ("inspection.failed", "查验不合格", "Inspection failed"),
        ("sample.taken", "已取样送检", "Samples taken"),
        ("laboratory.passed", "实验室检测合格", "Laboratory result passed"),
        ("laboratory.failed", "实验室检测不合格", "Laboratory result failed"),
        ("conformity.confirmed", "合格评定通过", "Conformity confirmed"),
        ("conformity.failed", "合格评定不通过", "Conformity failed"),
        ("destination_check.ordered", "海关布控目的地检查", "Destination check ordered"),
        ("destination_check.passed", "目的地检查合格", "Destination check passed"),
        ("destination_check.failed", "目的地检查不合格", "Destination check failed"),
        ("isolation.started", "隔离检疫已开始", "Isolation started"),
        ("isolation.passed", "隔离检疫合格", "Isolation passed"),
        ("isolation.failed", "隔离检疫不合格", "Isolation failed"),
        ("investigation.opened", "已移送调查", "Investigation opened"),
        ("investigation.closed", "调查已结案", "Investigation closed"),
    ]

    private static let outcomes: [Row] = [
        ("goods.lifted_conditionally", "准予附条件提离", "Conditional lift allowed"),
        ("goods.released", "海关已放行", "Released by Customs"),
        ("goods.stored", "货物已提货入库", "Goods in the warehouse"),
        ("goods.delivered", "货物已交付使用单位", "Goods delivered"),
        ("goods.abandoned", "已声明放弃货物", "Goods given up to Customs"),
        ("goods.forfeited", "海关依法提取变卖", "Goods taken and sold by Customs"),
        ("goods.returned", "退运出境已完成", "Goods have left the country"),
        ("goods.destroyed", "监督销毁已完成", "Goods destroyed under supervision"),
        ("rectification.ordered", "海关责令整改", "Rectification ordered"),
        ("rectification.completed", "整改已完成", "Rectification completed"),
        ("return.requested", "已申请退运", "Return requested"),
        ("return.ordered", "海关责令退运", "Return ordered"),
        ("destruction.ordered", "海关责令销毁", "Destruction ordered"),
        ("ledger.opened", "使用台账已建立", "Usage ledger opened"),
        ("ledger.used", "使用已登记", "Use recorded"),
        ("ledger.destroyed", "销毁已登记", "Destruction recorded"),
        ("ledger.closed", "使用台账已结清", "Usage ledger closed"),
        ("ledger.violated", "台账发现违规使用", "Violation found in the ledger"),
        ("ledger.cleared", "台账调查已结束", "Ledger investigation closed"),
    ]
}
