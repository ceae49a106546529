import GreenlaneCore
import GreenlaneEngine

/// What publishing a list would change, for whoever decides on it.
enum WhitelistTrialWords {
    static let rows = 300

    static func json(
        _ trial: WhitelistTrials.Trial, _ list: WhitelistAnswers.ReadList,
        _ touched: WhitelistTouched, _ call: PageCall
    ) -> JSONValue {
        let changes = list.changes
        let figures: [(Int, String)] = [
            (changes.added.count, call.text("增加", "Added")),
            (changes.changed.count, call.text("变更", "Changed")),
            (changes.removed.count, call.text("移出", "Removed")),
            (changes.unchanged, call.text("不变", "The same")),
            (touched.unlisted.count, call.text("不在文件里", "Not in the file")),
        ]
        var object = JSONObject([
            .init("sentence", .string(sentence(list, call))),
            .init(
                "figures",
                .array(
                    figures.map {
                        [
                            "value": .string(PageWords.grouped(Int64($0.0))),
                            "name": .string($0.1),
                        ]
                    })), .init("changes", table(changes, call)),
        ])
        object.append("touched", .array(touched.sections(call)))
        object.append("action", "/whitelists/batches")
        object.append("digest", .string(trial.digest))
        object.append(
            "publish", .string(call.text("发布 \(trial.name)", "Publish \(trial.name)")))
        return .object(object)
    }

    private static func sentence(
        _ list: WhitelistAnswers.ReadList, _ call: PageCall
    ) -> String {
        let changes = list.changes
        guard !changes.added.isEmpty || !changes.changed.isEmpty || !changes.removed.isEmpty
        else {
            return call.text(
                "文件里的条目与现在的完全一样，发布它不会改变什么。",
                "Its entries say just what stands; publishing it changes nothing.")
        }
        return call.text("可以发布：", "It can be published. ")
            + WhitelistBatchPage.change(
                added: Int64(changes.added.count), changed: Int64(changes.changed.count),
                removed: Int64(changes.removed.count), same: Int64(changes.unchanged), call)
    }

    /// What goes out of force first: that is what somebody must look at.
    private static func table(_ changes: WhitelistChanges, _ call: PageCall) -> JSONValue {
        var table = WhitelistBatchPage.table(call)
        table.rows = changes.removed.prefix(rows).map { entry in
            WhitelistBatchPage.row(
                entry, kind: .removed, (WhitelistWords.approved(entry, call), ""), call)
        }
        table.rows += changes.changed.prefix(rows - table.rows.count).map { changed in
            WhitelistBatchPage.row(
                changed.entry, kind: .changed,
                WhitelistWords.differences(changed.differences, call), call)
        }
        table.rows += changes.added.prefix(rows - table.rows.count).map { entry in
            WhitelistBatchPage.row(
                entry, kind: .added, ("", WhitelistWords.approved(entry, call)), call)
        }
        let all = changes.removed.count + changes.changed.count + changes.added.count
        if all > table.rows.count {
            let count = PageWords.grouped(Int64(all))
            table.caption = call.text(
                "只列前 \(rows) 条，共 \(count) 条", "The first \(rows) of \(count)")
        }
        return table.json
    }
}
