import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Logging
import Synchronization

@testable import GreenlaneServer

/// Time that moves only when a test says so.
final class HouseClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(_ start: Timestamp) { moment = Mutex(start) }

    var now: Timestamp { moment.withLock { $0 } }

    func advance(minutes: Int64) {
        moment.withLock { $0 = $0.adding(milliseconds: minutes * 60_000) }
    }

    func advance(seconds: Int64) {
        moment.withLock { $0 = $0.adding(milliseconds: seconds * 1_000) }
    }
}

/// A service on a free port with the real doorkeeper, over a fresh data directory.
final class AccessHouse: Sendable {
    private final class Vault: LogVault {
        private var keys: [String: String] = [:]
        private var bytes: [UInt8]?

        func key(_ name: String) throws -> String? { keys[name] }
        func save(_ key: String, name: String) throws { keys[name] = key }
        func move(_ name: String, to other: String) throws {
            keys[other] = keys.removeValue(forKey: name)
        }
        func head() throws -> [UInt8]? { bytes }
        func save(head: [UInt8]) throws { bytes = head }
        func setHeadAside() throws { bytes = nil }
    }

    let port: Int
    let service: ClearanceService
    let clock: HouseClock
    private let folder: String
    private let task: Task<Void, any Error>
    /// Codes that an operation refused with and did not announce.
    let unannounced: Codes

    final class Codes: Sendable {
        private let seen = Mutex<[String]>([])
        func add(_ code: String) { seen.withLock { $0.append(code) } }
        var all: [String] { seen.withLock { $0 } }
    }

    /// What every operation may refuse with, and what the gate answers.
    private static let common = [
        "not-signed-in", "credential-invalid", "role-not-allowed", "scope-missing",
        "foreign-origin", "body-invalid", "parameter-invalid", "parameter-unknown",
        "query-invalid", "header-invalid", "media-type-unknown", "body-too-large",
        "route-unknown", "version-needed",
    ]

    static let password = "correct horse battery staple"
    static let cheap = PasswordCost(logRounds: 4, blockSize: 1, parallelism: 1)

    private init(
        port: Int, service: ClearanceService, clock: HouseClock, folder: String,
        task: Task<Void, any Error>, unannounced: Codes
    ) {
        self.port = port
        self.service = service
        self.clock = clock
        self.folder = folder
        self.task = task
        self.unannounced = unannounced
    }

    /// Runs a body with a service, and stops it.
    static func serving<T>(
        _ configuration: AccessConfiguration = AccessConfiguration(
            hasSecureCookies: false, passwordCost: cheap),
        _ body: (AccessHouse) async throws -> T
    ) async throws -> T {
        let house = try await start(configuration)
        do {
            let result = try await body(house)
            try await house.stop()
            return result
        } catch {
            try await house.stop()
            throw error
        }
    }

    private static func start(_ configuration: AccessConfiguration) async throws -> AccessHouse {
        guard let definitions = World.definitions,
            let start = Timestamp("2026-09-01T09:00:00+08:00")
        else { throw CancellationError() }
        let clock = HouseClock(start)
        let folder = NSTemporaryDirectory() + "greenlane-access-" + UUID().uuidString
        let directory = DataDirectory(path: folder)
        try directory.create()
        let store = try LogStore.open(path: directory.databasePath)
        nonisolated(unsafe) let engine = try Engine(
            store: store, definitions: definitions, salts: .seeded(7)
        ) { clock.now }
        nonisolated(unsafe) let keeper = try LogKeeper(
            engine: engine, vault: Vault(), newName: { "test.example/log" },
            clock: { clock.now })
        let service = try ClearanceService(
            engine: engine, keeper: keeper, directory: directory, clock: { clock.now })
        let codes = Codes()
        var settings = ServiceConfiguration()
        settings.listen = ListenAddress(host: "127.0.0.1", port: 0)
        settings.dataDirectory = folder
        settings.requestsPerMinute = 0
        settings.signInsPerMinute = 0
        let http = HTTPService(
            service: service, configuration: settings,
            doorkeeper: AccountDoorkeeper(service: service, configuration: configuration),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            pages: try ConsoleFiles.shipped(),
            undocumented: { operation, refusal in
                let announced = operation.refusals.map(\.code) + common
                guard !announced.contains(refusal.code) else { return }
                codes.add("\(operation.id) \(refusal.code)")
            })
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let task = Task { try await http.run { announce.yield($0) } }
        for await port in ports {
            return AccessHouse(
                port: port, service: service, clock: clock, folder: folder, task: task,
                unannounced: codes)
        }
        throw CancellationError()
    }

    private func stop() async throws {
        task.cancel()
        _ = await task.result
        try FileManager.default.removeItem(atPath: folder)
    }
}

/// People who move in.
extension AccessHouse {
    /// The first administrator, signed in: the cookie.
    func administrator() async throws -> String {
        guard let token = try await FirstAdministrator.offer(service) else { throw BadAnswer() }
        let used = try await send(
            "POST", "/link-uses",
            [
                "token": .string(token), "name": "root", "displayName": "管理员",
                "password": .string(Self.password),
            ])
        guard used.status == 201, let cookie = used.cookie else { throw BadAnswer() }
        return cookie
    }

    /// Registers an organisation: its id.
    func organisation(
        _ kind: String, _ uscc: String? = nil, by cookie: String
    ) async throws -> String {
        var body: JSONValue = ["kind": .string(kind), "name": ["zh": "合成单位", "en": "Synthetic"]]
        if let uscc, case .object(var object) = body {
            object.append("uscc", .string(uscc))
            body = .object(object)
        }
        let made = try await browse("POST", "/organisations", cookie, body)
        guard made.status == 201, let id = try made.json["organisation"]?.stringValue else {
            throw BadAnswer()
        }
        return id
    }

    /// Registers an account, invites it and lets it set its password: its id and its cookie.
    func member(
        _ name: String, _ role: String, of organisation: String, by cookie: String
    ) async throws -> (id: String, cookie: String) {
        let made = try await browse(
            "POST", "/accounts", cookie,
            [
                "organisation": .string(organisation), "roles": [.string(role)],
                "signInName": .string(name), "displayName": .string(name),
            ])
        guard made.status == 201, let id = try made.json["account"]?.stringValue else {
            throw BadAnswer()
        }
        let link = try await browse(
            "POST", "/accounts/\(id)/links", cookie, ["purpose": "invitation"])
        guard link.status == 201, let token = try link.json["token"]?.stringValue else {
            throw BadAnswer()
        }
        let used = try await send(
            "POST", "/link-uses",
            ["token": .string(token), "password": .string(Self.password)])
        guard used.status == 201, let own = used.cookie else { throw BadAnswer() }
        return (id, own)
    }

    /// Issues a key for the caller: id and text.
    func key(
        _ scopes: [String], by cookie: String, days: Int64 = 30
    ) async throws -> (id: String, text: String) {
        let expires = clock.now.adding(milliseconds: days * 86_400_000)
        let made = try await browse(
            "POST", "/keys", cookie,
            [
                "label": "test", "scopes": .array(scopes.map { .string($0) }),
                "expires": .string(expires.description),
            ])
        guard made.status == 201, let id = try made.json["key"]?.stringValue,
            let text = try made.json["secret"]?.stringValue
        else { throw BadAnswer() }
        return (id, text)
    }
}
