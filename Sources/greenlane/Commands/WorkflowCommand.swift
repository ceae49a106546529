internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine
internal import TransparencyLog

/// `workflow`: the workflow files.
struct WorkflowCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "workflow", abstract: words("工作流文件", "Workflow files"),
            subcommands: [
                WorkflowCheck.self, WorkflowDiagramCommand.self, WorkflowList.self,
                WorkflowRunCommand.self,
            ])
    }

    /// A checked definition. A clearance workflow must also speak only words that the engine knows.
    static func load(_ file: String) throws -> WorkflowLoader.Loaded {
        let input = try InputFile.read(file)
        let loaded = try WorkflowLoader.load(input.bytes, file: file)
        if loaded.definition.kind == .clearance {
            _ = try ClearanceWorkflow(
                chart: Statechart(loaded.definition),
                digest: ContentDigest.sha256(input.bytes).text)
        }
        return loaded
    }

    /// Paths of the shipped workflows.
    static func shipped() throws -> [String] {
        try CatalogFiles.list("\(try Home.path())/Workflows", ending: ".yaml")
    }
}

struct WorkflowCheck: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check", abstract: words("检查工作流文件", "Check workflow files"))
    }

    @Argument(help: ArgumentHelp(words("工作流文件（YAML）", "Workflow files (YAML)")))
    var files: [String]

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        var problems: [Diagnostic] = []
        var answers: [JSONValue] = []
        for file in files {
            do {
                let loaded = try WorkflowCommand.load(file)
                answers.append(json(file, loaded))
                if !console.isJSON { show(file, loaded, console) }
            } catch let list as DiagnosticList {
                problems += list.diagnostics
            }
        }
        guard problems.isEmpty else { throw DiagnosticList(problems) }
        if console.isJSON { console.json(["ok": true, "files": .array(answers)]) }
    }

    private func json(_ file: String, _ loaded: WorkflowLoader.Loaded) -> JSONValue {
        let definition = loaded.definition
        return [
            "file": .string(file), "id": .string(definition.id),
            "version": .string(definition.version), "kind": .string(definition.kind.rawValue),
            "warnings": .array(
                loaded.warnings.map {
                    [
                        "pointer": .string($0.place), "code": .string($0.code),
                        "message": $0.message.json,
                    ]
                }),
        ]
    }

    private func show(_ file: String, _ loaded: WorkflowLoader.Loaded, _ console: Console) {
        let definition = loaded.definition
        let title = definition.title.map(console.text) ?? definition.id
        console.line(console.style.green("✓ ") + "\(file)  \(title)")
        for warning in loaded.warnings {
            console.line(
                "  " + console.style.amber("! ") + warning.place + "  "
                    + console.text(warning.message))
        }
    }
}

struct WorkflowDiagramCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "diagram", abstract: words("画成图", "Draw a workflow"))
    }

    @Argument(
        help: ArgumentHelp(words("工作流文件，或随产品提供的工作流编号", "A file, or the id of a shipped workflow")))
    var file: String

    @Option(
        name: .long,
        help: ArgumentHelp(words("图的语言", "Language of the picture"), valueName: "mermaid|dot|svg"))
    var format: Format = .mermaid

    @Option(
        name: .long,
        help: ArgumentHelp(
            words(
                "svg：画成一票货的路，这些状态已走过（可重复，依次）",
                "svg: draw the road of one shipment that passed this state (may be repeated)"),
            valueName: "state"))
    var passed: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("svg：画成一票货的路，现在在这些状态", "svg: draw the road of one shipment that stands here"),
            valueName: "state"))
    var at: [String] = []

    @OptionGroup var options: GlobalOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case mermaid, dot, svg
    }

    func run() throws {
        let console = options.console
        let definition = try definition()
        let diagram = WorkflowDiagram(definition, language: console.language)
        let text: String
        switch format {
        case .mermaid: text = diagram.mermaid()
        case .dot: text = diagram.dot()
        case .svg: text = try picture(of: definition, console.language)
        }
        if console.isJSON {
            console.json([
                "id": .string(definition.id), "format": .string(format.rawValue),
                "diagram": .string(text),
            ])
        } else {
            console.raw(text)
        }
    }

    private func picture(
        of definition: WorkflowDefinition, _ language: Language
    ) throws(Refusal) -> String {
        let picture = WorkflowPicture(definition, language: language)
        guard !at.isEmpty || !passed.isEmpty else { return picture.whole() }
        if let unknown = (passed + at).first(where: { !picture.hasState($0) }) {
            throw StatedValue.invalid(
                "--at", "state-unknown", zh: "这个工作流没有状态 \(unknown)。",
                en: "The workflow has no state \(unknown).")
        }
        let path = passed.map { [$0] } + [at]
        return picture.road(PictureOverlay(path: path), isAlone: true)
    }

    private func definition() throws -> WorkflowDefinition {
        for path in try WorkflowCommand.shipped() {
            let name = path.split(separator: "/").last ?? ""
            if name == "\(file).yaml" { return try WorkflowCommand.load(path).definition }
        }
        return try WorkflowCommand.load(file).definition
    }
}

