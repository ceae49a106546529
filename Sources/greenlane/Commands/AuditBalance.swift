internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// `audit balance`: what came, what was used, and what is left.
struct AuditBalance: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "balance",
            abstract: words(
                "进口、使用、销毁与剩余数量是否对得上",
                "Whether quantities imported, used, destroyed and left add up"))
    }

    @OptionGroup var days: AuditPeriodOptions

    @Option(name: .long, help: ArgumentHelp(words("只看这个批号", "Only this lot")))
    var lot: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("进口单位的统一社会信用代码", "The importer's USCC"), valueName: "uscc"))
    var importer: String?

    @Flag(name: .long, help: ArgumentHelp(words("只列对不上的", "Only what does not add up")))
    var gaps = false

    @OptionGroup var paging: AuditPageOptions
    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let filter = BalanceFilter(
            period: try days.period, lot: lot,
            importer: try importer.map(ShipmentsCommand.uscc), gapsOnly: gaps)
        let isByDay = lot == nil && importer == nil
        let page = try paging.page { !isByDay || AuditPageOptions.isPlace($0) }
        try AuditOutput.answer(options, listing, .balance) { try $0.balances(filter, page) }
    }
}
