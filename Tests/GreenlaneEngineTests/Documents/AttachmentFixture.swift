import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

/// Files that tests hand in, all SYNTHETIC.
enum Files {
    static let invoice = Paper(
        name: "发票 2026-09.pdf", bytes: Array("%PDF-1.7\nSYNTHETIC invoice".utf8))
    static let program = Paper(name: "invoice.pdf", bytes: [0x4D, 0x5A, 0x90, 0x00, 3])
    static let table = Paper(name: "readings.csv", bytes: Array("time,°C\n1,-20\n".utf8))
}

extension World {
    /// Attaches a document; throws the refusal.
    @discardableResult
    func attach(
        _ paper: Paper?, to id: String, _ input: JSONValue = ["kind": "invoice"],
        by actor: String = "broker:chen.bo", event: String = "attach_document",
        key: String? = nil
    ) throws -> Outcome {
        let actor = try #require(Actor(actor))
        var envelope = Envelope(
            .step(shipment: id, event: event, input: input.objectValue ?? JSONObject()),
            by: actor, idempotencyKey: key)
        envelope.papers = paper.map { [$0] } ?? []
        return try engine.handle(envelope).get()
    }

    /// The code of the refusal; nil where it was taken.
    func attachRefusal(
        _ paper: Paper?, to id: String, _ input: JSONValue = ["kind": "invoice"],
        by actor: String = "broker:chen.bo", event: String = "attach_document"
    ) throws -> Refusal? {
        do {
            try attach(paper, to: id, input, by: actor, event: event)
            return nil
        } catch let refusal as Refusal {
            return refusal
        }
    }

    func attachments() throws -> Attachments {
        Attachments(store: store, definitions: try #require(Self.definitions))
    }
}
