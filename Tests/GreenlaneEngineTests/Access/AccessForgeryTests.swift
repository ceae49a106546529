import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("A forger who makes himself an account")
struct AccessForgeryTests {
    private func world() throws -> World {
        let world = try World(whitelists: false)
        for step in AccessSteps.all(at: world.now) {
            _ = try world.engine.handle(Envelope(.access(step.command), by: step.actor)).get()
        }
        return world
    }

    @Test(
        "in the table or beside the log is found by verify",
        arguments: [
            "UPDATE access SET personal = replace(personal, 'hash-2', 'hash-9')",
            "UPDATE event SET sealed = replace(sealed, 'hash-2', 'hash-9')",
            "UPDATE event SET sealed = NULL WHERE sealed LIKE '%hash-2%'",
            "UPDATE access SET body = replace(body, 'lab_manager', 'administrator')",
            "UPDATE access SET body = replace(body, 'disabled', 'active')",
            "UPDATE access SET id = 'ACC-0009' WHERE id = 'ACC-0002'",
            "UPDATE access SET kind = 'key' WHERE id = 'ACC-0002'",
            "UPDATE access SET version = 7 WHERE id = 'ACC-0002'",
            "UPDATE access SET personal = NULL WHERE id = 'ACC-0002'",
            "UPDATE access SET personal = '{}' WHERE id = 'ORG-0002'",
            "DELETE FROM access WHERE id = 'Ab12Cd34'",
            """
            INSERT INTO access SELECT stream + 100, kind, 'ACC-0099', version, body, personal \
            FROM access WHERE id = 'ACC-0001'
            """,
        ])
    func table(_ sql: String) throws {
        let world = try world()
        #expect(try Verifier(store: world.store).run().problems == [])
        try RawDatabase.run(sql, on: world.folder + "/greenlane.sqlite")
        try world.reopenReadOnly { store in
            let report = try Verifier(store: store).run()
            #expect(!report.isClean, "nothing found after: \(sql)")
        }
    }

    @Test(
        "in the log itself, with valid hashes, is found by replay",
        arguments: [
            ("entrustment.granted", "\"role\":\"lab_manager\"", "\"role\":\"broker\"", "refused"),
            (
                "entrustment.granted", "\"account\":\"ACC-0002\"", "\"account\":\"ACC-0003\"",
                "refused"
            ),
            (
                "entrustment.granted", "\"until\":\"2026-10-01\"", "\"until\":\"2029-10-01\"",
                "refused"
            ),
            (
                "account.registered", "\"roles\":[\"broker\"]", "\"roles\":[\"administrator\"]",
                "refused"
            ),
            ("key.issued", "\"role\":\"lab_manager\"", "\"role\":\"auditor\"", "refused"),
            ("session.opened", "T13:", "T14:", "event-differs"),
            ("session.closed", "password-changed", "account-disabled", "event-differs"),
            ("link.offered", "\"role\":\"administrator\"", "\"role\":\"broker\"", "refused"),
        ])
    func log(_ type: String, _ old: String, _ new: String, _ kind: String) throws {
        let world = try world()
        let position = try Forgery.rewrite(world, last: type) {
            $0.replacingOccurrences(of: old, with: new)
        }
        try world.reopenReadOnly { store in
            let found = try Replayer(store: store).run().divergences
            #expect(found.contains { $0.position == position && $0.kind == kind })
        }
    }
}
