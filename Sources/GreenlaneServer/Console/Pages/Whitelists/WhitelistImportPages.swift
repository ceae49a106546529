import GreenlaneCore
import GreenlaneEngine
import HTTPTypes
import TransparencyLog

/// The steward's way to publish a list: try it, see what it would change, publish just that.
enum WhitelistImportPages {
    static let all: [ConsolePage] = [form, trial, publish]
    /// As the API takes, and what a form adds to it.
    static let maximumBytes = 33_554_432 + 65_536

    static let form = ConsolePage.get("/whitelists/imports", .publishWhitelists) { call in
        page(call)
    }

    static let trial = ConsolePage.post(
        "/whitelists/imports", .publishWhitelists, maximumBytes: maximumBytes
    ) { call in
        do {
            let published = try day(call)
            guard let file = call.form.file("file") else { throw fileMissing }
            let list = try await WhitelistAnswers.read(
                file.bytes, name: fileName(file.name), call.service)
            let trial = WhitelistTrials.Trial(
                account: try call.caller().account,
                digest: ContentDigest.sha256(file.bytes).text, changes: changes(list),
                name: list.name, bytes: file.bytes, published: published, at: call.now)
            call.console.trials.keep(trial)
            let touched = try await WhitelistTouched.read(list, call)
            return page(call, shown: (trial, list, touched))
        } catch let refusal as Refusal {
            return page(call, refusal: refusal)
        }
    }

    static let publish = ConsolePage.post("/whitelists/batches", .publishWhitelists) { call in
        let caller = try call.caller()
        let digest = call.form["digest"] ?? ""
        guard
            let trial = call.console.trials.trial(digest, of: caller.account, at: call.now)
        else { return page(call, refusal: trialGone) }
        do {
            let list = try await WhitelistAnswers.read(
                trial.bytes, name: trial.name, call.service)
            guard changes(list) == trial.changes else {
                var again = trial
                again.changes = changes(list)
                again.at = call.now
                call.console.trials.keep(again)
                let touched = try await WhitelistTouched.read(list, call)
                return page(call, shown: (again, list, touched), refusal: changedMeanwhile)
            }
            let isRepeat = try await WhitelistAnswers.publish(
                list, published: trial.published, key: try call.idempotencyKey(), by: caller,
                call.service)
            call.console.trials.forget(of: caller.account)
            return call.done(
                isRepeat ? "donePublishedBefore" : "donePublished", about: list.name,
                at: "/whitelists")
        } catch let refusal as Refusal {
            return page(call, refusal: refusal)
        }
    }

    private static func day(_ call: PageCall) throws(Refusal) -> CalendarDate? {
        guard let text = call.form["published"], !text.isEmpty else { return nil }
        guard let day = CalendarDate(text) else {
            throw APIRefusal.parameter("published", "应为 YYYY-MM-DD", "takes a day, YYYY-MM-DD")
        }
        return day
    }

    /// Browsers may send a whole path.
    private static func fileName(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init)
        let plain = PlainText.printable(last ?? "")
        return plain.isEmpty ? "whitelist.csv" : String(plain.suffix(120))
    }

    private static func changes(_ list: WhitelistAnswers.ReadList) -> String {
        let members = JSONValue.object(JSONObject(list.changes.members))
        return ContentDigest.sha256(members.canonicalBytes).text
    }

    // MARK: The page

    private typealias Shown = (
        trial: WhitelistTrials.Trial, list: WhitelistAnswers.ReadList, touched: WhitelistTouched
    )

    private static func page(
        _ call: PageCall, shown: Shown? = nil, refusal: Refusal? = nil
    ) -> Reply {
        var context = JSONObject()
        context.append(
            "page",
            PageWords.page(
                call.text("发布白名单", "Publish a whitelist"),
                links: [("/whitelists", call.text("白名单", "Whitelists"))]))
        context.append("key", .string(SecretText.randomID(length: 20)))
        context.append("upload", ["fields": .array(fields(call))])
        if let refusal { context.append("errors", errors(refusal, call)) }
        if let shown {
            context.append(
                "trial",
                WhitelistTrialWords.json(shown.trial, shown.list, shown.touched, call))
        }
        return call.page(
            "whitelist-import", context, status: refusal.map(Problem.status) ?? 200)
    }

    private static func fields(_ call: PageCall) -> [JSONValue] {
        [
            FormField.file(
                "file", call.text("文件", "File"), accept: ".csv,.yaml,.yml",
                hint: call.text("CSV 或 YAML，UTF-8、GBK 均可", "CSV or YAML, UTF-8 or GBK"),
                id: "list-file"),
            FormField.date(
                "published", call.text("公布日期", "Announced on"),
                value: call.form["published"] ?? "", isRequired: false,
                hint: call.text("主管部门公布名单的日子", "The day on which the authority announced it"),
                id: "list-published"),
        ]
    }

    private static func errors(_ refusal: Refusal, _ call: PageCall) -> JSONValue {
        var table = RowTable(
            [call.text("位置", "Place"), call.text("问题", "Problem")], folds: true)
        table.rows = refusal.details.map { detail in
            [.text(place(detail.pointer, call)), .text(call.text(detail.message))]
        }
        let isFile = refusal.code == "file-invalid"
        let advice =
            isFile
            ? call.text("没有写入任何数据。改好后再试运行。", "Nothing was written. Correct it and try again.")
            : call.text(refusal.advice)
        var object = JSONObject([
            .init("title", .string(call.text(refusal.message))),
            .init("sentence", .string(advice)),
        ])
        if !table.rows.isEmpty { object.append("table", table.json) }
        return .object(object)
    }

    /// `file.csv:7:3` as people say it; anything else as it is.
    private static func place(_ pointer: String, _ call: PageCall) -> String {
        let parts = pointer.split(separator: ":")
        guard parts.count >= 3, let line = Int(parts[parts.count - 2]),
            let column = Int(parts[parts.count - 1])
        else { return pointer }
        return call.text("第 \(line) 行第 \(column) 字", "Line \(line), column \(column)")
    }

    // MARK: Refusals

    private static let fileMissing = Refusal(
        .input, "file-missing",
        LocalizedText(zh: "还没有选择文件。", en: "No file was chosen."),
        remedy: LocalizedText(zh: "选择一个 CSV 或 YAML 文件。", en: "Choose a CSV or YAML file."))

    private static let trialGone = Refusal(
        .conflict, "trial-gone",
        LocalizedText(
            zh: "这次试运行已经过期，没有发布。", en: "The trial is over; nothing was published."),
        remedy: LocalizedText(
            zh: "请重新选择文件，再试运行一次。", en: "Choose the file and try it once more."))

    private static let changedMeanwhile = Refusal(
        .conflict, "trial-overtaken",
        LocalizedText(
            zh: "试运行之后名单有了变化，没有发布。",
            en: "The lists changed after the trial; nothing was published."),
        remedy: LocalizedText(
            zh: "下面是现在的结果；确认后再发布。",
            en: "Below is what it would change now; publish it if that is right."))
}
