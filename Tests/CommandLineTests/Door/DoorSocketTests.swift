import Foundation
import Glibc
import GreenlaneCore
import GreenlaneStore
import Testing

@testable import greenlane

@Suite("The socket of a service, and programs that are not ours")
struct DoorSocketTests {
    /// Answers every request that can be read with the name of the event or deed.
    private static func open(
        _ desk: Desk, limits: DoorSocket.Limits = DoorSocket.Limits()
    ) throws -> DoorSocket {
        try DataDirectory(path: desk.data).create()
        return try DoorSocket.start(in: DataDirectory(path: desk.data), limits: limits) {
            .done($0.json["do"] ?? .null)
        }
    }

    private func code(_ answer: JSONValue?) -> String? {
        answer?["thrown"]?["code"]?.stringValue
    }

    @Test("greets, answers several requests in order, and only its owner may open the file")
    func order() throws {
        let desk = try Desk()
        let socket = try Self.open(desk)
        defer { socket.stop() }
        let stranger = try Stranger(DataDirectory(path: desk.data))
        #expect(stranger.read()?["protocol"] == .integer(DoorSocket.protocolNumber))
        for name in ["sign", "tick", "deliver"] {
            try stranger.send("{\"do\":\"\(name)\"}")
            #expect(stranger.read()?["done"] == .string(name))
        }
        var status = stat()
        #expect(stat("\(desk.data)/greenlane.sock", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test(
        "a request that says nothing is refused, and the next one is heard",
        arguments: [
            ("", "json-invalid"), ("nonsense", "json-invalid"), ("{\"do\":", "json-invalid"),
            ("{\"do\":\"tick\",\"do\":\"sign\"}", "json-invalid"),
            (String(repeating: "[", count: 1_000), "json-invalid"),
            ("[]", "door-request-unreadable"), ("{\"do\":\"fly\"}", "door-request-unreadable"),
            ("{\"do\":7}", "door-request-unreadable"),
            ("{\"do\":\"handle\"}", "door-request-unreadable"),
            ("{\"do\":\"handle\",\"envelope\":[]}", "door-request-unreadable"),
            ("{\"do\":\"keepToken\",\"size\":\"1\"}", "door-request-unreadable"),
            ("{\"do\":\"unsubscribe\",\"name\":\"sub-1\"}", "door-request-unreadable"),
        ])
    func unreadable(text: String, expected: String) throws {
        let desk = try Desk()
        let socket = try Self.open(desk)
        defer { socket.stop() }
        let stranger = try Stranger(DataDirectory(path: desk.data))
        _ = stranger.read()
        try stranger.send(text)
        #expect(code(stranger.read()) == expected)
        try stranger.send("{\"do\":\"tick\"}")
        #expect(stranger.read()?["done"] == "tick")
    }

    @Test("bytes that are no text, and a frame that announces too much")
    func bytes() throws {
        let desk = try Desk()
        let socket = try Self.open(desk)
        defer { socket.stop() }
        let stranger = try Stranger(DataDirectory(path: desk.data))
        _ = stranger.read()
        try stranger.wire.write([0xFF, 0xC0, 0x00])
        #expect(code(stranger.read()) == "json-invalid")
        stranger.raw([0xFF, 0xFF, 0xFF, 0xFF, 0x7B])
        #expect(code(stranger.read()) == "door-frame-too-long")
        #expect(stranger.read() == nil, "nobody knows where the next request begins")
        try stillServes(desk)
    }

    @Test("half a frame, then nothing; a frame that trickles")
    func slow() throws {
        let desk = try Desk()
        let socket = try Self.open(
            desk, limits: DoorSocket.Limits(connections: 4, frameSeconds: 1))
        defer { socket.stop() }
        let directory = DataDirectory(path: desk.data)
        do {
            let gone = try Stranger(directory)
            gone.raw([0, 0, 0, 9, 0x7B])
        }
        let slow = try Stranger(directory)
        _ = slow.read()
        slow.raw([0, 0])
        usleep(600_000)
        slow.raw([0])
        usleep(600_000)
        slow.raw([9, 0x7B])
        #expect(code(slow.read()) == "door-frame-late")
        #expect(slow.read() == nil)
        try stillServes(desk)
    }

    @Test("a request that never comes keeps no place for ever")
    func idle() throws {
        let desk = try Desk()
        let socket = try Self.open(
            desk, limits: DoorSocket.Limits(connections: 1, idleSeconds: 1))
        defer { socket.stop() }
        let directory = DataDirectory(path: desk.data)
        let idle = try Stranger(directory)
        _ = idle.read()
        #expect(code(idle.read()) == "door-frame-late")
        #expect(idle.read() == nil)
        try waitForPlace(directory)
    }

