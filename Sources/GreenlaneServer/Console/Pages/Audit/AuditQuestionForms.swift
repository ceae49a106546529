import GreenlaneCore
import GreenlaneEngine

/// The questions that the audit page offers, each with its form.
enum AuditQuestion: String, CaseIterable, Sendable {
    case actions, holders, uses, batch, balance, permits

    var path: String { "/audit/" + rawValue }

    /// Without which it is not offered; the same that its page asks for.
    var action: AccessAction {
        switch self {
        case .actions, .batch, .balance: .readEvents
        case .holders: .readPermits
        case .uses: .readUsage
        case .permits: .readExceptions
        }
    }

    /// Names of its fields.
    var fields: [String] {
        switch self {
        case .actions: ["shipment"]
        case .holders: ["permit", "holder", "on"]
        case .uses: ["id"]
        case .batch: ["lot"]
        case .balance: ["quarter", "importer"]
        case .permits: ["quarter"]
        }
    }

    var title: LocalizedText {
        switch self {
        case .actions:
            LocalizedText(zh: "谁对一票货做了什么", en: "Who did what to a shipment")
        case .holders: LocalizedText(zh: "谁持有什么许可", en: "Who holds which permit")
        case .uses:
            LocalizedText(
                zh: "谁用了一份许可或白名单的额度", en: "Who used a permit or a whitelist entry")
        case .batch:
            LocalizedText(
                zh: "一个批号从申请到最后一克", en: "A lot from the request to the last gram")
        case .balance:
            LocalizedText(
                zh: "进口、使用、销毁与剩余是否对得上", en: "Do the quantities agree")
        case .permits:
            LocalizedText(
                zh: "放行时证件不在有效期", en: "Released without a valid permit")
        }
    }

    var about: LocalizedText {
        switch self {
        case .actions: LocalizedText(zh: "逐步回放，含被拒绝的", en: "step by step, refusals included")
        case .holders: LocalizedText(zh: "某一天有效的", en: "valid on a day")
        case .uses:
            LocalizedText(
                zh: "每次预留、核销、退回之后的余量", en: "the balance after each reservation and use")
        case .batch:
            LocalizedText(
                zh: "申请、放行、使用、销毁", en: "request, release, use, destruction")
        case .balance: LocalizedText(zh: "按受理的季度", en: "by quarter of acceptance")
        case .permits: LocalizedText(zh: "以海关接受申报之日为准", en: "by the day of acceptance")
        }
    }
}

enum AuditQuestionForms {
    /// Those that the reader may ask. `open` is shown unfolded with what was typed, and the problem
    /// beside its first field.
    static func all(
        _ call: PageCall, open: AuditQuestion?, error: String? = nil
    ) throws(Refusal) -> [JSONValue] {
        let caller = try call.caller()
        return AuditQuestion.allCases.filter { caller.may($0.action) }.enumerated().map {
            index, question in
            let isOpen = open.map { $0 == question } ?? (index == 0)
            return [
                "title": .string(call.text(question.title)),
                "about": .string(call.text(question.about)), "open": .bool(isOpen),
                "action": .string(question.path),
                "fields": .array(
                    fields(question, call, isAsked: open == question, error: error)),
            ]
        }
    }

    private static func fields(
        _ question: AuditQuestion, _ call: PageCall, isAsked: Bool, error: String?
    ) -> [JSONValue] {
        func typed(_ name: String) -> String { isAsked ? call.query[name] ?? "" : "" }
        let error = isAsked ? error : nil
        func id(_ name: String) -> String { "q-\(question.rawValue)-\(name)" }
        switch question {
        case .actions:
            return [
                FormField.text(
                    "shipment", call.text("货物编号", "Shipment"), value: typed("shipment"),
                    hint: "SH-2026-000001", error: error, maximumLength: 40, id: id("shipment"))
            ]
        case .holders:
            let rules = call.service.definitions.rules
            let permits = rules.permits.map { ($0.code, call.text($0.name)) }
            return [
                FormField.choice(
                    "permit", call.text("许可", "Permit"),
                    [("", call.text("全部", "All"))] + permits, value: typed("permit"),
                    isRequired: false, error: error, id: id("permit")),
                FormField.text(
                    "holder", call.text("证号或单位代码", "Number, or code of the unit"),
                    value: typed("holder"), isRequired: false, maximumLength: 80,
                    id: id("holder")),
                FormField.date(
                    "on", call.text("哪一天有效", "Valid on"), value: typed("on"),
                    isRequired: false, id: id("on")),
            ]
        case .uses:
            return [
                FormField.text(
                    "id", call.text("许可或条目编号", "Permit or entry"), value: typed("id"),
                    hint: call.text("例如 P-000001、NS-SYN-001", "such as P-000001 or NS-SYN-001"),
                    error: error, maximumLength: 80, id: id("id"))
            ]
        case .batch:
            return [
                FormField.text(
                    "lot", call.text("批号", "Lot"), value: typed("lot"),
                    hint: call.text("空格、连字符和大小写都不影响", "Case, spaces and hyphens do not matter"),
                    error: error, maximumLength: 80, id: id("lot"))
            ]
        case .balance:
            return [
                quarter(question, call, typed("quarter"), error),
                FormField.text(
                    "importer", call.text("单位代码", "Code of the unit"),
                    value: typed("importer"), isRequired: false, maximumLength: 18,
                    id: id("importer")),
            ]
        case .permits: return [quarter(question, call, typed("quarter"), error)]
        }
    }

    private static func quarter(
        _ question: AuditQuestion, _ call: PageCall, _ typed: String, _ error: String?
    ) -> JSONValue {
        FormField.text(
            "quarter", call.text("季度", "Quarter"),
            value: typed.isEmpty ? AuditExceptions.quarter(of: call.now.date) : typed,
            error: error, maximumLength: 7, id: "q-\(question.rawValue)-quarter")
    }
}
