internal import GreenlaneCore

extension WorkflowReader {
    private static let documentKeys = ["zh", "en", "accept", "code", "basis"]

    /// The table of document kinds, in the order of the file.
    mutating func documentKinds(_ value: YAMLValue) -> [DocumentKind] {
        guard case .map(let entries) = value.content else {
            report(
                value.place, "not-a-mapping", zh: "documentKinds 须为键值表。",
                en: "documentKinds is a mapping.")
            return []
        }
        return entries.compactMap { documentKind($0) }
    }

    private mutating func documentKind(_ entry: YAMLValue.Entry) -> DocumentKind? {
        let fields = fields(of: entry.value, allowed: Self.documentKeys)
        guard fields.isMap else { return nil }
        let zh = fields["zh"].flatMap { text($0) } ?? ""
        let en = fields["en"].flatMap { text($0) } ?? ""
        if zh.isEmpty || en.isEmpty {
            report(
                entry.place, "missing-language", zh: "单证 \(entry.key) 须同时写 zh 与 en。",
                en: "The document \(entry.key) needs both zh and en.")
        }
        let accept = fields["accept"].map { references($0) } ?? []
        let formats = accept.compactMap { choice($0.name, at: $0.place, DocumentFormat.allCases) }
        if accept.isEmpty {
            report(
                entry.place, "missing-formats",
                zh: "单证 \(entry.key) 须以 accept 列出可用的格式。",
                en: "The document \(entry.key) must list its formats under accept.")
        }
        return DocumentKind(
            id: entry.key, title: LocalizedText(zh: zh, en: en), formats: formats,
            code: fields["code"].flatMap { text($0) } ?? "",
            basis: fields["basis"].map { basis($0) } ?? [], place: entry.place)
    }
}
