internal import GreenlaneCore

extension WorkflowReader {
    private static let eventKeys = [
        "title", "kind", "roles", "records", "documents", "basis", "input", "override",
        "description",
    ]
    private static let inputKeys = [
        "type", "values", "of", "pattern", "maxLength", "required", "personal", "title", "unit",
        "description",
    ]

    /// The declared events, in the order of the file.
    mutating func events(_ value: YAMLValue) -> [EventDefinition] {
        guard case .map(let entries) = value.content else {
            report(value.place, "not-a-mapping", zh: "events 须为键值表。", en: "events is a mapping.")
            return []
        }
        return entries.map { event($0) }
    }

    private mutating func event(_ entry: YAMLValue.Entry) -> EventDefinition {
        let fields = fields(of: entry.value, allowed: Self.eventKeys)
        var event = EventDefinition(name: entry.key, place: entry.place)
        event.title = fields["title"].flatMap { localized($0) }
        if let kind = fields["kind"], let name = text(kind) {
            event.kind = choice(name, at: kind.place, EventDefinition.Kind.allCases) ?? .wish
        }
        event.roles = fields["roles"].map { texts($0) } ?? []
        event.records = fields["records"].flatMap { text($0) } ?? ""
        event.documents = fields["documents"].map { texts($0) } ?? []
        event.basis = fields["basis"].map { basis($0) } ?? []
        event.isOverride = fields["override"].flatMap { flag($0) } ?? false
        if event.isOverride, event.kind == .fact {
            report(
                fields["override"]?.place ?? entry.place, "override-of-fact",
                zh: "事件 \(entry.key) 是事实；只有人的操作才可能越过规则。",
                en: "The event \(entry.key) is a fact; only what a person wishes can override.")
        }
        if let input = fields["input"] {
            guard case .map(let entries) = input.content else {
                report(input.place, "not-a-mapping", zh: "input 须为键值表。", en: "input is a mapping.")
                return event
            }
            event.input = entries.compactMap { field($0) }
        }
        return event
    }

    private mutating func field(_ entry: YAMLValue.Entry) -> InputField? {
        let fields = fields(of: entry.value, allowed: Self.inputKeys)
        guard fields.isMap else { return nil }
        guard let type = fields["type"], let name = text(type) else {
            report(
                entry.place, "missing-type",
                zh: "输入项 \(entry.key) 缺少 type。", en: "The input \(entry.key) has no type.")
            return nil
        }
        guard let kind = choice(name, at: type.place, InputField.Kind.allCases) else { return nil }
        var field = InputField(name: entry.key, kind: kind, place: entry.place)
        field.values = fields["values"].map { texts($0) } ?? []
        field.element = element(fields["of"])
        field.pattern = fields["pattern"].flatMap { text($0) }
        field.maxLength = fields["maxLength"].flatMap { integer($0) }
        field.required = fields["required"].flatMap { flag($0) } ?? false
        field.personal = fields["personal"].flatMap { flag($0) } ?? false
        field.title = fields["title"].flatMap { localized($0) }
        field.unit = fields["unit"].flatMap { text($0) }
        if kind == .enumeration, field.values.isEmpty {
            report(
                entry.place, "missing-values",
                zh: "枚举 \(entry.key) 须列出 values。", en: "The enum \(entry.key) needs values.")
        }
        return field
    }

    private mutating func element(_ value: YAMLValue?) -> InputField.Kind? {
        guard let value, let name = text(value) else { return nil }
        return choice(name, at: value.place, [InputField.Kind.string, .integer])
    }

    // MARK: - Legal bases

    private static let basisKeys = [
        "title", "number", "article", "inForce", "source", "confidence",
    ]

    mutating func readBases(_ value: YAMLValue) {
        guard case .map(let entries) = value.content else {
            report(value.place, "not-a-mapping", zh: "bases 须为键值表。", en: "bases is a mapping.")
            return
        }
        for entry in entries {
            if let basis = oneBasis(entry.value) { bases.append((entry.key, basis)) }
        }
    }

    /// One basis or a list of them; a text is the name of one under `bases`.
    mutating func basis(_ value: YAMLValue) -> [LegalBasis] {
        guard case .list(let elements) = value.content else {
            return basisOrName(value).map { [$0] } ?? []
        }
        return elements.compactMap { basisOrName($0) }
    }

    private mutating func basisOrName(_ value: YAMLValue) -> LegalBasis? {
        guard let name = value.scalar else { return oneBasis(value) }
        if let found = bases.first(where: { $0.name == name }) { return found.basis }
        let message = LocalizedText(
            zh: "bases 中没有 \(name)。", en: "There is no \(name) under bases."
        ).suggesting(name, among: bases.map(\.name))
        report(value.place, "unknown-basis", zh: message.zh, en: message.en)
        return nil
    }

    private mutating func oneBasis(_ value: YAMLValue) -> LegalBasis? {
        let fields = fields(of: value, allowed: Self.basisKeys)
        guard fields.isMap else { return nil }
        guard let title = fields["title"].flatMap({ text($0) }) else {
            report(
                value.place, "missing-basis-title",
                zh: "法律依据缺少 title。", en: "A legal basis needs a title.")
            return nil
        }
        return LegalBasis(
            title: title, number: fields["number"].flatMap { text($0) } ?? "",
            article: fields["article"].flatMap { text($0) } ?? "",
            inForce: fields["inForce"].flatMap { date($0) }?.description ?? "",
            source: fields["source"].flatMap { text($0) } ?? "",
            confidence: fields["confidence"].flatMap { confidence($0) } ?? .unverified)
    }

    mutating func confidence(_ value: YAMLValue) -> LegalBasis.Confidence? {
        guard let name = text(value) else { return nil }
        return choice(name, at: value.place, [LegalBasis.Confidence.confirmed, .unverified])
    }
}
