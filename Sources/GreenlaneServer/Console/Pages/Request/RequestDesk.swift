import GreenlaneCatalog
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore

/// One look at the form of a new request: what is on it, and what its buttons do.
struct RequestDesk {
    /// Earlier requests that are offered to copy from.
    static let maximumEarlier = 6
    /// Bytes of a pasted table that are shown again where it could not be read.
    static let maximumPaste = 65_536
    /// Lines up to which each page brings its assessment.
    static let maximumAssessed = 20

    let call: PageCall
    var form: RequestForm
    private let shelf: DraftShelf?

    init(_ call: PageCall, correcting correction: RequestCorrection? = nil) async throws {
        self.call = call
        let caller = try call.caller()
        shelf = DraftShelf(call.service.directory, account: caller.account)
        let parties = try SheetParties(call)
        let key = call.form["key"].flatMap { SecretText.isPlain($0) && !$0.isEmpty ? $0 : nil }
        form = RequestForm(
            sheet: RequestSheet(), parties: parties, draft: call.form["draft"],
            key: key ?? SecretText.randomID(length: 22))
        if form.draft?.isEmpty == true { form.draft = nil }
        form.part = RequestPart(call.form["part"] ?? call.form["shown"])
        form.correction = correction
        if correction == nil { form.earlier = try await earlier(parties) }
    }

    // MARK: Opening

    /// An empty form, a draft that goes on, or a copy of an earlier request.
    mutating func open() async throws {
        if let id = call.query["draft"] {
            guard let sheet = shelf?.draft(id) else { throw Self.noDraft }
            form.sheet = sheet
            form.draft = id
        } else if let id = call.query["copy"] {
            form.sheet = RequestSheet(copying: try await request(of: id), form.parties)
        } else {
            try await begin()
        }
        chooseOnlyImporter()
    }

    /// What was said of the importer itself last time holds until somebody says otherwise.
    private mutating func begin() async throws {
        guard form.parties.importers.count == 1, let uscc = form.parties.importers.first?.uscc,
            let last = try await latest([uscc], limit: 1).first
        else { return }
        let importer = try await request(of: last.id).importer
        form.sheet["kind"] = importer.kind?.rawValue ?? ""
        form.sheet["district"] = importer.district ?? ""
    }

    private mutating func chooseOnlyImporter() {
        if form.sheet["importer"].isEmpty, form.parties.importers.count == 1,
            let only = form.parties.importers.first
        {
            form.sheet["importer"] = only.uscc
        }
    }

    /// What an earlier request of somebody within reach says now.
    private func request(of id: String) async throws -> ImportRequest {
        let reach = try call.caller().reach(of: .readShipments)
        let (definitions, ledgers) = (call.service.definitions, call.service.ledgers)
        let now = call.now
        let found = try await call.read { store -> ImportRequest? in
            guard let row = try store.shipment(id: id), reach.includes(importer: row.importer)
            else { return nil }
            return try ledgers.read { book in
                try ShipmentViews(store: store, definitions: definitions).show(
                    id: id, now: now, book: book
                ).shipment.request
            }
        }
        guard let found else { throw Gate.unknownShipment(id) }
        return found
    }

    private func latest(
        _ importers: [String], limit: Int
    ) async throws -> [(id: String, reference: String, updated: Int64, milestone: String)] {
        try await call.read { store in
            try store.latestShipments(of: importers, limit: limit).map {
                ($0.id, $0.reference, $0.updated, $0.milestone)
            }
        }
    }

    private func earlier(_ parties: SheetParties) async throws -> [JSONValue] {
        let importers = parties.importers.map(\.uscc)
        return try await latest(importers, limit: Self.maximumEarlier).map { row in
            let moment = Timestamp(milliseconds: row.updated)
            let day = ConsoleDates.day(moment.date, call.language, now: call.now)
            let state = Milestone(rawValue: row.milestone).map { call.text($0.title) } ?? ""
            return [
                "href": .string("/requests/new?copy=\(row.id)"),
                "title": .string("\(row.id) \(PlainText.printable(row.reference))"),
                "when": .string("\(day) \(state)"),
            ]
        }
    }

    // MARK: Buttons

    /// What was typed, as it stands on the next page too.
    mutating func take(_ sheet: RequestSheet) { form.sheet = sheet }

    mutating func add() -> Reply {
        form.sheet.rows.append(.empty)
        form.part = .last(of: form.sheet)
        return page()
    }

    mutating func remove(line: Int) -> Reply {
        guard form.sheet.rows.indices.contains(line - 1) else { return page() }
        if form.correction == nil {
            form.sheet.rows.remove(at: line - 1)
        } else {
            // The lines after it keep their numbers, and with them their permits.
            form.sheet.rows[line - 1] = .empty
            while form.sheet.rows.last?.isBlank == true { form.sheet.rows.removeLast() }
        }
        return page()
    }

    mutating func drop(_ id: String) -> Reply {
        shelf?.drop(id)
        if form.draft == id { form.draft = nil }
        form.notices = [Self.notice(call.text("草稿已删除。", "The draft is removed."))]
        return page()
    }

    mutating func keep() throws -> Reply {
        guard let shelf else { throw Self.noDraft }
        do throws(Refusal) {
            let id = try shelf.keep(form.sheet, as: form.draft, at: call.now)
            return call.done("doneDraft", at: "/requests/new?draft=\(id)")
        } catch {
            form.trouble = RequestForm.Trouble(
                sentence: call.text(error.message), more: call.text(error.advice))
            return page()
        }
    }

    /// What was kept of it goes with the filing.
    func forgetDraft() {
        if let id = form.draft { shelf?.drop(id) }
    }

    /// The whole page, with what it would need.
    mutating func page() -> Reply {
        if form.part == .wrong, form.problems.isEmpty {
            var reading = SheetReading(form.sheet, form.parties)
            _ = reading.request(for: .filing)
            form.problems = reading.problems.filter { $0.row != nil }
        }
        // Many items take longer: the script asks for the panel once the page is there, people
        // without it by the button.
        let buttons = ["do", "part", "remove", "drop"].compactMap { call.form[$0] }
        let isAsked = buttons == ["assess"] || (buttons.isEmpty && !call.form.fields.isEmpty)
        form.assessment =
            isAsked || form.sheet.rows.count <= Self.maximumAssessed
            ? AssessmentPanel.of(form.sheet, form.parties, call) : AssessmentPanel.later(call)
        if form.correction == nil { form.drafts = shelf?.all ?? [] }
        let chosen = call.form.files.filter { $0.name == "files" && !$0.file.bytes.isEmpty }
        let lost = chosen.map(\.file.name) + call.form.all("lost").prefix(20)
        if !lost.isEmpty {
            let names = lost.map { PlainText.printable(String($0.prefix(80))) }
                .joined(separator: call.text("、", ", "))
            form.notices.append([
                "kind": "soon",
                "sentence": .string(
                    call.text(
                        "附件要在提交时重新选择：\(names)。",
                        "Choose the attachments again before filing: \(names).")
                ),
            ])
        }
        return call.page(
            "request", form.context(call), status: form.trouble?.status ?? 200)
    }

    static func notice(_ sentence: String) -> JSONValue {
        ["kind": "info", "sentence": .string(sentence)]
    }

    static let noDraft = Refusal(
        .notFound, "draft-unknown",
        LocalizedText(
            zh: "没有这份草稿，可能已经提交或删除。", en: "There is no such draft; it was filed or removed."),
        remedy: LocalizedText(zh: "从“新申请”重新开始。", en: "Begin anew from New request."))
}
