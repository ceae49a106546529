import Foundation
import Glibc
import GreenlaneStore
import Testing

@testable import greenlane

@Suite("A service that fails the command")
struct FailingServiceTests {
    /// Holds the lock and listens; what follows the connection is the test's.
    private final class Failing {
        private let lock: WriterLock
        private let listener: Int32
        private let thread: Thread

        init(_ desk: Desk, _ each: @escaping @Sendable (DoorWire) -> Void) throws {
            let directory = DataDirectory(path: desk.data)
            lock = try directory.lock()
            let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            let isOpen = DoorAddress.with(DoorAddress.fileName, in: directory) {
                bind(listener, $0, $1) == 0 && listen(listener, 4) == 0
            }
            #expect(isOpen == true)
            self.listener = listener
            thread = Thread {
                while true {
                    let descriptor = accept(listener, nil, nil)
                    guard descriptor >= 0 else { return }
                    each(DoorWire(descriptor))
                }
            }
            thread.start()
        }

        func stop() {
            shutdown(listener, Int32(SHUT_RDWR))
            close(listener)
        }
    }

    /// How the connections ended, as the service saw it.
    private final class Ends: @unchecked Sendable {
        private let bell = DispatchSemaphore(value: 0)
        private let turn = NSLock()
        private var faults: [DoorWire.Fault] = []

        func add(_ fault: DoorWire.Fault) {
            turn.withLock { faults.append(fault) }
            bell.signal()
        }

        /// Waits for it.
        func first() -> DoorWire.Fault? {
            bell.wait()
            return turn.withLock { faults.first }
        }
    }

    private static let greeting = Array("{\"protocol\":1,\"version\":\"1.0.0\"}".utf8)

    private func step(_ desk: Desk, _ id: String) throws -> CommandRun {
        try desk.run("do", id, "dispatch", "--as", "broker:chen.bo", "--json")
    }

    @Test("killed in the middle of a step: nobody says that it was done, or that it was not")
    func killed() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let service = try Failing(desk) { wire in
            try? wire.write(Self.greeting)
            _ = try? wire.read(idleSeconds: 10)
        }
        let run = try step(desk, id)
        service.stop()
        #expect(run.exit == 70 && run.errorCode == "server-gone", "\(run.output)")
    }

    @Test("gone before the step was sent: it was not taken")
    func early() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let service = try Failing(desk) { try? $0.write(Self.greeting) }
        let run = try step(desk, id)
        service.stop()
        // The system decides whether the end is seen before or after sending.
        #expect(run.exit == 70)
        #expect(["server-unreachable", "server-gone"].contains(run.errorCode), "\(run.output)")
    }

    @Test(
        "an answer that is none",
        arguments: ["", "{}", "[]", "nonsense", "{\"outcome\":{}}", "{\"refusal\":{\"kind\":1}}"])
    func nonsense(answer: String) throws {
        let desk = try Desk()
        let id = try desk.filed()
        let service = try Failing(desk) { wire in
            try? wire.write(Self.greeting)
            while (try? wire.read(idleSeconds: 10)) != nil { try? wire.write(Array(answer.utf8)) }
        }
        let run = try step(desk, id)
        service.stop()
        #expect(run.exit == 70 || run.exit == 2, "\(run.output)")
        #expect(run.errorCode != nil)
    }

    @Test("of another version: refused before anything is asked")
    func version() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let service = try Failing(desk) {
            try? $0.write(Array("{\"protocol\":2,\"version\":\"9.9.9\"}".utf8))
            _ = try? $0.read(idleSeconds: 10)
        }
        let run = try step(desk, id)
        service.stop()
        #expect(run.exit == 4 && run.errorCode == "server-version")
    }

    @Test("one that never greets keeps nobody waiting for long")
    func silent() throws {
        let desk = try Desk()
        let id = try desk.filed()
        let ends = Ends()
        let service = try Failing(desk) { wire in
            do throws(DoorWire.Fault) {
                _ = try wire.read(idleSeconds: DoorConnection.answerSeconds)
            } catch {
                ends.add(error)
            }
        }
        let run = try step(desk, id)
        service.stop()
        #expect(run.exit == 4 && run.errorCode == "server-silent")
        // The command went; the service would have been quiet for longer.
        #expect(ends.first() == .closed)
        #expect(try desk.run("show", id, "--json").json["version"] as? Int == 1)
    }
}
