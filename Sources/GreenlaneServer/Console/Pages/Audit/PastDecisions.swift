import GreenlaneCore
import GreenlaneEngine

/// Why an entry was decided as it was: the rules behind each requirement, the whitelist entry that
/// covers an item, the step of the workflow, or what the refused were told.
struct PastDecisions {
    private let past: ShipmentPast
    private let call: PageCall
    private let rules: RuleBook
    private let schemes: WhitelistSchemeBook
    static let maximum = 24

    init(_ past: ShipmentPast, _ call: PageCall) {
        self.past = past
        self.call = call
        rules = past.data?.rules ?? call.service.definitions.rules
        schemes = past.data?.schemes ?? call.service.definitions.schemes
    }

    var json: [JSONValue] {
        if let refusal = past.line.refusal { return [refused(refusal), workflow()] }
        let found = assessed() + covered()
        return Array(found.prefix(Self.maximum - 1)) + [workflow()]
    }

    // MARK: Rules

    /// Each rule once, with the lines that it spoke of and that were not so before.
    private func assessed() -> [JSONValue] {
        let known = past.before?.requirements ?? []
        var order: [String] = []
        var lines: [String: [Int]] = [:]
        for effect in past.event?.effects ?? [] {
            guard case .assessed(_, let found) = effect else { continue }
            for requirement in found
            where requirement.status != .exempt && !known.contains(requirement) {
                if lines[requirement.rule] == nil { order.append(requirement.rule) }
                lines[requirement.rule, default: []].append(requirement.line)
            }
        }
        return order.map { id in decision(id, lines[id] ?? []) }
    }

    private func decision(_ id: String, _ lines: [Int]) -> JSONValue {
        var numbers: [Int] = []
        for line in lines where !numbers.contains(line) { numbers.append(line) }
        let list = PageWords.list(numbers.map(String.init), call, limit: 12)
        let about = call.text(
            "第 \(list) 项：", numbers.count == 1 ? "Line \(list): " : "Lines \(list): ")
        guard let rule = rules.rule(id) else {
            return reason(about + id, basis: [], rule: nil)
        }
        let mark =
            rule.confidence == .unverified ? call.text("（未经确认）", " (unverified)") : ""
        let basis = rule.sources(on: past.line.occurred.date).map(\.basis)
        let place = rules.places[id].map { "\($0.file):\($0.place.line)" } ?? ""
        return reason(
            about + call.text(rule.explanation) + mark, basis: basis,
            rule: (
                "/rules/" + QueryText.escaped(id), call.text("规则 \(id)", "Rule \(id)"), place
            ))
    }

    // MARK: Whitelist and permits

    private func covered() -> [JSONValue] {
        var order: [String] = []
        var lines: [String: [Int]] = [:]
        for effect in past.event?.effects ?? [] {
            guard case .drew(let draw) = effect, draw.ledger == .entry else { continue }
            if lines[draw.id] == nil { order.append(draw.id) }
            lines[draw.id, default: []].append(draw.line)
        }
        return order.map { id in
            let entry = call.service.ledgers.read { $0.entry(id)?.entry }
            let scheme = entry.flatMap { schemes.scheme($0.scheme, on: past.line.occurred.date) }
            let list = PageWords.list((lines[id] ?? []).map(String.init), call, limit: 12)
            return reason(
                call.text(
                    "第 \(list) 项由白名单条目 \(id) 覆盖，单位、品名、数量、日期都符合。",
                    "Line \(list) is covered by the entry \(id): unit, goods, quantity and day "
                        + "all fit."), basis: scheme?.basis ?? [],
                rule: (
                    "/whitelists/" + QueryText.escaped(id), call.text("条目 \(id)", "Entry \(id)"),
                    entry?.batch ?? ""
                ))
        }
    }

    // MARK: The workflow

    private func workflow() -> JSONValue {
        let definition = past.flow.chart.definition
        let event = past.flow.event(named: past.line.command)
        let title = definition.title.map(call.text) ?? definition.id
        let step = call.text(past.line.title)
        let isShipped = call.service.definitions.shipped.contains {
            $0.chart.definition.id == definition.id
        }
        let place = event.map { "\(definition.file):\($0.place.line)" } ?? definition.file
        return reason(
            call.text("工作流“\(title)”的步骤“\(step)”。", "Step “\(step)” of the workflow “\(title)”."),
            basis: event?.basis ?? [],
            rule: (
                isShipped
                    ? "/workflows/" + QueryText.escaped(definition.id) : "/workflows",
                call.text(
                    "工作流 \(definition.id) \(definition.version)",
                    "Workflow \(definition.id) \(definition.version)"), place
            ))
    }

    private func refused(_ refusal: JSONValue) -> JSONValue {
        let code = refusal["code"]?.stringValue ?? ""
        let message = PageWords.text(refusal["message"], call.language)
        let articles = (refusal["basis"]?.arrayValue ?? []).map { basis -> JSONValue in
            let parts = ["title", "number", "article"].compactMap { basis[$0]?.stringValue }
            return [
                "title": .string(parts.filter { !$0.isEmpty }.joined(separator: " ")),
                "unverified": .bool(basis["confidence"]?.stringValue != "confirmed"),
            ]
        }
        var object = JSONObject([
            .init("text", .string(message.isEmpty ? code : message)),
            .init("articles", .array(articles)),
        ])
        let remedy = PageWords.text(refusal["remedy"], call.language)
        if !remedy.isEmpty { object.append("remedy", ["text": .string(remedy)]) }
        return .object(object)
    }

    private func reason(
        _ text: String, basis: [LegalBasis], rule: (href: String, title: String, place: String)?
    ) -> JSONValue {
        var object = JSONObject([
            .init("text", .string(text)), .init("articles", PageWords.articles(basis, call)),
        ])
        if let rule {
            object.append(
                "rule",
                [
                    "href": .string(rule.href), "title": .string(rule.title),
                    "place": .string(rule.place),
                ])
        }
        return .object(object)
    }
}
