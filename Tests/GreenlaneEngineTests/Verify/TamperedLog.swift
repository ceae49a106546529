import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import TransparencyLog

/// Key and head in memory.
final class MemoryVault: LogVault {
    var keys: [String: String] = [:]
    var kept: [UInt8]?

    func key(_ name: String) -> String? { keys[name] }
    func save(_ key: String, name: String) { keys[name] = key }
    func move(_ name: String, to other: String) {
        keys[other] = keys[name]
        keys[name] = nil
    }
    func head() -> [UInt8]? { kept }
    func save(head: [UInt8]) { kept = head }
    func setHeadAside() { kept = nil }
}

/// A small log with something in every table: shipments, a refusal, a document, subscriptions with
/// attempts, a key against repeats, two signed heads, an erasure, a permit, a draw on a whitelist,
/// accounts with keys and sessions.
final class TamperedLog {
    let world: World
    let vault = MemoryVault()
    let path: String
    private let texts = WorkflowTexts()

    struct NoActor: Error {}

    init() throws {
        world = try World()
        path = world.folder + "/greenlane.sqlite"
        let keeper = try LogKeeper(
            engine: world.engine, vault: vault, newName: { "lab.example/log" },
            clock: { [world] in world.now })
        try fill()
        try keeper.sign()
        try more()
        try letIn()
        try keeper.sign()
        try deliver()
        try stamp()
    }

    private func tick() { world.move(to: world.now.adding(milliseconds: 61_000)) }

    @discardableResult
    private func handle(
        _ command: Command, _ actor: String, key: String? = nil, papers: [Paper] = []
    ) throws -> Result<Outcome, Refusal> {
        tick()
        guard let actor = Actor(actor) else { throw NoActor() }
        var envelope = Envelope(command, by: actor, idempotencyKey: key)
        envelope.papers = papers
        return try world.engine.handle(envelope)
    }

    private func fill() throws {
        let hook = Command.subscribe(
            name: "hook", endpoint: "https://a.example/h", format: "cloudevents")
        _ = try handle(hook, "administrator:root").get()
        _ = try handle(
            .subscribe(name: "heads", endpoint: "https://b.example/h", format: "checkpoint"),
            "administrator:root"
        ).get()
        _ = try handle(.file(Requests.consumables("A-1")), "lab_manager:li.na", key: "k-1").get()
        let heparin = try Requests.sample("01-heparin-whitelisted")
        _ = try handle(.file(heparin), "lab_manager:wang.fang").get()
        _ = try handle(.addPermit(Self.permit), "authority:zheng.wei").get()
    }

    private func more() throws {
        let id = "SH-2026-000001"
        let paper = Paper(name: "invoice.pdf", bytes: Array("%PDF-1.7 an invoice, SYNTHETIC".utf8))
        var input = JSONObject([.init("kind", "invoice")])
        input.append("digest", .string(paper.digest))
        input.append("name", .string(paper.name))
        _ = try handle(
            .step(shipment: id, event: "attach_document", input: input), "broker:chen.bo",
            papers: [paper]
        ).get()
        let dispatch = Command.step(shipment: id, event: "dispatch", input: JSONObject())
        // Refused twice: the first is on the record, the second only counted.
        _ = try handle(dispatch, "auditor:wu.min")
        _ = try handle(dispatch, "auditor:wu.min")
        _ = try handle(dispatch, "broker:chen.bo", key: "k-2").get()
        _ = try handle(.unsubscribe(name: "hook"), "administrator:root").get()
        _ = try handle(
            .erase(PersonalErasure(name: "wang.fang", reason: "本人申请")), "administrator:root"
        ).get()
    }

    /// Accounts, an entrustment, a key, sessions and links; a password that was replaced, and
    /// somebody who left and was forgotten.
    private func letIn() throws {
        for (number, step) in AccessSteps.all(at: world.now).enumerated() {
            tick()
            let guarded = number == 1 ? "k-3" : nil
            let envelope = Envelope(.access(step.command), by: step.actor, idempotencyKey: guarded)
            _ = try world.engine.handle(envelope).get()
        }
        _ = try handle(
            .erase(PersonalErasure(name: "left.long.ago", reason: "本人申请")),
            "administrator:root"
        ).get()
    }

    private static var permit: Permit {
        Permit(
            id: "P-1", code: "special-goods-approval", number: "SYN-7",
            holder: "91440115MAXXX0015E",
            validFrom: CalendarDate(year: 2026, month: 1, day: 1)
                ?? CalendarDate(dayNumber: 20_000),
            validTo: CalendarDate(year: 2026, month: 12, day: 31)
                ?? CalendarDate(dayNumber: 21_000),
            quantity: Quantity(Decimal(5), .g), singleUse: false)
    }

    private func deliver() throws {
        let due = try world.store.dueDeliveries(at: world.now.milliseconds, limit: 1)
        for delivery in due {
            try world.store.recordAttempt(
                subscription: delivery.subscription.id, position: delivery.position,
                at: world.now.milliseconds, outcome: "connection-fault", httpStatus: nil,
                becomes: .pending, nextDue: world.now.milliseconds + 5_000)
            try world.store.recordAttempt(
                subscription: delivery.subscription.id, position: delivery.position,
                at: world.now.milliseconds + 5_000, outcome: "response", httpStatus: 204,
                becomes: .delivered, nextDue: nil)
        }
    }

    private func stamp() throws {
        guard let row = try world.store.lastCheckpoint() else { return }
        let text = try SignedCheckpoint(parsing: row.note).note.text
        let imprint = ContentDigest.sha256(text)
        guard let request = TimestampRequest(imprint: imprint, nonce: [0x63, 0xE5]) else { return }
        try world.store.save(
            TokenRow(
                size: row.size, at: world.now.milliseconds, request: request.bytes,
                reply: MadeUpStamp.reply(imprint: imprint)))
    }

    /// Verifies the file as it is now, through a connection of its own.
    func verify(_ options: VerifyOptions = VerifyOptions()) throws -> VerifyReport {
        let store = try LogStore.openReadOnly(path: path)
        let report = try Verifier(store: store, options: options, texts: texts).run()
        try store.close()
        return report
    }

    func verify(_ store: LogStore) throws -> VerifyReport {
        try Verifier(store: store, texts: texts).run()
    }
}

/// A reply of a time-stamping authority without certificates and signature.
enum MadeUpStamp {
    private static func der(_ tag: UInt8, _ parts: [UInt8]...) -> [UInt8] {
        let content = parts.flatMap { $0 }
        guard content.count >= 128 else { return [tag, UInt8(content.count)] + content }
        return [tag, 0x81, UInt8(content.count)] + content
    }

    static func reply(imprint: ContentDigest) -> [UInt8] {
        let sha256: [UInt8] = [0x06, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]
        let signedData: [UInt8] = [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
        let info: [UInt8] = [6, 11, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 0x10, 1, 4]
        let stamped = der(
            0x30, [2, 1, 1], [6, 3, 0x2A, 3, 4],
            der(0x30, der(0x30, sha256, [5, 0]), der(4, imprint.bytes)), [2, 2, 0, 0xFF],
            der(0x18, Array("20261121194137Z".utf8)), der(2, [0x63, 0xE5]))
        let signed = der(0x30, [2, 1, 3], der(0x31), der(0x30, info, der(0xA0, der(4, stamped))))
        return der(0x30, der(0x30, [2, 1, 0]), der(0x30, signedData, der(0xA0, signed)))
    }
}
