internal import GreenlaneCore

/// Turns YAML values into a definition, and notes every problem on the way instead of stopping.
struct WorkflowReader {
    let file: String
    private(set) var diagnostics: [Diagnostic] = []
    /// Legal bases that other places refer to by name.
    var bases: [(name: String, basis: LegalBasis)] = []

    init(file: String) {
        self.file = file
    }

    private static let keys = [
        "kind", "id", "version", "title", "description", "inForce", "basis", "bases", "settings",
        "events", "type", "initial", "states", "on", "always", "after", "entry", "roles", "tags",
        "meta", "documents", "documentKinds", "context",
    ]

    mutating func workflow(_ value: YAMLValue) -> WorkflowDefinition {
        let fields = fields(of: value, allowed: Self.keys)
        if let named = fields["bases"] { readBases(named) }
        let id = fields["id"].flatMap { text($0) } ?? ""
        let kind = kind(fields["kind"])
        if fields.isMap, id.isEmpty {
            report(
                value.place, "missing-id", severity: kind == .clearance ? .error : .warning,
                zh: "工作流没有 id。", en: "The workflow has no id.")
        }
        if let context = fields.entry("context") {
            report(
                context.place, "ignored-key", severity: .warning,
                zh: "context 不起作用:工作流没有自己的变量,请用 settings。",
                en: "context does nothing: a workflow has no variables; use settings.")
        }
        var root = state(named: id, fields, at: value.place)
        if root.kind == .atomic { root.kind = .compound }
        let inForce = fields["inForce"].map { self.fields(of: $0, allowed: ["from", "to"]) }
        return WorkflowDefinition(
            file: file, kind: kind, id: id, version: fields["version"].flatMap { text($0) } ?? "",
            title: fields["title"].flatMap { localized($0) },
            inForceFrom: inForce?["from"].flatMap { date($0) },
            inForceTo: inForce?["to"].flatMap { date($0) },
            basis: fields["basis"].map { basis($0) } ?? [],
            settings: fields["settings"].map(\.json) ?? .object(JSONObject()),
            events: fields["events"].map { events($0) } ?? [],
            documentKinds: fields["documentKinds"].map { documentKinds($0) } ?? [], root: root)
    }

    private mutating func kind(_ value: YAMLValue?) -> WorkflowDefinition.Kind {
        guard let value, let name = text(value) else { return .plain }
        return choice(name, at: value.place, WorkflowDefinition.Kind.allCases) ?? .plain
    }

    // MARK: - Plain values

    /// Any scalar as text.
    mutating func text(_ value: YAMLValue) -> String? {
        if let scalar = value.scalar { return scalar }
        report(value.place, "not-text", zh: "此处须为文字。", en: "Text is expected here.")
        return nil
    }

    /// One text, or a list of texts.
    mutating func texts(_ value: YAMLValue) -> [String] {
        references(value).map(\.name)
    }

    /// One name, or a list of names, with their places; nothing where nothing is written.
    mutating func references(_ value: YAMLValue) -> [NameReference] {
        if value.isNull { return [] }
        guard case .list(let elements) = value.content else {
            return text(value).map { [NameReference($0, at: value.place)] } ?? []
        }
        return elements.compactMap { element in
            text(element).map { NameReference($0, at: element.place) }
        }
    }

    mutating func flag(_ value: YAMLValue) -> Bool? {
        if let flag = value.json.boolValue { return flag }
        report(
            value.place, "not-boolean", zh: "此处须为 true 或 false。",
            en: "true or false is expected here.")
        return nil
    }

    mutating func integer(_ value: YAMLValue) -> Int? {
        if let number = value.json.integerValue { return Int(exactly: number) }
        report(value.place, "not-integer", zh: "此处须为整数。", en: "A whole number is expected here.")
        return nil
    }

    mutating func date(_ value: YAMLValue) -> CalendarDate? {
        guard let text = text(value) else { return nil }
        if let date = CalendarDate(text) { return date }
        report(
            value.place, "invalid-date", zh: "\(text) 不是日期(YYYY-MM-DD)。",
            en: "\(text) is no date (YYYY-MM-DD).")
        return nil
    }

