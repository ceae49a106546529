import GreenlaneCore
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

@Suite("Calls that are refused before the door are on the record")
struct TurnedAwayTests {
    /// What was refused, in the order of the log: command, target, code and count.
    private func refusals(_ house: AccessHouse, _ cookie: String) async throws -> [String] {
        let page = try await house.browse("GET", "/events?limit=1000", cookie)
        let events = try #require(try page.json["events"]?.arrayValue)
        return events.filter { $0["type"] == "command.refused" }.map { event in
            let data = event["data"]
            let parts = ["command", "target", "code"].map { data?[$0]?.stringValue ?? "-" }
            return parts.joined(separator: " ") + " \(data?["count"]?.integerValue ?? 0)"
        }
    }

    private func isClean(_ house: AccessHouse, _ cookie: String) async throws -> Bool {
        let report = try await house.browse("POST", "/verifications", cookie)
        return try report.json["ok"] == true
    }

    @Test("by a role that may not, a key that may only read, and for what is others'")
    func gate() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let lab = try await house.organisation("importer", "91440115MAXXX0015E", by: root)
            let member = try await house.member("zhou", "lab_manager", of: lab, by: root)
            let key = try await house.key(["read"], by: root)
            let wish: JSONValue = ["kind": "auditor", "name": ["zh": "甲"]]
            let role = try await house.browse("POST", "/organisations", member.cookie, wish)
            #expect(role.status == 403 && role.code == "role-not-allowed")
            let scope = try await house.call("POST", "/organisations", key.text, wish)
            #expect(scope.status == 403 && scope.code == "scope-missing")
            let foreign = try await house.browse("DELETE", "/keys/\(key.id)", member.cookie)
            #expect(foreign.status == 404 && foreign.code == "key-unknown")
            // What nobody knows was typed by somebody, and is not kept.
            let unknown = try await house.browse("DELETE", "/keys/K-999999", member.cookie)
            #expect(unknown.status == 404)
            #expect(
                try await refusals(house, root) == [
                    "register-organisation - role-not-allowed 1",
                    "register-organisation - scope-missing 1",
                    "revoke-key \(key.id) out-of-reach 1",
                ])
            #expect(try await isClean(house, root))
        }
    }

    @Test("and a number with a hidden character is a number that nobody has")
    func hiddenCharacters() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let lab = try await house.organisation("importer", RunningService.importer, by: root)
            let other = try await house.organisation("importer", "91440115MAXXX0197J", by: root)
            let owner = try await house.member("zhou", "lab_manager", of: lab, by: root)
            let stranger = try await house.member("stranger", "lab_manager", of: other, by: root)
            let request = try JSONParser.parse(Requests.consumables("HIDDEN").json.text)
            let filed = try await house.browse("POST", "/import-requests", owner.cookie, request)
            let id = try #require(try filed.json["shipment"]?.stringValue)
            for cookie in [owner.cookie, stranger.cookie] {
                for hidden in ["%00", "%00x", "%07"] {
                    let path = "/shipments/\(id)\(hidden)"
                    #expect(try await house.browse("GET", path, cookie).status == 404)
                    let step = try await house.browse(
                        "POST", path + "/steps", cookie, ["event": "withdraw", "input": [:]],
                        [("If-Match", "\"1\"")])
                    #expect(step.status == 404)
                }
            }
            #expect(try await isClean(house, root))
        }
    }

    @Test("with a credential that does not hold: counted, and kept at the tenth")
    func credentials() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let key = try await house.key(["read"], by: root)
            #expect(try await house.browse("DELETE", "/keys/\(key.id)", root).status == 204)
            for _ in 0..<12 {
                #expect(try await house.call("GET", "/shipments", key.text).status == 401)
            }
            #expect(try await house.call("GET", "/shipments", "not-a-token").status == 401)
            let planted = try await house.send(
                "POST", "/organisations", nil,
                [("Cookie", root), ("Sec-Fetch-Site", "cross-site")])
            #expect(planted.status == 403 && planted.code == "foreign-origin")
            // Whoever presents nothing tried nothing.
            #expect(try await house.send("GET", "/shipments").status == 401)
            #expect(
                try await refusals(house, root) == [
                    "present-credential \(key.id) credential-invalid 1",
                    "present-credential \(key.id) credential-invalid 10",
                    "present-credential - credential-invalid 1",
                    "present-credential - foreign-origin 1",
                ])
            #expect(try await isClean(house, root))
        }
    }

    @Test("on a page as often as it was tried, not once more for the page that says so")
    func pages() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let cookie = "gl_session=" + SecretText.random()
            for _ in 0..<5 { #expect(try await house.page("/", cookie).status == 303) }
            #expect(
                try await refusals(house, root) == ["present-credential - credential-invalid 1"])
        }
    }
}
