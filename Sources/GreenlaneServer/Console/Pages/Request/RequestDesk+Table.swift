import GreenlaneCatalog
import GreenlaneCore

/// Tables that are pasted or uploaded into the form.
extension RequestDesk {
    /// Reads a table into the rows of the form; a file counts before what is pasted.
    mutating func read() async throws -> Reply {
        let file = call.form.file("csv")
        let pasted = call.form.exact("paste") ?? ""
        guard file != nil || !ConsoleForm.trimmed(pasted).isEmpty else {
            form.trouble = nothingToRead
            form.paste = ""
            return page()
        }
        let bytes = file?.bytes ?? Array(pasted.utf8)
        let name = PlainText.printable(String((file?.name ?? "").prefix(80)))
        let shown = name.isEmpty ? call.text("粘贴的表格", "the pasted table") : name
        let parties = form.parties
        if let kind = TableKind(bytes) {
            form.trouble = RequestForm.Trouble(sentence: kind.advice(shown, call))
            form.paste = ""
            return page()
        }
        do {
            let reading = try await call.service.reading.work {
                try GoodsReading(bytes, file: shown, parties)
            }
            try take(reading, from: file == nil ? "paste" : "csv")
        } catch let refusal as Refusal {
            form.trouble = trouble(refusal, shown, from: file == nil ? "paste" : "csv")
        }
        if form.trouble != nil, file == nil, pasted.utf8.count <= Self.maximumPaste,
            form.problems.isEmpty
        {
            form.paste = pasted
        } else if form.trouble != nil, form.problems.isEmpty {
            form.paste = ""
        }
        return page()
    }

    private var nothingToRead: RequestForm.Trouble {
        let empty = call.form.files.first { $0.name == "csv" && !$0.file.name.isEmpty }
        guard let name = empty?.file.name else {
            return RequestForm.Trouble(
                sentence: call.text(
                    "请先粘贴表格，或选择一个 CSV 文件。", "Paste a table or choose a CSV file first."))
        }
        let shown = PlainText.printable(String(name.prefix(80)))
        return RequestForm.Trouble(
            sentence: call.text("\(shown) 是空文件。", "\(shown) is empty."))
    }

    private mutating func take(_ reading: GoodsReading, from id: String) throws {
        let standing = form.sheet.rows.filter { !$0.isBlank }
        guard !reading.isTooLong(beside: standing.count) else {
            form.trouble = tooLong(reading, from: id)
            return
        }
        let start = standing.count
        form.sheet.rows = standing + reading.rows
        takeStated(reading)
        form.part = .number(start / RequestPart.length + 1)
        let count = reading.count
        guard !reading.problems.isEmpty else {
            form.notices = [
                Self.notice(call.text("已读入 \(count) 行。", "\(count) lines were read."))
            ]
            return
        }
        // The same cells as they now stand in the form, so that each has its own message.
        var own = SheetReading(form.sheet, form.parties)
        _ = own.request(for: .assessment)
        form.problems = own.problems.filter { ($0.row ?? -1) >= start }
        form.part = .wrong
        let places = listed(reading, from: id, start: start)
        form.trouble = RequestForm.Trouble(
            sentence: sentence(reading), places: places,
            more: RequestForm.left(reading.problems.count - places.count, call))
    }

    /// Columns of the request fill the fields that are still empty.
    private mutating func takeStated(_ reading: GoodsReading) {
        for fact in reading.stated {
            switch fact.path {
            case "importer.uscc":
                if form.parties.importer(fact.text) != nil { form.sheet["importer"] = fact.text }
            case "broker.uscc":
                if let broker = form.parties.broker(fact.text) {
                    form.sheet["broker"] = broker.id
                }
            case "importer.name", "broker.name": continue
            default:
                let field = SheetField.named(path: fact.path)
                if let field, !form.sheet[field.name].isEmpty { continue }
                form.sheet.state(RequestDesk.code(fact), at: fact.path)
            }
        }
    }

    /// Fields with choices hold codes; a table may say the word.
    private static func code(_ fact: RequestSheet.StatedFact) -> String {
        switch RequestCells.value(of: fact.text, at: fact.path) {
        case .success(let value)?: RequestCells.text(of: value) ?? fact.text
        default: fact.text
        }
    }

    // MARK: What is wrong

