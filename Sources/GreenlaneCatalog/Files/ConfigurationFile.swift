import Glibc
public import GreenlaneCore

/// The settings of a flat YAML file: one `name: value` a line, with their places. What the names
/// mean is for the reader of the settings to say.
public struct ConfigurationFile: Sendable {
    /// One setting. Lists are joined with commas.
    public struct Entry: Hashable, Sendable {
        /// The name as it was written.
        public var key: String
        /// The value as it was written, without quotes.
        public var value: String
        /// `file:line:column` of the name.
        public var keyPlace: String
        /// `file:line:column` of the value.
        public var valuePlace: String
    }

    /// In the order of the file.
    public private(set) var entries: [Entry] = []
    /// What is wrong with the file itself.
    public private(set) var diagnostics: [Diagnostic] = []

    /// Reads the file; its problems are in `diagnostics`. A file that others may write is refused:
    /// who can change it can redirect the service.
    public static func load(_ path: String) throws(Diagnostic) -> ConfigurationFile {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & (S_IWGRP | S_IWOTH) != 0 {
            throw Diagnostic(
                file: path, line: 1, column: 1, code: "file-writable-by-others",
                message: LocalizedText(
                    zh: "配置文件可被其他用户改写，请执行 chmod go-w。",
                    en: "Others may write this configuration file; run chmod go-w on it."))
        }
        return ConfigurationFile(try CatalogFiles.read(path, maximumBytes: 1 << 16))
    }

    /// Reads the bytes of a file.
    public init(_ file: CatalogFile) {
        let document = YAMLDocument(file.bytes, file: file.name)
        // A file of comments only says nothing, which is allowed.
        diagnostics = document.diagnostics.filter { $0.code != "empty-file" }
        guard let root = document.root, !root.isNull else { return }
        guard case .map(let members) = root.content else {
            report(
                root.place, file.name, "not-settings",
                zh: "配置文件应逐行写成“名称: 值”。",
                en: "A configuration file has lines of the form name: value.")
            return
        }
        for member in members { add(member, file: file.name) }
    }

    private mutating func add(_ member: YAMLValue.Entry, file: String) {
        let value: String
        switch member.value.content {
        case .scalar(let text, _): value = member.value.isNull ? "" : text
        case .list(let elements) where elements.allSatisfy({ $0.scalar != nil }):
            value = elements.compactMap(\.scalar).joined(separator: ",")
        default:
            report(
                member.value.place, file, "not-flat",
                zh: "\(PlainText.printable(member.key)) 的值只能是文字或文字列表。",
                en: "The value of \(PlainText.printable(member.key)) is text or a list of texts.")
            return
        }
        entries.append(
            Entry(
                key: member.key, value: value, keyPlace: Self.place(member.place, file),
                valuePlace: Self.place(member.value.place, file)))
    }

    private static func place(_ place: SourcePlace, _ file: String) -> String {
        "\(file):\(place.line):\(place.column)"
    }

    private mutating func report(
        _ place: SourcePlace, _ file: String, _ code: String, zh: String, en: String
    ) {
        diagnostics.append(
            Diagnostic(
                file: file, line: place.line, column: place.column, code: code,
                message: LocalizedText(zh: zh, en: en)))
    }
}
