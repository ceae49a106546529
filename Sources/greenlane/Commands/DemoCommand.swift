internal import ArgumentParser
internal import GreenlaneCore

/// `demo`: the first impression.
struct DemoCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "demo", abstract: words("看一遍全过程", "See all of it, in a minute"))
    }

    @OptionGroup var options: GlobalOptions
}
