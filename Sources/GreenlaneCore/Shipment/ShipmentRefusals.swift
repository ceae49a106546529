/// The refusals of the shipment's decider, and why an event was not taken.
extension Shipment {
    static let endless = Refusal(
        .rule, "endless-loop",
        LocalizedText(
            zh: "工作流定义有误：一步引出了没完没了的转换，什么都没有发生。",
            en: "The workflow is faulty: one step led to endless transitions, and nothing was done."
        ),
        remedy: LocalizedText(
            zh: "请维护人员检查工作流文件。", en: "Have the workflow file checked."))

    static let closed = Refusal(
        .rule, "shipment-closed",
        LocalizedText(zh: "这票货已经办结。", en: "This shipment is closed."),
        remedy: LocalizedText(
            zh: "全过程可在它的办理记录中查看。", en: "Its history tells its whole life."))

    static func unknown(_ name: String, _ flow: ClearanceWorkflow) -> Refusal {
        let near = Suggestion.nearest(to: name, in: flow.chart.definition.events.map(\.name))
        return Refusal(
            .rule, "event-unknown",
            LocalizedText(
                zh: "工作流里没有“\(name)”这一步" + (near.map { "；是不是 \($0)？" } ?? "。"),
                en: "The workflow has no event \(name)"
                    + (near.map { "; did you mean \($0)?" } ?? ".")),
            remedy: LocalizedText(
                zh: "先查看现在可以做什么，再办理。",
                en: "Look at what can be done now, then decide."))
    }

    static func roleRefusal(
        _ role: Actor.Role, _ allowed: [String], _ what: LocalizedText
    ) -> Refusal {
        let titles = allowed.compactMap { Actor.Role(rawValue: $0)?.title }
        return Refusal(
            .role, "role-not-allowed",
            LocalizedText(
                zh: "\(role.title.zh)不能做“\(what.zh)”。",
                en: "The role \(role.title.en) may not do this: \(what.en)."),
            remedy: LocalizedText(
                zh: "请由\(titles.map(\.zh).joined(separator: "或"))来做。",
                en: "It takes: \(titles.map(\.en).joined(separator: ", or "))."))
    }

    /// Why no transition took the event: the guards' answers, or that no active state knows it.
    func explain(_ name: String, _ input: JSONObject, _ facts: Facts) -> Refusal {
        let reasons = obstacles(name, input, facts)
        guard let first = reasons.first else { return notAccepted(name, facts) }
        var refusal = first
        let others = reasons.dropFirst()
        refusal.details += others.map {
            Refusal.Detail(pointer: "", code: $0.code, message: $0.message)
        }
        return refusal
    }

    /// One reason for each transition that was looked at, without repeats.
    func obstacles(_ name: String, _ input: JSONObject, _ facts: Facts) -> [Refusal] {
        let chart = facts.workflow.chart
        var run = StepRun(facts: facts, command: name, input: input, shipment: self)
        var reasons: [Refusal] = []
        for index in chart.candidates(for: chart.eventID(named: name), in: configuration) {
            guard let tree = chart.transitions[index].guardTree,
                let obstacle = run.obstacle(tree, configuration)
            else { continue }
            let refusal = obstacle.refusal(facts, self)
            if !reasons.contains(refusal) { reasons.append(refusal) }
        }
        return reasons
    }

    private func notAccepted(_ name: String, _ facts: Facts) -> Refusal {
        let flow = facts.workflow
        let title = flow.event(named: name)?.title ?? LocalizedText(zh: name, en: name)
        let now = flow.chart.states[state].definition.title ?? LocalizedText(zh: "", en: "")
        return Refusal(
            .rule, "event-not-accepted",
            LocalizedText(
                zh: "现在是“\(now.zh)”，不能做“\(title.zh)”。",
                en: "It is at “\(now.en)”, where “\(title.en)” cannot be done."),
            remedy: LocalizedText(
                zh: "先查看现在可以做什么，再办理。",
                en: "Look at what can be done now, then decide."))
    }
}

extension StepRun {
    /// Nil where the guard tree holds; else the first part that does not.
    mutating func obstacle(_ tree: GuardTree, _ configuration: Configuration) -> Obstacle? {
        switch tree {
        case .call(let index): return obstacle(facts.workflow.guards[index])
        case .inState(let state):
            return configuration.active.contains(state) ? nil : .stateNeeded(state)
        case .all(let parts):
            for part in parts {
                if let found = obstacle(part, configuration) { return found }
            }
            return nil
        case .any(let parts):
            var first: Obstacle?
            for part in parts {
                guard let found = obstacle(part, configuration) else { return nil }
                first = first ?? found
            }
            return first ?? .notTheCase(.never)
        case .not(let part):
            guard obstacle(part, configuration) == nil else { return nil }
            return negated(part)
        }
    }

    /// What stands in the way where something must not be the case.
    private func negated(_ part: GuardTree) -> Obstacle {
        switch part {
        case .inState(let state): .stateForbidden(state)
        case .call(let index): .isTheCase(facts.workflow.guards[index])
        case .all(let parts), .any(let parts): parts.first.map(negated) ?? .notTheCase(.never)
        case .not: .notTheCase(.never)
        }
    }
}
