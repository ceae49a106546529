import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("Personal data are erased, and the log still verifies")
struct ErasureTests {
    private let admin = Actor(role: .administrator, name: "root")

    private func erase(_ world: World, _ erasure: PersonalErasure) throws -> Outcome {
        try world.engine.handle(Envelope(.erase(erasure), by: admin)).get()
    }

    private func sealed(_ world: World) throws -> [String] {
        var found: [String] = []
        try world.store.scan { view in
            if let sealed = view.sealed { found.append(sealed) }
            return true
        }
        return found
    }

    @Test("a name is gone from every event, the tree stays as it was, replay and verify are clean")
    func person() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "add_note", by: "broker:chen.bo", ["text": "说明"], key: "k-1")
        #expect(try sealed(world).contains { $0.contains("li.na") })
        let root = world.engine.root
        let size = world.engine.size
        let outcome = try erase(world, PersonalErasure(name: "li.na", reason: "本人申请"))
        #expect(outcome.position == size + 1)
        #expect(try !sealed(world).contains { $0.contains("li.na") })
        #expect(try sealed(world).contains { $0.contains("chen.bo") })
        try world.reopenReadOnly { store in
            let report = try Verifier(store: store).run()
            #expect(report.problems == [])
            #expect(report.root != root)
            #expect(try Replayer(store: store).run().isClean)
        }
    }

    @Test("the bytes are gone from the file, not only from the rows")
    func bytes() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        // Rows between others, so that what is deleted is not covered by what is written.
        for number in 0..<40 {
            let actor = number % 3 == 0 ? "broker:very.unusual.name" : "broker:chen.bo"
            try world.step(id, "add_note", by: actor, ["text": .string("说明 \(number)")])
        }
        _ = try world.refusal(id, "deliver", by: "broker:very.unusual.name")
        _ = try erase(world, PersonalErasure(name: "very.unusual.name", reason: "本人申请"))
        for file in try FileManager.default.contentsOfDirectory(atPath: world.folder) {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(world.folder)/\(file)"))
            #expect(data.range(of: Data("very.unusual.name".utf8)) == nil, "\(file)")
        }
    }

    @Test("a name with signs that JSON escapes is found as well")
    func escaped() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.step(id, "add_note", by: "broker:o\"neil\\", ["text": "x"])
        #expect(try erase(world, PersonalErasure(name: "o\"neil\\", reason: "r")).id == "1")
    }

    @Test("only an administrator may, something must be named, and it must be there")
    func refused() throws {
        let world = try World()
        _ = try world.file(Requests.consumables())
        let broker = Actor(role: .broker, name: "chen.bo")
        let asked = PersonalErasure(name: "li.na", reason: "r")
        let byBroker = try world.engine.handle(Envelope(.erase(asked), by: broker))
        #expect(throws: Refusal.self) { try byBroker.get() }
        for (erasure, code) in [
            (PersonalErasure(reason: "r"), "erasure-empty"),
            (PersonalErasure(name: "li.na", reason: ""), "erasure-empty"),
            (PersonalErasure(name: "nobody", reason: "r"), "personal-data-unknown"),
            (PersonalErasure(name: "li.na", reason: "asked by li.na"), "erasure-reason-names"),
            (PersonalErasure(name: "li.na", shipment: "SH-1", reason: "r"), "shipment-unknown"),
        ] {
            do {
                _ = try erase(world, erasure)
                Issue.record("\(code) expected")
            } catch let refusal as Refusal {
                #expect(refusal.code == code)
            }
        }
    }

    @Test("the contents of a document go, its digest stays in the log")
    func paper() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        // Longer than a page of the file, so that its bytes lie in pages of their own.
        let scan = Array(
            ("%PDF-1.7\n" + String(repeating: "a scanned passport ", count: 2_000)).utf8)
        let paper = Paper(name: "passport.pdf", bytes: scan)
        var envelope = Envelope(
            .step(
                shipment: id, event: "attach_document",
                input: JSONObject([
                    .init("kind", "other"), .init("digest", .string(paper.digest)),
                ])), by: Actor(role: .broker, name: "chen.bo"))
        envelope.papers = [paper]
        _ = try world.engine.handle(envelope).get()
        #expect(try world.store.paper(paper.digest)?.body == paper.bytes)
        _ = try erase(world, PersonalErasure(papers: [paper.digest], reason: "含证件号"))
        #expect(try world.store.paper(paper.digest) == nil)
        #expect(world.warmShipment(id)?.documents.last?.digest == paper.digest)
        for file in try FileManager.default.contentsOfDirectory(atPath: world.folder) {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(world.folder)/\(file)"))
            #expect(data.range(of: Data("a scanned passport".utf8)) == nil, "\(file)")
        }
    }

    @Test("a key that guarded a repeat is on the record as a digest, and goes with the name")
    func guardedKey() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        let position = try world.step(
            id, "add_note", by: "broker:chen.bo", ["text": "说明"], key: "k-1"
        ).position
        let row = try #require(try world.store.event(at: position))
        let text = String(decoding: row.entry, as: UTF8.self)
        #expect(text.contains("\"idempotency\":{\"command\":\"sha256:"))
        #expect(!text.contains("k-1"))
        #expect(try world.store.idempotency("k-1") != nil)
        _ = try erase(world, PersonalErasure(name: "chen.bo", reason: "本人申请"))
        #expect(try world.store.idempotency("k-1") == nil)
        #expect(try world.store.event(at: position)?.sealed == nil)
    }
}
