internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// How an answer to an auditor is written: lines with a closing one for programs, a page for people.
enum AuditOutput {
    /// Asks the log, beside a writer or on a copy, and writes the answer.
    static func answer(
        _ options: GlobalOptions, _ page: (AuditText) -> (AuditAnswer) -> [String],
        _ ask: (AuditQuestions) throws -> AuditAnswer
    ) throws {
        let console = options.console
        let definitions = try DefinitionSet.load(home: try Home.path())
        let answer = try Workplace.read(options) { store in
            try ask(AuditQuestions(store: store, definitions: definitions))
        }
        if console.isJSON {
            console.lines((answer.lines + [answer.closing]).map(\.text))
        } else {
            let text = AuditText(console)
            console.lines(page(text)(answer) + text.more(answer))
        }
    }
}
