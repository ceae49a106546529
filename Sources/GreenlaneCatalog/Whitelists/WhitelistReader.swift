public import GreenlaneCore

/// A published list becomes entries, or all that is wrong in it.
public enum WhitelistReader {
    /// Columns of section 6 of the contract; others are kept. An entry that waives more than its
    /// scheme ever can is refused.
    public static func read(
        _ file: CatalogFile, schemes: WhitelistSchemeBook
    ) throws(DiagnosticList) -> [WhitelistEntry] {
        let rows = try table(file)
        guard let header = rows.first else {
            throw DiagnosticList([
                Diagnostic(
                    file: file.name, line: 1, column: 1, code: "whitelist-empty",
                    message: LocalizedText(zh: "文件没有内容", en: "The file is empty"))
            ])
        }
        var problems = headerProblems(file.name, header.cells)
        var entries: [WhitelistEntry] = []
        for record in rows.dropFirst() {
            var row = WhitelistRow(
                file: file.name, line: record.line, header: header.cells, cells: record.cells)
            if record.cells.count > header.cells.count {
                row.report(
                    "entry_id", "whitelist-row-too-long", zh: "单元格数量多于表头",
                    en: "more cells than the header has")
            }
            let entry = makeEntry(&row)
            check(entry, &row, schemes)
            if entries.contains(where: { $0.id == entry.id }) {
                row.report(
                    "entry_id", "whitelist-entry-twice", zh: "条目“\(entry.id)”重复",
                    en: "entry \"\(entry.id)\" twice")
            }
            problems += row.problems
            entries.append(entry)
        }
        if !problems.isEmpty { throw DiagnosticList(problems) }
        return entries
    }

    private static func headerProblems(_ file: String, _ header: [String]) -> [Diagnostic] {
        WhitelistColumns.required.filter { !header.contains($0) }.map { column in
            Diagnostic(
                file: file, line: 1, column: 1, code: "whitelist-column-missing",
                message: LocalizedText(zh: "缺少列“\(column)”", en: "Column \"\(column)\" is missing"))
        }
    }

    private static func makeEntry(_ row: inout WhitelistRow) -> WhitelistEntry {
        let synthetic = row.text("SYNTHETIC")?.uppercased()
        if let synthetic, !["YES", "NO"].contains(synthetic) {
            row.report("SYNTHETIC", "value-unknown", zh: "应为YES或NO", en: "YES or NO is expected")
        }
        let extras = zip(row.header, row.cells).filter {
            !WhitelistColumns.known.contains($0.0) && !$0.1.isEmpty
        }
        return WhitelistEntry(
            isSynthetic: synthetic == "YES", scheme: row.required("scheme"),
            id: row.required("entry_id"), batch: row.text("batch_no") ?? "",
            unitName: row.required("unit_name"), unitUscc: uscc(&row),
            itemNameZh: row.text("item_name_zh"), itemNameEn: row.text("item_name_en"),
            cas: cas(&row), hs10: hs(&row), purpose: purpose(&row), spec: row.text("spec"),
            approved: row.quantity(), validFrom: row.date("valid_from"),
            validTo: row.date("valid_to"),
            waives: row.required("waives").split(separator: ";").map {
                $0.split(separator: " ").joined()
            }, status: status(&row),
            extras: extras.map { WhitelistEntry.Extra(column: $0.0, value: $0.1) })
    }

    private static func uscc(_ row: inout WhitelistRow) -> String {
        let text = row.required("unit_uscc")
        guard !text.isEmpty else { return "" }
        do {
            return try UnifiedSocialCreditCode.check(text)
        } catch {
            row.report("unit_uscc", error.code, zh: error.message.zh, en: error.message.en)
            return text
        }
    }

    private static func cas(_ row: inout WhitelistRow) -> String? {
        guard let text = row.text("cas") else { return nil }
        do {
            return try CASNumber.check(text)
        } catch {
            row.report("cas", error.code, zh: error.message.zh, en: error.message.en)
            return text
        }
    }

    private static func hs(_ row: inout WhitelistRow) -> String? {
        guard let text = row.text("hs10") else { return nil }
        if text.utf8.count != 10 || !text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            row.report("hs10", "hs-format", zh: "应为十位数字", en: "ten digits are expected")
        }
        return text
    }

    private static func purpose(_ row: inout WhitelistRow) -> ImportRequest.Purpose? {
        guard let text = row.text("attribute") else { return nil }
        guard let purpose = WhitelistColumns.purpose(text) else {
            row.report(
                "attribute", "value-unknown", zh: "未知属性“\(text)”",
                en: "there is no attribute \"\(text)\"")
            return nil
        }
        return purpose
    }

    private static func status(_ row: inout WhitelistRow) -> WhitelistEntry.Status {
        let text = row.required("status")
        guard let status = WhitelistEntry.Status(rawValue: text) else {
            if !text.isEmpty {
                row.report(
                    "status", "value-unknown", zh: "未知状态“\(text)”",
                    en: "there is no status \"\(text)\"")
            }
            return .suspended
        }
        return status
    }

    private static func check(
        _ entry: WhitelistEntry, _ row: inout WhitelistRow, _ schemes: WhitelistSchemeBook
    ) {
        if entry.itemNameZh == nil, entry.itemNameEn == nil {
            row.report("item_name_zh", "whitelist-cell-missing", zh: "缺少品名", en: "a name is needed")
        }
        if let from = entry.validFrom, let to = entry.validTo, to < from {
            row.report("valid_to", "date-order", zh: "止期早于起期", en: "ends before it starts")
        }
        guard !entry.scheme.isEmpty else { return }
        guard schemes.knows(entry.scheme) else {
            row.report(
                "scheme", "whitelist-scheme-unknown", zh: "未知的白名单制度“\(entry.scheme)”",
                en: "there is no scheme \"\(entry.scheme)\"")
            return
        }
        // The version of the entry's first day says what can be waived at all.
        let dated = entry.validFrom.flatMap { schemes.scheme(entry.scheme, on: $0) }
        let versions = dated.map { [$0] } ?? schemes.schemes.filter { $0.id == entry.scheme }
        let permits = versions.flatMap(\.waives).map(\.permit)
        for code in entry.waives where !permits.contains(code) {
            row.report(
                "waives", "whitelist-waives-too-much", zh: "该制度不能免除“\(code)”",
                en: "the scheme cannot waive \"\(code)\"")
        }
    }
}
