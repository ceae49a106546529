internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine

/// `do`: one step of one shipment.
struct DoCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "do", abstract: words("办理一步", "Take one step of a shipment"))
    }

    @Argument(help: ArgumentHelp(words("货物编号", "The shipment"), valueName: "id"))
    var shipment: String

    @Argument(
        help: ArgumentHelp(
            words("事件，如 dispatch 或 receipt.L", "The event, such as dispatch or receipt.L")))
    var event: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("JSON 对象，- 为标准输入", "A JSON object, - for standard input"), valueName: "file"))
    var input: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            words("一项输入，可重复；优先于 --input", "One input, may be repeated; wins over --input"),
            valueName: "key=value"))
    var set: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("实际发生时间（默认现在）", "When it happened (default now)"), valueName: "time"))
    var occurred: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("您看到的版本号；不符即冲突", "The version that you saw; another one is a conflict"),
            valueName: "version"))
    var expect: Int?

    @Option(
        name: .customLong("idempotency-key"),
        help: ArgumentHelp(
            words("使重复提交无害的键", "A key that makes it safe to repeat"), valueName: "key"))
    var idempotencyKey: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words(
                "随本步上传的文件：摘要写入日志，内容存在旁边",
                "A file with the step: its digest goes into the log, its contents beside it"
            ),
            valueName: "file"))
    var attach: String?

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let paper = try attach.map { name in
            let file = try InputFile.read(name, maximumBytes: Paper.maximumBytes)
            let last = name.split(separator: "/").last.map(String.init) ?? name
            return Paper(name: last, bytes: file.bytes)
        }
        var input = try members()
        if let paper {
            input["digest"] = .string(paper.digest)
            if input["name"] == nil { input["name"] = .string(paper.name) }
        }
        var envelope = Envelope(
            .step(shipment: shipment, event: event, input: input), by: try acting.actor,
            occurred: try occurred.map { try StatedValue.time($0, option: "--occurred") },
            expectedVersion: expect, idempotencyKey: try key())
        envelope.papers = paper.map { [$0] } ?? []
        let console = options.console
        try Workplace.useExisting(options) { place in
            let outcome = try place.door.handle(envelope).get()
            if console.isJSON {
                console.json(
                    .object(
                        JSONObject(
                            try OutcomeJSON.members(
                                outcome, place.definitions, place.store))))
            } else {
                console.lines(try StepText(console, place).done(event, outcome))
            }
        }
    }

    private func members() throws -> JSONObject {
        var object = try input.map { try InputFile.object($0) } ?? JSONObject()
        for pair in set {
            guard let equals = pair.firstIndex(of: "="), equals > pair.startIndex else {
                throw StatedValue.invalid(
                    "--set", "set-invalid",
                    zh: "--set 应为“键=值”，收到“\(PlainText.printable(pair))”。",
                    en: "--set takes KEY=VALUE; got \"\(PlainText.printable(pair))\".")
            }
            object[String(pair[..<equals])] = .string(String(pair[pair.index(after: equals)...]))
        }
        return object
    }

    private func key() throws -> String? {
        guard let idempotencyKey else { return nil }
        guard (1...Envelope.maximumKeyLength).contains(idempotencyKey.count) else {
            throw StatedValue.invalid(
                "--idempotency-key", "idempotency-key-invalid",
                zh: "幂等键应为 1 到 \(Envelope.maximumKeyLength) 个字符。",
                en: "The idempotency key has 1 to \(Envelope.maximumKeyLength) characters.")
        }
        return idempotencyKey
    }
}