struct WorkflowList: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: words("随产品提供的工作流", "The shipped workflows"))
    }

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let isCSV = try listing.isCSV(options)
        let flows = try DefinitionSet.load(home: try Home.path()).shipped
        if isCSV {
            console.csv(flows.map(json), columns: ["id", "version", "digest"])
            return
        }
        if console.isJSON {
            console.json(["workflows": .array(flows.map(json))])
            return
        }
        var table = TextTable([
            .init(console.text("编号", "Id")), .init(console.text("版本", "Version")),
            .init(console.text("施行", "In force")),
            .init(console.text("名称", "Title"), mayShrink: true),
        ])
        for flow in flows {
            let definition = flow.chart.definition
            table.append([
                definition.id, definition.version,
                definition.inForceFrom.map { DateText.day($0, console.language) } ?? "",
                definition.title.map(console.text) ?? "",
            ])
        }
        console.lines(TableStyle.lines(table, console))
    }

    private func json(_ flow: ClearanceWorkflow) -> JSONValue {
        let definition = flow.chart.definition
        var object = JSONObject([
            .init("id", .string(definition.id)), .init("version", .string(definition.version)),
            .init("digest", .string(flow.digest)),
        ])
        if let title = definition.title { object.append("title", title.json) }
        if let day = definition.inForceFrom {
            object.append("inForce", .string(day.description))
        }
        object.append("states", .integer(Int64(flow.chart.states.count - 1)))
        object.append("events", .integer(Int64(definition.events.count)))
        return .object(object)
    }
}

struct WorkflowRunCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "run",
            abstract: words("不用数据库，把事件送进工作流", "Send events to a workflow, without a database"),
            discussion: words(
                "事件 after:PT4H 表示过去四小时。每步输出一行 JSON。",
                "The event after:PT4H lets four hours pass. Prints a line of JSON for each step."))
    }

    @Argument(help: ArgumentHelp(words("工作流文件（YAML）", "A workflow file (YAML)")))
    var file: String

    @Argument(help: ArgumentHelp(words("事件，依次", "Events, in order"), valueName: "event"))
    var events: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            words(
                "守卫条件的答案：{\"guards\":{\"名称\":true}}",
                "Answers of the guards: {\"guards\":{\"name\":true}}"),
            valueName: "file"))
    var facts: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let stated = try facts.map { JSONValue.object(try InputFile.object($0)) }
        let loaded = try WorkflowLoader.load(try InputFile.read(file).bytes, file: file)
        let calendar = try AssessmentData.calendar("\(try Home.path())/Workflows")
        var run = try WorkflowRun(
            Statechart(loaded.definition), facts: stated ?? .object(JSONObject()),
            calendar: calendar)
        console.json(run.start())
        for event in events { console.json(run.send(event)) }
    }
}
