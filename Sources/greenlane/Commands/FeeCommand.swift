internal import ArgumentParser
internal import GreenlaneCatalog
internal import GreenlaneCore

/// `fee`: what being late costs. Computes only; nothing is written.
struct FeeCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "fee",
            abstract: words("滞报金和滞纳金试算", "What late declaration or late payment costs"),
            subcommands: [LateDeclarationCommand.self, LatePaymentCommand.self])
    }
}

/// `fee late-declaration`.
struct LateDeclarationCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "late-declaration",
            abstract: words("滞报金", "The late-declaration fee"))
    }

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("运输工具申报进境日", "Day the conveyance declared entry"), valueName: "date"))
    var entered: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("海关接受申报日（计入）", "Day of acceptance by Customs, counted"),
            valueName: "date"))
    var accepted: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("完税价格，人民币元", "Customs value in yuan"), valueName: "amount"))
    var value: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let start = try StatedValue.date(entered, option: "--entered")
        let end = try StatedValue.date(accepted, option: "--accepted")
        let base = try FeeCount.amount(value, option: "--value")
        try FeeCount.checkOrder(start, "--entered", end, "--accepted")
        let count = try FeeCount("late-declaration", until: end)
        guard let clock = count.rules.clocks.clock(count.fee.clock, on: end) else {
            throw FeeCount.unknown(count.fee.name, since: nil)
        }
        let free = clock.lastDay(from: start, calendar: count.calendar)
        let charge = count.fee.charge(on: base, lastFreeDay: free, until: end)
        count.show(
            charge, on: options.console,
            stated: [
                ("entered", .string(start.description)), ("accepted", .string(end.description)),
                ("value", .string(base.description)),
            ])
    }
}

/// `fee late-payment`.
struct LatePaymentCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "late-payment",
            abstract: words("滞纳金", "The late-payment surcharge"))
    }

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("缴款期限届满日（遇休息日顺延）", "Last day for payment; moves to a working day"),
            valueName: "date"))
    var due: String

    @Option(
        name: .long,
        help: ArgumentHelp(words("缴款日（计入）", "Day of payment, counted"), valueName: "date"))
    var paid: String

    @Option(
        name: .long,
        help: ArgumentHelp(words("滞纳税款，人民币元", "Tax paid late, in yuan"), valueName: "amount"))
    var tax: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let start = try StatedValue.date(due, option: "--due")
        let end = try StatedValue.date(paid, option: "--paid")
        let base = try FeeCount.amount(tax, option: "--tax")
        let count = try FeeCount("late-payment", until: end)
        var free = (day: start, provisional: false)
        if count.rules.clocks.clock(count.fee.clock, on: end)?.rollsToWorkingDay == true {
            let rolled = count.calendar.rollForward(start)
            free = (rolled.date, rolled.provisional)
        }
        let charge = count.fee.charge(on: base, lastFreeDay: free, until: end)
        count.show(
            charge, on: options.console,
            stated: [
                ("due", .string(start.description)), ("paid", .string(end.description)),
                ("tax", .string(base.description)),
            ])
    }
}

/// What both charges need: the rules, the calendar, and how an answer is shown.
struct FeeCount {
    let rules: RuleBook
    let calendar: WorkingCalendar
    let fee: DailyFee
    private let until: CalendarDate

    /// The version of the charge that is in force on the day until which it runs.
    init(_ id: String, until day: CalendarDate) throws {
        let folder = "\(try Home.path())/Workflows"
        rules = try AssessmentData.rules(folder)
        calendar = try AssessmentData.calendar(folder)
        until = day
        guard let fee = rules.fees.fee(id, on: day) else {
            let name = rules.fees.fees.first { $0.id == id }?.name
            throw Self.unknown(
                name ?? LocalizedText(zh: id, en: id), since: rules.fees.knownSince(id))
        }
        self.fee = fee
    }

