import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore

/// My day: what waits for the reader, what is late with others, what changed since yesterday.
enum DayPage {
    static let all: [ConsolePage] = [day]

    /// Rows of what waits.
    static let maximumRows = 20
    /// Rows of what is late with others, and of what changed.
    static let maximumBeside = 10
    /// Rows that are looked at for those that are the reader's move.
    private static let looked = 60

    static let day = ConsolePage.get("/day", .readShipments) { call in
        let reading = try WorkReading(call)
        let found = try await call.read { store in
            try Found(reading, store)
        }
        return page(call, found)
    }

    private struct Found: Sendable {
        var waiting: [WorkRow]
        var others: [WorkRow]
        var changed: [ShipmentCard]
        var counts: WorkCounts

        init(_ reading: WorkReading, _ store: LogStore) throws {
            let pass = try WorkPass(reading, store)
            var mine = WorkFilter()
            mine.move = WorkFilter.mine
            mine.size = DayPage.looked
            let answer = try pass.answer(mine, others: [], store)
            counts = answer.counts
            waiting = answer.rows.filter { $0.mine != nil }
            waiting = Array(waiting.prefix(DayPage.maximumRows))
            var late = WorkFilter()
            late.due = WorkFilter.late
            late.size = DayPage.looked
            others = try pass.answer(late, others: [], store).rows.filter { $0.mine == nil }
            others = Array(others.prefix(DayPage.maximumBeside))
            let yesterday = Timestamp(startOf: reading.now.date.adding(days: -1))
            changed = try pass.changed(
                since: yesterday, limit: DayPage.maximumBeside, store)
        }
    }

    private static func page(_ call: PageCall, _ found: Found) -> Reply {
        let words = WorkWords(call)
        var context = JSONObject()
        context.append("live", ["href": "/changes"])
        context.append("page", heading(call, found.counts))
        context.append("waiting", .array(found.waiting.map { waiting($0, words) }))
        if found.waiting.isEmpty { context.append("nothing", nothing(call)) }
        if found.counts.mine > found.waiting.count, !found.waiting.isEmpty {
            context.append(
                "rest",
                [
                    "href": "/shipments?view=mine",
                    "title": .string(
                        call.text(
                            "全部 \(found.counts.mine) 件", "All \(found.counts.mine)")),
                ])
        }
        if !found.others.isEmpty {
            context.append("late", ["rows": .array(found.others.map { late($0, words) })])
        }
        if found.changed.isEmpty {
            context.append(
                "unchanged",
                .string(call.text("昨天以来没有变化。", "Nothing has changed since yesterday.")))
        }
        context.append("changed", .array(found.changed.map { changed($0, words) }))
        return call.page("day", context)
    }

    private static func heading(_ call: PageCall, _ counts: WorkCounts) -> JSONValue {
        var links: [JSONValue] = []
        if call.reader.principal?.may(.fileRequests) ?? false {
            links.append(
                ["href": "/requests/new", "title": .string(call.text("新申请", "New request"))])
        }
        let today = call.text("今天", "Today")
        return [
            "title": .string(today), "heading": .string(today), "links": .array(links),
            "sentence": .string(sentence(call, counts)),
            "small": .string(
                call.now.date.description + " "
                    + ConsoleDates.day(call.now.date, call.language, now: call.now)
                    .split(separator: " ")[call.language == .zh ? 1 : 0]),
        ]
    }

    private static func sentence(_ call: PageCall, _ counts: WorkCounts) -> String {
        guard counts.mine > 0 else { return call.text("没有事情等您。", "Nothing waits for you.") }
        var (zh, en) = ("有 \(counts.mine) 件事等您", "\(counts.mine) things wait for you")
        if counts.mine == 1 { en = "One thing waits for you" }
        if counts.mineLate > 0 {
            zh += "，\(counts.mineLate) 件已逾期"
            en += ", \(counts.mineLate) late"
        }
        if counts.mineToday > 0 {
            zh += "，\(counts.mineToday) 件今天到期"
            en += ", \(counts.mineToday) due today"
        }
        return call.text(zh + "。", en + ".")
    }

    private static func nothing(_ call: PageCall) -> JSONValue {
        let mayFile = call.reader.principal?.may(.fileRequests) ?? false
        var object = JSONObject()
        object.append(
            "sentence",
            .string(
                mayFile
                    ? call.text(
                        "轮到您办的事会按时限排在这里。提交一份申请，看看它需要哪些手续。",
                        "What is yours to do appears here by deadline. File a request to see "
                            + "what it needs.")
                    : call.text(
                        "轮到您办的事会按时限排在这里。", "What is yours to do appears here by deadline."
                    )))
        if mayFile {
            object.append(
                "link",
                ["href": "/requests/new", "title": .string(call.text("新申请", "New request"))])
        }
        return .object(object)
    }

    private static func waiting(_ row: WorkRow, _ words: WorkWords) -> JSONValue {
        var object = entry(row.card, words)
        object.append("sentence", .string(words.sentence(row)))
        object.append("importer", .string(words.importer(row.card)))
        if let deadline = words.deadline(row) { object.append("deadline", deadline) }
        if let step = words.step(row) { object.append("step", step) }
        if let why = words.lateness(row) { object.append("why", .string(why)) }
        return .object(object)
    }

    private static func late(_ row: WorkRow, _ words: WorkWords) -> JSONValue {
        var object = entry(row.card, words)
        let who = words.move(row)
        let sentence = words.sentence(row)
        object.append(
            "sentence",
            .string(
                who.isEmpty
                    ? sentence : words.call.text("轮到\(who)。\(sentence)", "\(who). \(sentence)")))
        if let deadline = words.deadline(row) { object.append("deadline", deadline) }
        return .object(object)
    }

    private static func changed(_ card: ShipmentCard, _ words: WorkWords) -> JSONValue {
        let recorded = card.last.recorded
        let when = ConsoleDates.moment(recorded, words.call.language, now: words.call.now)
        return [
            "iso": .string(recorded.description), "when": .string(when),
            "sentence": .string(words.change(card)), "id": .string(card.id),
            "href": .string(WorkWords.path(card)),
        ]
    }

    private static func entry(_ card: ShipmentCard, _ words: WorkWords) -> JSONObject {
        var object = JSONObject()
        object.append("id", .string(card.id))
        object.append("href", .string(WorkWords.path(card)))
        object.append("goods", .string(words.goods(card)))
        return object
    }
}