    @Test("one connection too many is told so, and a place that is free again is given")
    func crowded() throws {
        let desk = try Desk()
        let socket = try Self.open(desk, limits: DoorSocket.Limits(connections: 2))
        defer { socket.stop() }
        let directory = DataDirectory(path: desk.data)
        do {
            let first = try Stranger(directory)
            let second = try Stranger(directory)
            #expect(first.read()?["protocol"] != nil && second.read()?["protocol"] != nil)
            #expect(code(try Stranger(directory).read()) == "door-crowded")
            withExtendedLifetime((first, second)) {}
        }
        try waitForPlace(directory)
        try stillServes(desk)
    }

    @Test("stopping ends the waiting and removes the file; one that is left over is replaced")
    func stop() throws {
        let desk = try Desk()
        let socket = try Self.open(desk)
        let directory = DataDirectory(path: desk.data)
        let waiting = try Stranger(directory)
        #expect(waiting.read() != nil)
        socket.stop()
        // Its end has come, by the stopping: not by the ten minutes that a connection may idle.
        #expect(throws: DoorWire.Fault.closed) { try waiting.wire.read(idleSeconds: 0) }
        #expect(access("\(desk.data)/greenlane.sock", F_OK) != 0)
        // As a process leaves it that was killed.
        let left = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let isBound = DoorAddress.with(DoorAddress.fileName, in: directory) {
            bind(left, $0, $1) == 0
        }
        #expect(isBound == true)
        close(left)
        #expect(throws: Stranger.NotThere.self) { try Stranger(directory) }
        let next = try Self.open(desk)
        try stillServes(desk)
        next.stop()
    }

    @Test("a directory whose path is longer than a socket's may be")
    func longPath() throws {
        let desk = try Desk()
        let long = "\(desk.folder)/" + String(repeating: "长", count: 60) + "/data"
        let directory = DataDirectory(path: long)
        try directory.create()
        let socket = try DoorSocket.start(in: directory) { .done($0.json["do"] ?? .null) }
        defer { socket.stop() }
        let stranger = try Stranger(directory)
        #expect(stranger.read()?["protocol"] != nil)
        var status = stat()
        #expect(stat("\(long)/greenlane.sock", &status) == 0)
    }

    @Test(
        "who may ask",
        arguments: [
            (uid_t(1000), uid_t(1000), true), (0, 1000, true), (1001, 1000, false),
            (1000, 0, false), (0, 0, true),
        ])
    func welcome(peer: uid_t, owner: uid_t, isWelcome: Bool) {
        #expect(DoorSocket.isWelcome(peer, owner: owner) == isWelcome)
        #expect(!DoorSocket.isWelcome(nil, owner: owner))
    }

    /// Opens the files to everybody, as somebody might by mistake, and comes as another user.
    @Test(
        "another user is turned away though the files let them through",
        .enabled(if: getuid() == 0, "only the superuser can become another user"),
        .enabled(if: access("/usr/bin/python3", X_OK) == 0, "needs python3"))
    func otherUser() throws {
        let desk = try Desk()
        let socket = try Self.open(desk)
        defer { socket.stop() }
        for (path, mode) in [
            (desk.folder, 0o755), (desk.data, 0o755), ("\(desk.data)/greenlane.sock", 0o666),
        ] {
            #expect(chmod(path, mode_t(mode)) == 0)
        }
        let script = """
            import os, socket, sys
            os.setgid(65534); os.setuid(65534)
            s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
            s.sendall(b"\\0\\0\\0\\x0d" + b'{"do":"sign"}')
            b = b""
            while True:
                part = s.recv(65536)
                if not part: break
                b += part
            print(b[4:].decode())
            """
        let run = try desk.run(
            ["-c", script, "\(desk.data)/greenlane.sock"], program: "/usr/bin/python3")
        #expect(run.exit == 0, "\(run.errors)")
        #expect(run.output.contains("door-stranger") && !run.output.contains("protocol"))
    }

    /// The socket learns of a connection's end in its own time.
    private func waitForPlace(_ directory: DataDirectory) throws {
        for _ in 0..<3_000 {
            if code(try Stranger(directory).read()) != "door-crowded" { return }
            usleep(20_000)
        }
        Issue.record("no place became free")
    }

    private func stillServes(_ desk: Desk) throws {
        let next = try Stranger(DataDirectory(path: desk.data))
        _ = next.read()
        try next.send("{\"do\":\"tick\"}")
        #expect(next.read()?["done"] == "tick")
    }
}
