internal import Dispatch
internal import Foundation
internal import Glibc
internal import GreenlaneCore
internal import GreenlaneStore
internal import Synchronization

/// The socket in the data directory through which the commands of the same user work while a
/// service holds it. One thread listens, and each connection has one of its own: they are few, and
/// wait most of the time.
final class DoorSocket: Sendable {
    /// Of the form of requests and answers; another number is not spoken to.
    static let protocolNumber: Int64 = 1
    /// Seconds that stopping waits for requests under way.
    static let stopSeconds = 30

    /// What one client may take.
    struct Limits: Sendable {
        /// Commands at work at once; one more is told `door-crowded`.
        var connections = 32
        /// Seconds that a connection may stay without a request.
        var idleSeconds = 600
        /// Seconds in which a request that has begun must be through.
        var frameSeconds = DoorWire.usualFrameSeconds
    }

    typealias Answering = @Sendable (DoorRequest) async -> DoorAnswer

    private let directory: DataDirectory
    private let listener: Int32
    /// Readable from the moment of stopping.
    private let alarm: Int32
    private let alarmEnd: Int32
    private let answering: Answering
    private let limits: Limits
    private let connections = Mutex(0)
    private let isStopped = Mutex(false)
    private let threads = DispatchGroup()

    /// Opens the socket; only the holder of the directory's lock may, since a file that is left
    /// over is replaced. Throws `door-not-opened`.
    static func start(
        in directory: DataDirectory, limits: Limits = Limits(), answering: @escaping Answering
    ) throws(Refusal) -> DoorSocket {
        let listener = try listen(directory, backlog: limits.connections)
        var alarm: [Int32] = [-1, -1]
        guard pipe(&alarm) == 0 else {
            let refusal = DoorRefusals.notListening(String(cString: strerror(errno)))
            close(listener)
            throw refusal
        }
        for end in alarm { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let socket = DoorSocket(
            directory, listener, (alarm[0], alarm[1]), limits, answering)
        socket.threads.enter()
        let thread = Thread { socket.work() }
        thread.name = "greenlane-door"
        thread.start()
        return socket
    }

    private init(
        _ directory: DataDirectory, _ listener: Int32, _ alarm: (read: Int32, write: Int32),
        _ limits: Limits, _ answering: @escaping Answering
    ) {
        self.directory = directory
        self.listener = listener
        self.alarm = alarm.read
        alarmEnd = alarm.write
        self.limits = limits
        self.answering = answering
    }

    deinit {
        close(listener)
        close(alarm)
        close(alarmEnd)
    }

    /// Bound under another name and moved: nobody connects before it listens, or before it is
    /// ours alone.
    private static func listen(
        _ directory: DataDirectory, backlog: Int
    ) throws(Refusal) -> Int32 {
        let draft = "\(DoorAddress.fileName).new"
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else {
            throw DoorRefusals.notListening(String(cString: strerror(errno)))
        }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL, 0) | O_NONBLOCK)
        let path = "\(directory.path)/\(draft)"
        unlink(path)
        let isOpen = DoorAddress.with(draft, in: directory) {
            bind(descriptor, $0, $1) == 0 && chmod(path, 0o600) == 0
                && Glibc.listen(descriptor, Int32(clamping: backlog)) == 0
                && rename(path, "\(directory.path)/\(DoorAddress.fileName)") == 0
        }
        guard isOpen == true else {
            let refusal = DoorRefusals.notListening(String(cString: strerror(errno)))
            close(descriptor)
            unlink(path)
            throw refusal
        }
        return descriptor
    }

    /// Takes no more requests, answers those under way, and removes the socket. Blocks until then;
    /// to be called before the lock of the directory is given back.
    func stop() {
        let isFirst = isStopped.withLock { stopped in
            defer { stopped = true }
            return !stopped
        }
        guard isFirst else { return }
        unlink("\(directory.path)/\(DoorAddress.fileName)")
        var one: UInt8 = 1
        _ = write(alarmEnd, &one, 1)
        _ = threads.wait(timeout: .now() + .seconds(Self.stopSeconds))
    }

    // MARK: The threads

    private func work() {
        defer { threads.leave() }
        while true {
            var waits = [
                pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
                pollfd(fd: alarm, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&waits, nfds_t(waits.count), -1)
            if waits[1].revents != 0 { return }
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else {
                // No descriptor is free: others will be in a moment.
                if errno == EMFILE || errno == ENFILE { _ = poll(nil, 0, 50) }
                continue
            }
            begin(descriptor)
        }
    }

    private func begin(_ descriptor: Int32) {
        let hasRoom = connections.withLock { count in
            guard count < limits.connections else { return false }
            count += 1
            return true
        }
        guard hasRoom else {
            let wire = DoorWire(descriptor, alarm: alarm)
            // A few bytes always fit into a new socket: this does not wait.
            try? wire.write(Self.bytes(.thrown(DoorRefusals.crowded)))
            return
        }
        threads.enter()
        let thread = Thread { [self] in
            serve(DoorWire(descriptor, alarm: alarm, frameSeconds: limits.frameSeconds))
            connections.withLock { $0 -= 1 }
            threads.leave()
        }
        thread.name = "greenlane-door-client"
        thread.start()
    }

    /// Whether a user may ask for anything here: who runs the service, and who may do anything on
    /// this machine anyway.
    static func isWelcome(_ peer: uid_t?, owner: uid_t = geteuid()) -> Bool {
        peer == owner || peer == 0
    }

    private func serve(_ wire: DoorWire) {
        guard Self.isWelcome(wire.peer) else {
            try? wire.write(Self.bytes(.thrown(DoorRefusals.stranger)))
            wire.finish()
            return
        }
        do throws(DoorWire.Fault) {
            try wire.write(Array(Self.greeting.text.utf8))
            while true {
                let request = try wire.read(idleSeconds: limits.idleSeconds)
                try wire.write(Self.bytes(answer(request)))
            }
        } catch {
            guard let refusal = Self.refusal(error) else { return }
            try? wire.write(Self.bytes(.thrown(refusal)))
            wire.finish()
        }
    }

    private func answer(_ bytes: [UInt8]) -> DoorAnswer {
        let request: DoorRequest
        do {
            request = try DoorRequest(json: try JSONParser.parse(bytes))
        } catch let error as JSONSyntaxError {
            return .thrown(DoorRefusals.notJSON(error))
        } catch {
            return DoorAnswer(error)
        }
        // Not on the threads that all tasks share: whatever holds those up, this goes on.
        let turn = ThreadTurn()
        let result = AnswerBox()
        Task(executorPreference: turn) { [answering] in
            result.set(await answering(request))
        }
        turn.work { result.isSet }
        return result.get()
    }

    private static func refusal(_ fault: DoorWire.Fault) -> Refusal? {
        switch fault {
        case .tooLong(let count): DoorRefusals.tooLong(count)
        case .late: DoorRefusals.late
        case .closed, .cut, .stopped: nil
        }
    }

    private static let greeting: JSONValue = [
        "protocol": .integer(protocolNumber), "version": .string(Greenlane.version),
    ]

    private static func bytes(_ answer: DoorAnswer) -> [UInt8] { Array(answer.json.text.utf8) }
}

/// Carries one answer out of a task.
private final class AnswerBox: Sendable {
    private let answer = Mutex<DoorAnswer?>(nil)

    var isSet: Bool { answer.withLock { $0 != nil } }

    func set(_ answer: DoorAnswer) { self.answer.withLock { $0 = answer } }

    func get() -> DoorAnswer { answer.withLock { $0 } ?? .thrown(DoorRefusals.gone) }
}

/// Runs one task on the thread that waits for it.
private final class ThreadTurn: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let bell = DispatchSemaphore(value: 0)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        bell.signal()
    }

    func work(until isDone: () -> Bool) {
        while !isDone() {
            bell.wait()
            let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            job?.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
