internal import GreenlaneCore
internal import GreenlaneEngine

/// What an accepted step came to, for people: what was done, where it is now, and what comes next.
struct StepText {
    private let console: Console
    private let place: Workplace

    init(_ console: Console, _ place: Workplace) {
        self.console = console
        self.place = place
    }

    func filed(_ file: String, _ outcome: Outcome) -> [String] {
        guard let shipment = outcome.shipment else { return [] }
        let what =
            outcome.isRepeat
            ? console.text("早已提交，没有变化", "filed before; nothing changed")
            : console.text("已提交", "filed")
        return [
            console.style.green("✓ ") + console.style.bold(shipment.id) + "  " + what + "  "
                + console.style.dim(PlainText.printable(file))
        ] + now(outcome)
    }

    func done(_ event: String, _ outcome: Outcome) throws -> [String] {
        guard let shipment = outcome.shipment else { return [] }
        let flow = try place.definitions.workflow(shipment.workflow, place.store)
        let title = flow.event(named: event)?.title.map(console.text) ?? event
        let style = console.style
        var lines: [String]
        if outcome.fits {
            let head =
                outcome.isRepeat
                ? console.text("早已办理：\(title)", "Done before: \(title)") : title
            lines = [style.green("✓ ") + style.bold(shipment.id) + "  " + head]
        } else {
            lines = [
                style.amber("! ") + style.bold(shipment.id) + "  "
                    + console.text(
                        "已记录：\(title)；与当前状态不符，状态不变。",
                        "Recorded: \(title). It does not fit here, so the state stays.")
            ]
        }
        return lines + now(outcome)
    }

    /// Where the shipment is and whose move it is.
    private func now(_ outcome: Outcome) -> [String] {
        guard let shipment = outcome.shipment else { return [] }
        let view: ShipmentView
        do {
            view = try ShipmentViews(store: place.store, definitions: place.definitions)
                .show(id: shipment.id, now: SystemClock.now())
        } catch {
            // The step is recorded; that the summary cannot be shown must not look like a failure.
            return []
        }
        var fields = FieldList(console, labelWidth: console.language == .zh ? 6 : 10)
        fields.add(
            console.text("现在", "Now"),
            console.text(shipment.milestone.title) + console.text("，", ", ")
                + console.text(view.stateTitle) + "  \(view.stateName)")
        if let open = OpenPermitsText.line(shipment, console) {
            fields.add(console.text("待定", "Open"), open, style: console.style.amber)
        }
        if let deadline = view.deadlines.first, !shipment.isFinal {
            let style = console.style
            fields.add(
                console.text("最晚", "By"),
                DeadlineText.text(deadline.due, now: view.now, console.language),
                style: { DeadlineText.styled($0, due: deadline.due, now: view.now, style) })
        }
        for task in shipment.tasks where !outcome.fits {
            fields.add(console.text("待处理", "To look at"), console.text(task.text))
        }
        let own = StepChoices(view).own.prefix(3)
        let width = own.map { DisplayWidth.of($0.event) }.max() ?? 0
        for (index, step) in own.enumerated() {
            fields.add(
                index == 0 ? console.text("可以做", "Next") : "", name: step.event, width: width,
                console.text(step.title))
        }
        return fields.lines
    }
}
