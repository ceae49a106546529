import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("A document attached to a shipment")
struct AttachmentTests {
    private let world: World
    private let id: String

    init() throws {
        world = try World()
        id = try world.file(Requests.consumables()).id
    }

    @Test("is in the log by what its bytes are before any step can use it, and is read back whole")
    func whole() throws {
        let outcome = try world.attach(Files.invoice, to: id)
        let row = try #require(try world.store.event(at: outcome.position))
        let entry = try JSONParser.parse(row.entry)
        let input = try #require(entry["data"]?["input"])
        #expect(input["digest"]?.stringValue == Files.invoice.digest)
        #expect(input["name"] == "发票 2026-09.pdf" && input["media_type"] == "application/pdf")
        #expect(input["size"]?.integerValue == Int64(Files.invoice.bytes.count))
        #expect(entry["attachments"] == .array([.string(Files.invoice.digest)]))
        let listed = try world.attachments().list(id)
        #expect(listed.map(\.kind) == ["invoice"] && listed.map(\.contents) == [.kept])
        #expect(listed[0].attachedBy == "broker:chen.bo" && listed[0].title.zh == "发票")
        let opened = try world.attachments().open(Files.invoice.digest, of: id)
        #expect(opened.bytes == Files.invoice.bytes && opened.type == .pdf)
        #expect(opened.name == "发票 2026-09.pdf")
        #expect(try Verifier(store: world.store).run().problems == [])
        #expect(try Replayer(store: world.store).run().divergences.isEmpty)
    }

    @Test("is printed by its size and digest: neither its name nor a byte of it gets into a log")
    func printed() throws {
        var envelope = Envelope(
            .step(shipment: id, event: "attach_document", input: JSONObject()),
            by: try #require(Actor("broker:chen.bo")))
        envelope.papers = [Files.invoice]
        let text = "\(Files.invoice) \(envelope)"
        #expect(text.contains(Files.invoice.digest))
        #expect(!text.contains(Files.invoice.name) && !text.contains("37, 80, 68, 70"))
    }

    @Test(
        "is refused with a code, and nothing of it is kept",
        arguments: [
            (Files.program, ["kind": "invoice"], "document-type-not-accepted"),
            (Paper(name: "a.pdf", bytes: []), ["kind": "invoice"], "document-empty"),
            (
                Paper(
                    name: "a.pdf",
                    bytes: [UInt8](repeating: 0x25, count: Paper.maximumBytes + 1)),
                ["kind": "invoice"], "document-too-large"
            ),
            (
                Paper(name: "..", bytes: Files.invoice.bytes), ["kind": "invoice"],
                "document-name-invalid"
            ),
            (
                Paper(name: "invoice.xlsx", bytes: Files.invoice.bytes), ["kind": "invoice"],
                "document-name-invalid"
            ),
            (Files.table, ["kind": "invoice"], "document-type-not-accepted"),
            (Files.invoice, ["kind": "invoise"], "document-kind-unknown"),
            (Files.invoice, ["kind": "invoice", "digest": "sha256:00"], "document-digest-differs"),
            (Files.invoice, ["kind": "invoice", "size": 3], "document-digest-differs"),
            (
                Files.invoice, ["kind": "invoice", "media_type": "image/png"],
                "document-digest-differs"
            ),
            (nil, ["kind": "invoice", "size": 3], "document-contents-missing"),
            (nil, ["kind": "invoise"], "document-kind-unknown"),
            (nil, ["kind": "invoice", "digest": "sha256:xyz"], "input-invalid"),
        ] as [(Paper?, JSONValue, String)])
    func refused(paper: Paper?, input: JSONValue, code: String) throws {
        let size = world.engine.size
        let refusal = try world.attachRefusal(paper, to: id, input)
        #expect(refusal?.code == code)
        #expect(refusal?.kind == .input)
        #expect(world.engine.size == size)
        if let paper { #expect(try world.store.paper(paper.digest) == nil) }
    }

    @Test("may state its own digest, size and type, as a command line does, when they are right")
    func stated() throws {
        let size = String(Files.invoice.bytes.count)
        try world.attach(
            Files.invoice, to: id,
            [
                "kind": "invoice", "digest": .string(Files.invoice.digest), "size": .string(size),
                "media_type": "application/pdf", "name": "C:\\scans\\invoice.pdf",
            ])
        let listed = try world.attachments().list(id)
        #expect(listed.map(\.name) == ["invoice.pdf"])
        #expect(try world.store.paper(Files.invoice.digest)?.name == "invoice.pdf")
        #expect(try Verifier(store: world.store).run().problems == [])
    }

    @Test("comes with a step that takes one, and once however often it is sent")
    func once() throws {
        #expect(
            try world.attachRefusal(Files.invoice, to: id, [:], event: "dispatch")?.code
                == "document-not-taken")
        #expect(
            try world.attachRefusal(Files.program, to: id, by: "system:timer")?.code
                == "role-not-allowed")
        let first = try world.attach(Files.invoice, to: id, key: "k-1")
        let again = try world.attach(Files.invoice, to: id, key: "k-1")
        #expect(again.isRepeat && again.position == first.position)
        let other = Paper(name: "invoice.pdf", bytes: Array("%PDF-1.7 another".utf8))
        #expect(throws: Refusal.self) { try world.attach(other, to: id, key: "k-1") }
        #expect(try world.store.paper(other.digest) == nil)
    }

