import Dispatch
import Foundation
import Glibc
import GreenlaneCore

/// What came back.
struct HouseAnswer: Sendable {
    var status: Int
    var fields: [(name: String, value: String)]
    var body: [UInt8]

    var json: JSONValue {
        get throws { try JSONParser.parse(body) }
    }

    var code: String? { (try? json)?["code"]?.stringValue }

    func header(_ name: String) -> String? {
        fields.first { $0.name == name.lowercased() }?.value
    }

    /// The cookie that was set, as it goes into the next request.
    var cookie: String? {
        header("set-cookie")?.split(separator: ";").first.map(String.init)
    }
}

extension AccessHouse {
    struct BadAnswer: Error {}

    /// One request over a connection of its own, with the header fields exactly as given.
    func send(
        _ method: String, _ path: String, _ body: JSONValue? = nil,
        _ fields: [(String, String)] = []
    ) async throws -> HouseAnswer {
        let bytes = body.map { Array($0.text.utf8) } ?? []
        var head = "\(method) /api/v1\(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        head += "Connection: close\r\nAccept-Language: en\r\n"
        if body != nil {
            head += "Content-Type: application/json\r\nContent-Length: \(bytes.count)\r\n"
        }
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        return try await exchange(Array((head + "\r\n").utf8) + bytes)
    }

    /// One request to a page, with a body of any kind.
    func browser(
        _ method: String, _ path: String, _ body: (text: String, type: String)?,
        language: String, _ fields: [(String, String)]
    ) async throws -> HouseAnswer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        head += "Connection: close\r\nAccept-Language: \(language)\r\n"
        if let body {
            head += "Content-Type: \(body.type)\r\nContent-Length: \(body.text.utf8.count)\r\n"
        }
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        return try await exchange(Array((head + "\r\n" + (body?.text ?? "")).utf8))
    }

    private func exchange(_ request: [UInt8]) async throws -> HouseAnswer {
        let port = port
        let answer = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Self.exchange(request, port) })
            }
        }
        return try Self.parse(answer)
    }

    /// As a browser on our own page with a session.
    func browse(
        _ method: String, _ path: String, _ cookie: String, _ body: JSONValue? = nil,
        _ fields: [(String, String)] = []
    ) async throws -> HouseAnswer {
        try await send(
            method, path, body, [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin")] + fields)
    }

    /// As a program with a key or a token.
    func call(
        _ method: String, _ path: String, _ key: String, _ body: JSONValue? = nil,
        _ fields: [(String, String)] = []
    ) async throws -> HouseAnswer {
        try await send(method, path, body, [("Authorization", "Bearer \(key)")] + fields)
    }

    private static func exchange(_ request: [UInt8], _ port: Int) throws -> [UInt8] {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard connection >= 0 else { throw BadAnswer() }
        defer { close(connection) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw BadAnswer() }
        var sent = 0
        while sent < request.count {
            let count = request[sent...].withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return answer }
            answer += buffer[..<count]
        }
    }

    private static func parse(_ bytes: [UInt8]) throws -> HouseAnswer {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { throw BadAnswer() }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) }
        guard let status else { throw BadAnswer() }
        let fields = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return (line[..<colon].lowercased(), String(value))
        }
        let body = Array(text[end.upperBound...].utf8)
        return HouseAnswer(status: status, fields: fields, body: body)
    }
}
