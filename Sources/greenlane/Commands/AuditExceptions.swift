internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine

/// `audit exceptions`: what did not go the usual way in a period.
struct AuditExceptions: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "exceptions",
            abstract: words(
                "一段时间内的人工干预、补记、逾期、不符事实与拒绝",
                "Overrides, late entries, deadlines passed, facts that did not fit, refusals"))
    }

    @OptionGroup var days: AuditPeriodOptions
    @OptionGroup var paging: AuditPageOptions
    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let period = try days.period
        guard period != AuditPeriod() else {
            throw StatedValue.invalid(
                "--quarter", "period-missing",
                zh: "请写明时间：--quarter 2026Q3，或 --from 与 --to。",
                en: "Say when: --quarter 2026Q3, or --from and --to.")
        }
        let page = try paging.page(AuditPageOptions.isPlace)
        try AuditOutput.answer(options, listing, .exceptions) {
            try $0.exceptions(period, page)
        }
    }
}
