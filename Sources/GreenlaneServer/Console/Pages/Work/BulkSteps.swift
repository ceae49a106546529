import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes

/// One step for many shipments: each by itself, with a result of its own.
enum BulkSteps {
    static let all: [ConsolePage] = [steps]

    /// Shipments of one form.
    static let maximumCount = 100

    static let steps = ConsolePage.post("/shipments/steps", .takeSteps) { call in
        let filter = WorkFilter(path: call.form["back"] ?? WorkFilter.root)
        var chosen: [Chosen] = []
        for one in call.form.all("shipment").prefix(maximumCount * 2).compactMap(Chosen.init)
        where !chosen.contains(where: { $0.id == one.id }) {
            chosen.append(one)
        }
        let event = call.form["event"] ?? ""
        do throws(Refusal) {
            guard !chosen.isEmpty else { throw nothingChosen }
            guard chosen.count <= maximumCount else { throw tooMany }
            guard !event.isEmpty, event.utf8.count <= 64 else { throw nothingChosen }
        } catch {
            return try await WorklistPage.page(call, filter, problem: error)
        }
        let key = try call.idempotencyKey()
        // Together, so that they are committed together; told in the order of the choice.
        let results = try await withThrowingTaskGroup(of: (Int, Taken).self) { group in
            for (index, one) in chosen.enumerated() {
                group.addTask { (index, try await take(one, event, key, call)) }
            }
            var results = [Taken?](repeating: nil, count: chosen.count)
            for try await (index, taken) in group { results[index] = taken }
            return results.compactMap { $0 }
        }
        return try await WorklistPage.page(
            call, filter, results: summary(results, event, call))
    }

    private struct Chosen: Sendable {
        var id: String
        var version: Int

        /// `ID@VERSION`, as the page gave it.
        init?(_ text: String) {
            let parts = text.split(separator: "@", maxSplits: 1)
            guard parts.count == 2, let version = Int(parts[1]), parts[0].utf8.count <= 40 else {
                return nil
            }
            (id, self.version) = (String(parts[0]), version)
        }
    }

    /// What became of one.
    private struct Taken: Sendable {
        var id: String
        var result: Result<String, Refusal>
        /// What the workflow calls the step; nil where nobody could say.
        var title: LocalizedText?
    }

    private static func take(
        _ one: Chosen, _ event: String, _ key: String?, _ call: PageCall
    ) async throws -> Taken {
        var title: LocalizedText?
        do {
            let flow = try await flow(of: one.id, call)
            title = flow.event(named: event)?.title
            let roles = (flow.event(named: event)?.roles ?? [])
                .compactMap { Actor.Role(rawValue: $0) }
            let envelope = Envelope(
                .step(shipment: one.id, event: event, input: JSONObject()),
                by: try call.caller().actor(among: roles), expectedVersion: one.version,
                idempotencyKey: key.map { "\($0)-\(one.id)" })
            let outcome = try await call.service.desk.handle(envelope).get()
            return Taken(
                id: one.id, result: .success(said(of: outcome, flow, call)), title: title)
        } catch let refusal as Refusal {
            return Taken(id: one.id, result: .failure(refusal), title: title)
        }
    }

    /// The workflow of a shipment within reach. Goods out of reach are answered as goods that are
    /// not there, and the attempt is put on the record, as everywhere.
    private static func flow(of id: String, _ call: PageCall) async throws -> ClearanceWorkflow {
        let service = call.service
        let found = try await call.read { store -> (String, ClearanceWorkflow)? in
            guard let row = try store.shipment(id: id) else { return nil }
            let views = ShipmentViews(store: store, definitions: service.definitions)
            return (row.importer, try views.workflow(of: id))
        }
        guard let (importer, flow) = found else { throw Gate.unknownShipment(id) }
        guard try call.call.reach().includes(importer: importer) else {
            await service.turnAway(
                TurnedAway(
                    operation: call.call.operation.id, target: id, refusal: APIRefusal.outOfReach),
                by: try call.caller().actor())
            throw Gate.unknownShipment(id)
        }
        return flow
    }

    private static func said(
        of outcome: Outcome, _ flow: ClearanceWorkflow, _ call: PageCall
    ) -> String {
        guard let shipment = outcome.shipment else { return call.text("已办理。", "Done.") }
        let definition = flow.chart.states[shipment.state].definition
        let state = call.text(
            definition.title ?? LocalizedText(zh: definition.name, en: definition.name))
        if !outcome.fits {
            return call.text(
                "已登记，但与“\(state)”不符，请核对。", "Recorded, but it does not fit “\(state)”: please check."
            )
        }
        return call.text("现在“\(state)”。", "Now “\(state)”.")
    }

    private static func summary(
        _ taken: [Taken], _ event: String, _ call: PageCall
    ) -> WorklistPage.Results {
        let done = taken.count { if case .success = $0.result { true } else { false } }
        let failed = taken.count - done
        let title = taken.compactMap(\.title).first ?? LocalizedText(zh: event, en: event)
        let sentence =
            failed == 0
            ? call.text(
                "“\(title.zh)”：\(done) 票已办。", "“\(title.en)”: \(done) done.")
            : call.text(
                "“\(title.zh)”：\(done) 票已办，\(failed) 票没有办。",
                "“\(title.en)”: \(done) done, \(failed) not.")
        let context: JSONValue = [
            "kind": .string(failed == 0 ? "done" : done > 0 ? "soon" : "late"),
            "sentence": .string(PlainText.printable(sentence)),
            "rows": .array(taken.map { row($0, call) }),
        ]
        return WorklistPage.Results(context: context, status: done > 0 ? 200 : 422)
    }

    private static func row(_ taken: Taken, _ call: PageCall) -> JSONValue {
        let id = PlainText.printable(taken.id)
        var object = JSONObject()
        object.append("id", .string(id))
        object.append("href", .string(WorkFilter.root + "/" + Console.escaped(id)))
        switch taken.result {
        case .success(let sentence):
            object.append(
                "state", ["kind": "done", "text": .string(call.text("已办", "Done"))])
            object.append("sentence", .string(sentence))
        case .failure(let refusal):
            object.append(
                "state", ["kind": "late", "text": .string(call.text("没有办", "Not done"))])
            let details = refusal.details.prefix(3).map { call.text($0.message) }
            object.append(
                "sentence",
                .string(([call.text(refusal.message)] + details).joined(separator: " ")))
            if let remedy = refusal.remedy { object.append("remedy", .string(call.text(remedy))) }
        }
        return .object(object)
    }

    private static let nothingChosen = Refusal(
        .input, "nothing-chosen",
        LocalizedText(zh: "没有选中货物，什么也没有办。", en: "No shipment was chosen; nothing was done."),
        remedy: LocalizedText(zh: "先勾选左侧的货物。", en: "Tick shipments on the left first."))

    private static let tooMany = Refusal(
        .input, "too-many-chosen",
        LocalizedText(
            zh: "一次最多办理 \(maximumCount) 票，什么也没有办。",
            en: "At most \(maximumCount) at once; nothing was done."),
        remedy: LocalizedText(zh: "少选一些。", en: "Choose fewer."))
}
