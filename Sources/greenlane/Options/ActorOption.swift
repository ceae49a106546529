internal import ArgumentParser
internal import GreenlaneCore

/// `--as role:name`, for every command that writes.
struct ActorOption: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            words("谁在操作，如 lab_manager:li.na", "Who acts, such as lab_manager:li.na"),
            valueName: "role:name"))
    var text: String

    var actor: Actor {
        get throws { try StatedValue.actor(text) }
    }
}
