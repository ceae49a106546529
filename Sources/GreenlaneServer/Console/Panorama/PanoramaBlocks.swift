import GreenlaneCore
import GreenlaneEngine

/// The figures and blocks of the panorama, in the reader's language.
struct PanoramaBlocks {
    let call: PageCall
    let summary: PanoramaSummary
    let balances: PanoramaBalances
    let days: Int

    // MARK: What is said first

    var sentence: String? {
        guard let whole = summary.whole else {
            return call.text(
                "最近 \(days) 天还没有放行的货物；在办 \(summary.open) 票。",
                "Nothing was released in \(days) days; \(summary.open) are open.")
        }
        let median = PanoramaChart.days(whole.median)
        var zh = "最近 \(days) 天放行 \(summary.released) 票，申请到放行中位 \(median) 个工作日"
        var en =
            "\(summary.released) released in \(days) days, median \(median) working days from "
            + "request to release"
        if let slowest = summary.slowest {
            let step = Self.step(slowest.from, slowest.to)
            zh += "；最慢的一步是\(step.zh)"
            en += "; the slowest step is \(step.en.lowercased())"
        }
        return call.text(zh + "。", en + ".")
    }

    var figures: [JSONValue] {
        var figures = [
            figure(
                "\(summary.released)", call.text("放行", "Released"),
                call.text("上期 \(summary.releasedBefore)", "\(summary.releasedBefore) before")),
            figure("\(summary.open)", call.text("在办", "Open"), nil),
        ]
        if let whole = summary.whole {
            var compare: String?
            if let listed = summary.listed, let unlisted = summary.unlisted {
                let with = PanoramaChart.days(listed.median)
                let without = PanoramaChart.days(unlisted.median)
                compare = call.text(
                    "白名单 \(with)，非白名单 \(without)",
                    "\(with) with whitelist, \(without) without")
            }
            let median = PanoramaChart.days(whole.median)
            figures.append(
                figure(
                    call.text("\(median) 个工作日", "\(median) days"),
                    call.text("申请到放行，中位", "Request to release, median"), compare))
        }
        figures.append(
            figure("\(summary.missed)", call.text("逾期的时限", "Deadlines missed"), nil))
        return figures
    }

    private func figure(_ value: String, _ name: String, _ compare: String?) -> JSONValue {
        var object = JSONObject([.init("value", .string(value)), .init("name", .string(name))])
        if let compare { object.append("compare", .string(compare)) }
        return .object(object)
    }

    // MARK: Blocks

    var all: [JSONValue] {
        [steps, lists, standing, volumes, missed, ends].compactMap { $0 } + balanceBlocks
    }

    var balanceBlocks: [JSONValue] { [quotas, ending].compactMap { $0 } }

    static func step(_ from: Milestone, _ to: Milestone) -> LocalizedText {
        switch to {
        case .preapproved: LocalizedText(zh: "申请到审批齐备", en: "Request to permits held")
        case .whitelisted: LocalizedText(zh: "核验白名单", en: "Whitelist check")
        case .declared: LocalizedText(zh: "发运到申报受理", en: "Dispatch to accepted declaration")
        case .inspected: LocalizedText(zh: "受理到审单查验通过", en: "Accepted to inspected")
        case .released: LocalizedText(zh: "查验通过到放行", en: "Inspected to released")
        case .warehoused: LocalizedText(zh: "放行到入库", en: "Released to warehouse")
        case .delivered: LocalizedText(zh: "入库到交付", en: "Warehouse to delivery")
        default: to.title
        }
    }

    private var steps: JSONValue? {
        let steps = summary.steps.map {
            (name: call.text(Self.step($0.from, $0.to)), times: $0.times)
        }
        guard !steps.isEmpty, let slowest = summary.slowest else { return nil }
        let name = call.text(Self.step(slowest.from, slowest.to))
        let ninetieth = PanoramaChart.days(slowest.times.ninetieth)
        return times(
            "steps", call.text("各步用时", "Time by step"),
            call.text(
                "瓶颈是“\(name)”：十票里有九票在 \(ninetieth) 个工作日内完成。",
                "The bottleneck is “\(name)”: nine in ten take \(ninetieth) working days or less."),
            call.text("步骤", "Step"), steps)
    }

    private var lists: JSONValue? {
        var rows: [(name: String, times: PanoramaSummary.Times)] = []
        if let listed = summary.listed { rows.append((call.text("白名单", "With whitelist"), listed)) }
        if let unlisted = summary.unlisted {
            rows.append((call.text("非白名单", "Without whitelist"), unlisted))
        }
        guard let listed = summary.listed, let unlisted = summary.unlisted else { return nil }
        let apart = unlisted.median - listed.median
        let days = PanoramaChart.days(abs(apart))
        let sentence =
            apart >= 0
            ? call.text(
                "从申请到放行，白名单货物的中位用时少 \(days) 个工作日。",
                "From request to release, goods on a whitelist take \(days) working days less at "
                    + "the median.")
            : call.text(
                "从申请到放行，白名单货物的中位用时多 \(days) 个工作日。",
                "From request to release, goods on a whitelist take \(days) working days more at "
                    + "the median.")
        return times(
            "whitelist", call.text("有无白名单", "With and without whitelist"), sentence,
            call.text("货物", "Goods"), rows)
    }

