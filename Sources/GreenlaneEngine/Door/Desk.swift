import Foundation
public import GreenlaneCore
import GreenlaneStore
import Synchronization

/// The writer of a running service: one thread that takes all commands that wait, decides them in
/// their order and commits them together. Each caller is answered after the commit of its own.
///
/// Fires timers when they are due, and signs the head when work pauses or much was written.
public final class Desk: Sendable {
    /// Commands that may wait; one more is refused with `busy`.
    public static let maximumWaiting = 4_096
    /// Commands of one transaction.
    public static let maximumBatch = 128
    /// Seconds that the thread sleeps at most: timers are looked at that often.
    static let longestPause = 1.0
    /// Seconds without work after which the head is signed.
    static let signingPause = 0.25
    /// Seconds after which the head is signed under constant load.
    static let longestUnsigned = 5.0

    /// What waits for the thread.
    private enum Job {
        case command(Envelope, @Sendable (Result<Result<Outcome, Refusal>, any Error>) -> Void)
        case task(@Sendable (Engine, LogKeeper) -> Void)
    }

    private struct Line: Sendable {
        var jobs: [Job] = []
        var isClosing = false
        var isIdle = false
        var hasEnded = false
        var failure: (any Error)?
    }

    private let line = Mutex(Line())
    /// Raised for every job that finds the thread asleep.
    private let bell = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    private let maximumWaiting: Int

    /// Takes engine and keeper over; nobody else may call them from now on. `maximumWaiting` is how
    /// many commands may wait.
    public init(
        engine: sending Engine, keeper: sending LogKeeper,
        maximumWaiting: Int = Desk.maximumWaiting
    ) {
        self.maximumWaiting = maximumWaiting
        let hands = Hands(engine: engine, keeper: keeper)
        let thread = Thread { [self] in work(hands) }
        thread.name = "greenlane-desk"
        thread.stackSize = 8 * 1_048_576
        thread.start()
    }

    /// One command, decided in its turn. Throws where it could not be written, or the desk is
    /// closed or overloaded.
    public func handle(_ envelope: Envelope) async throws -> Result<Outcome, Refusal> {
        try await withCheckedThrowingContinuation { continuation in
            put(.command(envelope) { continuation.resume(with: $0) }) {
                continuation.resume(throwing: $0)
            }
        }
    }

