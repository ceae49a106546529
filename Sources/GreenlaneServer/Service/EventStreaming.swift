import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes
import Hummingbird
import NIOCore

/// Server-sent events: every event once and in order, from where the reader left off.
enum EventStreaming {
    /// Seconds of silence after which a comment keeps the connection open.
    static let heartbeatSeconds = 15
    /// Milliseconds after which a reader that was cut off comes back.
    static let retryMilliseconds = 2_000
    /// Events that are read at once.
    static let pageSize = 200

    /// What a reader gets of each event.
    enum Form: Sendable {
        case whole
        /// That something changed, and which stream: for pages, which then ask for themselves.
        case hint
    }

    static func reply(_ call: Call, form: Form = .whole) throws(Refusal) -> Reply {
        let start = try start(call)
        let account = try call.caller().account
        guard let follower = call.service.feed.follow(as: account) else {
            throw Refusal(
                .fault, "too-many-followers",
                LocalizedText(
                    zh: "事件流已满：全部 \(EventFeed.maximumFollowers) 路，或您的 \(EventFeed.maximumOfOne) 路。",
                    en: "Too many follow the events: \(EventFeed.maximumFollowers) in all, or "
                        + "\(EventFeed.maximumOfOne) of yours."),
                remedy: LocalizedText(
                    zh: "先关闭不用的连接。", en: "Close the streams that are not needed."))
        }
        let access = FollowerAccess(service: call.service, principal: try call.caller())
        let feed = call.service.feed
        var reply = Reply(
            status: 200,
            content: .stream { writer in
                defer { feed.leave(follower.id) }
                try await write(
                    Reader(access: access, form: form), after: start, follower.signals,
                    heartbeats: heartbeats(), &writer)
                try await writer.finish(nil)
            })
        reply.headers[.contentType] = "text/event-stream; charset=utf-8"
        reply.headers[.cacheControl] = "no-store"
        reply.headers[.accelBuffering] = "no"
        return reply
    }

    /// `Last-Event-ID` says what was seen; else the query says where to begin; else now.
    private static func start(_ call: Call) throws(Refusal) -> Int64? {
        if let text = try call.single(.lastEventID) {
            guard let position = Int64(text), position >= 0 else {
                throw APIRefusal.header("Last-Event-ID")
            }
            return position
        }
        guard call.query["after"] != nil else { return nil }
        return Int64(try call.number("after", in: 0...Int.max, default: 0))
    }

    private struct Reader: Sendable {
        var access: FollowerAccess
        var form: Form
    }

    private enum Wake: Sendable {
        case look, beat, end
    }

    private static func heartbeats() -> AsyncStream<Void> {
        AsyncStream { continuation in
            let task = Task {
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(heartbeatSeconds))
                    continuation.yield()
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private static func write(
        _ reader: Reader, after start: Int64?, _ signals: AsyncStream<EventFeed.Signal>,
        heartbeats: AsyncStream<Void>, _ writer: inout any ResponseBodyWriter
    ) async throws {
        var position: Int64
        if let start {
            position = start
        } else {
            position = try await reader.access.service.reading.read { try $0.tree().size }
        }
        try await writer.write(
            ByteBuffer(string: "retry: \(retryMilliseconds)\nid: \(position)\n\n"))
        guard let first = try await send(reader, after: position, &writer) else { return }
        position = first
        let (wakes, wake) = AsyncStream.makeStream(
            of: Wake.self, bufferingPolicy: .bufferingNewest(2))
        let watchers = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await signal in signals {
                        if case .closing = signal { break }
                        wake.yield(.look)
                    }
                    wake.yield(.end)
                    wake.finish()
                }
                group.addTask { for await _ in heartbeats { wake.yield(.beat) } }
                await group.next()
                group.cancelAll()
            }
        }
        defer { watchers.cancel() }
        for await reason in wakes {
            switch reason {
            case .look:
                guard let next = try await send(reader, after: position, &writer) else { return }
                position = next
            case .beat: try await writer.write(ByteBuffer(string: ": \(position)\n\n"))
            case .end:
                _ = try await send(reader, after: position, &writer)
                return
            }
        }
    }

    /// Everything after a position; how far the log was looked through, nil where the reader may
    /// not follow any more.
    private static func send(
        _ reader: Reader, after start: Int64, _ writer: inout any ResponseBodyWriter
    ) async throws -> Int64? {
        var position = start
        while true {
            guard let reading = reader.access.reading else { return nil }
            let page = try await reading.page(after: position, limit: pageSize)
            position = page.position
            var text = ""
            for event in page.events {
                text += "id: \(event.position)\n"
                switch reader.form {
                case .whole: text += "event: \(event.type)\ndata: \(event.json.text)\n\n"
                case .hint:
                    text += "event: change\ndata: \(event.json["stream"]?.stringValue ?? "")\n\n"
                }
            }
            if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
            if !page.hasMore { return position }
        }
    }
}

extension HTTPField.Name {
    /// Tells a proxy in front not to hold the stream back.
    static let accelBuffering = named("X-Accel-Buffering")
}
