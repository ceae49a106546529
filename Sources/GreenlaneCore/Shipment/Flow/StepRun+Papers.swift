/// Actions on declarations and readings.
extension StepRun {
    /// Opens a declaration for the named lines, or for all that are still to be declared; lodging
    /// one that was rejected or withdrawn takes its place.
    mutating func lodge() {
        let chosen = input["lines"]?.arrayValue?.compactMap(\.integerValue).map(Int.init)
        let rejected = shipment.declarations.first {
            $0.status == .rejected || $0.status == .returned
        }
        if chosen == nil, let rejected {
            relodge(rejected)
            return
        }
        let open = shipment.undeclaredLines
        let lines = Array((chosen ?? open).prefix(Declaration.maximumLines))
        guard !lines.isEmpty else {
            failure = Obstacle.noLinesLeft.refusal(facts, shipment)
            return
        }
        if let chosen, chosen.count > Declaration.maximumLines {
            failure = tooManyLines(chosen.count)
            return
        }
        if let wrong = lines.first(where: { !open.contains($0) }) {
            failure = Refusal(
                .rule, "line-not-open",
                LocalizedText(
                    zh: "第 \(wrong) 项不存在，或已在另一份报关单上。",
                    en: "Item \(wrong) does not exist, or is on another declaration."))
            return
        }
        note(
            .lodged(
                Declaration(
                    index: shipment.declarations.count + 1, number: text("number"), lines: lines,
                    lodgedOn: facts.day)))
    }

    private mutating func relodge(_ declaration: Declaration) {
        var again = declaration
        again.status = .lodged
        again.number = text("number") ?? declaration.number
        again.attempts += 1
        again.lodgedOn = facts.day
        note(.lodged(again))
    }

    private func tooManyLines(_ count: Int) -> Refusal {
        Refusal(
            .rule, "declaration-too-long",
            LocalizedText(
                zh: "一份报关单最多 \(Declaration.maximumLines) 项，这里有 \(count) 项。",
                en:
                    "A declaration takes \(Declaration.maximumLines) lines; these are \(count)."
            ),
            remedy: LocalizedText(zh: "分成几份申报。", en: "Split it into several declarations."))
    }

    mutating func update(_ status: Declaration.Status) {
        let entryNumber = text("entry_number")
        let day = text("accepted_on").flatMap { CalendarDate($0) } ?? facts.day
        for index in concernedDeclarations(for: status) {
            note(.declaration(index: index, status, entryNumber: entryNumber, on: day))
        }
    }

    /// Keeps the last reading, for the page that shows where the goods stand.
    mutating func readTemperature() {
        for name in ["min_c", "max_c", "minutes"] {
            if let value = input[name] { remember("last_" + name, value) }
        }
    }
}
