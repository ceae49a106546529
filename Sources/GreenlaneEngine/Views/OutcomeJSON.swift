public import GreenlaneCore
public import GreenlaneStore

/// What an accepted command came to, as every answer about one shipment begins.
public enum OutcomeJSON {
    /// `shipment, version, milestone, state, active`; for a fact that did not fit, that and the
    /// open tasks.
    public static func members(
        _ outcome: Outcome, _ definitions: DefinitionSet, _ store: LogStore
    ) throws -> [JSONObject.Member] {
        guard let shipment = outcome.shipment else { return [] }
        let flow = try definitions.workflow(shipment.workflow, store)
        return members(outcome, shipment, flow)
    }

    /// The same where the shipment's workflow is at hand.
    public static func members(
        _ outcome: Outcome, _ shipment: Shipment, _ flow: ClearanceWorkflow
    ) -> [JSONObject.Member] {
        let chart = flow.chart
        var members: [JSONObject.Member] = [
            .init("shipment", .string(shipment.id)),
            .init("version", .integer(Int64(shipment.version))),
            .init("milestone", .string(shipment.milestone.rawValue)),
            .init("state", .string(chart.states[shipment.state].name)),
            .init(
                "active",
                .array(chart.names(of: shipment.configuration.active).map { .string($0) })),
        ]
        if outcome.isRepeat { members.append(.init("repeated", true)) }
        if !outcome.fits {
            members.append(.init("fits", false))
            members.append(
                .init(
                    "tasks",
                    .array(
                        shipment.tasks.map {
                            ["code": .string($0.code), "text": $0.text.json]
                        })))
        }
        return members
    }
}
