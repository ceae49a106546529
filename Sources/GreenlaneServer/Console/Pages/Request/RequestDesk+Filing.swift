import GreenlaneCore
import GreenlaneEngine

/// Filing what is on the form, and handing in what came with it.
extension RequestDesk {
    /// Files the request; what was typed stays on the page where it is refused.
    mutating func file() async throws -> Reply {
        if let correction = form.correction { return try await correct(correction) }
        guard let request = readForFiling() else { return page() }
        let outcome: Outcome
        do {
            outcome = try await ShipmentCalls.file(
                request, call.call,
                idempotencyKey: IdempotencyScope.key(form.key, of: try call.caller().account))
        } catch let refusal as Refusal where Problem.status(of: refusal) < 500 {
            return refused(refusal)
        }
        forgetDraft()
        let failed = try await handIn(to: outcome)
        let path = "/shipments/\(outcome.id)"
        guard failed.isEmpty else {
            return call.done(
                "doneFiledWithout", about: failed.joined(separator: call.text("、", ", ")), at: path)
        }
        return call.done("doneFiled", about: outcome.id, at: path)
    }

    /// The request that the form says; nil where the form now tells what is wrong with it.
    mutating func readForFiling() -> ImportRequest? {
        var reading = SheetReading(form.sheet, form.parties)
        if let request = reading.request(for: .filing) { return request }
        form.problems = reading.problems
        form.part = .wrong
        form.trouble = RequestForm.trouble(
            reading.problems,
            call.text(
                "还有 \(reading.problems.count) 处需要改正，没有提交。",
                "\(reading.problems.count) places need correcting; nothing was filed."), call)
        return nil
    }

    mutating func refused(_ refusal: Refusal) -> Reply {
        // Sent again after a correction, it is another wish.
        form.key = SecretText.randomID(length: 22)
        let places = refusal.details.prefix(RequestForm.maximumListed).map {
            RequestForm.Trouble.Place(id: "request", place: "", sentence: call.text($0.message))
        }
        form.trouble = RequestForm.Trouble(
            sentence: call.text(refusal.message), status: Problem.status(of: refusal),
            places: Array(places),
            more: call.text(refusal.advice))
        return page()
    }

    /// Hands in the documents that were chosen, one after the other: names of those that were not
    /// taken.
    private func handIn(to filed: Outcome) async throws -> [String] {
        let caller = try call.caller()
        let files = call.form.files.filter { $0.name == "files" && !$0.file.bytes.isEmpty }
        guard caller.may(.attachDocuments) else { return files.map(\.file.name) }
        var version = filed.shipment?.version
        var failed: [String] = []
        for (index, file) in files.map(\.file).enumerated() {
            let paper = Paper(name: file.name, bytes: file.bytes)
            let kind = DocumentGuess.kind(of: file.name)
            do {
                let outcome = try await AttachmentOperations.handIn(
                    paper, as: kind, to: filed.id, call.call, expectedVersion: version,
                    idempotencyKey: IdempotencyScope.key(
                        "\(form.key)f\(index)", of: caller.account))
                version = outcome.shipment?.version ?? version
            } catch let refusal as Refusal {
                failed.append(
                    PlainText.printable(file.name)
                        + call.text("（", " (") + reason(refusal) + call.text("）", ")"))
            }
        }
        return failed
    }

    private func reason(_ refusal: Refusal) -> String {
        switch refusal.code {
        case "document-too-large": call.text("太大", "too large")
        case "document-empty": call.text("空文件", "empty")
        case "document-type-not-accepted": call.text("格式不接受", "kind not taken")
        case "document-name-invalid": call.text("文件名与内容不符", "name does not fit its contents")
        default: call.text("未收", "not taken")
        }
    }
}

/// Which kind of document a file is by its name; people can hand it in again as another.
enum DocumentGuess {
    private static let words: [(kind: String, words: [String])] = [
        ("packing_list", ["装箱", "packing"]),
        ("invoice", ["发票", "invoice"]),
        ("waybill", ["运单", "提单", "waybill", "awb", "lading"]),
        ("origin_certificate", ["原产地", "origin"]),
        ("power_of_attorney", ["委托书", "attorney"]),
        ("risk_assessment", ["风险评估", "risk"]),
    ]

    static func kind(of name: String) -> String {
        let folded = name.lowercased()
        return words.first { entry in entry.words.contains { folded.contains($0) } }?.kind
            ?? "other"
    }
}
