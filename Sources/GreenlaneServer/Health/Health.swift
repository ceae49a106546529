public import GreenlaneCore

/// Whether the process lives, and whether it can do its work: what load balancers and service
/// managers ask. Says what is wrong, and nothing about versions or the machine.
public struct Health: Sendable {
    /// Something without which the service cannot work.
    public struct Check: Sendable {
        /// Stable, kebab-case.
        public var code: String
        /// What it means when it fails.
        public var message: LocalizedText
        /// Whether it is as it should be; an error counts as no.
        public var passes: @Sendable () async throws -> Bool

        /// A check.
        public init(
            _ code: String, _ message: LocalizedText,
            passes: @escaping @Sendable () async throws -> Bool
        ) {
            self.code = code
            self.message = message
            self.passes = passes
        }
    }

    /// An answer to be sent as it is.
    public struct Answer: Hashable, Sendable {
        /// 200 or 503.
        public var status: Int
        /// `application/json`, or `application/problem+json` where it is 503.
        public var contentType: String
        /// The body.
        public var json: JSONValue
    }

    private let checks: [Check]
    private let seconds: Int

    /// `seconds` is what all checks together may take; what hangs is not ready.
    public init(_ checks: [Check], seconds: Int = 5) {
        self.checks = checks
        self.seconds = seconds
    }

    /// 200 while the process can answer at all.
    public static let live = Answer(
        status: 200, contentType: "application/json", json: ["status": "ok"])

    /// 200 where every check passes, else 503 with those that do not, in their order.
    public func ready() async -> Answer {
        let failed = await report().filter { !$0.passes }.map(\.check)
        guard !failed.isEmpty else { return Self.live }
        return Answer(
            status: 503, contentType: "application/problem+json",
            json: [
                "type": "about:blank", "title": "Service Unavailable", "status": 503,
                "detail": "The service is not ready.", "code": "not-ready",
                "message": ["zh": "服务尚未就绪。", "en": "The service is not ready."],
                "errors": .array(
                    failed.map {
                        [
                            "code": .string($0.code), "detail": .string($0.message.en),
                            "message": [
                                "zh": .string($0.message.zh), "en": .string($0.message.en),
                            ],
                        ]
                    }),
            ])
    }

    /// Each check, and whether it passed.
    func report() async -> [(check: Check, passes: Bool)] {
        Array(zip(checks, await outcomes())).map { (check: $0.0, passes: $0.1) }
    }

    /// Which checks passed. A check that hangs is left behind, not waited for.
    private func outcomes() async -> [Bool] {
        let (stream, outcome) = AsyncStream.makeStream(of: (Int, Bool)?.self)
        let tasks = checks.enumerated().map { index, check in
            Task { outcome.yield((index, (try? await check.passes()) ?? false)) }
        }
        let seconds = seconds
        let timer = Task {
            try? await Task.sleep(for: .seconds(seconds))
            outcome.yield(nil)
        }
        var passed = Array(repeating: false, count: checks.count)
        var missing = checks.count
        if missing > 0 {
            for await report in stream {
                guard let (index, isGood) = report else { break }
                passed[index] = isGood
                missing -= 1
                if missing == 0 { break }
            }
        }
        timer.cancel()
        for task in tasks { task.cancel() }
        return passed
    }
}
