import Foundation
import GreenlaneCore
import GreenlaneTestSupport
import Synchronization
import Testing

@testable import GreenlaneServer

@Suite("Answers of a running service")
struct DocumentedAnswerTests {
    private final class Talk {
        let house: RunningService
        let check = AnswerCheck()
        var successes = 0

        init(_ house: RunningService) { self.house = house }

        /// Sends, and holds the answer against the document.
        @discardableResult
        func send(
            _ method: String, _ path: String, as caller: String = "all", _ body: JSONValue? = nil,
            headers: [String: String] = [:], raw: Data? = nil
        ) async throws -> RunningService.Answer {
            let target = "/api/v1" + path
            let answer = try await house.send(
                method, target, as: caller, body, headers: headers, raw: raw)
            let problems = check.problems(method, target, answer)
            #expect(problems == [], "\(method) \(path) \(answer.status)")
            #expect(answer.status < 500)
            if answer.status < 300 { successes += 1 }
            return answer
        }
    }

    private static let everybody = Principal(
        account: "ACC-0009", name: "all", roles: Actor.Role.allCases, organisation: "ORG-0009",
        uscc: RunningService.importer, credential: .operator)

    private func begin() async throws -> Talk {
        let house = try await RunningService.start()
        house.callers.add("all", Self.everybody)
        house.callers.add("lab", People.lab())
        house.callers.add("root", People.administrator)
        return Talk(house)
    }

    @Test("are as the document says, through the life of a shipment")
    func shipment() async throws {
        let talk = try await begin()
        let request = Requests.consumables().json
        let id = "SH-2026-000001"
        try await talk.send("POST", "/assessments", request)
        try await talk.send("POST", "/import-requests", as: "lab", request)
        try await talk.send("POST", "/import-requests", as: "lab", request)
        try await talk.send("POST", "/import-requests", as: "lab", ["reference": "x"])
        for _ in 0..<12 { try await step(id, talk) }
        try await talk.send(
            "POST", "/shipments/\(id)/steps", ["event": "no_such_event"],
            headers: ["If-Match": "\"99\""])
        try await talk.send("POST", "/shipments/\(id)/steps", ["event": "cancel"])
        for part in [
            "", "/import-request", "/declarations", "/events", "/actions", "/attachments",
            "/bundle?form=json", "/bundle", "/epcis", "/import-request?at=1",
        ] {
            try await talk.send("GET", "/shipments/\(id)" + part)
        }
        try await talk.send("POST", "/shipments/\(id)/replays")
        try await talk.send("POST", "/shipments/\(id)/replays?at=100000")
        try await talk.send("GET", "/shipments")
        try await talk.send("GET", "/shipments/SH-2026-999999")
        let bundle = try await talk.send("GET", "/shipments/\(id)/bundle?form=json")
        try await talk.send(
            "POST", "/bundle-checks", headers: ["Content-Type": "application/json"],
            raw: bundle.body)
        try await talk.send("POST", "/bundle-checks", ["format": "x"])
        #expect(talk.successes > 18)
        try await talk.house.stop()
    }

    /// Takes the first step that asks for nothing, where there is one.
    private func step(_ id: String, _ talk: Talk) async throws {
        let shown = try await talk.send("GET", "/shipments/\(id)")
        guard let tag = shown.header("ETag") else { return }
        let event = try shown.json["next"]?.arrayValue?.first { next in
            next["input"]?["required"] == [] && next["event"] != "cancel"
                && next["event"] != "correct_request"
        }?["event"]
        guard let event else { return }
        try await talk.send(
            "POST", "/shipments/\(id)/steps", ["event": event], headers: ["If-Match": tag])
    }

