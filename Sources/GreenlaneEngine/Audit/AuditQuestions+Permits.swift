import GreenlaneCore
import GreenlaneStore

extension AuditQuestions {
    /// Shipments released in the period although a permit or whitelist entry that they drew on was
    /// not valid on the day of acceptance or release, or a required permit had no draw at all.
    /// Validity counts on the day of acceptance; what ended only before the release is told, and
    /// marked as not counting. Index: the trace.
    public func permits(
        _ period: AuditPeriod, _ page: AuditPage = AuditPage()
    ) throws -> AuditAnswer {
        var answer = AuditAnswer()
        var released = 0
        var concerned = 0
        var counting = 0
        let isWorthIt = { (stream: Int64, cursor: TraceCursor) throws -> Bool in
            guard try self.isVisible(stream: stream) else { return false }
            let glance = try self.glance(stream, period)
            guard glance.first == cursor else { return false }
            released += 1
            return glance.needsPermit
        }
        try forEachTraced(.released, period, page.after, isWorthIt: isWorthIt) {
            audited, cursor in
            let found = try PermitAudit(audited, period, self).findings()
            concerned += found.isEmpty ? 0 : 1
            counting += found.count { $0.counts }
            answer.lines += found.map { $0.json(audited) }
            guard answer.lines.count >= page.limit else { return true }
            answer.next = cursor
            return false
        }
        answer.summary = JSONObject([
            .init("period", period.json), .init("released", .integer(Int64(released))),
            .init("shipments", .integer(Int64(concerned))),
            .init("findings", .integer(Int64(answer.lines.count))),
            .init("counting", .integer(Int64(counting))),
        ])
        addUnreadable(to: &answer.summary)
        return answer
    }
}

extension AuditQuestions {
    /// Where the stream is first released in the period, and whether any of its goods was ever
    /// found to need a permit: where none was there is nothing to find, and nothing is built.
    fileprivate func glance(
        _ stream: Int64, _ period: AuditPeriod
    ) throws -> (first: TraceCursor?, needsPermit: Bool) {
        var first: TraceCursor?
        var needsPermit = false
        try store.forEachEvent(ofStream: stream) { view in
            let entry = view.entry
            needsPermit =
                needsPermit || TraceProjection.contains(entry, "\"status\":\"required\"")
                || TraceProjection.contains(entry, "\"status\":\"waived\"")
            for row in TraceProjection.rows(entry)
            where row.topic == TraceTopic.released.rawValue && period.keys.contains(row.key) {
                let place = TraceCursor(key: row.key, position: row.position)
                first = min(first ?? place, place)
            }
        }
        return (first, needsPermit)
    }
}

/// One reason why a release should not have been, or should be looked at.
private struct PermitFinding: Hashable {
    enum On: String {
        case acceptance, release
    }

    var line: Int
    var permit: String
    var ledger: LedgerEvent.Ledger?
    var id: String?
    var fault: LedgerTerms.Fault
    var on: On
    var day: CalendarDate
    /// Positions of the acceptance and the release.
    var accepted: Int64?
    var released: Int64
    /// Whether the release receipt fitted the state of the shipment.
    var fits: Bool

    /// Validity counts on the day on which Customs accepted the declaration.
    var counts: Bool { on == .acceptance }
}

extension PermitFinding {
    func json(_ audited: AuditedShipment) -> JSONValue {
        var object = JSONObject([
            .init("shipment", .string(audited.id)), .init("line", .integer(Int64(line))),
            .init("permit", .string(permit)),
        ])
        object.add("ledger", ledger?.rawValue)
        object.add("id", id)
        object.append("problem", .string(fault.code))
        object.append("on", .string(on.rawValue))
        object.append("day", .string(day.description))
        object.append("counts", .bool(counts))
        object.add("since", fault.since?.description)
        object.append("message", message.pair)
        var positions = JSONObject()
        if let accepted { positions.append("accepted", .integer(accepted)) }
        positions.append("released", .integer(released))
        if let position = fault.position { positions.append("says", .integer(position)) }
        object.append("positions", .object(positions))
        if !fits { object.append("fits", false) }
        return .object(object)
    }

