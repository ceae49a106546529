import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import Testing

@testable import GreenlaneServer

@Suite("Subscriptions over HTTP")
struct SubscriptionRoutesTests {
    private let path = "/api/v1/subscriptions"
    private let wish: JSONValue = ["url": "https://erp.example.com/hooks"]

    /// The streams of which a subscription is told now.
    private func told(_ name: String, _ town: MatrixTown) async throws -> [String] {
        let (access, day) = (town.house.service.accounts, town.now.date)
        return try await town.house.service.reading.read { store in
            let row = try store.subscriptions().first { $0.name == name }
            guard let row else { return [] }
            var audience = SubscriptionAudience(store: store, access: access, on: day)
            return try store.deliveries(subscription: row.id, after: 0, limit: 1_000)
                .map(\.streamName).filter { try audience.includes(row, stream: $0) }
        }
    }

    @Test("show the secret once, are listed for their maker, and end")
    func lifecycle() async throws {
        let house = try await RunningService.start()
        _ = try await MatrixTown(house)
        let made = try await house.send("POST", path, as: "broker", wish)
        #expect(made.status == 201)
        let name = try #require(try made.json["subscription"]?.stringValue)
        #expect(made.header("Location") == "\(path)/\(name)")
        #expect(try made.json["secret"] == .string("whsec_\(name)"))
        let shown = try await house.send("GET", "\(path)/\(name)", as: "broker")
        #expect(try shown.json["active"] == true)
        #expect(try shown.json["secret"] == nil)
        #expect(try await house.send("GET", "\(path)/\(name)", as: "lab_manager").status == 404)
        #expect(
            try await house.send("DELETE", "\(path)/\(name)", as: "lab_manager").status == 404)
        #expect(try await house.send("DELETE", "\(path)/\(name)", as: "broker").status == 204)
        #expect(house.subscriptions.names == [])
        let ended = try await house.send("GET", "\(path)/\(name)", as: "broker")
        #expect(try ended.json["active"] == false)
        try await house.stop()
    }

    @Test("hear of goods that are entrusted, while they are, and of no others")
    func hearsItsOwn() async throws {
        let house = try await RunningService.start()
        let town = try await MatrixTown(house)
        let broker = try town.person(.broker)
        let made = try await house.send("POST", path, as: "broker", wish)
        let name = try #require(try made.json["subscription"]?.stringValue)
        let own = try await town.file(town.first.uscc, "HEARD")
        let foreign = try await town.file(town.second.uscc, "NOT-HEARD")
        let streams = try await told(name, town)
        #expect(streams.contains("shipment/\(own)"))
        #expect(!streams.contains("shipment/\(foreign)"))
        let shown = try await house.send("GET", "\(path)/\(name)/deliveries", as: "broker")
        let lines = try shown.json["deliveries"]?.arrayValue ?? []
        #expect(lines.map { $0["stream"] } == [.string("shipment/\(own)")])
        #expect(lines.first?["status"] == "pending")
        #expect(lines.first?["attempts"] == 0)
        try await town.command(.revokeEntrustment(id: broker.entrustment))
        #expect(try await told(name, town) == [])
        try await house.stop()
    }

    @Test("of whoever runs the data directory hear everything; of a suspended account nothing")
    func operators() async throws {
        let house = try await RunningService.start()
        let town = try await MatrixTown(house)
        let name = try await house.service.desk.perform { engine, _ in
            let name = "sub-\(try engine.store.subscriptions().count + 1)"
            _ = try engine.handle(
                Envelope(
                    .subscribe(
                        name: name, endpoint: "http://127.0.0.1/", format: "cloudevents"),
                    by: Actor(role: .administrator, name: "operator"))
            ).get()
            return name
        }
        let administrator = try town.person(.administrator)
        let foreign = try await town.file(town.second.uscc, "HEARD")
        #expect(try await told(name, town).contains("shipment/\(foreign)"))
        #expect(try await told(administrator.subscription, town).contains("shipment/\(foreign)"))
        #expect(
            try await told(town.second.subscription, town).contains("shipment/\(foreign)"))
        try await town.command(
            .changeAccount(id: town.second.account, AccountChange(status: .disabled)))
        #expect(try await told(town.second.subscription, town) == [])
        try await house.stop()
    }

    @Test("are refused where the address may not be told, or there are too many")
    func refused() async throws {
        let house = try await RunningService.start()
        _ = try await MatrixTown(house)
        let plain = try await house.send(
            "POST", path, as: "auditor", ["url": "http://erp.example.com"])
        #expect(plain.status == 400)
        #expect(try plain.json["code"] == "webhook-url-not-https")
        let form = try await house.send(
            "POST", path, as: "auditor",
            ["url": "https://erp.example.com", "format": "telegram"])
        #expect(form.status == 400)
        for _ in 1..<SubscriptionOperations.maximumActive {
            #expect(try await house.send("POST", path, as: "auditor", wish).status == 201)
        }
        let more = try await house.send("POST", path, as: "auditor", wish)
        #expect(more.status == 422)
        #expect(try more.json["code"] == "subscriptions-too-many")
        try await house.stop()
    }
}
