import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore

extension ShipmentCalls {
    /// What a list is narrowed to. A slip of the pen must not look like an empty list, nor like its
    /// end: unknown codes and cursors are `parameter-invalid`.
    static func filter(
        _ call: Call, _ limits: ClosedRange<Int>
    ) throws(Refusal) -> ShipmentFilter {
        var importers: [String]?
        if case .importers(let known) = try call.reach() { importers = known }
        let filter = ShipmentFilter(
            state: call.query["state"],
            importer: try call.query["importer"].map(uscc), importers: importers,
            overdueOnly: try call.flag("overdue"),
            limit: try call.number("limit", in: limits, default: 100), after: call.query["after"])
        if let after = filter.after, !isID(after) {
            throw APIRefusal.parameter(
                "after", "不是上一页给出的游标", "is not the cursor of a page before")
        }
        return filter
    }

    private static func uscc(_ text: String) throws(Refusal) -> String {
        do throws(IdentifierProblem) {
            return try UnifiedSocialCreditCode.check(text)
        } catch {
            throw Refusal(
                .input, "parameter-invalid", error.message,
                details: [
                    Refusal.Detail(
                        pointer: "importer", code: error.code, message: error.message)
                ])
        }
    }

    /// Only asked where nothing was found: goods on an older workflow may stand in states that no
    /// shipped one has any more.
    static func check(_ state: String, _ definitions: DefinitionSet) throws(Refusal) {
        let isKnown =
            Milestone(rawValue: state) != nil
            || definitions.shipped.contains { flow in
                flow.chart.states.dropFirst().contains { $0.name == state }
            }
        guard isKnown else {
            throw APIRefusal.parameter(
                "state", "不是状态或里程碑的名称", "names no state and no milestone")
        }
    }

    /// `SH-2026-000001`.
    private static func isID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0] == "SH" && parts[1].count == 4 && parts[2].count >= 6
            && parts.dropFirst().allSatisfy { part in
                part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            }
    }
}