    private var message: LocalizedText {
        let what = id ?? permit
        let since = fault.since?.description ?? "?"
        let text: LocalizedText
        switch fault.code {
        case "expired":
            text = LocalizedText(
                zh: "\(what) 有效期至 \(since)", en: "\(what) was valid until \(since)")
        case "not-yet-valid":
            text = LocalizedText(
                zh: "\(what) 自 \(since) 起才有效", en: "\(what) is valid only from \(since)")
        case "revoked":
            text = LocalizedText(
                zh: "\(what) 自 \(since) 起已被撤销", en: "\(what) was revoked on \(since)")
        case "suspended":
            text = LocalizedText(
                zh: "\(what) 自 \(since) 起已暂停", en: "\(what) was suspended on \(since)")
        case "removed":
            text = LocalizedText(
                zh: "\(what) 自 \(since) 起已移出", en: "\(what) was removed on \(since)")
        case "missing":
            text = LocalizedText(
                zh: "需要 \(permit)，但没有使用任何证件或白名单条目",
                en: "\(permit) is required, and no permit or entry was drawn on")
        default:
            text = LocalizedText(
                zh: "日志里没有 \(what)", en: "The log does not know \(what)")
        }
        let why =
            counts
            ? LocalizedText(
                zh: "；有效性以海关接受申报之日（\(day)）为准。",
                en: "; validity counts on the day of acceptance (\(day)).")
            : LocalizedText(
                zh: "；受理之日有效，放行之日（\(day)）已无效：不影响有效性，供核查。",
                en: "; it was good on acceptance, not on release (\(day)): told, not counted.")
        return LocalizedText(zh: text.zh + why.zh, en: text.en + why.en)
    }
}

/// Holds the releases of one shipment against what the log says of its permits on the days.
private struct PermitAudit {
    private let audited: AuditedShipment
    private let period: AuditPeriod
    private let questions: AuditQuestions

    init(_ audited: AuditedShipment, _ period: AuditPeriod, _ questions: AuditQuestions) {
        self.audited = audited
        self.period = period
        self.questions = questions
    }

    func findings() throws -> [PermitFinding] {
        var found: [PermitFinding] = []
        for release in audited.releases where period.contains(release.day) {
            for declaration in release.shipment.declarations
            where release.declaration.map({ $0 == declaration.index }) ?? true {
                for finding in try findings(release, declaration)
                where !found.contains(finding) { found.append(finding) }
            }
        }
        return found
    }

    private func findings(
        _ release: AuditedShipment.Moment, _ declaration: Declaration
    ) throws -> [PermitFinding] {
        let acceptance = audited.acceptances.last {
            $0.declaration == declaration.index && $0.position <= release.position
        }
        var found: [PermitFinding] = []
        for requirement in release.shipment.requirements
        where declaration.lines.contains(requirement.line) && requirement.isPaper
            && (requirement.status == .required || requirement.status == .waived)
        {
            var finding = PermitFinding(
                line: requirement.line, permit: requirement.permit, ledger: nil, id: nil,
                fault: LedgerTerms.Fault(code: "missing"), on: .acceptance,
                day: acceptance?.day ?? release.day, accepted: acceptance?.position,
                released: release.position, fits: release.fits)
            if let onAcceptance = try fault(requirement, acceptance ?? release) {
                finding.take(onAcceptance)
                found.append(finding)
            } else if let later = try fault(requirement, release) {
                finding.take(later)
                finding.on = .release
                finding.day = release.day
                found.append(finding)
            }
        }
        return found
    }

    /// Why nothing that the line drew on answers the requirement on the day; nil where one does.
    private func fault(
        _ requirement: Requirement, _ moment: AuditedShipment.Moment
    ) throws -> (Draw?, LedgerTerms.Fault)? {
        var first: (Draw?, LedgerTerms.Fault)?
        // Each draw that answered it at acceptance must be held against its own terms.
        for draw in moment.shipment.draws where draw.line == requirement.line && draw.isLive {
            let terms = try questions.terms(draw.ledger, draw.id)
            let answers =
                draw.permit == requirement.permit
                || (draw.ledger == .entry && terms.waives(requirement.permit, on: moment.day))
            guard answers else { continue }
            let fault =
                terms.fault(on: moment.day, questions.definitions.schemes) ?? told(draw, moment)
            guard let fault else { return nil }
            first = first ?? (draw, fault)
        }
        return first ?? (nil, LedgerTerms.Fault(code: "missing"))
    }

    /// What the shipment's own stream says: that a permit was revoked, or an entry withdrawn.
    private func told(_ draw: Draw, _ moment: AuditedShipment.Moment) -> LedgerTerms.Fault? {
        let (command, member) =
            draw.ledger == .permit
            ? ("permit_revoked", "permit") : ("whitelist_withdrawn", "entry")
        for step in audited.steps
        where step.event.command == command && step.head.occurred.date <= moment.day {
            let named = step.event.input[member]?.stringValue
            guard named == nil || named == draw.id || named == draw.permit else { continue }
            return LedgerTerms.Fault(
                code: draw.ledger == .permit ? "revoked" : "removed",
                since: step.head.occurred.date, position: step.head.position)
        }
        return nil
    }
}

extension PermitFinding {
    fileprivate mutating func take(_ found: (draw: Draw?, fault: LedgerTerms.Fault)) {
        ledger = found.draw?.ledger
        id = found.draw?.id
        fault = found.fault
    }
}
