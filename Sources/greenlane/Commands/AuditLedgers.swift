internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine

/// `audit entry`: everything that used a whitelist entry.
struct AuditEntry: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "entry",
            abstract: words(
                "哪些货物使用过这条白名单，余量如何变化",
                "Everything that used a whitelist entry, with the balance after each"))
    }

    @Argument(help: ArgumentHelp(words("条目编号", "The entry"), valueName: "id"))
    var entry: String

    @OptionGroup var paging: AuditPageOptions
    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let page = try paging.page(AuditPageOptions.isPosition)
        try AuditOutput.answer(options, listing, .uses) {
            try $0.uses(of: LedgerEvent.Ledger.entry, entry, page)
        }
    }
}

/// `audit permit`: everything that used a permit.
struct AuditPermit: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "permit",
            abstract: words(
                "哪些货物使用过这份许可，余量如何变化",
                "Everything that used a permit, with the balance after each"))
    }

    @Argument(help: ArgumentHelp(words("许可编号", "The permit"), valueName: "id"))
    var permit: String

    @OptionGroup var paging: AuditPageOptions
    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let page = try paging.page(AuditPageOptions.isPosition)
        try AuditOutput.answer(options, listing, .uses) {
            try $0.uses(of: LedgerEvent.Ledger.permit, permit, page)
        }
    }
}
