import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes

/// One shipment at any moment: its state then, what the entry changed, what decided.
enum AuditReplayPage {
    static let all: [ConsolePage] = [replay, again]
    /// Entries of the table around the one that is looked at: a shipment with thousands of
    /// temperature readings is still a page.
    static let tableRows = 120

    static let replay = ConsolePage.get(
        "/audit/shipments/{id}", .readEvents, subject: .shipment("id"), query: ["event", "at"]
    ) { call in
        let id = try call.call.name("id")
        let choice = try choice(call)
        let definitions = call.service.definitions
        let (past, size, head) = try await call.read { store in
            (
                try ShipmentPast.read(id, choice, store, definitions), try store.tree().size,
                try store.lastCheckpoint()
            )
        }
        return call.page("audit", context(past, size, head, call))
    }

    /// Decides every step of the shipment again from the log alone.
    static let again = ConsolePage.post(
        "/audit/shipments/{id}/replays", .readEvents, subject: .shipment("id")
    ) { call in
        let id = try call.call.name("id")
        let report = try await AuditOperations.replay(id, at: nil, call.service)
        let path = "/audit/shipments/" + QueryText.escaped(id)
        return report.isClean
            ? call.done("doneReplayed", about: String(report.events), at: path)
            : call.done(
                "doneReplayedDiffers", about: String(report.divergenceCount), at: path)
    }

    private static func choice(_ call: PageCall) throws(Refusal) -> ShipmentPast.Choice {
        if let at = try call.call.moment("at") { return .moment(at) }
        guard call.query["event"] != nil else { return .last }
        return .number(try call.call.number("event", in: 1...Int.max, default: 1))
    }

    private static func context(
        _ past: ShipmentPast, _ size: Int64, _ head: CheckpointRow?, _ call: PageCall
    ) -> JSONObject {
        let title = call.text("审计回放 \(past.id)", "Replay of \(past.id)")
        let refused = past.lines.count(where: \.isRefused)
        let events = past.lines.count - refused
        var links: [(href: String, title: String)] = []
        if call.reader.principal?.may(.readShipments) == true {
            links.append(
                ("/shipments/" + QueryText.escaped(past.id), call.text("查看这票货", "The shipment")))
        }
        links.append(("/audit", call.text("审计", "Audit")))
        var context = JSONObject()
        context.append(
            "page",
            PageWords.page(
                title,
                sentence: call.text(
                    "\(events) 个事件，\(refused) 次拒绝；这里的状态都由日志重新得出。",
                    "Events: \(events); refused attempts: \(refused). Every state here is made "
                        + "again from the log."), links: links))
        let path = "/audit/shipments/" + QueryText.escaped(past.id)
        context.append("replay", slider(past, path, call))
        let facts = PastFacts(past, call)
        let now = facts.of(past.after)
        context.append(
            "then",
            [
                "sentence": .string(facts.sentence(past.after)),
                "facts": .array(now.map { PageWords.pair($0.name, $0.value) }),
            ])
        context.append("change", change(past, facts, now, call))
        context.append("events", .array(table(past, call)))
        context.append("proof", proof(past, path, size, head, call))
        return context
    }

    private static func slider(
        _ past: ShipmentPast, _ path: String, _ call: PageCall
    ) -> JSONValue {
        let (number, count, line) = (past.chosen + 1, past.lines.count, past.line)
        let when =
            PageWords.day(line.occurred.date, call) + " " + ConsoleDates.clock(line.occurred)
        let who = PageWords.who(line.role, line.name, call)
        let title = PageWords.attempt(call.text(line.title), call)
        let refused = line.isRefused ? call.text("（被拒绝）", " (refused)") : ""
        var object = JSONObject([
            .init("action", .string(path)), .init("count", .string(String(count))),
            .init("at", .string(String(number))),
        ])
        if number > 1 { object.append("previous", .string("?event=\(number - 1)")) }
        if number < count { object.append("next", .string("?event=\(number + 1)")) }
        object.append(
            "sentence",
            .string(
                call.text(
                    "第 \(number) 个，共 \(count) 个：\(when)，\(who)：\(title)\(refused)。",
                    "\(number) of \(count): \(when), \(who): \(title)\(refused).")))
        return .object(object)
    }

    // MARK: What changed

    private static func change(
        _ past: ShipmentPast, _ facts: PastFacts, _ now: [PastFacts.Fact], _ call: PageCall
    ) -> JSONValue {
        let line = past.line
        var object = JSONObject()
        object.append("did", .string(PageWords.attempt(call.text(line.title), call)))
        object.append("who", .string(PageWords.who(line.role, line.name, call)))
        let before = past.before.map { facts.of($0) } ?? []
        var rows = PastFacts.differences(before, now)
        rows += facts.input(past.event)
        let none = "—"
        object.append(
            "facts",
            .array(
                rows.map { row in
                    [
                        "name": .string(row.name), "was": .string(row.was ?? none),
                        "now": .string(row.now ?? none),
                    ]
                }))
        if let nothing = nothing(past, rows.isEmpty, call) {
            object.append("nothing", .string(nothing))
        }
        object.append("decisions", .array(PastDecisions(past, call).json))
        object.append("marks", .array(marks(past, call)))
        return .object(object)
    }

