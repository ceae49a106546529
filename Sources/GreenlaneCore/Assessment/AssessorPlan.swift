extension Assessor {
    /// Looks the clocks of the permits up, lays the way to release, and says what it leaves out.
    func plan(_ answer: inout Assessment, _ request: ImportRequest) {
        for item in answer.items.indices {
            for permit in answer.items[item].permits.indices {
                answer.items[item].permits[permit].terms.resolve(rules.clocks, on: answer.asOf)
            }
        }
        let unknown = unknownLimits(answer, [.required])
        let presupposed = presuppositions(answer, request, [.required])
        answer.warnings += unknown.map { .limitUnknown($0) }
        answer.warnings += presupposed.map { .presupposed($0) }
        if answer.isProhibited || isBeforeRecords(answer.asOf) { return }
        answer.isLowerBound = !unknown.isEmpty || !presupposed.isEmpty
        let needed = releasePlan(answer, request, [.required])
        // No day that can be written down.
        guard needed.release.year <= CalendarDate.lastYear else { return }
        answer.earliestRelease = needed.release
        answer.plan = presupposed.map { $0.step(answer.asOf) } + needed.steps()
        if needed.isProvisional { answer.provisionalBecause.append(.calendarNotPublished) }
        if mayTakeLonger(answer, request, than: needed.release) {
            answer.provisionalBecause.append(.possiblePermits)
        }
        answer.isProvisional = !answer.provisionalBecause.isEmpty
    }

    private func releasePlan(
        _ answer: Assessment, _ request: ImportRequest, _ statuses: [PermitStatus]
    ) -> ReleasePlan {
        ReleasePlan(
            answer.items, statuses: statuses, start: answer.asOf, calendar: calendar,
            journey: .init(
                isImport: request.direction == .import, dispatch: request.plannedDispatch,
                arrival: request.plannedArrival),
            clearanceDays: rules.clearanceDays)
    }

    /// Whether a permit that a missing fact decides would make release later.
    private func mayTakeLonger(
        _ answer: Assessment, _ request: ImportRequest, than release: CalendarDate
    ) -> Bool {
        let isOpen = answer.items.contains { $0.permits.contains { $0.status == .possible } }
        guard isOpen else { return false }
        return !unknownLimits(answer, [.possible]).isEmpty
            || !presuppositions(answer, request, [.possible]).isEmpty
            || releasePlan(answer, request, [.required, .possible]).release > release
    }

    /// Names of the permits without a known limit, each once, in the order of the answer.
    private func unknownLimits(
        _ answer: Assessment, _ statuses: [PermitStatus]
    ) -> [LocalizedText] {
        var names: [LocalizedText] = []
        for permit in answer.items.flatMap(\.permits)
        where statuses.contains(permit.status) && !permit.terms.isTimeKnown {
            if !names.contains(permit.name) { names.append(permit.name) }
        }
        return names
    }

    /// What required or possible permits rest on, where no permit of the request stands for it.
    private func presuppositions(
        _ answer: Assessment, _ request: ImportRequest, _ statuses: [PermitStatus]
    ) -> [Presupposed] {
        var result: [Presupposed] = []
        for (index, item) in answer.items.enumerated() {
            for permit in item.permits where statuses.contains(permit.status) {
                guard let rest = permit.terms.presupposes,
                    !item.permits.contains(where: {
                        $0.status == .required && permit.terms.after.contains($0.code)
                    }), !holds(rest.unless, request.items[index], request, answer.asOf)
                else { continue }
                let known = result.firstIndex {
                    $0.permit.code == permit.code && $0.text == rest.text
                }
                if let known {
                    result[known].lines.append(item.line)
                } else {
                    result.append(
                        Presupposed(
                            permit: permit, text: rest.text, pointer: "/items/\(index)",
                            lines: [item.line]))
                }
            }
        }
        return result
    }

    private func holds(
        _ condition: Condition, _ item: ImportItem, _ request: ImportRequest,
        _ day: CalendarDate
    ) -> Bool {
        let line = item.hs.flatMap { codes.line($0) }
        return rules.holds(condition, rules.facts(request, item, line, on: day)).truth == .yes
    }
}

/// A permit that rests on something that is not there yet, and that the plan cannot time.
private struct Presupposed {
    var permit: Assessment.Permit
    var text: LocalizedText
    /// Of the first item that needs it.
    var pointer: String
    var lines: [Int]

    /// Nobody knows how long it takes, so whatever else is on the way may wait for it.
    func step(_ day: CalendarDate) -> Assessment.PlanStep {
        Assessment.PlanStep(
            kind: .presupposed,
            what: LocalizedText(zh: "取得\(text.zh)", en: "Obtaining \(text.en)"),
            permit: permit.code, lines: lines, clock: nil, from: day, to: day, workingDays: nil,
            isTimeKnown: false, isCritical: true, basis: permit.basis)
    }
}

extension Assessment.Warning {
    fileprivate static func limitUnknown(_ name: LocalizedText) -> Assessment.Warning {
        Assessment.Warning(
            code: "working-days-unknown",
            text: LocalizedText(
                zh: "“\(name.zh)”的办理时限未查明，未计入最早放行日，实际放行只会更晚。",
                en: "No time limit is known for \(name.en): the earliest release leaves it out, "
                    + "and can only come later."))
    }

    fileprivate static func presupposed(_ presupposed: Presupposed) -> Assessment.Warning {
        let (name, text) = (presupposed.permit.name, presupposed.text)
        return Assessment.Warning(
            code: "approval-presupposed",
            text: LocalizedText(
                zh: "“\(name.zh)”须凭\(text.zh)办理；取得该凭据所需时间未计入，最早放行日仅为下限。",
                en: "The \(name.en) rests on \(text.en): the time to obtain that is not counted, "
                    + "so the earliest release is a lower bound."),
            pointer: presupposed.pointer)
    }
}
