internal import GreenlaneCore

/// A table of items: rows with the same reference are one request.
struct RequestTable {
    /// Enough for any honest file: a hostile one must not fill the memory with complaints.
    static let maximumProblems = 1000

    private let file: String
    private let columns: [RequestColumn]
    private let headers: [String]

    /// The rows of one reference, and what is wrong with those that cannot be read.
    private struct Group {
        var rows: [DelimitedText.Row] = []
        var misfits: [Refusal.Detail] = []
    }

    /// In the order in which the references first appear.
    private var groups: [Group] = []
    /// Problems of rows of which nobody can say whose they are.
    private var strays: [Refusal.Detail] = []

    /// Reads the header and groups the rows; throws `csv-invalid` where the table has no such form.
    init(_ text: String, file: String) throws(Refusal) {
        self.file = file
        let table: DelimitedText
        do throws(DelimitedText.Failure) {
            table = try DelimitedText(text)
        } catch {
            throw Self.unreadable(error, file)
        }
        guard let header = table.rows.first, table.rows.count > 1 else { throw Self.empty(file) }
        columns = try Self.columns(of: header, file)
        headers = header.cells.map(\.text)
        group(table.rows.dropFirst())
    }

    /// One result for each reference. A row that may be of any of them spoils them all: none is
    /// filed without one of its items.
    func requests(for need: ImportRequest.Need) -> [Result<ImportRequest, Refusal>] {
        let results = groups.map { request(of: $0, for: need) }
        guard !strays.isEmpty else { return results }
        let problems = results.flatMap { result in
            guard case .failure(let refusal) = result else { return [Refusal.Detail]() }
            return refusal.details
        }
        return [.failure(ImportRequest.invalid(problems + strays))]
    }

    private func request(
        of group: Group, for need: ImportRequest.Need
    ) -> Result<ImportRequest, Refusal> {
        guard !group.rows.isEmpty else { return .failure(ImportRequest.invalid(group.misfits)) }
        var draft = RequestDraft(file: file)
        draft.add(group.rows, columns: columns, headers: headers)
        let result = draft.request(for: need)
        guard !group.misfits.isEmpty else { return result }
        guard case .failure(let refusal) = result else {
            return .failure(ImportRequest.invalid(group.misfits))
        }
        return .failure(ImportRequest.invalid(group.misfits + refusal.details))
    }

    /// Without `needsReference`, whoever asks knows the request that the rows belong to.
    static func columns(
        of header: DelimitedText.Row, _ file: String, needsReference: Bool = true
    ) throws(Refusal) -> [RequestColumn] {
        var columns: [RequestColumn] = []
        var problems: [Refusal.Detail] = []
        for cell in header.cells where problems.count < maximumProblems {
            let place = "\(file):\(cell.line):\(cell.column)"
            guard let column = RequestColumn.named(cell.text) else {
                problems.append(unknown(cell.text, place))
                continue
            }
            if columns.contains(where: { $0.path == column.path }) {
                problems.append(
                    Refusal.Detail(
                        pointer: place, code: "header-duplicate",
                        message: LocalizedText(
                            zh: "“\(cell.text)”列（\(column.path)）重复",
                            en: "The column \"\(cell.text)\" (\(column.path)) occurs twice")))
            }
            columns.append(column)
        }
        let hasReference = columns.contains { $0.path == "reference" }
        if problems.isEmpty, needsReference, !hasReference {
            problems.append(
                Refusal.Detail(
                    pointer: "\(file):\(header.cells.first?.line ?? 1):1",
                    code: "header-missing",
                    message: LocalizedText(
                        zh: "缺少“申请编号”（reference）列",
                        en: "The column reference (申请编号) is missing")))
        }
        guard problems.isEmpty else { throw broken(problems) }
        return columns
    }