    mutating func delay(_ value: YAMLValue) -> Delay? {
        guard let text = text(value) else { return nil }
        if let delay = Delay(text) { return delay }
        reportInvalidDuration(text, value.place)
        return nil
    }

    mutating func reportInvalidDuration(_ text: String, _ place: SourcePlace) {
        report(
            place, "invalid-duration",
            zh: "\(text) 不是时长;请写如 PT4H、P14D 或 20 working days。",
            en: "\(text) is no duration; write PT4H, P14D or 20 working days.")
    }

    /// A text in both languages.
    mutating func localized(_ value: YAMLValue) -> LocalizedText? {
        let fields = fields(of: value, allowed: ["zh", "en"])
        guard fields.isMap else { return nil }
        let zh = fields["zh"].flatMap { text($0) } ?? ""
        let en = fields["en"].flatMap { text($0) } ?? ""
        if zh.isEmpty || en.isEmpty {
            report(
                value.place, "missing-language", zh: "须同时写 zh 与 en。",
                en: "Both zh and en are needed.")
            return nil
        }
        return LocalizedText(zh: zh, en: en)
    }

    /// One of the raw values of an enumeration.
    mutating func choice<Choice: RawRepresentable<String>>(
        _ name: String, at place: SourcePlace, _ choices: [Choice]
    ) -> Choice? {
        if let found = choices.first(where: { $0.rawValue == name }) { return found }
        let known = choices.map(\.rawValue)
        let list = known.joined(separator: ", ")
        let message = LocalizedText(
            zh: "未知的值 \(name);可用:\(list)。", en: "Unknown value \(name); known are \(list)."
        ).suggesting(name, among: known)
        report(place, "unknown-value", zh: message.zh, en: message.en)
        return nil
    }

    // MARK: - Mappings

    /// The members of a mapping, known keys only; unknown ones are reported.
    mutating func fields(of value: YAMLValue, allowed: [String]) -> YAMLFields {
        if value.isNull { return YAMLFields(entries: [], isMap: true) }
        guard case .map(let entries) = value.content else {
            report(value.place, "not-a-mapping", zh: "此处须为键值表。", en: "A mapping is expected here.")
            return YAMLFields(entries: [], isMap: false)
        }
        for entry in entries where !allowed.contains(entry.key) {
            reportUnknownKey(entry, allowed)
        }
        return YAMLFields(entries: entries, isMap: true)
    }

    /// What XState called it before, or SCXML calls it.
    private static let formerKeys = [
        "cond": "guard", "onentry": "entry", "onexit": "exit", "transition": "on",
        "onEntry": "entry", "onExit": "exit", "internal": "reenter", "external": "reenter",
    ]

    private mutating func reportUnknownKey(_ entry: YAMLValue.Entry, _ allowed: [String]) {
        let message = LocalizedText(
            zh: "未知的键 \(entry.key)。", en: "Unknown key \(entry.key).")
        let former = Self.formerKeys[entry.key].map { [$0] } ?? []
        let suggested =
            former.isEmpty
            ? message.suggesting(entry.key, among: allowed)
            : message.suggesting(former[0], among: allowed)
        report(entry.place, "unknown-key", zh: suggested.zh, en: suggested.en)
    }

    mutating func report(
        _ place: SourcePlace, _ code: String, severity: Diagnostic.Severity = .error, zh: String,
        en: String
    ) {
        diagnostics.append(
            Diagnostic(
                file: file, line: place.line, column: place.column, severity: severity, code: code,
                message: LocalizedText(zh: zh, en: en)))
    }
}

/// The members of a mapping in the order of the file.
struct YAMLFields {
    let entries: [YAMLValue.Entry]
    /// False where something else stood in the place of a mapping.
    let isMap: Bool

    func entry(_ key: String) -> YAMLValue.Entry? {
        entries.first { $0.key == key }
    }

    /// Nothing also where the key has no value.
    subscript(key: String) -> YAMLValue? {
        guard let value = entry(key)?.value, !value.isNull else { return nil }
        return value
    }
}