    private func sentence(_ reading: GoodsReading) -> String {
        let (count, wrong) = (reading.count, reading.problems.count)
        let all = min(wrong, RequestForm.maximumListed)
        return wrong > all
            ? call.text(
                "读入 \(count) 行，\(wrong) 处需要改正；下面是前 \(all) 处。",
                "\(count) lines read, \(wrong) cells need correcting; the first \(all) are below.")
            : call.text(
                "读入 \(count) 行，\(wrong) 处需要改正。",
                "\(count) lines read, \(wrong) cells need correcting.")
    }

    private func tooLong(_ reading: GoodsReading, from id: String) -> RequestForm.Trouble {
        let limit = ImportRequest.maximumItems
        let wrong = reading.problems.count
        var sentence = call.text(
            "表格有 \(reading.count) 行；一份申请最多 \(limit) 项，没有读入。请拆分后再读。",
            "The table has \(reading.count) lines; a request has at most \(limit) items, so "
                + "nothing was read. Split it and read it again.")
        if wrong > 0 {
            sentence += call.text(
                "另有 \(wrong) 处需要改正，可以一并处理：", " \(wrong) cells need correcting besides:")
        }
        let places = listed(reading, from: id, start: nil)
        return RequestForm.Trouble(
            sentence: sentence, places: places,
            more: RequestForm.left(wrong - places.count, call))
    }

    /// The first problems by row and column of the table; each leads to its cell where the rows
    /// were read.
    private func listed(
        _ reading: GoodsReading, from id: String, start: Int?
    ) -> [RequestForm.Trouble.Place] {
        reading.problems.prefix(RequestForm.maximumListed).map { problem in
            var place = call.text("第 \(problem.row) 行", "Row \(problem.row)")
            if !problem.letter.isEmpty {
                place += call.text(" \(problem.letter) 列", ", column \(problem.letter)")
            }
            let title = call.text(problem.title)
            if !title.isEmpty { place += call.text(" \(title)", ", \(title)") }
            let target = start.flatMap { start in
                problem.place.map { "item-\(start + $0.row + 1)-\($0.key)" }
            }
            return RequestForm.Trouble.Place(
                id: target ?? id, place: place, sentence: call.text(problem.message))
        }
    }

    private func trouble(
        _ refusal: Refusal, _ shown: String, from id: String
    ) -> RequestForm.Trouble {
        let details = refusal.details.prefix(RequestForm.maximumListed)
        let places = details.map { detail in
            let parts = detail.pointer.split(separator: ":").suffix(2).map(String.init)
            let place =
                parts.count == 2
                ? call.text(
                    "第 \(parts[0]) 行第 \(parts[1]) 字", "Line \(parts[0]), character \(parts[1])")
                : shown
            return RequestForm.Trouble.Place(
                id: id, place: place, sentence: call.text(detail.message))
        }
        let count = refusal.details.count - places.count
        return RequestForm.Trouble(
            sentence: call.text(refusal.message) + call.text("。", ". ")
                + call.text(refusal.advice),
            places: places, more: RequestForm.left(count, call))
    }
}

/// What people choose where a CSV file is asked for.
private enum TableKind {
    case workbook, pdf

    /// By its first bytes; nil where it may be a table.
    init?(_ bytes: [UInt8]) {
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            self = .workbook
        } else if bytes.starts(with: Array("%PDF".utf8)) {
            self = .pdf
        } else {
            return nil
        }
    }

    func advice(_ name: String, _ call: PageCall) -> String {
        switch self {
        case .workbook:
            call.text(
                "\(name) 是 Excel 工作簿，不是 CSV，没有读入。在 Excel 中用“另存为”选“CSV UTF-8（逗号分隔）”，"
                    + "再选择那个文件；也可以在 Excel 中选中单元格，复制后粘贴到下面。",
                "\(name) is an Excel workbook, not CSV, and was not read. In Excel choose Save As, "
                    + "“CSV UTF-8”, and take that file; or copy the cells in Excel and paste them "
                    + "below.")
        case .pdf:
            call.text(
                "\(name) 是 PDF，读不出表格。请选择 CSV 文件；如果是随附单证，请放在“附件”处。",
                "\(name) is a PDF, which has no table to read. Choose a CSV file; a paper that "
                    + "goes with the request belongs under Attachments.")
        }
    }
}
