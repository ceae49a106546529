import Foundation
import GreenlaneCore
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("The store")
struct LogStoreTests {
    @Test("writes all of a batch or nothing of it")
    func atomic() throws {
        let folder = try scratch()
        let store = try LogStore.open(path: folder + "/greenlane.sqlite")
        try store.commit(batch(positions: 1...2))
        // The second event of this batch has a position that is taken.
        var bad = batch(positions: 3...3)
        bad.events.append(contentsOf: batch(positions: 2...2).events)
        #expect(throws: (any Error).self) { try store.commit(bad) }
        var found: [Int64] = []
        try store.scan {
            found.append($0.position)
            return true
        }
        #expect(found == [1, 2])
        #expect(try store.tree().size == 2)
        try store.close()
    }

    @Test("refuses a file from a newer version, or of another program, and leaves it as it is")
    func foreign() throws {
        for (sql, code) in [
            ("PRAGMA user_version = 99", "data-from-newer-version"),
            ("PRAGMA application_id = 7", "data-file-foreign"),
        ] {
            let path = try scratch() + "/greenlane.sqlite"
            let store = try LogStore.open(path: path)
            try store.close()
            try RawDatabase.run(sql, on: path)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            for open in [LogStore.open(path:), LogStore.openReadOnly(path:)] {
                do {
                    _ = try open(path)
                    Issue.record("opened in spite of \(sql)")
                } catch let refusal as Refusal {
                    #expect(refusal.code == code)
                    #expect(refusal.kind == .input)
                }
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test("says that there is nothing where there is nothing, and that a damaged file is damaged")
    func unreadable() throws {
        let folder = try scratch()
        #expect(
            code { try LogStore.openReadOnly(path: folder + "/none.sqlite") }
                == "data-directory-empty")
        let path = folder + "/greenlane.sqlite"
        try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
        #expect(code { try LogStore.open(path: path) } == "data-damaged")
    }

    @Test("hands out a shipment's deliveries one after another, shipments side by side")
    func order() throws {
        let store = try LogStore.open(path: try scratch() + "/greenlane.sqlite")
        var first = Batch()
        first.treeSize = 0
        first.subscriptions = [
            SubscriptionRow(
                id: 1, name: "a", url: "https://a.example/", format: "cloudevents", active: true,
                since: 0)
        ]
        try store.commit(first)
        var events = batch(positions: 1...4)
        events.streams = [
            StreamRow(id: 1, name: "shipment/A"), StreamRow(id: 2, name: "shipment/B"),
        ]
        for index in events.events.indices {
            events.events[index].stream = index % 2 == 0 ? 1 : 2
            events.events[index].version = Int64(index / 2 + 1)
        }
        try store.commit(events)
        #expect(try store.dueDeliveries(at: 0, limit: 10).map(\.position) == [1, 2])
        try store.recordAttempt(
            subscription: 1, position: 1, at: 5, outcome: "response", httpStatus: 500,
            becomes: .pending, nextDue: 1_000)
        #expect(try store.dueDeliveries(at: 10, limit: 10).map(\.position) == [2])
        try store.recordAttempt(
            subscription: 1, position: 2, at: 5, outcome: "response", httpStatus: 204,
            becomes: .delivered, nextDue: nil)
        #expect(try store.dueDeliveries(at: 10, limit: 10).map(\.position) == [4])
        #expect(try store.dueDeliveries(at: 1_000, limit: 10).map(\.position) == [1, 4])
        #expect(try store.dueDeliveries(at: 1_000, limit: 10).first?.attempts == 1)
        try store.close()
    }

    @Test("reads a stream within a reading of the same stream, each from its own beginning")
    func nested() throws {
        let store = try LogStore.open(path: try scratch() + "/greenlane.sqlite")
        try store.commit(batch(positions: 1...3))
        for _ in 1...2 {
            var outer: [Int64] = []
            try store.scan(stream: 1) {
                outer.append($0.position)
                let (own, other) = (try store.events(stream: 1), try store.events(stream: 2))
                #expect(own.map(\.position) == [1, 2, 3] && other.isEmpty)
                return true
            }
            #expect(outer == [1, 2, 3])
        }
        try store.close()
    }

    @Test("answers questions asked together from one state, and writes again afterwards")
    func together() throws {
        struct Stopped: Error {}
        let path = try scratch() + "/greenlane.sqlite"
        let store = try LogStore.open(path: path)
        try store.commit(batch(positions: 1...2))
        try store.together {
            #expect(try store.tree().size == 2)
            try RawDatabase.run("UPDATE tree SET size = 7", on: path)
            #expect(try store.tree().size == 2)
            // Within another the state stays the same too.
            let within = try store.together { try store.tree().size }
            #expect(within == 2)
        }
        #expect(try store.tree().size == 7)
        #expect(throws: Stopped.self) {
            try store.together {
                try store.scan(stream: 1) { _ in throw Stopped() }
            }
        }
        try store.commit(batch(positions: 3...3))
        #expect(try store.events(stream: 1).map(\.position) == [1, 2, 3])
        try store.close()
    }

    private func batch(positions: ClosedRange<Int64>) -> Batch {
        var batch = Batch()
        if positions.lowerBound == 1 { batch.streams = [StreamRow(id: 1, name: "shipment/A")] }
        for position in positions {
            batch.events.append(
                EventRow(
                    position: position, stream: 1, version: position, type: "t.done",
                    entry: Array("{\"position\":\(position)}".utf8),
                    leaf: [UInt8](repeating: 1, count: 32), sealed: nil))
        }
        batch.treeSize = positions.upperBound
        return batch
    }

    private func scratch() throws -> String {
        let folder = NSTemporaryDirectory() + "greenlane-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    private func code(_ body: () throws -> LogStore) -> String {
        do {
            _ = try body()
            return "opened"
        } catch let refusal as Refusal {
            return refusal.code
        } catch {
            return "\(error)"
        }
    }
}
