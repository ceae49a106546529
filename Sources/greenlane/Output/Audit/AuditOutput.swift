internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// How the answer to one question is written: the columns of a table, and the page for people.
struct AuditForm: Sendable {
    /// Members that stand first, in CSV.
    let columns: [String]
    let page: @Sendable (AuditText) -> (AuditAnswer) -> [String]

    static var actions: AuditForm {
        AuditForm(
            columns: [
                "position", "version", "accepted", "type", "command", "title.zh", "title.en",
                "occurred",
                "recorded", "actor.role", "actor.name", "milestone", "late", "override", "undone",
            ], page: AuditText.actions)
    }

    static var exceptions: AuditForm {
        AuditForm(
            columns: [
                "position", "kinds", "type", "command", "shipment", "title.zh", "title.en",
                "occurred",
                "recorded", "actor.role", "actor.name", "reason",
            ], page: AuditText.exceptions)
    }

    static var uses: AuditForm {
        AuditForm(
            columns: [
                "position", "version", "type", "change", "shipment", "line", "amount", "unit",
                "occurred", "recorded", "actor.role", "actor.name", "after.reserved",
                "after.consumed",
                "after.remaining",
            ], page: AuditText.uses)
    }

    static var permits: AuditForm {
        AuditForm(
            columns: [
                "shipment", "line", "permit", "ledger", "id", "problem", "on", "day", "counts",
                "since",
            ], page: AuditText.permits)
    }

    static var batch: AuditForm {
        AuditForm(
            columns: [
                "shipment", "line", "position", "type", "title.zh", "title.en", "occurred",
                "recorded",
                "actor.role", "actor.name", "milestone", "left",
            ], page: AuditText.batch)
    }

    static var balance: AuditForm {
        AuditForm(
            columns: [
                "shipment", "line", "reference", "lot", "unit", "requested", "declared", "accepted",
                "released", "delivered", "used", "destroyed", "returned", "surrendered", "left",
                "books",
            ], page: AuditText.balance)
    }
}

/// How an answer to an auditor is written: lines with a closing one for programs, a table for
/// office programs, a page for people.
enum AuditOutput {
    /// Asks the log, beside a writer or on a copy, and writes the answer.
    static func answer(
        _ options: GlobalOptions, _ listing: ListingOptions, _ form: AuditForm,
        _ ask: (AuditQuestions) throws -> AuditAnswer
    ) throws {
        let console = options.console
        let isCSV = try listing.isCSV(options)
        let definitions = try DefinitionSet.load(home: try Home.path())
        let answer = try Workplace.read(options) { store in
            try ask(AuditQuestions(store: store, definitions: definitions))
        }
        if isCSV {
            console.csv(answer.lines, columns: form.columns)
            if let next = answer.next {
                console.note(
                    console.text("还有更多：--after \(next)", "There is more: --after \(next)"))
            }
        } else if console.isJSON {
            console.lines((answer.lines + [answer.closing]).map(\.text))
        } else {
            let text = AuditText(console, definitions.rules)
            console.lines(form.page(text)(answer) + text.more(answer))
        }
    }
}
