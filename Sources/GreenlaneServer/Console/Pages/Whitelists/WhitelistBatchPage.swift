import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// One published list, and what it said otherwise than before.
enum WhitelistBatchPage {
    static let all: [ConsolePage] = [show]
    static let rows = 300

    static let show = ConsolePage.get("/whitelists/batches/{position}", .readWhitelists) { call in
        let text = try call.call.name("position")
        let position = Int64(text) ?? 0
        let found = try await call.read { store in
            try WhitelistBatches.show(position, limit: rows, store)
        }
        guard let found else {
            throw APIRefusal.unknown("whitelist-unknown", text, "批次", "list")
        }
        let words = words(found.batch, call)
        let digest = found.batch.data["digest"]?.stringValue ?? ""
        var table = table(call)
        table.rows = found.changes.map { change in
            guard let before = change.before else {
                return row(
                    change.after, kind: .added, ("", WhitelistWords.approved(change.after, call)),
                    call)
            }
            let changes = WhitelistChanges(publishing: [change.after], over: [before])
            let differences = changes.changed.first?.differences ?? []
            if !changes.removed.isEmpty {
                let approved = WhitelistWords.approved(before, call)
                return row(change.after, kind: .removed, (approved, ""), call)
            }
            return row(
                change.after, kind: .changed, WhitelistWords.differences(differences, call), call)
        }
        if found.changes.count >= rows {
            table.caption = call.text("只列前 \(rows) 条", "The first \(rows) are shown")
        }
        var context = JSONObject()
        context.append(
            "page",
            PageWords.page(
                words.title, sentence: words.change, small: words.issuer + " · " + digest,
                links: [("/whitelists", call.text("白名单", "Whitelists"))]))
        context.append("table", table.json)
        return call.page("list", context)
    }

    enum Kind {
        case added, changed, removed
    }

    static func table(_ call: PageCall) -> RowTable {
        RowTable(
            [
                call.text("条目", "Entry"), call.text("单位与品名", "Unit and goods"),
                call.text("变化", "Change"), call.text("之前", "Before"),
                call.text("之后", "After"),
            ], folds: true, none: call.text("没有变化。", "Nothing changes."))
    }

    static func row(
        _ entry: WhitelistEntry, kind: Kind, _ words: (before: String, after: String),
        _ call: PageCall
    ) -> [RowTable.Cell] {
        let chip: RowTable.Cell =
            switch kind {
            case .added: .chip("now", call.text("增加", "Added"))
            case .changed: .chip("part", call.text("变更", "Changed"))
            case .removed: .chip("late", call.text("移出", "Removed"))
            }
        let known = call.service.ledgers.read { $0.entry(entry.id) != nil }
        let href = known ? "/whitelists/" + QueryText.escaped(entry.id) : nil
        return [
            .text(entry.id, href: href),
            .text(
                call.text("\(entry.unitName) ", "\(entry.unitName), ")
                    + WhitelistWords.goods(entry, call)), chip, .text(words.before),
            .text(words.after),
        ]
    }

    /// What a publication is called, who published it, and what it changed.
    static func words(
        _ batch: WhitelistBatches.Batch, _ call: PageCall
    ) -> (title: String, issuer: String, change: String) {
        let data = batch.data
        let names = data["batches"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let file = data["name"]?.stringValue ?? ""
        let title =
            names.isEmpty
            ? file
            : call.text(
                "\(PageWords.list(names, call, limit: 5)) 批",
                "Batch \(PageWords.list(names, call, limit: 5))")
        let published =
            data["published"]?.stringValue.flatMap { CalendarDate($0) }
            .map { PageWords.day($0, call) } ?? ""
        let issuer = call.text(
            "\(file)，公布于 \(published)，由\(PageWords.who(batch.role, batch.name, call))发布",
            "\(file), announced \(published), published by "
                + PageWords.who(batch.role, batch.name, call))
        func count(_ name: String) -> Int64 { data[name]?.integerValue ?? 0 }
        return (
            title, issuer,
            change(
                added: count("added"), changed: count("changed"), removed: count("removed"),
                same: count("unchanged"), call)
        )
    }

    static func change(
        added: Int64, changed: Int64, removed: Int64, same: Int64, _ call: PageCall
    ) -> String {
        call.text(
            "增加 \(added) 条，变更 \(changed) 条，移出 \(removed) 条，不变 \(same) 条。",
            "Added: \(added); changed: \(changed); removed: \(removed); the same: \(same).")
    }
}
