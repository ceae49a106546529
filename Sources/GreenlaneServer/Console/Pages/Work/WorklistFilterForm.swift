import GreenlaneCore
import GreenlaneEngine

extension WorklistPage {
    /// The form above the list: what is looked for, and the choices.
    static func filter(_ filter: WorkFilter, _ words: WorkWords, _ reach: Reach) -> JSONValue {
        var selects = [milestones(filter, words.call)]
        if let importers = importers(filter, words, reach) { selects.append(importers) }
        selects += [moves(filter, words), deadlines(filter, words.call)]
        return [
            "q": .string(filter.text), "sort": .string(filter.order),
            "active": .bool(filter.isActive), "clear": .string(WorkFilter.root),
            "selects": .array(selects),
        ]
    }

    private static func select(
        _ name: String, _ label: String, _ choices: [(value: String, title: String)],
        _ value: String
    ) -> JSONValue {
        [
            "name": .string(name), "label": .string(label),
            "choices": .array(choices.map { FormField.choice($0, value) }),
        ]
    }

    private static func milestones(_ filter: WorkFilter, _ call: PageCall) -> JSONValue {
        let known = filter.isEnded ? Milestone.allCases.filter { $0.order >= 7 } : Milestone.road
        var choices = [("", call.text("全部", "All"))]
        choices += known.map { ($0.rawValue, WorkWords.capital(call.text($0.title))) }
        if !filter.place.isEmpty, !choices.contains(where: { $0.0 == filter.place }) {
            choices.append((filter.place, stateTitle(filter.place, call)))
        }
        return select("milestone", call.text("到哪一步", "State"), choices, filter.place)
    }

    private static func stateTitle(_ name: String, _ call: PageCall) -> String {
        for flow in call.service.definitions.shipped {
            if let title = flow.chart.definition(ofState: name)?.title { return call.text(title) }
        }
        return name
    }

    /// Importers within reach; nil where there is no choice.
    private static func importers(
        _ filter: WorkFilter, _ words: WorkWords, _ reach: Reach
    ) -> JSONValue? {
        let known: [String]
        switch reach {
        case .importers(let importers): known = importers
        case .everything:
            known = words.call.service.access.book.allOrganisations
                .filter { $0.kind == .importer }.compactMap(\.uscc)
        }
        guard known.count > 1 || !filter.importer.isEmpty else { return nil }
        var choices = known.prefix(WorkReading.maximumImporters).map {
            ($0, words.importer(uscc: $0))
        }
        choices.sort { ($0.1, $0.0) < ($1.1, $1.0) }
        choices.insert(("", words.call.text("全部", "All")), at: 0)
        return select(
            "importer", words.call.text("进口单位", "Importer"), choices, filter.importer)
    }

    private static func moves(_ filter: WorkFilter, _ words: WorkWords) -> JSONValue {
        let roles: [Actor.Role] = [
            .labManager, .broker, .carrier, .warehouse, .customs, .authority, .whitelistSteward,
        ]
        let call = words.call
        var choices = [
            ("", call.text("不限", "Anybody")), (WorkFilter.mine, call.text("我", "Me")),
        ]
        choices += roles.map { ($0.rawValue, words.title(of: $0)) }
        return select("move", call.text("轮到谁", "Whose move"), choices, filter.move)
    }

    private static func deadlines(_ filter: WorkFilter, _ call: PageCall) -> JSONValue {
        select(
            "due", call.text("时限", "Deadline"),
            [
                ("", call.text("不限", "Any")), (WorkFilter.late, call.text("已逾期", "Late")),
                (WorkFilter.soon, call.text("两天内", "In two days")),
            ], filter.due)
    }
}
