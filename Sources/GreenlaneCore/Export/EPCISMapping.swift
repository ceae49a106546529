/// Turns one entry of a shipment's stream into what EPCIS says of it: from the shipment before and
/// after alone, so that the same entry can be told again under a corrected request.
struct EPCISMapping {
    let entry: ShipmentLogEntry
    /// Nil before filing.
    let before: Shipment?
    let shipment: Shipment
    /// Permits by their id here: documents outside name them by code and number.
    let permits: [String: Permit]

    /// In the order in which they are sent. None where the entry says nothing of goods or papers.
    var drafts: [EPCISDraft] {
        var drafts = steps
        drafts += declarationChanges
        drafts += approvalChanges
        drafts += usage
        if !entry.event.fits {
            for index in drafts.indices { drafts[index].onlyObserve() }
        }
        return drafts.filter { !$0.goods.isEmpty || !$0.instances.isEmpty }
    }

    private var steps: [EPCISDraft] {
        if let observation = EPCISObservation.of(entry.kind) {
            var draft = EPCISDraft(
                .object, .observe, observation.bizStep, observation.disposition)
            draft.hold = observation.hold
            draft.place = place(observation.place)
            return [consignment(draft)]
        }
        switch entry.kind {
        case "shipment.filed": return [request(.add, "import_requesting")]
        case "request.cancelled", "request.given_up":
            return [request(.delete, "import_cancelling")]
        case "goods.dispatched": return [packing, shipping]
        case "temperature.read", "temperature.exceeded": return reading.map { [$0] } ?? []
        case "goods.delivered": return [receiving, unpacking]
        case "goods.returned": return [returning]
        case "goods.destroyed": return [destroying]
        default: return []
        }
    }

    // MARK: The consignment

    /// The goods as one unit on their way, with every paper that speaks of them.
    private func consignment(_ draft: EPCISDraft) -> EPCISDraft {
        var draft = draft
        draft.instances = [consignmentID]
        draft.transactions = papers
        return draft
    }

    private var packing: EPCISDraft {
        var draft = EPCISDraft(.aggregation, .add, "packing", "in_progress")
        draft.parent = consignmentID
        draft.goods = goods
        draft.transactions = [requestReference]
        return draft
    }

    private var shipping: EPCISDraft {
        var draft = consignment(EPCISDraft(.object, .observe, "shipping", "in_transit"))
        draft.sources = shipper
        draft.destinations = receivers
        return draft
    }

    private var receiving: EPCISDraft {
        var draft = consignment(EPCISDraft(.object, .observe, "receiving", "in_progress"))
        draft.place = place(.user)
        draft.destinations = receivers
        return draft
    }

    private var unpacking: EPCISDraft {
        var draft = EPCISDraft(.aggregation, .delete, "unpacking", "in_progress")
        draft.parent = consignmentID
        draft.goods = goods
        draft.place = place(.user)
        draft.transactions = [requestReference]
        return draft
    }

    private var returning: EPCISDraft {
        var draft = consignment(EPCISDraft(.object, .observe, "shipping", "returned"))
        draft.place = place(.customs)
        draft.sources = receivers
        draft.destinations = shipper
        return draft
    }

    private var destroying: EPCISDraft {
        var draft = consignment(EPCISDraft(.object, .delete, "destroying", "destroyed"))
        draft.place = place(.customs)
        draft.goods = goods
        return draft
    }

    /// A temperature of the cold chain; nil where the entry states none.
    private var reading: EPCISDraft? {
        let input = entry.event.input
        func decimal(_ name: String) -> JSONValue? {
            input[name]?.stringValue.flatMap { Decimal($0) }.map { .number($0.description) }
        }
        let low = decimal("min_c")
        let high = decimal("max_c")
        guard low != nil || high != nil else { return nil }
        var report = JSONObject([.init("type", "Temperature")])
        if shipment.isOutsideLimits(input) { report.append("exception", "ALARM_CONDITION") }
        if let low { report.append("minValue", low) }
        if let high { report.append("maxValue", high) }
        report.append("uom", "CEL")
        var metadata = JSONObject([.init("time", .string(entry.occurred.shanghaiText))])
        if let logger = input["logger"]?.stringValue {
            metadata.append("deviceID", .string(EPCISName.uri("logger", logger)))
        }
        var element = JSONObject([
            .init("sensorMetadata", .object(metadata)), .init("sensorReport", [.object(report)]),
        ])
        if let minutes = input["minutes"] { element.append("greenlane:minutes", minutes) }
        var draft = consignment(EPCISDraft(.object, .observe, "sensor_reporting"))
        draft.sensor = .object(element)
        return draft
    }

