import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

@Suite("The desk")
struct DeskTests {
    private static func desk(maximumWaiting: Int) throws -> (desk: Desk, folder: String) {
        let definitions = try #require(World.definitions)
        let now = try #require(Timestamp("2026-09-01T09:00:00+08:00"))
        let folder = NSTemporaryDirectory() + "greenlane-desk-" + UUID().uuidString
        let directory = DataDirectory(path: folder)
        try directory.create()
        let store = try LogStore.open(path: directory.databasePath)
        nonisolated(unsafe) let engine = try Engine(
            store: store, definitions: definitions, salts: .seeded(7)
        ) { now }
        nonisolated(unsafe) let keeper = try LogKeeper(
            engine: engine, vault: TestVault(), newName: { "test.example/log" }, clock: { now })
        return (Desk(engine: engine, keeper: keeper, maximumWaiting: maximumWaiting), folder)
    }

    private static func request(_ number: Int) -> Envelope {
        Envelope(
            .file(Requests.consumables("T-\(number)")),
            by: Actor(role: .labManager, name: "li.na"))
    }

    @Test("refuses what is more than may wait, and does nothing of it")
    func isFull() async throws {
        let (desk, folder) = try Self.desk(maximumWaiting: 0)
        do {
            _ = try await desk.handle(Self.request(1))
            Issue.record("it was taken")
        } catch let refusal as Refusal {
            #expect(refusal.code == "busy")
        }
        try desk.close()
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test("answers everything that was handed in before it closed, and nothing after")
    func closes() async throws {
        let (desk, folder) = try Self.desk(maximumWaiting: 100)
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 1...40 {
                group.addTask { try await desk.handle(Self.request(number)).get().id }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(Set(ids).count == 40)
        try desk.close()
        do {
            _ = try await desk.handle(Self.request(41))
            Issue.record("it was taken")
        } catch let refusal as Refusal {
            #expect(refusal.code == "closing")
        }
        try FileManager.default.removeItem(atPath: folder)
    }
}
