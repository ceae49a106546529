import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes
import Testing

@testable import GreenlaneServer

@Suite("Goods of others do not show")
struct ReachTests {
    private func text(_ answer: RunningService.Answer) -> String {
        String(decoding: answer.body, as: UTF8.self)
    }

    @Test(
        "in anything that those who work for one importer may read",
        arguments: [Actor.Role.labManager, .broker, .carrier, .warehouse, .auditor])
    func staysHidden(role: Actor.Role) async throws {
        let house = try await RunningService.start()
        let town = try await MatrixTown(house)
        let person = try town.person(role)
        let marks = town.second.marks
        for operation in Operations.all where operation.method == .get {
            let probe = MatrixProbe(town: town, operation: operation)
            for relation in Relation.allCases where relation != .foreign {
                guard let object = try await probe.object(person, relation) else { continue }
                let answer = try await probe.send(object, as: person.name, serial: 0)
                for mark in marks {
                    #expect(!text(answer).contains(mark), "\(operation.id) tells of \(mark)")
                }
            }
        }
        try await house.stop()
    }

    @Test("in the words of a refusal: what is there is refused as what is not")
    func sameRefusal() async throws {
        let house = try await RunningService.start()
        let town = try await MatrixTown(house)
        let lab = try town.person(.labManager)
        for operation in Operations.all {
            let probe = MatrixProbe(town: town, operation: operation)
            guard operation.subject != .none,
                let there = try await probe.object(lab, .foreign),
                let missing = try await probe.object(lab, .none)
            else { continue }
            let one = try await probe.send(there, as: lab.name, serial: 0)
            let other = try await probe.send(missing, as: lab.name, serial: 0)
            #expect(one.status == other.status, "\(operation.id)")
            #expect(
                try one.json["code"] == other.json["code"] && one.header("ETag") == nil,
                "\(operation.id)")
            #expect(
                try one.json["detail"]?.stringValue?.replacing(there, with: "…")
                    == other.json["detail"]?.stringValue?.replacing(missing, with: "…"))
        }
        try await house.stop()
    }

    @Test("once an entrustment ends: not in lists, not in the stream, not in the past")
    func ends() async throws {
        let house = try await RunningService.start()
        let town = try await MatrixTown(house)
        let broker = try town.person(.broker)
        let before = try #require(town.add("broker", broker))
        let follower = FollowerAccess(service: house.service, principal: before)
        let path = "/api/v1/shipments/\(town.first.shipment)"
        #expect(try await house.send("GET", path, as: "broker").status == 200)
        let seen = try await follower.reading?.page(after: 0, limit: 1_000).events ?? []
        #expect(seen.contains { $0.json.text.contains(town.first.shipment) })
        #expect(!seen.contains { $0.json.text.contains(town.second.shipment) })
        try await town.command(.revokeEntrustment(id: broker.entrustment))
        town.add("broker", broker)
        for query in ["", "?at=2026-09-01T09:00:00%2B08:00", "/events", "/bundle", "/epcis"] {
            #expect(try await house.send("GET", path + query, as: "broker").status == 404)
        }
        // The stream was opened before, and asks again each time.
        let after = try await follower.reading?.page(after: 0, limit: 1_000).events ?? []
        #expect(!after.contains { $0.json.text.contains(town.first.shipment) })
        try await town.command(
            .changeAccount(id: broker.account, AccountChange(status: .disabled)))
        #expect(follower.reading == nil)
        try await house.stop()
    }

    @Test("in balances of a whitelist entry: those are for its unit")
    func balances() async throws {
        let house = try await RunningService.start()
        let town = try await MatrixTown(house)
        let own = try await house.send(
            "GET", "/api/v1/whitelist-entries/\(town.first.entry)", as: "lab_manager")
        let foreign = try await house.send(
            "GET", "/api/v1/whitelist-entries/\(town.second.entry)", as: "lab_manager")
        #expect(try own.json["balance"] != nil)
        #expect(foreign.status == 200)
        #expect(try foreign.json["balance"] == nil)
        try await house.stop()
    }

    @Test("in an audit of the whole log: it keeps to the scope, and counts only that")
    func audit() async throws {
        let house = try await RunningService.start()
        _ = try await MatrixTown(house)
        let path = "/api/v1/audit/exceptions?quarter=2026Q3"
        let scoped = try await house.send("GET", path, as: "auditor").json
        let all = try await house.send("GET", path, as: "administrator").json
        func refused(_ answer: JSONValue) -> Int64? {
            answer["summary"]?["totals"]?["refused"]?.integerValue
        }
        #expect(refused(scoped) == 1)
        #expect(refused(all) == 2)
        #expect(scoped["lines"]?.arrayValue?.count == 1)
        try await house.stop()
    }

    @Test("by the key of somebody else's request")
    func idempotency() async throws {
        let house = try await RunningService.start()
        let town = try await MatrixTown(house)
        let request = MatrixTown.request(town.first.uscc, "IDEM").json
        let first = try await house.send(
            "POST", "/api/v1/import-requests", as: "lab_manager", request,
            headers: ["Idempotency-Key": "k-1"])
        #expect(first.status == 201)
        let foreign = MatrixTown.request(town.second.uscc, "IDEM").json
        let other = try await house.send(
            "POST", "/api/v1/import-requests", as: "administrator", foreign,
            headers: ["Idempotency-Key": "k-1"])
        #expect(other.status == 201)
        #expect(try other.json["shipment"] != first.json["shipment"])
        try await house.stop()
    }
}