    // MARK: Papers

    /// The request itself: which goods it asks to bring in.
    private func request(_ action: EPCISDraft.Action, _ step: String) -> EPCISDraft {
        var draft = EPCISDraft(.transaction, action, EPCISObservation.step(step))
        draft.goods = goods
        draft.transactions = [requestReference]
        return draft
    }

    /// Declarations that were lodged, accepted, or stand no more.
    private var declarationChanges: [EPCISDraft] {
        shipment.declarations.compactMap { declaration in
            let known = before?.declarations.first { $0.index == declaration.index }
            guard known?.status != declaration.status else { return nil }
            let change: (action: EPCISDraft.Action, step: String)
            switch declaration.status {
            case .lodged: change = (.add, "customs_declaring")
            case .accepted: change = (.add, "customs_accepting")
            case .rejected: change = (.delete, "customs_rejecting")
            case .withdrawn: change = (.delete, "customs_withdrawing")
            case .returned, .amended, .released, .cleared: return nil
            }
            var draft = EPCISDraft(
                .transaction, change.action, EPCISObservation.step(change.step))
            draft.goods = declaration.lines.compactMap(goods(line:))
            draft.transactions = [requestReference, reference(declaration)]
            return draft
        }
    }

    /// Permits and whitelist entries that the goods came to rely on, or do so no longer.
    private var approvalChanges: [EPCISDraft] {
        let old = (before?.draws ?? []).filter(\.isLive)
        let new = shipment.draws.filter(\.isLive)
        func missing(_ draws: [Draw], in others: [Draw]) -> [Draw] {
            draws.filter { draw in
                !others.contains {
                    $0.ledger == draw.ledger && $0.id == draw.id && $0.line == draw.line
                }
            }
        }
        return approvals(missing(old, in: new), .delete, "approval_unlinking")
            + approvals(missing(new, in: old), .add, "approval_linking")
    }

    private func approvals(
        _ draws: [Draw], _ action: EPCISDraft.Action, _ step: String
    ) -> [EPCISDraft] {
        var drafts: [EPCISDraft] = []
        for draw in draws {
            guard let goods = goods(line: draw.line) else { continue }
            let paper = reference(draw)
            if let known = drafts.firstIndex(where: { $0.transactions.last == paper }) {
                // One entry may waive several permits of the same line.
                if !drafts[known].goods.contains(goods) { drafts[known].goods.append(goods) }
                continue
            }
            var draft = EPCISDraft(.transaction, action, EPCISObservation.step(step))
            draft.goods = [goods]
            draft.transactions = [requestReference, paper]
            drafts.append(draft)
        }
        return drafts
    }

    // MARK: Use

    /// What the usage ledger takes off: goods used up have no output, and name the use instead.
    private var usage: [EPCISDraft] {
        entry.event.effects.compactMap { effect in
            switch effect {
            case .used(let line, let amount):
                var draft = EPCISDraft(
                    .transformation, .observe, EPCISObservation.step("research_using"))
                draft.transformation = EPCISName.uri("use", shipment.id, String(entry.version))
                return take(line, amount, draft)
            case .destroyed(let line, let amount):
                return take(
                    line, amount, EPCISDraft(.object, .delete, "destroying", "destroyed"))
            default: return nil
            }
        }
    }

    private func take(_ line: Int, _ amount: Decimal, _ draft: EPCISDraft) -> EPCISDraft? {
        guard var goods = goods(line: line) else { return nil }
        goods.quantity?.amount = amount
        var draft = draft
        draft.goods = [goods]
        draft.place = place(.user)
        draft.transactions = [requestReference]
        return draft
    }
}
