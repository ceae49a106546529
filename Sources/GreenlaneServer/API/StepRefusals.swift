/// What a step may be refused with, whoever sends it.
enum StepRefusals {
    static let all: [RefusalForm] = [
        RefusalForm(404, "shipment-unknown"), RefusalForm(412, "stale-version"),
        RefusalForm(428, "version-needed"), RefusalForm(422, "idempotency-conflict"),
        RefusalForm(400, "occurred-in-future"),
    ]

    /// And where it brings a document.
    static let documents: [RefusalForm] = [
        RefusalForm(400, "document-not-taken"), RefusalForm(400, "document-contents-missing"),
        RefusalForm(400, "document-kind-unknown"), RefusalForm(400, "document-digest-differs"),
        RefusalForm(400, "document-empty"), RefusalForm(400, "document-too-large"),
        RefusalForm(400, "document-name-invalid"),
        RefusalForm(400, "document-type-not-accepted"), RefusalForm(404, "document-unknown"),
    ]
}
