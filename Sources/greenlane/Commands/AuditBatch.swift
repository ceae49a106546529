internal import ArgumentParser
internal import GreenlaneEngine

/// `audit batch`: the whole life of a lot.
struct AuditBatch: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "batch",
            abstract: words(
                "一个批号从进口申请到最后一克的全过程",
                "The whole life of a lot, from the import request to the last gram"))
    }

    @Argument(
        help: ArgumentHelp(
            words("批号（大小写、空格、连字符不计）", "The lot; case, spaces and hyphens do not count"),
            valueName: "lot"))
    var lot: String

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try AuditOutput.answer(options, listing, .batch) { try $0.batch(lot) }
    }
}
