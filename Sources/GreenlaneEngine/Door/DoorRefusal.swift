import GreenlaneCore
import TransparencyLog

/// What the door itself refuses, before a decider is asked.
enum DoorRefusal {
    static func nameUnreadable(_ name: String) -> Refusal {
        let shown = PlainText.printable(String(name.prefix(80)))
        return Refusal(
            .input, "name-unreadable",
            LocalizedText(
                zh: "“\(shown)”含有看不见的控制字符，不能用作编号或名称。",
                en: "\"\(shown)\" holds an invisible control character; no number or name may."),
            remedy: LocalizedText(
                zh: "删去该字符后再提交。", en: "Remove that character and send it again."))
    }

    static let occurredInFuture = Refusal(
        .input, "occurred-in-future",
        LocalizedText(zh: "发生时间不能在未来。", en: "It cannot have happened in the future."),
        remedy: LocalizedText(
            zh: "改正发生时间，或等它发生后再登记。",
            en: "Correct the time, or record it once it has happened."))

    /// Of a deadline that the log lets pass on another day, or for another actor than the engine.
    static func timerNotDue(_ due: Timestamp) -> Refusal {
        Refusal(
            .rule, "timer-not-due",
            LocalizedText(
                zh: "这个时限到 \(due) 才届满，只能由系统到时登记。",
                en: "This deadline passes at \(due), and the engine alone records it, then."))
    }

    static let importerMissing = Refusal(
        .input, "request-invalid",
        LocalizedText(zh: "提交需要进口单位的统一社会信用代码。", en: "Filing needs the importer's USCC."),
        details: [
            Refusal.Detail(
                pointer: "/importer/uscc", code: "missing",
                message: LocalizedText(zh: "缺少统一社会信用代码。", en: "The USCC is missing."))
        ])

    static let noRoute = Refusal(
        .rule, "no-route",
        LocalizedText(
            zh: "没有适用于这票货的在用工作流（目前只有进口流程）。",
            en: "No workflow in force fits this shipment (for now there is one for imports)."),
        remedy: LocalizedText(
            zh: "核对进出口方向和日期；仍不适用的，请联系维护人员。",
            en: "Check the direction and the date; if they are right, call whoever runs this."))

    /// Without the key: over HTTP the service has put the account before it.
    static let idempotencyConflict = Refusal(
        .conflict, "idempotency-conflict",
        LocalizedText(
            zh: "这个幂等键已用于另一条指令。",
            en: "This idempotency key was used for another command."),
        remedy: LocalizedText(zh: "换一个键。", en: "Use another key."))

    static func referenceConflict(_ reference: String, _ id: String) -> Refusal {
        Refusal(
            .conflict, "reference-conflict",
            LocalizedText(
                zh: "编号 \(reference) 已用于 \(id)，但内容不同。",
                en: "Reference \(reference) belongs to \(id), whose content differs."),
            remedy: LocalizedText(
                zh: "换一个编号；要改原申请的，办理“更正进口申请”。",
                en: "Use another reference; to change that request, take the step "
                    + "“Correct the import request”."))
    }

    static func shipmentUnknown(_ id: String) -> Refusal {
        Refusal(
            .notFound, "shipment-unknown",
            LocalizedText(zh: "没有 \(id) 这票货。", en: "There is no shipment \(id)."),
            remedy: LocalizedText(
                zh: "核对编号，或在货物列表中查找。",
                en: "Check the number, or look for it in the list of shipments."))
    }

    static func staleVersion(_ expected: Int, _ current: Int) -> Refusal {
        Refusal(
            .conflict, "stale-version",
            LocalizedText(
                zh: "您看到的是第 \(expected) 版，现在是第 \(current) 版。",
                en: "You saw version \(expected); it is now at version \(current)."),
            remedy: LocalizedText(
                zh: "重新查看后再决定。", en: "Look at it again, then decide."))
    }

    static func role(_ role: Actor.Role, _ what: LocalizedText, takes: [Actor.Role]) -> Refusal {
        Refusal(
            .role, "role-not-allowed",
            LocalizedText(
                zh: "\(role.title.zh)不能\(what.zh)。",
                en: "The role \(role.title.en) may not \(what.en)."),
            remedy: LocalizedText(
                zh: "请由\(takes.map(\.title.zh).joined(separator: "或"))来做。",
                en: "It takes: \(takes.map(\.title.en).joined(separator: ", or "))."))
    }
}

/// Tells a repeated command from another one under the same idempotency key.
enum DoorFingerprint {
    static func of(_ envelope: Envelope) -> String {
        var object = JSONObject()
        object.append("role", .string(envelope.actor.role.rawValue))
        object.append("name", .string(envelope.actor.name))
        if let account = envelope.actor.account { object.append("account", .string(account)) }
        if let occurred = envelope.occurred {
            object.append("occurred", .string(occurred.description))
        }
        switch envelope.command {
        case .file(let request):
            object.append("file", request.json)
        case .step(let id, let event, let input):
            object.append("shipment", .string(id))
            object.append("event", .string(event))
            object.append("input", .object(input))
        case .addPermit(let permit): object.append("permit", permit.json)
        case .revokePermit(let id, let reason):
            object.append("revoke", .string(id))
            object.append("reason", .string(reason))
        case .publishWhitelist(let publication):
            object.append("list", .string(ContentDigest.sha256(publication.text).text))
        case .subscribe(let name, let endpoint, let format):
            object.append("subscribe", .array([.string(name), .string(endpoint), .string(format)]))
        case .unsubscribe(let name): object.append("unsubscribe", .string(name))
        case .erase(let erasure):
            object.append(
                "erase",
                .array(
                    [erasure.name ?? "", erasure.shipment ?? "", erasure.reason]
                        .map { .string($0) } + erasure.papers.map { .string($0) }))
        case .declareKey(let declaration): object.append("key", declaration.json)
        case .access(let command): object.append("access", command.json)
        case .turnAway(let turned): object.append("turnAway", .string(turned.operation))
        }
        return ContentDigest.sha256(JSONValue.object(object).canonicalBytes).text
    }
}
