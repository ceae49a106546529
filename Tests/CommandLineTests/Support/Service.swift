import Foundation
import Glibc
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport

@testable import greenlane

/// What `serve` is to the command line: the holder of the data directory, with the real engine
/// behind the real socket, in the process of the tests.
final class Service {
    private let desk: GreenlaneEngine.Desk
    private let socket: DoorSocket
    private var lock: WriterLock?

    /// Becomes the writer. Time stands still at noon, and salts are those of a fresh command.
    init(_ place: Desk) throws {
        let directory = DataDirectory(path: place.data)
        guard let definitions = World.definitions, let noon = Timestamp(Desk.noon) else {
            throw Stranger.NotThere()
        }
        let lock = try directory.lock()
        let store = try LogStore.open(path: directory.databasePath)
        // Nobody else knows them: the desk's thread owns them from here on.
        nonisolated(unsafe) let engine = try Engine(
            store: store, definitions: definitions, salts: .seeded(7), clock: { noon })
        nonisolated(unsafe) let keeper = try LogKeeper(
            engine: engine, vault: DirectoryVault(directory: directory),
            newName: { "lab.example/service" }, clock: { noon })
        desk = GreenlaneEngine.Desk(engine: engine, keeper: keeper)
        let service = DoorService(desk: desk, directory: directory, clock: { noon })
        socket = try DoorSocket.start(in: directory) { await service.answer($0) }
        self.lock = lock
    }

    /// As a service ends: no more requests, then the log, then the lock.
    func stop() throws {
        socket.stop()
        try desk.close()
        lock = nil
    }
}

/// Speaks to the socket of a directory as a program might that is not ours.
final class Stranger {
    let descriptor: Int32
    let wire: DoorWire

    struct NotThere: Error {}

    init(_ directory: DataDirectory) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let isOpen = DoorAddress.with(DoorAddress.fileName, in: directory) {
            connect(descriptor, $0, $1) == 0
        }
        guard isOpen == true else {
            close(descriptor)
            throw NotThere()
        }
        self.descriptor = descriptor
        wire = DoorWire(descriptor)
    }

    /// The next answer; nil where the connection ended.
    func read() -> JSONValue? {
        guard let bytes = try? wire.read(idleSeconds: 20) else { return nil }
        return try? JSONParser.parse(bytes)
    }

    func send(_ text: String) throws { try wire.write(Array(text.utf8)) }

    /// Bytes as they are, without a length before them.
    func raw(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, 0) }
    }
}
