import GreenlaneCatalog
import GreenlaneCore

extension APIRefusal {
    /// One refusal for all the problems of a file that somebody sent, each with its line.
    static func file(_ diagnostics: [Diagnostic]) -> Refusal {
        let errors = diagnostics.filter { $0.severity == .error }
        return Refusal(
            .input, "file-invalid",
            LocalizedText(
                zh: "文件有 \(errors.count) 处错误。", en: "The file has \(errors.count) error(s)."),
            details: errors.prefix(100).map {
                Refusal.Detail(pointer: $0.place, code: $0.code, message: $0.message)
            })
    }
}
