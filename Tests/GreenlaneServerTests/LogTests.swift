import Foundation
import GreenlaneCore
import HTTPTypes
import Logging
import Synchronization
import Testing

@testable import GreenlaneServer

/// Keeps the lines of a log.
final class KeptLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    var sink: LogSink {
        LogSink(
            now: { Timestamp(milliseconds: 1_795_000_000_000) },
            output: { bytes in
                self.lines.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
            })
    }
}

@Suite("What is logged")
struct LogTests {
    private func logger(_ kept: KeptLines, _ form: ServiceConfiguration.LogForm) -> Logger {
        Logger(label: "test") {
            LineLogHandler(label: $0, level: .debug, form: form, sink: kept.sink)
        }
    }

    @Test("is one JSON object a line, metadata in order")
    func json() throws {
        let kept = KeptLines()
        var logger = logger(kept, .json)
        logger[metadataKey: "zebra"] = "1"
        logger.info("hello", metadata: ["ape": "2", "zebra": "3"])
        logger.trace("not logged")
        let line = try #require(kept.all.first)
        #expect(kept.all.count == 1)
        #expect(
            line == """
                {"time":"2026-11-18T11:06:40.000Z","level":"info","message":"hello",\
                "logger":"test","ape":"2","zebra":"3"}

                """)
    }

    @Test(
        "stays one line, whatever somebody sends",
        arguments: [
            "a\nb", "a\r\n{\"level\":\"info\"}", "\u{1B}[2J", "\u{202E}gnp", "\u{2028}x",
            "\" ,\"x\":1", "\0", "中\u{85}文",
        ], [ServiceConfiguration.LogForm.json, .text])
    func injection(text: String, form: ServiceConfiguration.LogForm) throws {
        let kept = KeptLines()
        logger(kept, form).info("\(text)", metadata: ["\(text)": "\(text)"])
        let line = try #require(kept.all.first)
        #expect(line.hasSuffix("\n"))
        let body = line.dropLast()
        #expect(PlainText.printable(String(body)) == String(body))
        if form == .json {
            let object = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
            #expect(object?["level"] as? String == "info")
        }
    }

    @Test("stays within bounds", arguments: [ServiceConfiguration.LogForm.json, .text])
    func bounds(form: ServiceConfiguration.LogForm) throws {
        let kept = KeptLines()
        var metadata: Logger.Metadata = [:]
        for index in 0..<200 { metadata["k\(index)"] = "\(String(repeating: "值", count: 500))" }
        logger(kept, form).info("\(String(repeating: "长", count: 9000))", metadata: metadata)
        let line = try #require(kept.all.first)
        #expect(line.utf8.count <= LogLine.maximumBytes)
        #expect(line.contains("truncated"))
        if form == .json {
            #expect(throws: Never.self) {
                try JSONSerialization.jsonObject(with: Data(line.utf8))
            }
        }
    }

    @Test("of a request holds no address in full, unless asked for")
    func access() throws {
        let kept = KeptLines()
        var exchange = Exchange(peer: NetworkAddress("203.0.113.9"))
        exchange.requestID = "req-12345"
        var configuration = ServiceConfiguration()
        for logsAddresses in [false, true] {
            configuration.logsAddresses = logsAddresses
            let log = try #require(AccessLog(configuration, sink: kept.sink))
            log.write(
                AccessLog.Entry(
                    method: .get, route: "/api/v1/shipments/{id}", status: 200,
                    nanoseconds: 1_234_567, bytes: 42, exchange: exchange))
        }
        #expect(
            kept.all[0] == """
                {"time":"2026-11-18T11:06:40.000Z","level":"info","message":"request",\
                "request_id":"req-12345","method":"GET","route":"/api/v1/shipments/{id}",\
                "status":200,"duration_us":1234,"bytes":42,"client_network":"203.0.113.0"}

                """)
        #expect(kept.all[1].contains("\"client\":\"203.0.113.9\""))
        configuration.logLevel = .warning
        #expect(AccessLog(configuration, sink: kept.sink) == nil)
    }
}
