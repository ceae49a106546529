internal import Glibc
internal import GreenlaneCore
internal import Synchronization

/// How this process speaks: the language, JSON or words, and what the streams lead to.
struct Console: Sendable {
    /// Prose is not wider than this, however wide the window is.
    static let proseWidth = 96

    let language: Language
    let isJSON: Bool
    let output: Terminal
    let errors: Terminal

    init(_ invocation: Invocation) {
        language = invocation.language
        isJSON = invocation.isJSON
        output = .standardOutput(ProcessVariables.terminal)
        errors = .standardError(ProcessVariables.terminal)
    }

    var style: Style { output.style }

    /// Columns for prose on standard output.
    var width: Int { min(output.width ?? Self.proseWidth, Self.proseWidth) }

    func text(_ text: LocalizedText) -> String { text.text(language) }

    func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    /// One line on standard output.
    func line(_ text: String = "") { Self.write(text + "\n", to: STDOUT_FILENO) }

    /// Several lines at once.
    func lines(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        Self.write(lines.joined(separator: "\n") + "\n", to: STDOUT_FILENO)
    }

    /// One JSON document on one line.
    func json(_ value: JSONValue) { line(value.text) }

    /// A remark beside the output, which JSON readers never see.
    func note(_ text: String) { Self.write(text + "\n", to: STDERR_FILENO) }

    /// Text as it is: for pictures that are drawn anew in place.
    func raw(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

    /// Prose within the width, each line behind the same indent; the first line may have another.
    func prose(_ text: String, indent: String = "", first: String? = nil) -> [String] {
        let room = max(width - DisplayWidth.of(indent), 20)
        return DisplayWidth.wrapped(PlainText.printable(text), to: room).enumerated().map {
            ($0.offset == 0 ? first ?? indent : indent) + $0.element
        }
    }

    /// Why standard output did not take all that was written, as `errno` has it; 0 where it did.
    private static let lostBecause = Atomic<Int32>(0)

    /// What to tell whoever started a command whose answer was lost: what was done stays done.
    static var lostOutput: Refusal? {
        let code = lostBecause.load(ordering: .relaxed)
        guard code != 0 else { return nil }
        let reason = String(cString: strerror(code))
        return Refusal(
            .fault, "output-lost",
            LocalizedText(
                zh: "标准输出没有写完：\(reason)。", en: "The output could not be written: \(reason)."),
            remedy: LocalizedText(
                zh: "已办理的不会撤回；先用 greenlane shipments 或 history 查看，再决定是否重做。",
                en: "What was done stays done: look with greenlane shipments or history first."))
    }

    /// Bytes on standard output, as they are.
    static func writeBytes(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

    static func write(_ text: String, to descriptor: Int32) {
        write(Array(text.utf8), to: descriptor)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var start = 0
        bytes.withUnsafeBytes { buffer in
            while start < buffer.count, let base = buffer.baseAddress {
                let count = Glibc.write(descriptor, base + start, buffer.count - start)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    // A reader that went away has seen enough; a full disk has lost the answer.
                    if descriptor == STDOUT_FILENO, errno != EPIPE {
                        lostBecause.store(errno, ordering: .relaxed)
                    }
                    return
                }
                start += count
            }
        }
    }
}
