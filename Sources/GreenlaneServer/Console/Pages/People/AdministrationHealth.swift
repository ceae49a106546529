import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore

/// Whether the service can do its work, and how it is configured. No value shown is secret.
enum AdministrationHealth {
    static let path = "/administration/health"

    static let page = ConsolePage.get(path, .operate) { call in
        let report = await Health.standing(call.service, call.console.configuration).report()
        let figures = try await figures(call)
        let late = figures.due.map { $0 < call.now.adding(milliseconds: -backlogMilliseconds) }
        var checks = report.map { check($0.check, $0.passes, figures, call) }
        checks.append(notices(late ?? false, figures, call))
        let bad = report.count { !$0.passes } + (late == true ? 1 : 0)
        var context = JSONObject()
        context.append(
            "page",
            call.head(
                call.text("运行与配置", "Health and configuration"),
                sentence: bad == 0
                    ? call.text("运行正常。", "All is well.")
                    : call.text("\(bad) 项需要处理。", "To be looked at: \(bad).")))
        context.append("tabs", AdministrationPages.tabs(call, here: path))
        context.append("checks", .array(checks))
        context.append("settings", settings(call).json)
        return call.page("administration-health", context)
    }

    /// Milliseconds after which a notice that is due has waited for too long.
    private static let backlogMilliseconds: Int64 = 60_000

    private struct Figures: Sendable {
        var entries: Int64
        /// When the next notice is due; nil where none waits.
        var due: Timestamp?
        var freeBytes: Int?
    }

    private static func figures(_ call: PageCall) async throws -> Figures {
        let (entries, due) = try await call.read { store in
            (try store.tree().size, try store.nextDelivery())
        }
        return Figures(
            entries: Int64(entries), due: due.map { Timestamp(milliseconds: $0) },
            freeBytes: DiskSpace.free(call.console.configuration.dataDirectory))
    }

    private static func check(
        _ check: Health.Check, _ passes: Bool, _ figures: Figures, _ call: PageCall
    ) -> JSONValue {
        var object = JSONObject()
        object.append("state", state(passes, call))
        object.append("title", .string(title(check.code, call)))
        object.append(
            "sentence",
            .string(passes ? good(check.code, figures, call) : call.text(check.message)))
        if !passes, let remedy = remedy(check.code, call) {
            object.append("remedy", .string(remedy))
        }
        return .object(object)
    }

    private static func state(_ isGood: Bool, _ call: PageCall) -> JSONValue {
        isGood
            ? ["kind": "done", "text": .string(call.text("正常", "Good"))]
            : ["kind": "late", "text": .string(call.text("异常", "Bad"))]
    }

    private static func title(_ code: String, _ call: PageCall) -> String {
        switch code {
        case "disk-full": call.text("磁盘", "Disk")
        case "database-not-writable": call.text("写入", "Writing")
        case "schema-differs": call.text("数据库结构", "Form of the database")
        case "writer-stopped": call.text("日志", "Log")
        default: code
        }
    }

    private static func good(_ code: String, _ figures: Figures, _ call: PageCall) -> String {
        switch code {
        case "disk-full":
            let free = figures.freeBytes.map(size) ?? "?"
            return call.text("剩余 \(free)。", "\(free) left.")
        case "database-not-writable": return call.text("可以写入。", "It takes writes.")
        case "schema-differs": return call.text("与程序一致。", "As this program has it.")
        case "writer-stopped":
            let count = grouped(figures.entries)
            return call.text("\(count) 条。", "\(count) entries.")
        default: return ""
        }
    }

    private static func remedy(_ code: String, _ call: PageCall) -> String? {
        switch code {
        case "disk-full": call.text("清理旧备份，或扩容。", "Clear old backups, or add space.")
        case "database-not-writable":
            call.text("检查数据目录的权限和磁盘。", "Check the data directory's permissions and disk.")
        case "schema-differs":
            call.text("用与数据库相符的程序版本启动。", "Start the version that fits the database.")
        case "writer-stopped":
            call.text("查看服务日志后重启服务。", "See the service's log, then restart it.")
        default: nil
        }
    }

    private static func notices(
        _ isLate: Bool, _ figures: Figures, _ call: PageCall
    ) -> JSONValue {
        var sentence = call.text("没有积压。", "No backlog.")
        if let due = figures.due {
            let moment = PeopleWords.moment(due, call)
            sentence =
                isLate
                ? call.text("自 \(moment) 起有通知未发出。", "Notices have been waiting since \(moment).")
                : call.text("下一次发送 \(moment)。", "The next is due \(moment).")
        }
        var object = JSONObject()
        object.append("state", state(!isLate, call))
        object.append("title", .string(call.text("通知", "Notifications")))
        object.append("sentence", .string(sentence))
        if isLate {
            object.append(
                "remedy",
                .string(
                    call.text(
                        "确认配置 deliver 为 yes，并查看服务日志。",
                        "See that the setting deliver is yes, and look at the service's log.")))
        }
        return .object(object)
    }

    private static func settings(_ call: PageCall) -> ListTable {
        var table = ListTable(
            columns: [
                call.text("名称", "Name"), call.text("值", "Value"), call.text("来源", "From"),
            ], none: "", folds: false)
        let known = call.console.settings
        table.rows = ConfigurationKey.all.map { key in
            let setting = known.first { $0.key.name == key.name }
            let origin = setting?.origin ?? .normal
            let value = setting?.value ?? key.show(call.console.configuration)
            return [
                .init(key.name), .init(value.isEmpty ? call.text("未设置", "not set") : value),
                .init(origin == .normal ? call.text("默认", "default") : origin.text),
            ]
        }
        return table
    }

    /// `8.2 GB`.
    private static func size(_ bytes: Int) -> String {
        let tenths = bytes / (1 << 30 / 10)
        return "\(grouped(Int64(tenths / 10))).\(tenths % 10) GB"
    }

    /// `12,408`.
    private static func grouped(_ number: Int64) -> String {
        var digits = String(number)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits = String(digits.dropLast(3))
        }
        return ([digits] + groups).joined(separator: ",")
    }
}
