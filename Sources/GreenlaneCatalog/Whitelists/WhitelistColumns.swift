import GreenlaneCore

/// The columns of a whitelist file, which are also the members of a YAML list.
enum WhitelistColumn: Int, CaseIterable {
    case synthetic, scheme, entry, batch, unitName, uscc, nameZh, nameEn, synonyms, cas, hs10
    case attribute, spec, quantity, unit, from, to, waives, status, statusReason, statusDate

    /// In the order of the cases.
    private static let names = [
        "SYNTHETIC", "scheme", "entry_id", "batch_no", "unit_name", "unit_uscc", "item_name_zh",
        "item_name_en", "synonyms", "cas", "hs10", "attribute", "spec", "approved_qty",
        "qty_unit", "valid_from", "valid_to", "waives", "status", "status_reason", "status_date",
    ]

    /// The name in a file's header.
    var name: String { Self.names[rawValue] }

    init?(name: String) {
        guard let number = Self.names.firstIndex(of: name) else { return nil }
        self.init(rawValue: number)
    }

    /// A list without one of these is none.
    static let required: [WhitelistColumn] = [
        .scheme, .entry, .unitName, .uscc, .hs10, .waives, .status,
    ]

    /// What a list may leave out, and what that means is told.
    static let expected: [WhitelistColumn] = [
        .synthetic, .batch, .cas, .attribute, .spec, .quantity, .from, .to,
    ]

    /// The attributes that lists print, and the purposes that requests state.
    static let purposes: [(text: String, purpose: ImportRequest.Purpose)] = [
        ("pre-clinical research", .preclinicalResearch),
        ("preclinical research", .preclinicalResearch), ("临床前研究", .preclinicalResearch),
        ("process material", .processMaterial), ("过程物料", .processMaterial),
        ("excipient", .excipient), ("辅料", .excipient), ("testing", .testing),
        ("检测", .testing), ("检验检测", .testing),
    ]

    static func purpose(_ attribute: String) -> ImportRequest.Purpose? {
        if let exact = purposes.first(where: { $0.text == attribute }) { return exact.purpose }
        let wanted = attribute.lowercased()
        return purposes.first { $0.text == wanted }?.purpose
    }
}

/// Which column of a file stands where.
struct WhitelistLayout: Sendable {
    /// Names as the file has them.
    let header: [String]
    /// By the column's number: its place in a record, or -1.
    private let places: [Int]
    /// Places of columns that the product has no use for.
    let extras: [Int]

    init(header: [String]) {
        self.header = header
        places = WhitelistColumn.allCases.map { header.firstIndex(of: $0.name) ?? -1 }
        extras = header.indices.filter { WhitelistColumn(name: header[$0]) == nil }
    }

    /// The column's place in a record; -1 where the file does not have it.
    func place(_ column: WhitelistColumn) -> Int { places[column.rawValue] }

    func has(_ column: WhitelistColumn) -> Bool { place(column) >= 0 }

    /// What the header lacks: what no list can do without, and what it may leave out.
    func problems(_ file: String) -> [Diagnostic] {
        var missing = WhitelistColumn.required.filter { !has($0) }
        if !has(.nameZh), !has(.nameEn) { missing.append(.nameZh) }
        if has(.quantity), !has(.unit) { missing.append(.unit) }
        var problems = missing.map { column in
            Diagnostic(
                file: file, line: 1, column: 1, code: "whitelist-column-missing",
                message: LocalizedText(
                    zh: "缺少必需的列“\(column.name)”",
                    en: "The column \"\(column.name)\" is missing, and needed"))
        }
        for (index, name) in header.enumerated() where header.firstIndex(of: name) != index {
            problems.append(
                Diagnostic(
                    file: file, line: 1, column: 1, code: "whitelist-column-twice",
                    message: LocalizedText(
                        zh: "列“\(name)”重复", en: "The column \"\(name)\" stands twice")))
        }
        for place in extras {
            guard let meant = Self.meant(header[place], present: header) else { continue }
            problems.append(Self.misspelt(header[place], meant, file, line: 1, column: 1))
        }
        return problems + left(file)
    }

    /// The column that a name nearly is, where the file does not have it: a typing error there
    /// would silently lift a limit.
    static func meant(_ name: String, present: [String]) -> String? {
        let known = WhitelistColumn.required + WhitelistColumn.expected + [.unit]
        let absent = known.map(\.name).filter { !present.contains($0) }
        // `valid_until` is far from `valid_to` by letters, and means it.
        let alike = absent.filter { zip($0, name).prefix { $0 == $1 }.count >= 5 }
        if let near = Suggestion.nearest(to: name, in: absent) { return near }
        return alike.isEmpty ? nil : alike.joined(separator: " / ")
    }

    static func misspelt(
        _ name: String, _ meant: String, _ file: String, line: Int, column: Int
    ) -> Diagnostic {
        let shown = PlainText.printable(name)
        return Diagnostic(
            file: file, line: line, column: column, code: "whitelist-column-misspelt",
            message: LocalizedText(
                zh: "没有列“\(shown)”，是否想写“\(meant)”？自用列请改用不易混淆的名称",
                en: "There is no column \"\(shown)\". Did you mean \"\(meant)\"? A column of your "
                    + "own needs a name that cannot be taken for it"))
    }

    private func left(_ file: String) -> [Diagnostic] {
        WhitelistColumn.expected.filter { !has($0) }.map { column in
            Diagnostic(
                file: file, line: 1, column: 1, severity: .warning,
                code: "whitelist-column-left-out",
                message: LocalizedText(
                    zh: "没有列“\(column.name)”，各条目按未列明处理",
                    en: "There is no column \"\(column.name)\": no entry states it"))
        }
    }
}