    @Test("is given out through its own shipment only")
    func apart() throws {
        try world.attach(Files.invoice, to: id)
        let other = try world.file(Requests.consumables("T-2")).id
        let attachments = try world.attachments()
        #expect(
            Self.code { _ = try attachments.open(Files.invoice.digest, of: other) }
                == "document-unknown")
        #expect(
            Self.code { _ = try attachments.open(Files.invoice.digest, of: "SH-1") }
                == "shipment-unknown")
        try world.attach(
            nil, to: other, ["kind": "contract", "digest": .string(Files.table.digest)])
        #expect(
            Self.code { _ = try attachments.open(Files.table.digest, of: other) }
                == "document-not-kept")
        #expect(try attachments.list(other).map(\.contents) == [.elsewhere])
    }

    @Test("that was undone or erased is listed as that")
    func gone() throws {
        try world.attach(Files.invoice, to: id)
        try world.step(id, "undo_step", by: "broker:chen.bo", ["reason": "误传"])
        #expect(try world.attachments().list(id).map(\.isWithdrawn) == [true])
        try world.attach(Files.invoice, to: id)
        #expect(try world.attachments().list(id).map(\.isWithdrawn) == [true, false])
        let erasure = PersonalErasure(papers: [Files.invoice.digest], reason: "含个人信息")
        _ = try world.engine.handle(
            Envelope(.erase(erasure), by: Actor(role: .administrator, name: "root"))
        ).get()
        let attachments = try world.attachments()
        #expect(try attachments.list(id).map(\.contents) == [.erased, .erased])
        #expect(
            Self.code { _ = try attachments.open(Files.invoice.digest, of: id) }
                == "document-erased")
        #expect(try Verifier(store: world.store).run().problems == [])
    }

    @Test("is not given out once its bytes are no longer those of the log")
    func altered() throws {
        try world.attach(Files.invoice, to: id)
        let path = world.folder + "/greenlane.sqlite"
        let file = try RawFile(path: path)
        try file.run("UPDATE paper SET body = CAST('%PDF-1.7 forged' AS BLOB)")
        try file.close()
        let attachments = try world.attachments()
        #expect(
            Self.code { _ = try attachments.open(Files.invoice.digest, of: id) }
                == "document-altered")
        #expect(
            try Verifier(store: world.store).run().problems.map(\.kind).contains(
                "attachment-altered"))
    }

    @Test("is found missing where its contents were taken out of the file")
    func missing() throws {
        try world.attach(Files.invoice, to: id)
        #expect(try Verifier(store: world.store).run().problems.isEmpty)
        let file = try RawFile(path: world.folder + "/greenlane.sqlite")
        try file.run("DELETE FROM paper")
        try file.close()
        #expect(
            try Verifier(store: world.store).run().problems.map(\.kind) == ["attachment-missing"])
    }

    private static func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let refusal as Refusal {
            return refusal.code
        } catch {
            return "\(error)"
        }
    }
}