    /// A strip plot with its table.
    private func times(
        _ id: String, _ title: String, _ sentence: String, _ first: String,
        _ rows: [(name: String, times: PanoramaSummary.Times)]
    ) -> JSONValue {
        let strips = rows.map {
            PanoramaChart.Strip(
                label: $0.name,
                times: .init(
                    low: $0.times.tenth, middle: $0.times.median, high: $0.times.ninetieth))
        }
        let unit = call.text("工作日", "working days")
        let table = PanoramaTable(
            columns: [first, call.text("票数", "Count"), "P10", "P50", "P90"],
            rows: rows.map { row in
                [row.name, "\(row.times.count)"]
                    + [row.times.tenth, row.times.median, row.times.ninetieth]
                    .map(PanoramaChart.days)
            },
            caption: call.text("工作日（每个工作日按 24 小时计）", "Working days (24 hours each)"))
        return block(
            id, title, sentence, PanoramaChart.strips(strips, unit: unit, title),
            call.text("三点为第 10、50、90 百分位", "Dots: 10th, 50th and 90th percentile"), table)
    }

    private var standing: JSONValue? {
        guard !summary.standing.isEmpty else { return nil }
        return counts(
            "standing", call.text("在办的货物停在哪里", "Where open shipments stand"),
            call.text("在办 \(summary.open) 票。", "\(summary.open) are open."),
            call.text("阶段", "Stage"),
            summary.standing.map { (title($0.milestone), $0.count) })
    }

    /// A stage's word at the head of a row.
    private func title(_ milestone: Milestone) -> String {
        let word = call.text(milestone.title)
        return word.prefix(1).uppercased() + word.dropFirst()
    }

    private var ends: JSONValue? {
        guard !summary.ends.isEmpty else { return nil }
        let total = summary.ends.map(\.count).reduce(0, +)
        return counts(
            "ends", call.text("结局", "How shipments ended"),
            call.text("最近 \(days) 天有结果的 \(total) 票。", "\(total) came to an end in \(days) days."),
            call.text("结局", "End"),
            summary.ends.map { (title($0.milestone), $0.count) })
    }

    private var volumes: JSONValue {
        let table = PanoramaTable(
            columns: [
                call.text("周（周一）", "Week of"), call.text("申请", "Filed"),
                call.text("放行", "Released"),
            ],
            rows: summary.weeks.map { [$0.start.description, "\($0.filed)", "\($0.released)"] },
            caption: call.text("票", "Shipments"))
        let bars = summary.weeks.map { week in
            PanoramaChart.Bar(
                label: ConsoleDates.day(week.start, call.language, now: call.now),
                value: week.released, text: "\(week.released) / \(week.filed)",
                beyond: max(week.filed - week.released, 0))
        }
        let title = call.text("每周票数", "Volumes by week")
        return block(
            "volumes", title,
            call.text(
                "最近 \(days) 天申请 \(summary.filed) 票，放行 \(summary.released) 票。",
                "\(summary.filed) filed and \(summary.released) released in \(days) days."),
            PanoramaChart.bars(bars, title),
            call.text(
                "深色为放行，浅色为申请多出的部分；数字为放行 / 申请",
                "Dark: released; light: filed beyond that; numbers: released / filed"), table)
    }

    private var missed: JSONValue? {
        guard !summary.missedByState.isEmpty else { return nil }
        let rows = summary.missedByState.prefix(10).map { entry in
            (deadline(entry.state), entry.count)
        }
        return counts(
            "missed", call.text("逾期的时限", "Deadlines missed"),
            call.text(
                "最近 \(days) 天有 \(summary.missed) 个时限届满而未完成。",
                "\(summary.missed) deadlines passed in \(days) days."),
            call.text("时限", "Deadline"), Array(rows), isLate: true)
    }

    /// What the workflows in use call the deadline of a state.
    private func deadline(_ state: String) -> String {
        for flow in call.service.definitions.shipped {
            let found = flow.chart.states.first { $0.index > 0 && $0.name == state }
            if let words = found?.definition.deadline?.what ?? found?.definition.title {
                return call.text(words)
            }
        }
        return state
    }

    /// Bars with their table.
    private func counts(
        _ id: String, _ title: String, _ sentence: String, _ first: String,
        _ rows: [(name: String, count: Int)], isLate: Bool = false
    ) -> JSONValue {
        let bars = rows.map {
            PanoramaChart.Bar(label: $0.name, value: $0.count, isLate: isLate)
        }
        let table = PanoramaTable(
            columns: [first, call.text("票数", "Count")],
            rows: rows.map { [$0.name, "\($0.count)"] }, caption: call.text("票数", "Count"))
        return block(
            id, title, sentence, PanoramaChart.bars(bars, title), call.text("票", "Shipments"),
            table)
    }
}

/// A table beside a chart: the first column is text, the others are numbers.
struct PanoramaTable {
    var columns: [String]
    var rows: [[String]]
    var caption: String
    /// Columns behind the first that are text too.
    var texts: [Int] = []

    var json: JSONValue {
        func isNumber(_ column: Int) -> Bool { column > 0 && !texts.contains(column) }
        var object = JSONObject()
        object.append(
            "columns",
            .array(
                columns.enumerated().map { index, title in
                    ["title": .string(title), "number": .bool(isNumber(index))]
                }))
        object.append(
            "rows",
            .array(
                rows.map { row in
                    [
                        "cells": .array(
                            row.enumerated().map { index, text in
                                ["text": .string(text), "number": .bool(isNumber(index))]
                            })
                    ]
                }))
        object.append("folds", false)
        // Always there: what is absent would be looked for in the block around it.
        object.append("caption", .string(caption))
        return .object(object)
    }
}
