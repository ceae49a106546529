import Foundation
import Glibc
import GreenlaneCore
import Testing

@testable import GreenlaneServer

@Suite("Over a real connection")
struct ConnectionTests {
    private static let curl = Program.path("curl")
    private static let openssl = Program.path("openssl")

    @Test("limits hold, and answers unpack", .enabled(if: curl != nil, "curl is not here"))
    func plain() async throws {
        let curl = try #require(Self.curl)
        let service = TestService()
        try await service.serving { port in
            let base = "http://127.0.0.1:\(port)"
            let packed = try await Program.run(curl, ["-s", "--compressed", "-i", base + "/large"])
            #expect(packed.output.lowercased().contains("content-encoding: gzip"))
            #expect(packed.output.hasSuffix("报关\""))
            let long = String(repeating: "x", count: 20_000)
            let head = try await Program.run(
                curl,
                ["-s", "-o", "-", "-w", "%{http_code}", "-H", "X-Long: \(long)", base + "/large"])
            #expect(head.output.hasSuffix("431"))
            let target = try await Program.run(
                curl, ["-s", "-w", "%{http_code}", base + "/small/" + long.prefix(10_000)])
            #expect(target.output.hasSuffix("414"))
        }
    }

    @Test(
        "TLS serves what its certificate says, and nothing below 1.2",
        .enabled(if: curl != nil && openssl != nil, "curl or openssl is not here"))
    func encrypted() async throws {
        let curl = try #require(Self.curl)
        let openssl = try #require(Self.openssl)
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "greenlane-tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = folder.appending(path: "key.pem").path
        let certificate = folder.appending(path: "certificate.pem").path
        let made = try await Program.run(
            openssl,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
            ])
        #expect(made.status == 0, "\(made.output)")
        var service = TestService()
        service.configuration.tlsCertificate = certificate
        service.configuration.tlsKey = key
        try await service.serving { port in
            let url = "https://localhost:\(port)/small/x"
            let good = try await Program.run(
                curl, ["-s", "-i", "--cacert", certificate, url])
            #expect(good.output.hasSuffix("small"), "\(good.output)")
            #expect(good.output.lowercased().contains("strict-transport-security"))
            let strange = try await Program.run(curl, ["-s", url])
            #expect(strange.status == 60)
            let old = try await Program.run(
                curl, ["-s", "--cacert", certificate, "--tls-max", "1.1", url])
            #expect(old.status != 0)
        }
        let other = folder.appending(path: "other.pem").path
        _ = try await Program.run(openssl, ["genrsa", "-out", other, "2048"])
        let wrong = #expect(throws: Refusal.self) {
            try TLSMaterial(ServiceConfiguration.TLSFiles(certificate: certificate, key: other))
        }
        #expect(wrong?.code == "tls-key-differs")
        let none = #expect(throws: Refusal.self) {
            try TLSMaterial(ServiceConfiguration.TLSFiles(certificate: key, key: key))
        }
        #expect(none?.code.hasPrefix("tls-certificate-") == true)
    }

    @Test("a body that does not come is answered 408, and the connection closed")
    func slowBody() async throws {
        var service = TestService()
        service.configuration.bodySeconds = 1
        let answer = try await service.serving { port in
            try await RawConnection.exchange(
                port: port,
                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"half\":")
        }
        #expect(answer.hasPrefix("HTTP/1.1 408"), "\(answer)")
        // Whoever waited for the rest must not take the half for the whole.
        #expect(!answer.contains("200"))
    }

    @Test("a body that was cut off is no body")
    func cutOff() async throws {
        let service = TestService()
        try await service.serving { port in
            _ = try await RawConnection.exchange(
                port: port,
                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"half\":",
                thenClose: true)
            let line = "GET /small/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            let next = try await RawConnection.exchange(port: port, line)
            #expect(next.hasPrefix("HTTP/1.1 200"))
        }
        #expect(!service.kept.all.contains { $0.contains("/echo\",\"status\":200") })
    }
}

/// A connection by hand, for what no proper client would send.
enum RawConnection {
    struct Failed: Error {}

    /// Sends, and reads until the other side closes, or has sent the head of its answer. On a
    /// thread of its own: the service that answers needs the others.
    static func exchange(
        port: Int, _ text: String, thenClose: Bool = false, untilHead: Bool = false
    ) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result { try talk(port: port, text, thenClose, untilHead) })
            }
        }
    }

    private static func talk(
        port: Int, _ text: String, _ thenClose: Bool, _ untilHead: Bool
    ) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failed() }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 600, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failed() }
        let bytes = Array(text.utf8)
        guard send(descriptor, bytes, bytes.count, 0) == bytes.count else { throw Failed() }
        if thenClose {
            shutdown(descriptor, Int32(SHUT_WR))
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
            if untilHead, answer.firstRange(of: Array("\r\n\r\n".utf8)) != nil { break }
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
