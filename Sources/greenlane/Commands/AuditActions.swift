internal import ArgumentParser
internal import GreenlaneEngine

/// `audit actions`: who acted on a shipment and when.
struct AuditActions: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "actions",
            abstract: words(
                "谁在什么时候对这票货做了什么（含被拒绝的）",
                "Who did what on a shipment and when, refused attempts included"))
    }

    @Argument(help: ArgumentHelp(words("货物编号", "The shipment"), valueName: "id"))
    var shipment: String

    @OptionGroup var paging: AuditPageOptions
    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let page = try paging.page(AuditPageOptions.isPosition)
        try AuditOutput.answer(options, listing, .actions) {
            try $0.actions(of: shipment, page)
        }
    }
}
