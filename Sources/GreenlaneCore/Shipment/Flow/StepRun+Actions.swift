extension StepRun {
    mutating func perform(_ action: Action) {
        switch action {
        case .assess: assess()
        case .reserve: reserve()
        case .consume: consume()
        case .free: freeReserved()
        case .giveBack: giveBack()
        case .correct: correct()
        case .undo: undo()
        case .linkPermit: linkPermit()
        case .grantPermit: grantPermit()
        case .applyPermit(let status): applyPermit(status)
        case .remember(let name, let fact): remember(name, as: fact)
        case .lodge: lodge()
        case .declaration(let status): update(status)
        case .openTask(let code, let text): note(.taskOpened(code: code, text))
        case .closeTasks: if !shipment.tasks.isEmpty { note(.tasksClosed) }
        case .attach: attach()
        case .reading: readTemperature()
        case .use: if let (line, amount) = usage { note(.used(line: line, amount: amount)) }
        case .destroy:
            if let (line, amount) = usage { note(.destroyed(line: line, amount: amount)) }
        case .note: break
        }
    }

    private var usage: (Int, Decimal)? {
        guard let line = usageLine, let amount = usedAmount else { return nil }
        return (line, amount)
    }

    /// What the rules in force on the day ask for; noted where it differs from what was known.
    private mutating func assess() {
        let assessor = Assessor(
            rules: facts.rules, codes: facts.codes, schemes: facts.schemes, entries: facts.ledgers,
            calendar: facts.calendar, remaining: facts.ledgers.remaining,
            memo: shipment.version == 0 ? facts.memo : nil)
        let found = assessor.requirements(shipment.request, asOf: facts.day)
        let isBarred = assessor.isProhibited(shipment.request, asOf: facts.day)
        if shipment.version == 0 || found != shipment.requirements {
            note(.assessed(on: facts.day, found))
        }
        if isBarred != (shipment.fact("prohibited") == true) {
            remember("prohibited", .bool(isBarred))
        }
    }

    // MARK: Permits and entries

    private mutating func linkPermit() {
        guard let id = text("permit") else { return }
        guard let permit = permit(id) else {
            failure = Refusal(
                .notFound, "permit-unknown",
                LocalizedText(zh: "没有登记过许可 \(id)。", en: "No permit \(id) is registered."),
                remedy: LocalizedText(
                    zh: "核对证件标识；还没有登记的，先登记。",
                    en: "Check its id; if it is not registered yet, register it first."))
            return
        }
        let holders = [shipment.request.importer.uscc, shipment.request.endUser?.uscc]
        guard holders.contains(permit.holder) else {
            failure = Refusal(
                .rule, "permit-other-holder",
                LocalizedText(
                    zh: "许可 \(id) 属于另一单位（\(permit.holder)），不得转让使用。",
                    en:
                        "Permit \(id) belongs to another unit (\(permit.holder))."
                ))
            return
        }
        link(permit, .linkPermit)
    }

    /// Links the permit to the items that need its kind and have none.
    private mutating func link(_ permit: Permit, _ action: Action) {
        let chosen = input["lines"]?.arrayValue?.compactMap(\.integerValue).map(Int.init)
        var linked = false
        for requirement in shipment.requirements
        where requirement.permit == permit.code
            && (requirement.status == .required || requirement.status == .possible)
        {
            if let chosen, !chosen.contains(requirement.line) { continue }
            let known = shipment.draws(line: requirement.line, permit: permit.code)
            if known.contains(where: { $0.id == permit.id }) { continue }
            guard let amount = amount(of: requirement.line, in: permit) else { return }
            let draw = Draw(
                ledger: .permit, id: permit.id, permit: permit.code, line: requirement.line,
                amount: amount, status: .linked)
            note(.drew(draw))
            linked = true
            // A permit that is no good is refused here, not discovered later.
            if action == .linkPermit, let obstacle = obstacle(draw, requirement.line) {
                failure = obstacle.refusal(facts, shipment)
                return
            }
        }
        if !linked {
            failure = Refusal(
                .rule, "permit-not-required",
                LocalizedText(
                    zh: "这票货没有需要这种许可（\(permit.code)）的货物，或已经关联。",
                    en: "No item of this shipment needs a permit of this kind (\(permit.code))."))
        }
    }

    mutating func amount(of line: Int, in permit: Permit) -> Decimal? {
        guard let granted = permit.balance.granted else { return .zero }
        do throws(QuantityProblem) {
            guard let item = shipment.item(line) else { throw .unitsDiffer }
            return try item.quantity(in: granted.unit).amount
        } catch {
            failure = Obstacle.permitUnitDiffers(
                permit: permit.code, id: permit.id, line: line, unit: granted.unit, problem: error
            ).refusal(facts, shipment)
            return nil
        }
    }

    /// What the paper limits the permit to; the outer nil where the input does not say it clearly.
    private var grantedQuantity: Quantity?? {
        guard input["quantity"] != nil || input["unit"] != nil else { return .some(nil) }
        guard let amount = decimal("quantity"), amount > .zero,
            let unit = text("unit").flatMap({ Unit(rawValue: $0) })
        else { return nil }
        return Quantity(amount, unit)
    }

    private static let grantWithoutUnit = Refusal(
        .rule, "permit-quantity-unclear",
        LocalizedText(
            zh: "核准数量须大于零，并写明系统认识的计量单位。",
            en: "A granted quantity is above zero and has a unit of measure that is known."),
        remedy: LocalizedText(
            zh: "可用单位：\(unitList)；证件未限数量的，两项都不填。",
            en: "Known units: \(unitList). Leave both out where the paper sets no limit."))

    private static var unitList: String {
        Unit.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// The authority grants: the permit gets a stream of its own, and this shipment draws on it.
    private mutating func grantPermit() {
        guard let code = text("permit"), let number = text("number"),
            let validTo = text("valid_to").flatMap({ CalendarDate($0) })
        else { return }
        guard let quantity = grantedQuantity else {
            failure = Self.grantWithoutUnit
            return
        }
        let terms = facts.rules.permit(code)?.terms
        let single = text("uses").map { $0 == "single" } ?? (terms?.uses == .single)
        let holder = shipment.request.importer.uscc ?? ""
        if let known = facts.ledgers.permit(code: code, number: number, holder: holder) {
            // The same paper, registered before: it is one permit, and has one balance.
            note(.applied(permit: code, status: "granted"))
            link(known, .grantPermit)
            return
        }
        let permit = Permit(
            id: facts.newPermitID, code: code, number: number,
            holder: holder, goods: text("goods"),
            validFrom: text("valid_from").flatMap { CalendarDate($0) } ?? facts.day,
            validTo: validTo, quantity: quantity, singleUse: single)
        ledgerEvents.append(
            LedgerEvent(ledger: .permit, id: permit.id, change: .granted(permit)))
        note(.applied(permit: code, status: "granted"))
        link(permit, .grantPermit)
    }

    private mutating func applyPermit(_ status: String) {
        if let permit = text("permit") {
            note(.applied(permit: permit, status: status))
            return
        }
        // Without a name the step speaks of all that are open.
        for requirement in shipment.requirements
        where requirement.status == .required
            && shipment.draws(line: requirement.line, permit: requirement.permit).isEmpty
        {
            let known = shipment.applications.first { $0.permit == requirement.permit }
            if known?.status != status {
                note(.applied(permit: requirement.permit, status: status))
            }
        }
    }

    // MARK: Facts, corrections

    /// Keeps a member of the input as a named fact; `day` stands for the day of the event.
    private mutating func remember(_ name: String, as fact: String) {
        let value = input[name] ?? (name == "day" ? nil : input["on"])
        remember(fact, value ?? .string(facts.day.description))
    }

    mutating func remember(_ fact: String, _ value: JSONValue) {
        guard shipment.fact(fact) != value else { return }
        note(.remembered(name: fact, value))
    }

    private mutating func correct() {
        guard let json = input["request"] else { return }
        do throws(Refusal) {
            let request = try ImportRequest(json: json, for: .filing)
            guard request.reference == shipment.request.reference,
                request.importer.uscc == shipment.request.importer.uscc
            else {
                failure = Refusal(
                    .rule, "correction-changes-identity",
                    LocalizedText(
                        zh: "更正不能改变申请编号或进口单位；请取消后另行提交。",
                        en: """
                            A correction cannot change the reference or the importer; cancel and \
                            file anew.
                            """))
                return
            }
            note(.corrected(request))
            relinkPermits()
        } catch {
            failure = error
        }
    }

    private mutating func undo() {
        guard let before = shipment.beforeLastWish.first else {
            failure = Refusal(
                .rule, "undo-impossible",
                LocalizedText(
                    zh: "上一步不是可以撤回的人工操作，或其后已有外部事实。",
                    en:
                        "The last step cannot be taken back, or a fact has followed it."
                ),
                remedy: LocalizedText(
                    zh: "用相应的更正步骤处理，例如改单、撤单。",
                    en: "Use the step that corrects it, such as an amendment or a withdrawal."))
            return
        }
        for draw in shipment.draws where !before.draws.contains(draw) {
            guard draw.status != .consumed else {
                failure = Refusal(
                    .rule, "undo-impossible",
                    LocalizedText(zh: "数量已核销，不能撤回。", en: "The quantity is already written off."))
                return
            }
            if draw.status == .reserved { change(draw, to: .freed, .freed) }
        }
        guard promiseAgain(before) else { return }
        note(.undone(version: shipment.version))
        isUndo = true
    }
}
