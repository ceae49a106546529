internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine

/// `file`: files import requests, each in a transaction of its own.
struct FileCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "file", abstract: words("提交进口申请", "File import requests"))
    }

    @Argument(
        help: ArgumentHelp(
            words("进口申请（JSON 或 CSV），- 为标准输入", "Import requests (JSON or CSV), - for standard input")
        ))
    var files: [String]

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("实际提交时间（默认现在）", "When it was handed in (default now)"), valueName: "time"))
    var occurred: String?

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    /// A request of a file, or why there is none.
    private struct Draft {
        var file: String
        var request: Result<ImportRequest, Refusal>
        /// Whether the file holds several, so that a line has to say which.
        var isOneOfSeveral: Bool

        var isReadable: Bool {
            if case .success = request { true } else { false }
        }

        /// The refusal in the form of a result of filing.
        var unreadable: Result<Outcome, Refusal> {
            switch request {
            case .failure(let refusal): .failure(refusal)
            case .success(let request):
                // Only drafts without a request are asked.
                .failure(
                    Refusal(
                        .fault, "not-filed",
                        LocalizedText(
                            zh: "\(request.reference) 没有提交。",
                            en: "\(request.reference) was not filed.")))
            }
        }
    }

    func run() throws {
        let actor = try acting.actor
        let moment = try occurred.map { try StatedValue.time($0, option: "--occurred") }
        let drafts = files.flatMap(Self.drafts)
        let worst: Int32
        if drafts.contains(where: \.isReadable) {
            worst = try Workplace.use(options) { place in
                var worst: Int32 = 0
                for draft in drafts {
                    let result = try file(draft, actor, moment, place)
                    worst = max(worst, report(draft, result, place))
                    try place.door.signIfDue()
                }
                return worst
            }
        } else {
            // Nothing to write, so no directory is made either.
            worst = drafts.map { report($0, $0.unreadable, nil) }.max() ?? 0
        }
        if worst != 0 { throw ExitCode(worst) }
    }

    private static func drafts(of name: String) -> [Draft] {
        do throws(Refusal) {
            let input = try InputFile.read(name)
            let requests = ImportRequestReader.readAll(input.bytes, file: name, for: .filing)
            return requests.map {
                Draft(file: name, request: $0, isOneOfSeveral: requests.count > 1)
            }
        } catch {
            return [Draft(file: name, request: .failure(error), isOneOfSeveral: false)]
        }
    }

    /// A refusal of one request leaves the others alone; a fault ends the command.
    private func file(
        _ draft: Draft, _ actor: Actor, _ moment: Timestamp?, _ place: Workplace
    ) throws -> Result<Outcome, Refusal> {
        switch draft.request {
        case .failure(let refusal): return .failure(refusal)
        case .success(let request):
            do {
                return try place.door.handle(
                    Envelope(.file(request), by: actor, occurred: moment))
            } catch let refusal as Refusal {
                return .failure(refusal)
            }
        }
    }

    private func report(
        _ draft: Draft, _ result: Result<Outcome, Refusal>, _ place: Workplace?
    ) -> Int32 {
        let console = options.console
        var line = JSONObject([.init("file", .string(draft.file))])
        if draft.isOneOfSeveral, case .success(let request) = draft.request {
            line.append("reference", .string(request.reference))
        }
        switch result {
        case .success(let outcome):
            guard let place else { return 0 }
            if console.isJSON {
                let members = try? OutcomeJSON.members(
                    outcome, place.definitions, place.store)
                line.members += members ?? []
                console.json(.object(line))
            } else {
                console.lines(StepText(console, place).filed(draft.file, outcome))
            }
            return 0
        case .failure(let refusal):
            if console.isJSON {
                line.append("error", refusal.json)
                console.json(.object(line))
            } else {
                console.note(PlainText.printable(draft.file))
                console.note(ErrorOutput(console).lines(refusal).joined(separator: "\n"))
            }
            return refusal.exitCode
        }
    }
}
