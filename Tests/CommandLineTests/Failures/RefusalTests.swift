import Foundation
import Testing

@Suite("The rules say no")
struct RefusalTests {
    @Test(
        "each kind of no has its exit code",
        arguments: [
            (["store", "--as", "warehouse:zhao.lei"], 1, nil),
            (["frobnicate", "--as", "broker:chen.bo"], 1, "event-unknown"),
            (["dispatch", "--as", "auditor:wu.min"], 1, "role-not-allowed"),
            (["dispatch", "--as", "broker:chen.bo", "--expect", "9"], 4, "stale-version"),
            (
                ["dispatch", "--as", "broker:chen.bo", "--occurred", "2026-11-03"], 2,
                "occurred-in-future"
            ),
            (["dispatch", "--as", "broker:chen.bo", "--set", "colour=red"], 2, nil),
        ] as [([String], Int32, String?)])
    func exits(arguments: [String], exit: Int32, code: String?) throws {
        let desk = try Desk()
        let id = try desk.filed()
        let run = try desk.run(["do", id] + arguments + ["--json"])
        #expect(run.exit == exit, "\(run.output)")
        if let code { #expect(run.errorCode == code) }
        #expect(try desk.run("show", id, "--json").json["version"] as? Int == 1)
    }

    @Test("a shipment that is not there", arguments: ["show", "history", "replay"])
    func unknown(command: String) throws {
        let desk = try Desk()
        _ = try desk.filed()
        let run = try desk.run(command, "SH-2026-999999", "--json")
        #expect(run.exit == 3)
        #expect(run.errorCode == "shipment-unknown")
    }

    @Test("a missing permit is told with article and way out, in both languages")
    func explained() throws {
        let desk = try Desk()
        let filed = try desk.run(
            "file", Checkout.sample("03-fbs-australia"), "--as", "lab_manager:li.na", "--json")
        let id = filed.json["shipment"] as? String ?? ""
        let run = try desk.run("do", id, "dispatch", "--as", "lab_manager:li.na", "--json")
        #expect(run.exit == 1)
        #expect(run.errorCode == "permit-missing")
        let error = run.json["error"] as? [String: Any]
        #expect((error?["basis"] as? [Any])?.isEmpty == false)
        #expect(error?["remedy"] is [String: Any])
        let words = try desk.run("do", id, "dispatch", "--as", "lab_manager:li.na")
        #expect(words.errors.contains("怎么办："))
        #expect(words.errors.contains("依据："))
        let english = try desk.run(
            "do", id, "dispatch", "--as", "lab_manager:li.na", "--lang", "en")
        #expect(english.errors.contains("Basis:"))
    }

    @Test("the same key means the same command, and no other")
    func idempotency() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let arguments = ["do", id, "dispatch", "--as", "broker:chen.bo", "--idempotency-key", "k"]
        let first = try desk.run(arguments + ["--json"])
        #expect(first.exit == 0)
        let again = try desk.run(arguments + ["--json"])
        #expect(again.exit == 0)
        #expect(again.json["version"] as? Int == first.json["version"] as? Int)
        let other = try desk.run(
            "do", id, "goods_arrived", "--as", "carrier:a", "--idempotency-key", "k", "--json")
        #expect(other.exit == 4)
        #expect(other.errorCode == "idempotency-conflict")
    }
}
