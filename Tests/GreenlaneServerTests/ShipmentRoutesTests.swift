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
}
