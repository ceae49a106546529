internal import ArgumentParser
internal import GreenlaneCore

/// `deliver`: sends the notices that are due.
struct DeliverCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "deliver", abstract: words("发送到期的通知", "Send the notices that are due"))
    }

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let report = try Workplace.useExisting(options) { try $0.door.perform(.deliver) }
        if console.isJSON {
            console.json(report)
        } else {
            func count(_ name: String) -> Int64 { report[name]?.integerValue ?? 0 }
            console.line(
                console.text(
                    "送达 \(count("delivered"))，稍后重试 \(count("retried"))，"
                        + "放弃 \(count("failed"))，待发 \(count("pending"))",
                    "\(count("delivered")) delivered, \(count("retried")) to try again, "
                        + "\(count("failed")) given up, \(count("pending")) pending"))
        }
    }
}