    private static func unknown(_ header: String, _ place: String) -> Refusal.Detail {
        let suggestion = Suggestion.nearest(
            to: RequestColumn.folded(header), in: RequestColumn.headers)
        return Refusal.Detail(
            pointer: place, code: "header-unknown",
            message: LocalizedText(
                zh: "未知列“\(header)”" + (suggestion.map { "，是否应为“\($0)”？" } ?? ""),
                en: "There is no column \"\(header)\""
                    + (suggestion.map { ": did you mean \"\($0)\"?" } ?? "")))
    }

    private mutating func group(_ rows: ArraySlice<DelimitedText.Row>) {
        guard let index = columns.firstIndex(where: { $0.path == "reference" }) else { return }
        var places: [String: Int] = [:]
        var misfits: [DelimitedText.Row] = []
        for row in rows where strays.count + misfits.count < Self.maximumProblems {
            guard row.cells.count == columns.count else {
                misfits.append(row)
                continue
            }
            let reference = row.cells[index].text
            guard !reference.isEmpty else {
                strays.append(missing(row))
                continue
            }
            groups[place(of: reference, &places)].rows.append(row)
        }
        for row in misfits {
            let reference = row.cells.count > index ? row.cells[index].text : ""
            // Cells may have moved, but none before the first, and hardly to a reference that is
            // there: else nobody knows whose row it is.
            if !reference.isEmpty, index == 0 || places[reference] != nil {
                groups[place(of: reference, &places)].misfits.append(misfit(row))
            } else {
                strays.append(misfit(row))
            }
        }
    }

    private mutating func place(of reference: String, _ places: inout [String: Int]) -> Int {
        if let known = places[reference] { return known }
        groups.append(Group())
        places[reference] = groups.count - 1
        return groups.count - 1
    }

    private func misfit(_ row: DelimitedText.Row) -> Refusal.Detail {
        Refusal.Detail(
            pointer: "\(file):\(row.cells.first?.line ?? 1):1", code: "row-length",
            message: LocalizedText(
                zh: "第 \(row.number) 行有 \(row.cells.count) 列，标题行有 \(columns.count) 列",
                en: "Row \(row.number) has \(row.cells.count) cells, the header has "
                    + "\(columns.count)"))
    }

    private func missing(_ row: DelimitedText.Row) -> Refusal.Detail {
        Refusal.Detail(
            pointer: "\(file):\(row.cells.first?.line ?? 1):1", code: "reference-missing",
            message: LocalizedText(
                zh: "第 \(row.number) 行未填申请编号", en: "Row \(row.number) has no reference"))
    }

    static func unreadable(_ failure: DelimitedText.Failure, _ file: String) -> Refusal {
        broken([
            Refusal.Detail(
                pointer: "\(file):\(failure.line):\(failure.column)", code: failure.reason.code,
                message: failure.reason.message)
        ])
    }

    static func empty(_ file: String) -> Refusal {
        broken([
            Refusal.Detail(
                pointer: "\(file):1:1", code: "csv-empty",
                message: LocalizedText(
                    zh: "表格须有一行标题和至少一行货物",
                    en: "The table needs a header and at least one row of goods"))
        ])
    }

    static func broken(_ details: [Refusal.Detail]) -> Refusal {
        Refusal(
            .input, "csv-invalid",
            LocalizedText(zh: "表格无法读取", en: "The table cannot be read"),
            remedy: LocalizedText(
                zh: "请按模板的列标题填写，另存为 CSV 后重试",
                en: "Use the column titles of the template, save as CSV and try again"),
            details: details)
    }
}

extension DelimitedText.Failure.Reason {
    var code: String {
        switch self {
        case .openQuote: "csv-open-quote"
        case .textAfterQuote: "csv-text-after-quote"
        case .controlCharacter: "csv-control-character"
        }
    }

    var message: LocalizedText {
        switch self {
        case .openQuote:
            LocalizedText(zh: "此处的引号没有配对", en: "The quotation mark that opens here never closes")
        case .textAfterQuote:
            LocalizedText(
                zh: "引号结束后应为分隔符", en: "A separator should follow the closing quotation mark")
        case .controlCharacter:
            LocalizedText(
                zh: "此处有不可见的控制字符，文件可能不是文本",
                en: "There is a control character here; the file may not be text")
        }
    }
}
