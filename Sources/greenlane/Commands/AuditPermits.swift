internal import ArgumentParser
internal import GreenlaneEngine

/// `audit permits`: what was released while a permit was not valid.
struct AuditPermits: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "permits",
            abstract: words(
                "证件或白名单无效时放行的货物（以海关接受申报之日为准）",
                "Shipments released while a permit or entry was not valid"))
    }

    @OptionGroup var days: AuditPeriodOptions
    @OptionGroup var paging: AuditPageOptions
    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let period = try days.period
        let page = try paging.page(AuditPageOptions.isPlace)
        try AuditOutput.answer(options, listing, .permits) { try $0.permits(period, page) }
    }
}
