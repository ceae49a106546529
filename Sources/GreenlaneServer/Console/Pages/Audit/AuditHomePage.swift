import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes
import TransparencyLog

/// Whether the log can be trusted, what auditors ask of it, and what did not go the usual way.
enum AuditHomePage {
    static let all: [ConsolePage] = [home, verify]

    static let home = ConsolePage.get(
        "/audit", .readEvents, query: ["kind", "quarter", "after"]
    ) { call in
        var context = JSONObject()
        let title = call.text("审计", "Audit")
        context.append("page", PageWords.page(title))
        context.append("log", try await log(call))
        context.append("questions", .array(try AuditQuestionForms.all(call, open: nil)))
        if try call.caller().may(.readExceptions) {
            context.append("exceptions", try await AuditExceptions.json(call))
        }
        return call.page("audit-home", context)
    }

    /// Waits a little for small logs; a large one is verified while its reader goes on.
    static let verify = ConsolePage.post("/audit/verifications", .checkLog) { call in
        let verification = call.service.verification
        verification.begin(call.service)
        for _ in 0..<waits where verification.isRunning {
            try await Task.sleep(for: .milliseconds(100))
        }
        let word = verification.isRunning ? "doneVerifyBegun" : "doneVerified"
        guard !verification.hasFailed || verification.isRunning else { return .seeOther("/audit") }
        return call.done(word, at: "/audit")
    }

    /// Tenths of a second.
    private static let waits = 30

    // MARK: The log

    private static func log(_ call: PageCall) async throws -> JSONValue {
        let (size, head, key) = try await call.read { store in
            (try store.tree().size, try store.lastCheckpoint(), try LogKeys(store).current?.text)
        }
        var object = JSONObject()
        let state = LogStateWords(call, size: size)
        object.append("state", PageWords.chip(state.kind, state.chip))
        object.append("sentence", .string(state.sentence))
        var facts = state.problems
        if let head {
            let note = head.note.split(separator: "\n", omittingEmptySubsequences: false)
            let at = Timestamp(milliseconds: head.at)
            let when = PageWords.day(at.date, call) + " " + ConsoleDates.clock(at)
            facts.append(
                PageWords.pair(
                    call.text("检查点", "Checkpoint"),
                    "\(note.first.map(String.init) ?? "") · "
                        + PageWords.grouped(head.size) + " · \(when)"))
            if note.count > 2 {
                facts.append(
                    PageWords.pair(call.text("根哈希", "Root hash"), String(note[2])))
            }
        }
        if let key { facts.append(PageWords.pair(call.text("公钥", "Public key"), key)) }
        object.append("facts", .array(facts))
        if try call.caller().may(.checkLog) { object.append("verifiable", true) }
        return .object(object)
    }
}

/// What can be said of the log at this moment, by what was verified last.
struct LogStateWords {
    var kind: String
    var chip: String
    var sentence: String
    /// What was found not to agree, the first few.
    var problems: [JSONValue] = []

    static let maximumProblems = 20

    init(_ call: PageCall, size: Int64) {
        let count = PageWords.grouped(size)
        let verification = call.service.verification
        if verification.isRunning {
            kind = "part"
            chip = call.text("正在核对", "Verifying")
            sentence = call.text(
                "共 \(count) 条记录，正在逐条核对；稍后刷新本页。",
                "\(count) entries are being verified one by one; reload this page in a while.")
            return
        }
        guard let last = verification.last else {
            kind = verification.hasFailed ? "late" : "open"
            chip = call.text("未核对", "Not verified")
            sentence =
                verification.hasFailed
                ? call.text("核对没有完成，请重试。", "The verification could not be finished; try again.")
                : call.text(
                    "共 \(count) 条记录；服务启动以来还没有核对过。",
                    "\(count) entries; not verified since the service started.")
            return
        }
        let when = ConsoleDates.moment(last.at, call.language, now: call.now)
        guard last.report.isClean else {
            kind = "late"
            chip = call.text("不一致", "Altered")
            let found = PageWords.grouped(Int64(last.report.problemCount))
            sentence = call.text(
                "\(when) 核对发现 \(found) 处不一致。", "Verified \(when): \(found) findings.")
            problems = last.report.problems.prefix(Self.maximumProblems).map { problem in
                let place = problem.position > 0 ? PageWords.grouped(problem.position) : ""
                return PageWords.pair(
                    call.text("位置 \(place)", "Position \(place)"), call.text(problem.words))
            }
            return
        }
        kind = "done"
        chip = call.text("完整", "Whole")
        let events = Int64(last.report.events)
        let verified = PageWords.grouped(events)
        var text = call.text(
            "\(verified) 条记录，\(when) 核对过，没有改动、删除、插入或调换。",
            "\(verified) entries, verified \(when); none altered, removed, inserted or reordered.")
        if size > events {
            let more = PageWords.grouped(size - events)
            text += call.text(
                "此后新增 \(more) 条，尚未核对。", " \(more) more since then, not verified yet.")
        }
        sentence = text
    }
}
