internal import ArgumentParser
internal import GreenlaneCore

/// `tick`: fires the timers that are due.
struct TickCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "tick", abstract: words("触发已到期的时限", "Fire the timers that are due"))
    }

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let fired =
            try Workplace.hasData(options)
            ? try Workplace.use(options) { try $0.door.tick() } : 0
        if console.isJSON {
            console.json(["fired": .integer(Int64(fired))])
        } else {
            console.line(
                fired == 0
                    ? console.text("没有到期的时限。", "No timer is due.")
                    : console.text("触发了 \(fired) 个到期的时限。", "Fired \(fired) timer(s)."))
        }
    }
}