    @Test("are as the document says, of permits, lists, the log and what is known")
    func rest() async throws {
        let talk = try await begin()
        let permit: JSONValue = [
            "code": "special-goods-approval", "number": "SYNTHETIC-1",
            "holder": .string(RunningService.importer), "validFrom": "2026-08-01",
            "validTo": "2027-07-31", "quantity": ["amount": "10", "unit": "g"],
        ]
        let added = try await talk.send("POST", "/permits", permit)
        let id = try #require(try added.json["id"]?.stringValue)
        try await talk.send("POST", "/permits", permit)
        for path in [
            "/permits", "/permits/\(id)", "/permits/\(id)/uses", "/permits/none",
            "/whitelist-entries?limit=2", "/whitelist-entries/NS-SYN-001",
            "/whitelist-entries/NS-SYN-001/uses", "/whitelist-schemes", "/workflows",
            "/workflows/nansha-reagent-import", "/workflows/nansha-reagent-import/diagram",
            "/workflows/nansha-reagent-import/diagram?format=svg",
            "/workflows/none", "/rules", "/rules/none", "/calendar/2026-10-01?plus=5",
            "/calendar/2026-13-01", "/tariff-lines?code=3002", "/tariff-lines", "/events?limit=2",
            "/events?limit=0", "/events?nothing=1", "/checkpoints", "/checkpoints/latest",
            "/log-keys", "/proofs/1", "/proofs/99999", "/proofs/x",
            "/consistency-proofs?from=1", "/consistency-proofs?from=999999",
            "/audit/exceptions?quarter=2026Q3", "/audit/permits?quarter=2026Q3",
            "/audit/permits", "/organisations", "/accounts", "/entrustments",
            "/openapi.json", "/problems/fault",
        ] {
            try await talk.send("GET", path)
        }
        let rules = try await talk.send("GET", "/rules")
        for rule in try rules.json["rules"]?.arrayValue ?? [] {
            try await talk.send("GET", "/rules/" + (rule["id"]?.stringValue ?? ""))
        }
        try await talk.send("POST", "/permits/\(id)/revocation", ["reason": "SYNTHETIC"])
        try await talk.send("POST", "/permits/\(id)/revocation", ["reason": "SYNTHETIC"])
        try await talk.send("POST", "/verifications")
        try await talk.send(
            "POST", "/whitelists?dry-run=true", headers: ["Content-Type": "text/csv"],
            raw: Data("a,b\n1,2\n".utf8))
        try await talk.send(
            "POST", "/organisations", as: "root",
            ["kind": "importer", "name": ["zh": "虚构单位"], "uscc": "91440115MAXXX0015E"])
        #expect(talk.successes > 35)
        try await talk.house.stop()
    }

    @Test("refuse with codes that the document has for the operation")
    func codes() async throws {
        let talk = try await begin()
        try await talk.send("POST", "/shipments/SH-2026-000001/steps", ["event": "x"])
        try await talk.send("POST", "/permits", ["code": "x"])
        try await talk.send("POST", "/whitelists", ["a": 1])
        let seen = talk.house.refusalsSeen
        #expect(seen.count >= 3)
        for entry in seen {
            let parts = entry.split(separator: " ").map(String.init)
            let operation = try #require(Operations.all.first { $0.id == parts[0] })
            let documented = StandardRefusals.all(of: operation).map(\.code)
            #expect(documented.contains(parts[1]), "\(entry)")
        }
        try await talk.house.stop()
    }

    @Test(
        "come in some language, however oddly one is asked for",
        arguments: [";", ",", ";;q=1,", "en;q=1", " ; ,;", "*", "zh-HK, en"])
    func languages(_ wish: String) async throws {
        let house = try await RunningService.start()
        let answer = try await house.send(
            "GET", "/api/v1/shipments", headers: ["Accept-Language": wish])
        #expect(answer.status == 401)
        let language = wish.hasPrefix("en") ? "en" : "zh-CN"
        #expect(answer.header("Content-Language") == language)
        try await house.stop()
    }

    @Test("would be found out where a member were missing, added, or of another kind")
    func mutations() async throws {
        let talk = try await begin()
        try await talk.send("POST", "/import-requests", as: "lab", Requests.consumables().json)
        let shown = try await talk.send("GET", "/shipments/SH-2026-000001")
        let members = try #require(try shown.json.objectValue?.members)
        for index in members.indices {
            for change in 0..<2 {
                var altered = members
                if change == 0 {
                    altered.remove(at: index)
                } else {
                    altered[index].value = .number("1.5")
                }
                var answer = shown
                answer.body = Data(JSONValue.object(JSONObject(altered)).text.utf8)
                let path = "/api/v1/shipments/SH-2026-000001"
                #expect(
                    !AnswerCheck().problems("GET", path, answer).isEmpty,
                    "\(members[index].name) \(change)")
            }
        }
        try await talk.house.stop()
    }
}
