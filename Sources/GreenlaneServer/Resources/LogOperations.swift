import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import HTTPTypes
import TransparencyLog

/// The log: its events, its signed heads, and the proofs that an auditor takes away.
enum LogOperations {
    static let all: [Operation] = [
        events, stream, checkpoint, checkpoints, keys, inclusion, consistency,
    ]
    static let limits = 1...1_000
    static let after = Parameter.query(
        "after", "从此位置之后", "After this position",
        ["type": "integer", "minimum": 0])

    static let events = Operation(
        id: "list-events", method: .get, path: "/events", group: .log,
        title: LocalizedText(zh: "按顺序列出事件", en: "Events in the order of the log"),
        access: .signedIn(.readEvents),
        parameters: [
            .query(
                "limit", "最多几条", "At most so many",
                ["type": "integer", "minimum": 1, "maximum": 1000]), after,
        ],
        answers: [AnswerForm(200, "事件", "Events", schema: "EventPage", hasPages: true)]
    ) { call in
        let limit = try call.number("limit", in: limits, default: 100)
        let after = try call.number("after", in: 0...Int.max, default: 0)
        let reach = try call.reach()
        let found = try await EventReading(call.service, reach).page(
            after: Int64(after), limit: limit)
        var object = JSONObject([.init("events", .array(found.events.map(\.json)))])
        object.append("position", .integer(found.position))
        var reply = Reply.json(.object(object))
        if found.hasMore {
            reply.headers[.link] = PageLink.next(String(found.position), call)
        }
        return reply
    }

    static let stream = Operation(
        id: "follow-events", method: .get, path: "/events/stream", group: .log,
        title: LocalizedText(zh: "持续接收事件（SSE）", en: "Follow the events (SSE)"),
        access: .signedIn(.readEvents), parameters: [after],
        answers: [
            AnswerForm(200, "事件流", "The events as they come", mediaType: "text/event-stream")
        ],
        refusals: [RefusalForm(503, "too-many-followers")], isStream: true
    ) { call in
        try EventStreaming.reply(call)
    }

    static let checkpoint = Operation(
        id: "show-checkpoint", method: .get, path: "/checkpoints/latest", group: .log,
        title: LocalizedText(zh: "最近的已签检查点", en: "The last signed checkpoint"),
        access: .signedIn(.readProofs),
        answers: [AnswerForm(200, "检查点", "The checkpoint", mediaType: "text/plain")],
        refusals: [RefusalForm(404, "checkpoint-missing")]
    ) { call in
        let row = try await call.service.reading.read { try $0.lastCheckpoint() }
        guard let row else { throw noCheckpoint }
        return .bytes(Array(row.note.utf8), type: "text/plain; charset=utf-8")
    }

    static let checkpoints = Operation(
        id: "list-checkpoints", method: .get, path: "/checkpoints", group: .log,
        title: LocalizedText(zh: "全部已签检查点", en: "All signed checkpoints"),
        access: .signedIn(.readProofs),
        answers: [AnswerForm(200, "检查点", "Checkpoints", schema: "CheckpointList")]
    ) { call in
        let rows = try await call.service.reading.read { try $0.checkpoints() }
        return .json([
            "checkpoints": .array(
                rows.suffix(1_000).map {
                    [
                        "size": .integer($0.size),
                        "at": .string(Timestamp(milliseconds: $0.at).description),
                        "note": .string($0.note),
                    ]
                })
        ])
    }

    static let keys = Operation(
        id: "list-log-keys", method: .get, path: "/log-keys", group: .log,
        title: LocalizedText(zh: "日志的公钥", en: "The public keys of the log"),
        access: .signedIn(.readProofs),
        answers: [AnswerForm(200, "公钥", "Keys", schema: "LogKeyList")]
    ) { call in
        let declared = try await call.service.reading.read { try LogKeys($0).declared }
        return .json([
            "keys": .array(
                declared.map {
                    [
                        "key": .string($0.key.text), "position": .integer($0.position),
                        "recorded": .string($0.recorded),
                    ]
                })
        ])
    }

    static let inclusion = Operation(
        id: "prove-event", method: .get, path: "/proofs/{position}", group: .log,
        title: LocalizedText(
            zh: "一条记录在日志中的证明（C2SP tlog-proof）",
            en: "Proof that an event is in the log (C2SP tlog-proof)"),
        access: .signedIn(.readProofs),
        parameters: [
            .path("position", "记录的位置", "The event's position", ["type": "integer", "minimum": 1])
        ],
        answers: [AnswerForm(200, "证明", "The proof", mediaType: "text/plain")],
        refusals: [RefusalForm(404, "position-unknown"), RefusalForm(404, "checkpoint-missing")]
    ) { call in
        guard let position = Int64(try call.name("position")), position > 0 else {
            throw APIRefusal.parameter("position", "应为正整数", "takes a positive whole number")
        }
        let bytes = try await call.service.reading.read { store in
            try LogProofs(store: store).file(position: position).bytes
        }
        return .bytes(bytes, type: "text/plain; charset=utf-8")
    }

    static let consistency = Operation(
        id: "prove-consistency", method: .get, path: "/consistency-proofs", group: .log,
        title: LocalizedText(
            zh: "证明日志是早先一段的延续", en: "Proof that the log continues an earlier head"),
        access: .signedIn(.readProofs),
        parameters: [
            .query(
                "from", "早先的条数", "Events of the earlier head", ["type": "integer", "minimum": 1]),
            .query("to", "后来的条数", "Events of the later head", ["type": "integer", "minimum": 1]),
        ],
        answers: [AnswerForm(200, "证明", "The proof", schema: "ConsistencyProof")],
        refusals: [RefusalForm(404, "position-unknown")]
    ) { call in
        let from = try call.number("from", in: 1...Int.max, default: 1)
        let stated = try call.number("to", in: 1...Int.max, default: 0 + Int.max)
        return try await call.service.reading.read { store in
            let proofs = try LogProofs(store: store)
            let to = stated == Int.max ? proofs.size : UInt64(stated)
            guard UInt64(from) <= to, to <= proofs.size else {
                throw Refusal(
                    .notFound, "position-unknown",
                    LocalizedText(
                        zh: "日志现有 \(proofs.size) 条。", en: "The log has \(proofs.size) events."))
            }
            let proof = try proofs.consistency(oldSize: UInt64(from), newSize: to)
            return .json([
                "old": .integer(Int64(from)), "new": .integer(Int64(clamping: to)),
                "oldRoot": .string(try proofs.root(size: UInt64(from)).base64),
                "newRoot": .string(try proofs.root(size: to).base64),
                "hashes": .array(proof.path.map { .string($0.base64) }),
            ])
        }
    }

    static let noCheckpoint = Refusal(
        .notFound, "checkpoint-missing",
        LocalizedText(zh: "还没有已签检查点。", en: "Nothing was signed yet."))
}
