import Foundation
import GreenlaneCatalog
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("A step and its documents")
struct CitedDocumentTests {
    /// The shipped data with a workflow that asks for invoice and packing list before declaring.
    private static func strict() throws -> DefinitionSet {
        let folder = NSTemporaryDirectory() + "greenlane-strict-" + UUID().uuidString
        let path = folder + "/Workflows/nansha-reagent-import.yaml"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let shipped = URL(fileURLWithPath: World.home + "/Workflows").resolvingSymlinksInPath()
        try FileManager.default.copyItem(atPath: shipped.path, toPath: folder + "/Workflows")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let plain = "guard: approvals-valid\n                actions: [lodge]"
        let asking = """
            guard:
                              - approvals-valid
                              - type: documents-present
                                params: {documents: [invoice, packing_list], withDigest: true}
                            actions: [lodge]
            """
        try #require(text.contains(plain))
        try text.replacing(plain, with: asking, maxReplacements: 1)
            .write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try DefinitionSet.load(home: folder)
    }

    /// The shortest shipped story, with two steps more: a refusal for want of documents, and the
    /// documents.
    private static let story = """
        title: {zh: 须附单证, en: Documents asked for}
        about: {zh: SYNTHETIC, en: SYNTHETIC}
        start: "2026-11-02T09:00:00+08:00"
        as: lab_manager:guo.qing
        permits: []
        steps:
          - {at: "2026-11-02T09:30:00+08:00", as: "lab_manager:guo.qing", do: dispatch}
          - {at: "2026-11-05T07:00:00+08:00", as: "carrier:huang.jun", do: goods_arrived}
          - {at: "2026-11-05T08:00:00+08:00", as: "broker:chen.bo", do: lodge_declaration,
             refused: documents-missing}
          - {at: "2026-11-05T08:10:00+08:00", as: "broker:chen.bo", do: attach_document,
             set: {kind: invoice, digest: "sha256:\(String(repeating: "a", count: 64))"}}
          - {at: "2026-11-05T08:20:00+08:00", as: "broker:chen.bo", do: attach_document,
             set: {kind: packing_list, reference: SYN-PL-1}}
          - {at: "2026-11-05T08:30:00+08:00", as: "broker:chen.bo", do: lodge_declaration,
             refused: documents-missing}
          - {at: "2026-11-05T08:40:00+08:00", as: "broker:chen.bo", do: attach_document,
             set: {kind: packing_list, digest: "sha256:\(String(repeating: "b", count: 64))"}}
          - {at: "2026-11-05T09:30:00+08:00", as: "broker:chen.bo", do: lodge_declaration,
             expect: {milestone: whitelisted, state: declaring}}
        """

    @Test("that a workflow requires is refused for each one missing, and passes with them")
    func required() throws {
        let definitions = try Self.strict()
        let folder = NSTemporaryDirectory() + "greenlane-story-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Self.story.write(toFile: folder + "/story.yaml", atomically: true, encoding: .utf8)
        let request = Requests.consumables().json.text
        try request.write(toFile: folder + "/request.json", atomically: true, encoding: .utf8)
        let store = try LogStore.inMemory()
        let runner = try StoryRunner(
            [StoryLoader.load(folder: folder, name: "strict")], store: store,
            definitions: definitions, lists: [], seed: 1)
        var asked: [Refusal] = []
        try runner.run { asked = $0.progress.flatMap { $0.refused.map(\.refusal) } }
        #expect(runner.mismatches.map(\.description) == [])
        #expect(asked.map(\.code) == ["documents-missing", "documents-missing"])
        #expect(
            asked.first?.details.map(\.pointer) == [
                "/documents/invoice", "/documents/packing_list",
            ])
        #expect(asked.first?.details.map(\.code) == ["document-missing", "document-missing"])
        #expect(asked.first?.message.zh == "缺少单证：发票、装箱单。")
        #expect(asked.first?.basis.map(\.confidence) == [.unverified])
        #expect(asked.last?.details.map(\.pointer) == ["/documents/packing_list"])
        // The refusals replay under the same workflow, guard and all.
        #expect(try Replayer(store: store).run().divergences.map(\.json.text) == [])
        #expect(try Verifier(store: store).run().problems == [])
        try store.close()
    }

    @Test("of the shipped workflow goes on without them, and says what usually goes with it")
    func advised() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        let definitions = try #require(World.definitions)
        func notices() throws -> [ShipmentView.Notice] {
            try ShipmentViews(store: world.store, definitions: definitions)
                .show(id: id, now: world.now).notices
        }
        let before = try #require(try notices().first { $0.event == "dispatch" })
        #expect(before.code == "documents-advised")
        #expect(before.documents.map(\.id) == ["invoice", "packing_list"])
        try world.attach(Files.invoice, to: id)
        let after = try #require(try notices().first { $0.event == "dispatch" })
        #expect(after.documents.map(\.id) == ["packing_list"])
        try world.step(id, "dispatch", by: "broker:chen.bo")
        #expect(try notices().allSatisfy { $0.event != "dispatch" })
    }

    @Test("may cite only what the log of this shipment already has")
    func cited() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        let cites: JSONValue = [
            "permit": "special-goods-approval", "number": "SYN-9", "valid_to": "2026-12-31",
            "evidence": .string(Files.invoice.digest),
        ]
        let other = try world.file(Requests.consumables("T-2")).id
        try world.attach(Files.invoice, to: other)
        // A fact is recorded even so, and a person is asked to look into it.
        let unfit = try world.step(id, "permit_granted", by: "authority:zheng.wei", cites)
        #expect(!unfit.fits)
        #expect(
            unfit.shipment?.tasks.last?.text.en.contains("has no document with the digest") == true)
        #expect(try Replayer(store: world.store).run().divergences.isEmpty)
        #expect(try Verifier(store: world.store).run().problems == [])
        #expect(
            try world.refusal(
                id, "permit_granted", by: "authority:zheng.wei",
                [
                    "permit": "special-goods-approval", "number": "SYN-9",
                    "valid_to": "2026-12-31", "evidence": "invoice.pdf",
                ])?.details.map(\.code) == ["digest-invalid"])
    }

    @Test("is refused for a document of another shipment, and for none of its own")
    func citedByWish() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        let other = try world.file(Requests.consumables("T-2")).id
        try world.attach(Files.invoice, to: other)
        let cites: JSONValue = [
            "reason": "稳定性数据", "evidence": .string(Files.invoice.digest),
        ]
        func code() throws -> String? {
            try world.refusal(id, "accept_temperature", by: "lab_manager:li.na", cites)?.code
        }
        #expect(try code() == "document-unknown")
        try world.attach(Files.invoice, to: id)
        // Now it is only too early: nobody reported an excursion.
        #expect(try code() == "event-not-accepted")
    }
}
