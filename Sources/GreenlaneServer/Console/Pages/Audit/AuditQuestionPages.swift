import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes

/// The answers to what auditors ask, on the page where they asked it.
enum AuditQuestionPages {
    static let all: [ConsolePage] = [actions] + answered.map(page)
    /// Lines that an answer shows; the API and the commands tell all.
    static let maximumLines = 200

    /// The replay tells it all: who, when, what, and what was refused.
    private static let actions = ConsolePage.get(
        AuditQuestion.actions.path, .readEvents, query: AuditQuestion.actions.fields
    ) { call in
        let id = ConsoleForm.trimmed(call.query["shipment"] ?? "")
        let known = try await call.read { try $0.shipment(id: id)?.importer }
        let reach = try call.call.reach()
        guard let known, reach.includes(importer: known) else {
            if known != nil { await turnedAway(call, target: id) }
            return try reply(call, .actions, refusal: Gate.unknownShipment(id))
        }
        return .seeOther("/audit/shipments/" + QueryText.escaped(id))
    }

    /// The answer is that there is nothing; that somebody asked is for the record.
    private static func turnedAway(_ call: PageCall, target: String) async {
        guard let principal = call.reader.principal else { return }
        await call.service.turnAway(
            TurnedAway(
                operation: call.call.operation.id, target: target, refusal: APIRefusal.outOfReach),
            by: principal.actor())
    }

    private static let answered: [AuditQuestion] = [.holders, .uses, .batch, .balance, .permits]

    private static func page(_ question: AuditQuestion) -> ConsolePage {
        .get(question.path, question.action, query: question.fields) { call in
            do throws(Refusal) {
                let answer = try await answer(question, call)
                return try reply(call, question, answer: answer)
            } catch {
                return try reply(call, question, refusal: error)
            }
        }
    }

    /// A refusal is shown at the question, with what was typed; anything else is a fault.
    private static func answer(
        _ question: AuditQuestion, _ call: PageCall
    ) async throws(Refusal) -> AuditAnswerWords {
        do {
            switch question {
            case .actions: return AuditAnswerWords(sentence: "")
            case .holders: return try AuditHolders.answer(call)
            case .uses: return try await uses(call)
            case .batch: return try await batch(call)
            case .balance: return try await balance(call)
            case .permits: return try await permits(call)
            }
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw APIRefusal.fault
        }
    }

    private static func reply(
        _ call: PageCall, _ question: AuditQuestion, answer: AuditAnswerWords? = nil,
        refusal: Refusal? = nil
    ) throws(Refusal) -> Reply {
        var context = JSONObject()
        let title = call.text(question.title)
        let hasHome = call.reader.principal?.may(.readEvents) == true
        let links = hasHome ? [("/audit", call.text("回到审计", "Back to audit"))] : []
        context.append("page", PageWords.page(title, links: links))
        let error = refusal.map { refusal in
            ([refusal.message] + refusal.details.prefix(3).map(\.message)).map(call.text)
                .joined(separator: call.text("", " "))
        }
        context.append(
            "questions",
            .array(try AuditQuestionForms.all(call, open: question, error: error)))
        if let answer {
            context.append(
                "answer",
                [
                    "title": .string(call.text("回答", "Answer")),
                    "sentence": .string(answer.sentence),
                    "totals": answer.totals?.json ?? .null,
                    "table": answer.table?.json ?? .null,
                ])
        }
        return call.page("audit-home", context, status: refusal.map(Problem.status) ?? 200)
    }

    // MARK: Asking

    private static func ask(
        _ call: PageCall,
        _ question: @escaping @Sendable (AuditQuestions, AuditPage) throws -> AuditAnswer
    ) async throws -> AuditAnswer {
        let definitions = call.service.definitions
        let reach = try call.call.reach()
        // Some of these look at many shipments: they wait for each other, not the pages for them.
        return try await call.service.longReading.read { store in
            let questions = AuditQuestions(store: store, definitions: definitions, reach: reach)
            return try question(questions, AuditPage(limit: maximumLines))
        }
    }

    private static func uses(_ call: PageCall) async throws -> AuditAnswerWords {
        let id = ConsoleForm.trimmed(call.query["id"] ?? "")
        let reach = try call.call.reach()
        let found = call.service.ledgers.read { book -> (LedgerEvent.Ledger, String)? in
            if let permit = book.permit(id) { return (.permit, permit.holder) }
            return book.entry(id).map { (.entry, ItemName.code($0.entry.unitUscc)) }
        }
        guard let (ledger, holder) = found, reach.includes(importer: holder) else {
            if found != nil { await turnedAway(call, target: id) }
            throw Refusal(
                .notFound, "ledger-unknown",
                LocalizedText(
                    zh: "没有许可或白名单条目 \(PlainText.printable(id))。",
                    en: "There is no permit or entry \(PlainText.printable(id))."))
        }
        let answer = try await ask(call) { questions, _ in
            try questions.uses(of: ledger, id, AuditPage(limit: .max))
        }
        return LedgerUses.answer(answer, id, holder: holder, call)
    }

    private static func batch(_ call: PageCall) async throws -> AuditAnswerWords {
        let lot = ConsoleForm.trimmed(call.query["lot"] ?? "")
        let answer = try await ask(call) { questions, _ in try questions.batch(lot) }
        return AuditGoods.life(answer, lot: lot, call)
    }

    private static func balance(_ call: PageCall) async throws -> AuditAnswerWords {
        let importer = ConsoleForm.trimmed(call.query["importer"] ?? "")
        let filter = BalanceFilter(
            period: try period(call), importer: importer.isEmpty ? nil : ItemName.code(importer))
        let answer = try await ask(call) { try $0.balances(filter, $1) }
        return AuditGoods.balances(answer, call)
    }

    private static func permits(_ call: PageCall) async throws -> AuditAnswerWords {
        let period = try period(call)
        let answer = try await ask(call) { try $0.permits(period, $1) }
        return AuditGoods.gaps(answer, call)
    }

    private static func period(_ call: PageCall) throws(Refusal) -> AuditPeriod {
        let text = ConsoleForm.trimmed(call.query["quarter"] ?? "")
        let quarter = text.isEmpty ? AuditExceptions.quarter(of: call.now.date) : text
        guard let period = AuditPeriod(quarter: quarter) else {
            throw APIRefusal.parameter(
                "quarter", "应为 2026Q3 这样的季度", "takes a quarter such as 2026Q3")
        }
        return period
    }
}

/// An answer as the page shows it.
struct AuditAnswerWords {
    var sentence: String
    var totals: RowTable?
    var table: RowTable?
}
