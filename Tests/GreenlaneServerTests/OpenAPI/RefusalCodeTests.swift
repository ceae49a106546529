import Foundation
import GreenlaneCore
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

@Suite("The codes that the rooms refuse with")
struct RefusalCodeTests {
    /// What commands of the operator alone give: never over HTTP.
    private static let elsewhere: Set<String> = [
        // Workflow and rule files, as they are loaded.
        "invalid-facts", "invalid-duration", "what-if-unknown", "rules-unknown",
        // Erasure, witnesses, log files: at the data directory.
        "erasure-empty", "erasure-reason-names", "personal-data-unknown",
        "witness-signature-wrong", "witness-refused", "witness-state-damaged",
        // Questions that the API does not have yet.
        "lot-unknown",
        // Registering at the data directory; ids are made by the API itself.
        "already-registered", "account-active",
        // The socket of the data directory, which commands speak through.
        "door-request-unreadable",
        // For the record alone: the caller is told that there is nothing.
        "out-of-reach",
        // Pages alone.
        "draft-unknown",
        // Before the service listens.
        "configuration-invalid", "tls-unusable", "console-files-damaged",
        // Of forms on pages.
        "form-stale", "passwords-differ", "subscription-ended", "delivery-not-failed",
        "file-missing", "ledger-unknown", "nothing-chosen", "too-many-chosen", "trial-gone",
        "trial-overtaken", "views-full",
        // At the start, before anybody can ask.
        "cannot-listen",
    ]

    private static func codes() throws -> Set<String> {
        let pattern = try Regex(
            #"\(\s*\.(?:rule|role|input|notFound|conflict|unproven|fault),\s*"([a-z0-9-]+)""#)
        var found: Set<String> = []
        for room in ["GreenlaneCore", "GreenlaneEngine", "GreenlaneServer"] {
            let folder = World.home + "/Sources/" + room
            let files = FileManager.default.enumerator(atPath: folder)?.allObjects ?? []
            for case let name as String in files where name.hasSuffix(".swift") {
                let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
                for match in text.matches(of: pattern) {
                    if let code = match.output[1].substring { found.insert(String(code)) }
                }
            }
        }
        return found
    }

    @Test("are in the document, or are named here as never given over HTTP")
    func areDocumented() throws {
        let documented = Set(
            Operations.all.flatMap { StandardRefusals.all(of: $0).map(\.code) }
                + StandardRefusals.everywhere.map(\.code))
        let codes = try Self.codes()
        #expect(codes.count > 80)
        #expect(codes.subtracting(documented).subtracting(Self.elsewhere).sorted() == [])
        #expect(Self.elsewhere.intersection(documented).sorted() == [])
    }
}