    /// Work that needs the writer to itself, in its turn.
    public func perform<T: Sendable>(
        _ body: @escaping @Sendable (Engine, LogKeeper) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            put(
                .task { engine, keeper in
                    continuation.resume(with: Result { try body(engine, keeper) })
                }
            ) { continuation.resume(throwing: $0) }
        }
    }

    /// Jobs that wait now.
    public var waiting: Int { line.withLock { $0.jobs.count } }

    /// The thread takes work.
    public var isOpen: Bool { line.withLock { !$0.isClosing && !$0.hasEnded } }

    /// Takes no more, does what waits, signs, closes the store. Blocks until that is done.
    public func close() throws {
        let isFirst = line.withLock { line in
            defer { line.isClosing = true }
            return !line.isClosing
        }
        bell.signal()
        ended.wait()
        ended.signal()
        if isFirst, let failure = line.withLock({ $0.failure }) { throw failure }
    }

    private func put(_ job: Job, orElse refuse: (Refusal) -> Void) {
        let refusal: Refusal? = line.withLock { line in
            if line.isClosing || line.hasEnded { return DeskRefusal.closing }
            if line.jobs.count >= maximumWaiting { return DeskRefusal.busy }
            line.jobs.append(job)
            if line.isIdle {
                line.isIdle = false
                bell.signal()
            }
            return nil
        }
        if let refusal { refuse(refusal) }
    }

    // MARK: The thread

    /// What the thread alone touches.
    private final class Hands: @unchecked Sendable {
        let engine: Engine
        let keeper: LogKeeper
        var signed: Int64 = 0
        var signedAt = DispatchTime.now()

        init(engine: Engine, keeper: LogKeeper) {
            self.engine = engine
            self.keeper = keeper
        }
    }

    private func work(_ hands: Hands) {
        while true {
            let (jobs, isClosing) = take(hands)
            run(jobs, hands)
            if jobs.isEmpty, isClosing { break }
            quietly { try hands.engine.tick() }
            signIfDue(hands, isPause: jobs.isEmpty)
        }
        let result = Result {
            try hands.keeper.sign()
            try hands.engine.store.close()
        }
        line.withLock { line in
            line.hasEnded = true
            if case .failure(let error) = result { line.failure = error }
        }
        ended.signal()
    }

    /// Waits for work; nothing where the pause is over.
    private func take(_ hands: Hands) -> (jobs: [Job], isClosing: Bool) {
        let found = grab()
        guard found.jobs.isEmpty, !found.isClosing else { return found }
        let isUnsigned = hands.engine.size > hands.signed
        _ = bell.wait(timeout: .now() + (isUnsigned ? Self.signingPause : Self.longestPause))
        return grab()
    }

    private func grab() -> (jobs: [Job], isClosing: Bool) {
        line.withLock { line in
            let jobs = line.jobs
            line.jobs = []
            line.isIdle = jobs.isEmpty
            return (jobs, line.isClosing)
        }
    }

    private func run(_ jobs: [Job], _ hands: Hands) {
        var envelopes: [Envelope] = []
        var answers: [@Sendable (Result<Result<Outcome, Refusal>, any Error>) -> Void] = []
        func flush() {
            guard !envelopes.isEmpty else { return }
            for (answer, result) in zip(answers, Self.decide(envelopes, hands.engine)) {
                answer(result)
            }
            envelopes.removeAll(keepingCapacity: true)
            answers.removeAll(keepingCapacity: true)
        }
        for job in jobs {
            switch job {
            case .command(let envelope, let answer):
                envelopes.append(envelope)
                answers.append(answer)
                if envelopes.count == Self.maximumBatch { flush() }
            case .task(let body):
                flush()
                body(hands.engine, hands.keeper)
            }
        }
        flush()
    }

    /// A fault of one command, such as a damaged stream, must not fail its neighbours.
    private static func decide(
        _ envelopes: [Envelope], _ engine: Engine
    ) -> [Result<Result<Outcome, Refusal>, any Error>] {
        switch Result(catching: { try engine.handle(envelopes) }) {
        case .success(let results): results.map { .success($0) }
        case .failure(let error) where envelopes.count == 1: [.failure(error)]
        case .failure: envelopes.map { envelope in Result { try engine.handle(envelope) } }
        }
    }

    private func signIfDue(_ hands: Hands, isPause: Bool) {
        let size = hands.engine.size
        guard size > hands.signed else { return }
        let isLong =
            DispatchTime.now() > hands.signedAt + Self.longestUnsigned
            || size - hands.signed >= LogKeeper.interval
        guard isPause || isLong else { return }
        quietly { try hands.keeper.sign() }
        hands.signed = size
        hands.signedAt = DispatchTime.now()
    }

    /// A full disk must not end the thread: whoever writes next is told, and readiness shows it.
    private func quietly<T>(_ body: () throws -> T) {
        let result = Result { try body() }
        line.withLock { line in
            switch result {
            case .failure(let error): line.failure = error
            case .success: line.failure = nil
            }
        }
    }

    /// Why timers or signing do not go on; nil where they do.
    public var trouble: (any Error)? { line.withLock { $0.failure } }
}

/// What the desk refuses before a command is looked at.
enum DeskRefusal {
    static let busy = Refusal(
        .fault, "busy",
        LocalizedText(
            zh: "等待办理的指令已满。", en: "Too many commands wait to be decided."),
        remedy: LocalizedText(zh: "稍后重试。", en: "Try again in a moment."))
    static let closing = Refusal(
        .fault, "closing",
        LocalizedText(zh: "服务正在停止，没有办理。", en: "The service is stopping; nothing was done."),
        remedy: LocalizedText(zh: "等服务恢复后重试。", en: "Try again when it is back."))
}
