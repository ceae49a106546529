import GreenlaneCore

/// The sentences of a check.
enum EvidenceWords {
    /// What a check does not show, whatever it finds.
    static func limits(isKeyPinned: Bool, hasPage: Bool) -> [LocalizedText] {
        var limits: [LocalizedText] = []
        if !isKeyPinned {
            limits.append(
                LocalizedText(
                    zh: "公钥取自证据包本身：请与从可靠渠道得到的公钥比对，或用 --key 指定后再核对。",
                    en: "The key came with the bundle itself: compare it with one from a source "
                        + "that you trust, or check again with --key."))
        }
        limits += [
            LocalizedText(
                zh: "不能证明检查点之后没有新的记录，也不能证明末尾没有被人有意截短（包括许可和名单后来的变动）；可请日志方出具最新检查点和该票货的步数。",
                en: "Not shown: that nothing was recorded after the checkpoint, or that "
                    + "nobody cut the end off on purpose, of the steps or of a permit's later "
                    + "changes. Ask the log for its newest checkpoint and for the number of the "
                    + "shipment's steps."),
            LocalizedText(
                zh: "不能证明单证和陈述本身真实：日志只证明当时记录了什么、按什么规则作出决定。",
                en: "Not shown: that papers and statements are true. The log shows what was "
                    + "recorded, when, and by which rules it was decided."),
            LocalizedText(
                zh: "货物编号和随货登记的许可编号来自整本日志的顺序，这里按所载采用。",
                en: "The numbers of the shipment and of permits registered on the way come from "
                    + "counting the whole log; here they are taken as stated."),
        ]
        if !hasPage {
            limits.append(
                LocalizedText(
                    zh: "只核对了证据数据；没有网页可比对。",
                    en: "Only the evidence was checked; there was no page to compare."))
        }
        return limits
    }

    static func divergence(_ found: EvidenceReport.Divergence) -> LocalizedText {
        switch found.kind {
        case "refused":
            let why = found.refusal?.message
            let place = found.definition.map { " (\($0.text))" } ?? ""
            return LocalizedText(
                zh: "按当时的规则，这一步应被拒绝：\(why?.zh ?? "")\(place)",
                en: "By the rules of that day this step is refused: \(why?.en ?? "")\(place)")
        case "missing":
            return LocalizedText(
                zh: "\(found.stream) 本应随这一步变动，却没有记录。",
                en: "\(found.stream) should have moved with this step, and did not.")
        default:
            return LocalizedText(
                zh: "按当时的规则重做，结果与记录不同（\(found.kind)，\(found.stream)）。",
                en: "Decided again by the rules of that day, something else comes out "
                    + "(\(found.kind), \(found.stream)).")
        }
    }

    static func fault(_ error: any Error) -> LocalizedText {
        switch error {
        case let list as DiagnosticList:
            return list.diagnostics.first.map(place) ?? LocalizedText(zh: "", en: "")
        case let diagnostic as Diagnostic: return place(diagnostic)
        case let refusal as Refusal: return refusal.message
        case EngineFault.definitionMissing(let digest): return LocalizedText(zh: digest, en: digest)
        case EngineFault.streamDamaged(let id): return LocalizedText(zh: id, en: id)
        default: return LocalizedText(zh: "\(type(of: error))", en: "\(type(of: error))")
        }
    }

    private static func place(_ found: Diagnostic) -> LocalizedText {
        LocalizedText(
            zh: "\(found.place) \(found.message.zh)", en: "\(found.place) \(found.message.en)")
    }
}
