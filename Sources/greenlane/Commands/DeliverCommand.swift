internal import ArgumentParser
internal import GreenlaneCore

/// `deliver`: sends the notices that are due.
struct DeliverCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "deliver", abstract: words("发送到期的通知", "Send the notices that are due"))
    }

    @OptionGroup var options: GlobalOptions
}