    static func unknown(_ name: LocalizedText, since: CalendarDate?) -> Refusal {
        Refusal(
            .notFound, "fee-rule-unknown",
            LocalizedText(
                zh: "没有该日有效的\(name.zh)计算规定。", en: "No rule for the \(name.en) of that day is known."
            ),
            remedy: since.map {
                LocalizedText(
                    zh: "现有数据自 \($0) 起；更早的请按当时规定人工核算。",
                    en: "The data begins on \($0); compute earlier cases by the rules of the time.")
            })
    }

    /// Yuan, not negative.
    static func amount(_ text: String, option: String) throws(Refusal) -> Decimal {
        if let amount = Decimal(text), amount >= .zero { return amount }
        let shown = PlainText.printable(text)
        throw StatedValue.invalid(
            option, "invalid-amount", zh: "“\(shown)”不是有效的金额。",
            en: "\"\(shown)\" is no amount.",
            remedy: LocalizedText(
                zh: "写成 1000000 或 1000000.50，单位为人民币元，最多 6 位小数。",
                en: "Write 1000000 or 1000000.50, in yuan, with at most 6 decimals."))
    }

    static func checkOrder(
        _ first: CalendarDate, _ firstOption: String, _ second: CalendarDate,
        _ secondOption: String
    ) throws(Refusal) {
        guard second < first else { return }
        throw StatedValue.invalid(
            secondOption, "dates-out-of-order",
            zh: "\(secondOption) 早于 \(firstOption)。",
            en: "\(secondOption) is before \(firstOption).")
    }

    /// The sources in force that day.
    private var basis: [LegalBasis] {
        fee.basis.filter { $0.inForce.contains(until) }.map(\.basis)
    }

    func show(
        _ charge: DailyFee.Charge, on console: Console, stated: [(String, JSONValue)]
    ) {
        guard !console.isJSON else {
            console.json(json(charge, stated))
            return
        }
        let amount = fee.text(charge.amount)
        console.line(
            console.text(fee.name) + "  "
                + console.style.bold(console.text("\(amount) 元", "CNY \(amount)")))
        let free = DateText.day(charge.lastFreeDay, console.language)
        console.line(
            console.text("最后免费日 \(free)", "Last free day \(free)")
                + (charge.isProvisional ? console.text("（暂定）", " (provisional)") : ""))
        if charge.days == 0 {
            console.line(console.text("未逾期。", "Not late."))
        } else {
            console.line(
                console.text(
                    "逾期 \(charge.days) 天 × 每日 \(percent) = \(charge.raw) 元",
                    "\(charge.days) day(s) late at \(percent) a day = CNY \(charge.raw)"))
        }
        if charge.isBelowThreshold {
            console.line(
                console.text(
                    "不足起征点 \(fee.threshold) 元，免予征收。",
                    "Below the threshold of CNY \(fee.threshold): not charged."))
        }
        for basis in basis {
            console.lines(console.prose(basis.text(console.language)).map(console.style.dim))
        }
    }

    /// The daily rate in percent, such as `0.05%`.
    private var percent: String {
        Decimal(millionths: fee.ratePerDay.millionths * 100).description + "%"
    }

    private func json(
        _ charge: DailyFee.Charge, _ stated: [(String, JSONValue)]
    ) -> JSONValue {
        var object = JSONObject([.init("fee", .string(fee.id)), .init("name", fee.name.json)])
        for (name, value) in stated { object.append(name, value) }
        object.append("lastFreeDay", .string(charge.lastFreeDay.description))
        object.append("days", .integer(Int64(charge.days)))
        object.append("ratePerDay", .string(fee.ratePerDay.description))
        object.append("raw", .string(charge.raw.description))
        object.append("threshold", .string(fee.threshold.description))
        object.append("amount", .string(fee.text(charge.amount)))
        object.append("currency", .string("CNY"))
        object.append("belowThreshold", .bool(charge.isBelowThreshold))
        object.append("provisional", .bool(charge.isProvisional))
        object.append("confidence", .string(fee.confidence.rawValue))
        object.append("basis", .array(basis.map(\.json)))
        return .object(object)
    }
}
