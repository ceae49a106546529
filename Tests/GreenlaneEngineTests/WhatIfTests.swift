import Foundation
import GreenlaneCatalog
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("A replay under other texts")
struct WhatIfTests {
    private static func world() throws -> World {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        for (event, actor) in [
            ("dispatch", "broker:chen.bo"), ("goods_arrived", "carrier:zhou.li"),
            ("lodge_declaration", "broker:chen.bo"), ("receipt.accepted", "customs:receipt"),
        ] { try world.step(id, event, by: actor) }
        return world
    }

    private static func file(
        _ name: String, _ change: (String) -> String = { $0 }
    ) throws -> CatalogFile {
        let text = try String(contentsOfFile: "\(World.home)/Workflows/\(name)", encoding: .utf8)
        let short = name.split(separator: "/").last.map(String.init) ?? name
        return CatalogFile(name: "drafts/\(short)", bytes: Array(change(text).utf8))
    }

    @Test("that say the same differs in nothing, and is marked as a what-if")
    func same() throws {
        let world = try Self.world()
        let texts = try WhatIfTexts(
            [try Self.file("nansha-reagent-import.yaml") { $0 + "\n# read again\n" }],
            over: world.store)
        let report = try Replayer(store: world.store, whatIf: texts).run()
        #expect(report.divergences.map(\.json.text) == [])
        let named = report.json["whatIf"]?["with"]?.arrayValue?.first
        #expect(named?["name"] == "nansha-reagent-import.yaml")
        #expect(named?["digest"]?.stringValue?.hasPrefix("sha256:") == true)
    }

    @Test(
        "of a workflow with another role tells the step that would be refused, and writes nothing")
    func workflow() throws {
        let world = try Self.world()
        let size = world.engine.size
        let changed = try Self.file("nansha-reagent-import.yaml") { text in
            var lines = text.components(separatedBy: "\n")
            let place = lines.firstIndex { $0.hasPrefix("  goods_arrived:") } ?? 0
            for index in place..<min(place + 8, lines.count)
            where lines[index].contains("roles:") {
                lines[index] = "    roles: [auditor]"
            }
            return lines.joined(separator: "\n")
        }
        let texts = try WhatIfTexts([changed], over: world.store)
        let report = try Replayer(store: world.store, whatIf: texts).run()
        #expect(report.divergenceCount == 1)
        let found = try #require(report.divergences.first)
        #expect(found.kind == "refused" && found.refusal?.code == "role-not-allowed")
        #expect(found.definition?.digest == texts.texts.first?.digest)
        #expect(world.engine.size == size)
        #expect(try world.store.tree().size == size)
    }

    @Test("of rules that ask for a permit more tells the filing and the rule")
    func rules() throws {
        let world = try Self.world()
        let changed = try Self.file("rules/\(Self.rulesFile)") { text in
            text + Self.addition
        }
        let texts = try WhatIfTexts([changed], over: world.store)
        let report = try Replayer(store: world.store, whatIf: texts).run()
        let found = try #require(report.divergences.first)
        #expect(found.kind == "event-differs")
        #expect(found.differences.contains { $0.pointer.contains("/requirements") })
        #expect(found.rules.first?.rule == "what-if-plates")
        #expect(found.rules.first?.line ?? 0 > 100)
    }

    private static let rulesFile = "drugs.yaml"
    private static let addition = """

          - id: what-if-plates
            permit: isolation-site-certificate
            outcome: required
            when: {item.form: consumable}
            basis: []
            explanation: {zh: 合成规则, en: SYNTHETIC}
            confidence: unverified

        """

    @Test("whose name the log does not have is refused, with the names that it has")
    func unknown() throws {
        let world = try Self.world()
        let refusal = #expect(throws: Refusal.self) {
            try WhatIfTexts([CatalogFile(name: "nansha.yaml", bytes: [])], over: world.store)
        }
        #expect(refusal?.code == "what-if-unknown" && refusal?.kind == .input)
        #expect(refusal?.remedy?.en.contains("nansha-reagent-import.yaml") == true)
    }

    @Test("that cannot be read tells file, line and column as they were typed")
    func broken() throws {
        let world = try Self.world()
        let texts = try WhatIfTexts(
            [CatalogFile(name: "drafts/nansha-reagent-import.yaml", bytes: Array("id: [".utf8))],
            over: world.store)
        let list = #expect(throws: DiagnosticList.self) {
            try Replayer(store: world.store, whatIf: texts).run()
        }
        #expect(list?.diagnostics.first?.file == "drafts/nansha-reagent-import.yaml")
        #expect(list?.diagnostics.first?.line ?? 0 > 0)
    }
}
