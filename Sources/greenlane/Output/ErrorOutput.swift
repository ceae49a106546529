internal import ArgumentParser
internal import Glibc
internal import GreenlaneCore
internal import GreenlaneEngine

/// The one place where failures become words, JSON and exit codes.
struct ErrorOutput {
    /// More than this many problems are counted, not listed, for people.
    static let maximumDetails = 40

    private let console: Console

    init(_ console: Console) {
        self.console = console
    }

    /// Tells what went wrong, and gives the exit code.
    func report(_ error: any Error) -> Int32 {
        if let code = error as? ExitCode { return code.rawValue }
        if let refusal = Self.refusal(error) {
            show(refusal)
            return refusal.exitCode
        }
        let text = Greenlane.fullMessage(for: error, columns: console.output.width)
        guard Greenlane.exitCode(for: error) != .success else {
            console.line(UsageText.help(text, console.language))
            return EXIT_SUCCESS
        }
        let refusal = UsageText.refusal(Greenlane.message(for: error), usage: text)
        show(refusal)
        return refusal.exitCode
    }

    /// Tells on standard error that standard output did not take the answer; the exit code.
    func reportLoss(_ refusal: Refusal) -> Int32 {
        console.note(console.text(refusal.message) + (refusal.remedy.map(console.text) ?? ""))
        return refusal.exitCode
    }

    /// Errors of ours as refusals; nil for those of the argument parser.
    static func refusal(_ error: any Error) -> Refusal? {
        switch error {
        case let refusal as Refusal: return refusal
        case let list as DiagnosticList: return broken(list.diagnostics)
        case let diagnostic as Diagnostic: return broken([diagnostic])
        case let fault as EngineFault: return engine(fault)
        case let remote as RemoteFault: return remote.refusal
        default: break
        }
        // The parser's own errors and those that it knows; all others are faults of ours.
        let isParsers = Greenlane.exitCode(for: error) != .failure
        guard !isParsers else { return nil }
        return internalFault(error)
    }

    /// Of an error that nobody foresaw.
    static func internalFault(_ error: any Error) -> Refusal {
        Refusal(
            .fault, "internal-fault",
            LocalizedText(
                zh: "程序内部出错（\(type(of: error))），这一步没有完成。",
                en: "An internal fault (\(type(of: error))); the step was not completed."),
            remedy: LocalizedText(
                zh: "请重试；若再次出现，请连同所用命令报告。",
                en: "Try again; if it comes back, report it with the command that you used."))
    }

    /// One refusal for all the problems of a file.
    static func broken(_ diagnostics: [Diagnostic]) -> Refusal {
        let errors = diagnostics.filter { $0.severity == .error }
        return Refusal(
            .input, "file-invalid",
            LocalizedText(
                zh: "文件有 \(errors.count) 处错误。",
                en: errors.count == 1
                    ? "The file has an error." : "The file has \(errors.count) errors."),
            details: errors.map {
                Refusal.Detail(pointer: $0.place, code: $0.code, message: $0.message)
            })
    }

    private static func engine(_ fault: EngineFault) -> Refusal {
        let what: LocalizedText
        switch fault {
        case .treeDamaged:
            what = LocalizedText(zh: "日志的哈希树无法读取。", en: "The log's hash tree cannot be read.")
        case .definitionMissing(let digest):
            what = LocalizedText(
                zh: "日志引用的规则文本 \(digest) 不在库中。",
                en: "The log cites the text \(digest), which is not kept.")
        case .streamDamaged(let id):
            what = LocalizedText(
                zh: "\(id) 的事件无法还原。", en: "The events of \(id) cannot be read back.")
        }
        return Refusal(
            .fault, "log-damaged", what,
            remedy: LocalizedText(
                zh: "保留现场，运行 greenlane verify 查明范围。",
                en: "Keep the directory as it is and run greenlane verify to see how far it goes."))
    }

    private func show(_ refusal: Refusal) {
        if console.isJSON {
            console.json(["error": refusal.json])
        } else {
            console.note(lines(refusal).joined(separator: "\n"))
        }
    }

    /// The refusal for people: sentence, what to do, why, and where.
    func lines(_ refusal: Refusal) -> [String] {
        let style = console.errors.style
        let mark = style.red("✗ ")
        var lines = console.prose(
            console.text(refusal.message), indent: "  ", first: mark)
        lines[lines.count - 1] += style.dim(" [\(refusal.code)]")
        for detail in refusal.details.prefix(Self.maximumDetails) {
            // Options and files stand for themselves; a lone detail may only repeat the sentence.
            if refusal.details.count == 1, detail.message == refusal.message { continue }
            let place = detail.pointer.isEmpty ? "" : style.bold(detail.pointer) + "  "
            lines.append("  " + place + console.text(detail.message))
        }
        if refusal.details.count > Self.maximumDetails {
            let rest = refusal.details.count - Self.maximumDetails
            lines.append(
                "  " + console.text("……另有 \(rest) 处，用 --json 查看", "… and \(rest) more; see --json"))
        }
        if let remedy = refusal.remedy {
            let label =
                refusal.code == UsageText.code
                ? console.text("用法", "Usage") : console.text("怎么办", "What to do")
            lines += labelled(label, console.text(remedy))
        }
        for basis in refusal.basis {
            lines += labelled(console.text("依据", "Basis"), basis.text(console.language))
        }
        return lines
    }

    private func labelled(_ label: String, _ text: String) -> [String] {
        let head = "  " + label + console.text("：", ": ")
        let indent = String(repeating: " ", count: DisplayWidth.of(head))
        return console.prose(text, indent: indent, first: head)
    }
}
