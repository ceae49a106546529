import GreenlaneCore
import GreenlaneEngine

/// A filed request that is being corrected: the step that takes it, and what it corrects.
struct RequestCorrection: Sendable {
    /// What the step is recorded as, in every workflow.
    static let records = "request.corrected"
    /// Members of the step's input.
    static let (requestMember, reasonMember) = ("request", "reason")
    /// Lines up to which a shipment's page asks whether the form holds its request.
    static let maximumTried = RequestPart.length
    /// Bytes of a document that a shipment's page shows to be corrected.
    static let maximumShown = 20_480

    let shipment: String
    /// Of the shipment when the form was opened.
    var version: Int
    let event: EventDefinition
    let original: ImportRequest
    /// Whether this reader may take the step now.
    let isOpen: Bool
    var reason = ""

    /// Nil where the workflow corrects no requests.
    init?(_ view: ShipmentView, _ reader: ConsoleReader) {
        let steps = view.next + view.blocked
        let step = steps.first { $0.definition.records == Self.records }
        let declared = view.flow.chart.definition.events.first { $0.records == Self.records }
        guard let event = step?.definition ?? declared else { return nil }
        self.event = event
        shipment = view.shipment.id
        version = view.shipment.version
        original = view.shipment.request
        isOpen = view.next.contains { next in
            next.event == step?.event
                && reader.principal?.roles.contains { next.roles.contains($0.rawValue) } == true
        }
    }

    static func address(of shipment: String) -> String { "/shipments/\(shipment)/correction" }

    /// Whether the form can hold all that the request says: what came over the interface may say
    /// more, and nothing is to be lost by opening a form.
    static func fits(_ original: ImportRequest, _ parties: SheetParties) -> Bool {
        let sheet = RequestSheet(correcting: original, parties)
        var reading = SheetReading(sheet, parties)
        guard sheet.survivesForm, let read = reading.request(for: .filing) else { return false }
        return named(read, as: original) == original
    }

    /// Names of parties that stay the same stay as they were stated, too.
    static func named(_ request: ImportRequest, as original: ImportRequest) -> ImportRequest {
        var request = request
        if request.importer.uscc == original.importer.uscc {
            request.importer.name = original.importer.name
        }
        if let uscc = original.broker?.uscc, request.broker?.uscc == uscc {
            request.broker = original.broker
        }
        return request
    }

    /// The part of the form that a new request does not have.
    func context(_ call: PageCall, error: String?) -> JSONValue {
        let field = event.input.first { $0.name == Self.reasonMember }
        let label = field?.title.map(call.text) ?? call.text("原因", "Reason")
        return [
            "version": .integer(Int64(version)),
            "title": .string(event.title.map(call.text) ?? event.name),
            "fields": [
                FormField.long(
                    Self.reasonMember, label, value: reason, error: error,
                    maximumLength: field?.maxLength)
            ],
        ]
    }
}
