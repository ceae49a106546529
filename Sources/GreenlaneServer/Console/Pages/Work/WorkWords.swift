import GreenlaneCore
import GreenlaneEngine

/// What lists say of a shipment, in the reader's words.
struct WorkWords: Sendable {
    let call: PageCall
    private let calendar: WorkingCalendar
    /// Names of the organisations that are known, by USCC.
    private let names: [String: String]

    init(_ call: PageCall) {
        self.call = call
        calendar = call.service.definitions.calendar
        var names: [String: String] = [:]
        for organisation in call.service.access.book.allOrganisations {
            if let uscc = organisation.uscc { names[uscc] = organisation.name.text(call.language) }
        }
        self.names = names
    }

    func goods(_ card: ShipmentCard) -> String {
        let name = PlainText.printable(call.text(card.goods))
        guard card.otherLines > 0 else { return name.isEmpty ? card.reference : name }
        return call.text(
            "\(name)等 \(card.otherLines + 1) 项", "\(name) and \(card.otherLines) more")
    }

    func importer(_ card: ShipmentCard) -> String {
        names[card.importer] ?? PlainText.printable(card.importerName)
    }

    func importer(uscc: String) -> String { names[uscc] ?? uscc }

    func title(of role: Actor.Role) -> String { Self.capital(call.text(role.title)) }

    /// Whose move it is.
    func move(_ row: WorkRow) -> String {
        if row.card.isFinal { return call.text("无", "Nobody") }
        if row.mine != nil { return call.text("您", "You") }
        return row.card.turn.roles.map(title).joined(separator: call.text("、", ", "))
    }

    /// Where it is, as the part `chip` has it.
    func chip(_ row: WorkRow) -> JSONValue {
        let card = row.card
        let state = card.isFinal ? card.state : row.mine?.state ?? card.state
        let kind: String
        if card.isFinal {
            kind = "done"
        } else if row.isLate {
            kind = "late"
        } else if row.mine != nil {
            kind = "now"
        } else {
            kind = card.isHeld ? "soon" : "plain"
        }
        return ["kind": .string(kind), "text": .string(call.text(card.title(ofState: state)))]
    }

    func deadline(_ row: WorkRow) -> JSONValue? {
        row.due.map { ConsoleDates.deadline($0, call.language, now: call.now, calendar) }
    }

    /// The reader's next step, and where its form is.
    func step(_ row: WorkRow) -> JSONValue? {
        guard let move = row.mine else { return nil }
        guard let event = move.event else {
            return [
                "href": .string(Self.path(row.card)),
                "title": .string(call.text("登记结果", "Record the result")),
            ]
        }
        return [
            "href": .string(Self.path(row.card) + "?step=\(event)#step-\(event)"),
            "title": .string(call.text(row.card.title(ofEvent: event))),
        ]
    }

    static func path(_ card: ShipmentCard) -> String { WorkFilter.root + "/" + card.id }

    /// Where it stands and what that waits for, in one sentence.
    func sentence(_ row: WorkRow) -> String {
        let card = row.card
        let state = row.mine?.state ?? card.state
        let title = call.text(card.title(ofState: state))
        let deadline = card.deadlines.first { $0.state == state }
        guard let reason = deadline?.what ?? card.waits(state) else {
            return title + call.text("。", ".")
        }
        // Beside the day that passed, the next one needs its own.
        if row.isLate, let due = deadline?.due, due != row.due {
            let next = ConsoleDates.sentence(due, call.language, now: call.now, calendar)
            return call.text(
                "\(title)。\(next)：\(reason.zh)。",
                "\(title). \(WorkWords.capital(next)): \(Self.small(reason.en)).")
        }
        return call.text("\(title)：\(reason.zh)。", "\(title): \(Self.small(reason.en)).")
    }

    /// Why it is late.
    func lateness(_ row: WorkRow) -> String? {
        guard row.isLate else { return nil }
        if row.card.isOverdue, let task = row.card.tasks.last {
            return call.text(task) + call.text("。", ".")
        }
        guard let deadline = row.card.deadlines.first(where: { $0.due < call.now }) else {
            return nil
        }
        let day = ConsoleDates.day(deadline.due.date, call.language, now: call.now)
        return call.text(
            "\(deadline.what.zh)已于 \(day)届满。", "\(deadline.what.en): ended on \(day).")
    }

    /// What happened last, as a colleague would say it.
    func change(_ card: ShipmentCard) -> String {
        let name = goods(card)
        let state = call.text(card.title(ofState: card.state))
        let did = call.text(card.last.title)
        let end =
            card.last.isUnfit
            ? call.text("，与当前状态不符，请核对", "; it does not fit, please check")
            : call.text("，现在“\(state)”", "; now “\(state)”")
        if card.last.role == .system {
            return call.text("\(name)：\(did)\(end)。", "\(name): \(did)\(end).")
        }
        let who = title(of: card.last.role)
        return call.text(
            "\(name)：\(who)登记“\(did)”\(end)。", "\(name): \(who), “\(did)”\(end).")
    }

    static func capital(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    /// Inside a sentence, where the word is no name of its own.
    private static func small(_ text: String) -> String {
        let second = text.dropFirst().first
        guard let second, second.isLowercase || second == " ", !text.hasPrefix("Customs") else {
            return text
        }
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
