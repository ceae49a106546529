/// What a step may be refused with, whoever sends it.
enum StepRefusals {
    static let all: [RefusalForm] = [
        RefusalForm(404, "shipment-unknown"), RefusalForm(412, "stale-version"),
        RefusalForm(428, "version-needed"), RefusalForm(422, "idempotency-conflict"),
        RefusalForm(400, "occurred-in-future"),
    ]
}
