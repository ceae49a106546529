import Foundation
import GreenlaneCore
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

@Suite("A shipment over HTTP")
struct ShipmentRoutesTests {
    @Test("is filed, looked at, moved on, and seen in the history")
    func goesItsWay() async throws {
        let house = try await RunningService.start()
        house.callers.add("lab", People.lab())
        house.callers.add("broker", People.broker())
        let filed = try await house.send(
            "POST", "/api/v1/import-requests", as: "lab", Requests.consumables().json)
        #expect(filed.status == 201)
        #expect(filed.header("Location") == "/api/v1/shipments/SH-2026-000001")
        #expect(filed.header("ETag") == "\"1\"")
        let shown = try await house.send("GET", "/api/v1/shipments/SH-2026-000001", as: "broker")
        #expect(shown.status == 200)
        let page = try shown.json
        #expect(page["shipment"] == "SH-2026-000001")
        let event = page["next"]?.arrayValue?.first { step in
            step["roles"]?.arrayValue?.contains("broker") ?? false
        }?["event"]?.stringValue
        let next = try #require(event)
        let stepped = try await house.send(
            "POST", "/api/v1/shipments/SH-2026-000001/steps", as: "broker",
            ["event": .string(next)], headers: ["If-Match": "\"1\""])
        let said = try stepped.json.text
        #expect(stepped.status == 201 || stepped.status == 400, "\(said)")
        let history = try await house.send(
            "GET", "/api/v1/shipments/SH-2026-000001/events", as: "lab")
        let events = try history.json["events"]?.arrayValue ?? []
        #expect(events.first?["actor"] == "lab_manager:li.na")
        try await house.stop()
    }

    @Test(
        "is filed as JSON, however a client spells that, and as nothing else",
        arguments: [
            ("application/json", 201), ("application/json; charset=utf-8", 201),
            ("Application/JSON ;charset=UTF-8", 201), ("text/plain", 415),
            ("application/jsonx", 415), ("", 415),
        ])
    func mediaType(text: String, status: Int) async throws {
        let house = try await RunningService.start()
        house.callers.add("lab", People.lab())
        let answer = try await house.send(
            "POST", "/api/v1/import-requests", as: "lab", Requests.consumables().json,
            headers: ["Content-Type": text])
        #expect(answer.status == status)
        try await house.stop()
    }

    @Test("needs the version that was seen, and refuses a stale one")
    func needsVersion() async throws {
        let house = try await RunningService.start()
        house.callers.add("lab", People.lab())
        _ = try await house.send(
            "POST", "/api/v1/import-requests", as: "lab", Requests.consumables().json)
        let path = "/api/v1/shipments/SH-2026-000001/steps"
        let without = try await house.send("POST", path, as: "lab", ["event": "cancel"])
        #expect(without.status == 428)
        let stale = try await house.send(
            "POST", path, as: "lab", ["event": "cancel"], headers: ["If-Match": "\"9\""])
        #expect(stale.status == 412)
        #expect(try stale.json["code"] == "stale-version")
        #expect(stale.header("Content-Type") == "application/problem+json")
        try await house.stop()
    }

    @Test("is not there for those whose goods it is not")
    func isHidden() async throws {
        let house = try await RunningService.start()
        house.callers.add("lab", People.lab())
        house.callers.add("other", People.lab("91110000000000000X"))
        house.callers.add("broker", People.broker(entrusted: []))
        _ = try await house.send(
            "POST", "/api/v1/import-requests", as: "lab", Requests.consumables().json)
        for caller in ["other", "broker"] {
            let answer = try await house.send(
                "GET", "/api/v1/shipments/SH-2026-000001", as: caller)
            #expect(answer.status == 404)
            let list = try await house.send("GET", "/api/v1/shipments", as: caller)
            #expect(try list.json["shipments"]?.arrayValue?.isEmpty == true)
        }
        let nobody = try await house.send("GET", "/api/v1/shipments/SH-2026-000001")
        #expect(nobody.status == 401)
        try await house.stop()
    }

    @Test("a key with another request is a conflict, as it is on the command line")
    func keys() async throws {
        let house = try await RunningService.start()
        house.callers.add("lab", People.lab())
        let path = "/api/v1/import-requests"
        let headers = ["Idempotency-Key": "k-1"]
        let first = Requests.consumables().json
        var other = try #require(first.objectValue)
        other["reference"] = "NS-OTHER"
        #expect(
            try await house.send("POST", path, as: "lab", first, headers: headers).status == 201)
        #expect(
            try await house.send("POST", path, as: "lab", first, headers: headers).status == 200)
        let answer = try await house.send(
            "POST", path, as: "lab", .object(other), headers: headers)
        #expect(answer.status == 409)
        #expect(try answer.json["code"] == "idempotency-conflict")
        // The service puts the account before the key; that is nobody's business.
        #expect(!String(decoding: answer.body, as: UTF8.self).contains("ACC-0001/"))
        try await house.stop()
    }

    @Test(
        "a list that is asked for wrongly is refused, not empty",
        arguments: [
            "state=delivred", "importer=91440115MAXXX0015F", "after=page-2", "after=SH-2026-1",
        ])
    func filters(query: String) async throws {
        let house = try await RunningService.start()
        house.callers.add("lab", People.lab())
        let answer = try await house.send("GET", "/api/v1/shipments?\(query)", as: "lab")
        #expect(answer.status == 400)
        #expect(try answer.json["code"] == "parameter-invalid")
        for right in ["state=delivered", "after=SH-2026-000009"] {
            let found = try await house.send("GET", "/api/v1/shipments?\(right)", as: "lab")
            #expect(found.status == 200)
        }
        try await house.stop()
    }
}