    private static func nothing(
        _ past: ShipmentPast, _ isEmpty: Bool, _ call: PageCall
    ) -> String? {
        if past.line.isRefused {
            return call.text("被拒绝：什么都没有改变。", "Refused: nothing was changed.")
        }
        if !past.line.fits {
            return call.text(
                "这一事实与当时的状态不符：已记录，没有改变状态。",
                "The fact did not fit the state: it is recorded and moved nothing.")
        }
        return isEmpty ? call.text("状态没有变化。", "The state is the same.") : nil
    }

    private static func marks(_ past: ShipmentPast, _ call: PageCall) -> [JSONValue] {
        let line = past.line
        var marks = [
            PageWords.pair(call.text("发生", "Happened"), PageWords.exact(line.occurred)),
            PageWords.pair(
                call.text("记录", "Recorded"),
                PageWords.exact(line.recorded)
                    + (line.isLate ? call.text("（补记）", " (late entry)") : "")),
            PageWords.pair(
                call.text("日志位置", "Position"), PageWords.grouped(line.position)),
            PageWords.pair(call.text("摘要", "Digest"), "sha256:" + hexadecimal(line.leaf)),
            PageWords.pair(call.text("所依文本", "Texts in force"), line.under),
        ]
        if line.isUndone {
            marks.append(
                PageWords.pair(
                    call.text("后来", "Later"), call.text("这一步已被撤回", "the step was taken back")))
        }
        if line.isOverride {
            marks.append(
                PageWords.pair(
                    call.text("人工干预", "Override"),
                    call.text("工作流标明这一步越过通常做法", "the workflow marks the step as one")))
        }
        return marks
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    private static func table(_ past: ShipmentPast, _ call: PageCall) -> [JSONValue] {
        let first = max(0, min(past.chosen - tableRows / 2, past.lines.count - tableRows))
        let last = min(past.lines.count, first + tableRows)
        return (first..<last).map { index in
            let line = past.lines[index]
            return [
                "number": .string(String(index + 1)),
                "when": .string(
                    ConsoleDates.moment(line.occurred, call.language, now: call.now)),
                "who": .string(PageWords.who(line.role, line.name, call)),
                "did": .string(PageWords.attempt(call.text(line.title), call)),
                "reached": .string(line.reached.map(call.text) ?? ""),
                "href": .string("?event=\(index + 1)"), "here": .bool(index == past.chosen),
                "refused": .bool(line.isRefused),
            ]
        }
    }

    // MARK: Proof

    private static func proof(
        _ past: ShipmentPast, _ path: String, _ size: Int64, _ head: CheckpointRow?,
        _ call: PageCall
    ) -> JSONValue {
        let state = LogStateWords(call, size: size)
        var object = JSONObject()
        object.append("state", PageWords.chip(state.kind, state.chip))
        object.append("sentence", .string(state.sentence))
        object.append("checkpoint", .string(checkpoint(past, head, call)))
        object.append("again", .string(path + "/replays"))
        let id = QueryText.escaped(past.id)
        var downloads: [JSONValue] = []
        if call.reader.principal?.may(.makeBundles) == true {
            downloads.append(
                PageWords.link(
                    "/api/v1/shipments/\(id)/bundle", call.text("证据文件（网页）", "Evidence (one page)"))
            )
            downloads.append(
                PageWords.link(
                    "/api/v1/shipments/\(id)/bundle?form=json",
                    call.text("证据文件（数据）", "Evidence (data)")))
        }
        downloads.append(PageWords.link("/api/v1/shipments/\(id)/epcis", "EPCIS 2.0"))
        object.append("downloads", .array(downloads))
        return .object(object)
    }

    private static func checkpoint(
        _ past: ShipmentPast, _ head: CheckpointRow?, _ call: PageCall
    ) -> String {
        guard let head else {
            return call.text("还没有已签检查点；下载证据时会先签。", "Nothing was signed yet; making evidence signs.")
        }
        let at = Timestamp(milliseconds: head.at)
        let when = PageWords.day(at.date, call) + " " + ConsoleDates.clock(at)
        // The first line of signatures is the log's own, the others are of witnesses.
        let signatures = head.note.split(separator: "\n").count { $0.hasPrefix("— ") }
        let isCovered = past.lastPosition <= head.size
        let zh =
            "最近检查点 \(when)，已签名"
            + (signatures > 1 ? "，另有 \(signatures - 1) 个会签" : "")
            + (isCovered ? "，包含这票货的全部事件。" : "，还不包含这票货最近的事件。")
        let en =
            "Last checkpoint \(when), signed"
            + (signatures > 1 ? ", with \(signatures - 1) cosignature(s)" : "")
            + (isCovered
                ? "; all events of this shipment are in it."
                : "; the last events of this shipment are not in it yet.")
        return call.text(zh, en)
    }
}
