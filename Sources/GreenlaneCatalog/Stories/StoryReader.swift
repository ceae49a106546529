internal import GreenlaneCore

/// Turns the YAML of a story into values, and notes every problem with its place.
struct StoryReader {
    /// Reads plain values, and keeps the problems.
    var values: WorkflowReader

    private static let keys = [
        "title", "about", "start", "as", "permits", "steps", "expect",
    ]
    private static let stepKeys = ["at", "as", "do", "set", "refused", "expect"]
    private static let permitKeys = [
        "id", "as", "code", "number", "holder", "from", "to", "quantity", "unit", "uses", "goods",
    ]

    init(file: String) {
        values = WorkflowReader(file: file)
    }

    /// Nil where something that every story has is missing.
    mutating func story(_ root: YAMLValue, name: String, request: ImportRequest) -> Story? {
        let fields = values.fields(of: root, allowed: Self.keys)
        let title = required(fields, "title", root).flatMap { values.localized($0) }
        let about = required(fields, "about", root).flatMap { values.localized($0) }
        let start = required(fields, "start", root).flatMap { time($0) }
        let actor = required(fields, "as", root).flatMap { self.actor($0) }
        let permits = list(fields["permits"]).compactMap { grant($0) }
        let steps = list(fields["steps"]).compactMap { step($0) }
        let expect = fields["expect"].flatMap { standing($0) }
        checkOrder(steps, after: start)
        guard let title, let about, let start, let actor else { return nil }
        return Story(
            name: name, title: title, about: about, start: start, actor: actor, permits: permits,
            steps: steps, expect: expect, request: request)
    }

    private mutating func step(_ value: YAMLValue) -> Story.Step? {
        let fields = values.fields(of: value, allowed: Self.stepKeys)
        let at = required(fields, "at", value).flatMap { time($0) }
        let actor = required(fields, "as", value).flatMap { self.actor($0) }
        let event = required(fields, "do", value).flatMap { values.text($0) }
        let input = fields["set"].map { $0.json.objectValue ?? notAMapping($0) } ?? JSONObject()
        let refused = fields["refused"].flatMap { values.text($0) }
        let expect = fields["expect"].flatMap { standing($0) }
        guard let at, let actor, let event else { return nil }
        return Story.Step(
            at: at, actor: actor, event: event, input: input, refused: refused, expect: expect,
            line: value.place.line)
    }

    private mutating func grant(_ value: YAMLValue) -> Story.Grant? {
        let fields = values.fields(of: value, allowed: Self.permitKeys)
        func text(_ key: String) -> String? {
            required(fields, key, value).flatMap { values.text($0) }
        }
        let actor = required(fields, "as", value).flatMap { self.actor($0) }
        let from = required(fields, "from", value).flatMap { values.date($0) }
        let to = required(fields, "to", value).flatMap { values.date($0) }
        guard let id = text("id"), let code = text("code"), let number = text("number"),
            let holder = text("holder"), let actor, let from, let to
        else { return nil }
        let uses = fields["uses"].flatMap { values.text($0) } ?? "single"
        let permit = Permit(
            id: id, code: code, number: number, holder: holder,
            goods: fields["goods"].flatMap { values.text($0) }, validFrom: from, validTo: to,
            quantity: quantity(fields, value), singleUse: uses == "single")
        return Story.Grant(actor: actor, permit: permit)
    }

    private mutating func quantity(_ fields: YAMLFields, _ value: YAMLValue) -> Quantity? {
        guard let amount = fields["quantity"] else { return nil }
        guard let number = values.text(amount).flatMap({ Decimal($0) }),
            let unit = fields["unit"].flatMap({ values.text($0) }).flatMap({ Unit(rawValue: $0) })
        else {
            values.report(
                amount.place, "invalid-quantity", zh: "数量须有十进制数和单位。",
                en: "A quantity needs a decimal number and a unit.")
            return nil
        }
        return Quantity(number, unit)
    }

    private mutating func standing(_ value: YAMLValue) -> Story.Standing? {
        let fields = values.fields(of: value, allowed: ["milestone", "state"])
        let milestone = required(fields, "milestone", value).flatMap { value in
            values.text(value).flatMap { values.choice($0, at: value.place, Milestone.allCases) }
        }
        let state = required(fields, "state", value).flatMap { values.text($0) }
        guard let milestone, let state else { return nil }
        return Story.Standing(milestone: milestone, state: state)
    }

    // MARK: Values

    private mutating func required(
        _ fields: YAMLFields, _ key: String, _ value: YAMLValue
    ) -> YAMLValue? {
        if let found = fields[key] { return found }
        if fields.isMap {
            values.report(
                value.place, "missing-key", zh: "缺少键 \(key)。", en: "The key \(key) is missing.")
        }
        return nil
    }

    private mutating func list(_ value: YAMLValue?) -> [YAMLValue] {
        guard let value else { return [] }
        if case .list(let elements) = value.content { return elements }
        values.report(value.place, "not-a-list", zh: "此处须为列表。", en: "A list is expected here.")
        return []
    }

    private mutating func notAMapping(_ value: YAMLValue) -> JSONObject {
        values.report(
            value.place, "not-a-mapping", zh: "此处须为键值表。", en: "A mapping is expected here.")
        return JSONObject()
    }

    private mutating func time(_ value: YAMLValue) -> Timestamp? {
        guard let text = values.text(value) else { return nil }
        if let time = Timestamp(text) { return time }
        values.report(
            value.place, "invalid-time", zh: "\(text) 不是时间(RFC 3339)。",
            en: "\(text) is no time (RFC 3339).")
        return nil
    }

    private mutating func actor(_ value: YAMLValue) -> Actor? {
        guard let text = values.text(value) else { return nil }
        if let actor = Actor(text) { return actor }
        values.report(
            value.place, "actor-invalid", zh: "\(text) 不是“角色:姓名”。",
            en: "\(text) is not role:name.")
        return nil
    }

    /// A story is told in the order in which it happens.
    private mutating func checkOrder(_ steps: [Story.Step], after start: Timestamp?) {
        var last = start
        for step in steps {
            if let last, step.at < last {
                values.report(
                    SourcePlace(line: step.line, column: 1), "time-order",
                    zh: "时间早于上一步。", en: "This is earlier than the step before.")
            }
            last = step.at
        }
    }
}
