internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// `demo`: the first impression.
struct DemoCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "demo",
            abstract: words("看一遍全过程", "See all of it"),
            discussion: words(
                "不留下任何数据，除非用 --data 指定一个空目录。",
                "Leaves nothing behind, unless --data names an empty directory."))
    }

    @Flag(name: .long, help: ArgumentHelp(words("不停顿", "Do not pause between the steps")))
    var fast = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let console = options.console
        let home = try Home.path()
        // Only a directory that was named keeps what happens; the variable does not count here.
        let temporary = options.data == nil ? try TemporaryFolder() : nil
        let path = options.data ?? temporary?.path ?? "."
        let screens = DemoScreens(console)
        let board = DemoBoard(console, isFast: fast)
        if !console.isJSON {
            console.lines(screens.opening(try StoryLoader.all(home: home).count))
        }
        let demo = DemoRun(
            home: home, directory: DataDirectory(path: path), isKept: options.data != nil)
        let result = try await demo.run { if !console.isJSON { board.show($0) } }
        if console.isJSON {
            console.json(Self.json(result))
        } else {
            board.finish(result.stories)
            console.lines(screens.timeline(result))
            console.lines(screens.webhooks(result))
            console.lines(screens.checks(result))
            console.lines(screens.mismatches(result.mismatches))
            console.lines(screens.closing(options.data))
        }
        withExtendedLifetime(temporary) {}
        let isWhole = result.replay.isClean && result.verify.isClean
        guard isWhole, result.mismatches.isEmpty else { throw ExitCode(CheckText.failed) }
    }

    private static func json(_ result: DemoResult) -> JSONValue {
        let stories = result.stories.map { entry -> JSONValue in
            [
                "story": .string(entry.story.name), "title": entry.story.title.json,
                "shipment": entry.shipment.map { .string($0) } ?? .null,
                "milestone": entry.milestone.map { .string($0.rawValue) } ?? .null,
                "state": .string(entry.state),
                "refused": .array(
                    entry.refused.map {
                        ["event": .string($0.step.event), "code": .string($0.refusal.code)]
                    }),
            ]
        }
        let webhooks = result.webhooks
        return [
            "stories": .array(stories),
            "webhooks": [
                "sent": .integer(Int64(webhooks.sent)),
                "received": .integer(Int64(webhooks.received.count)),
                "verified": .integer(Int64(webhooks.verified)),
                "inOrder": .bool(webhooks.isInOrder),
            ],
            "replay": result.replay.json, "verify": result.verify.json,
            "mismatches": .array(result.mismatches.map { .string($0.description) }),
        ]
    }
}
