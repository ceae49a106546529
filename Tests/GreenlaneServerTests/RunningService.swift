import Foundation
import FoundationNetworking
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import HTTPTypes
import Hummingbird
import Logging
import Synchronization

@testable import GreenlaneServer

/// The private key of a test's log, in memory.
final class TestVault: LogVault {
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

/// Knows callers by a header, so that tests can be anybody.
final class Callers: Doorkeeper {
    private let known = Mutex<[String: Principal]>([:])

    private let desk = Mutex<SignInDesk?>(nil)

    /// Where people sign in; only tests of what comes after use these callers.
    var signIn: SignInDesk? { desk.withLock { $0 } }

    func open(_ signIn: SignInDesk?) { desk.withLock { $0 = signIn } }

    func add(_ name: String, _ principal: Principal) { known.withLock { $0[name] = principal } }

    func principal(
        of request: Request, _ context: APIContext, at now: Timestamp
    ) async throws -> Principal? {
        guard let field = HTTPField.Name("X-Test-Caller"), let name = request.headers[field] else {
            return nil
        }
        guard let principal = known.withLock({ $0[name] }) else {
            throw APIRefusal.credentialInvalid
        }
        return principal
    }
}

/// A service on a free port of this machine, over a fresh data directory.
final class RunningService: Sendable {
    struct Answer {
        var status: Int
        var headers: [String: String]
        var body: Data

        var json: JSONValue {
            get throws { try JSONParser.parse([UInt8](body)) }
        }

        func header(_ name: String) -> String? { headers[name.lowercased()] }
    }

    let port: Int
    let callers: Callers
    let service: ClearanceService
    let folder: String
    let subscriptions: TestSubscriptions
    private let task: Task<Void, any Error>

    /// The importer of the requests that tests file.
    static let importer = "91440115MAXXX0015E"

    private final class Codes: Sendable {
        let seen = Mutex<[String]>([])
    }

    private let codes: Codes

    private init(
        port: Int, callers: Callers, service: ClearanceService,
        subscriptions: TestSubscriptions, folder: String, task: Task<Void, any Error>, codes: Codes
    ) {
        self.port = port
        self.callers = callers
        self.service = service
        self.folder = folder
        self.subscriptions = subscriptions
        self.task = task
        self.codes = codes
    }

    /// `pages` serves the console too.
    static func start(
        at moment: String = "2026-09-01T09:00:00+08:00", pages: ConsoleFiles? = nil
    ) async throws -> RunningService {
        guard let definitions = World.definitions, let now = Timestamp(moment) else {
            throw CancellationError()
        }
        let folder = NSTemporaryDirectory() + "greenlane-serve-" + UUID().uuidString
        let directory = DataDirectory(path: folder)
        try directory.create()
        let store = try LogStore.open(path: directory.databasePath)
        nonisolated(unsafe) let engine = try Engine(
            store: store, definitions: definitions, salts: .seeded(7)
        ) { now }
        let lists = try ShippedWhitelists.read(home: World.home, schemes: definitions.schemes)
        nonisolated(unsafe) let keeper = try LogKeeper(
            engine: engine, vault: TestVault(), newName: { "test.example/log" }, clock: { now })
        try ShippedWhitelists.publish(lists, through: engine)
        let subscriptions = TestSubscriptions()
        let service = try ClearanceService(
            engine: engine, keeper: keeper, directory: directory, subscriptions: subscriptions,
            clock: { now })
        let callers = Callers()
        let access = AccessConfiguration(
            hasSecureCookies: false, passwordCost: AccessHouse.cheap)
        callers.open(AccountDoorkeeper(service: service, configuration: access).signIn)
        let codes = Codes()
        var configuration = ServiceConfiguration()
        configuration.listen = ListenAddress(host: "127.0.0.1", port: 0)
        configuration.dataDirectory = folder
        configuration.requestsPerMinute = 0
        configuration.signInsPerMinute = 0
        let http = HTTPService(
            service: service, configuration: configuration, doorkeeper: callers,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, pages: pages,
            undocumented: { operation, refusal in
                codes.seen.withLock { $0.append("\(operation.id) \(refusal.code)") }
            })
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let task = Task { try await http.run { announce.yield($0) } }
        for await port in ports {
            return RunningService(
                port: port, callers: callers, service: service,
                subscriptions: subscriptions, folder: folder, task: task, codes: codes)
        }
        throw CancellationError()
    }

    /// `operation code` of every refusal so far.
    var refusalsSeen: [String] { codes.seen.withLock { $0 } }

    func stop() async throws {
        task.cancel()
        _ = await task.result
        try FileManager.default.removeItem(atPath: folder)
    }

    /// One request; `caller` names somebody whom the test added.
    func send(
        _ method: String, _ path: String, as caller: String? = nil, _ body: JSONValue? = nil,
        headers: [String: String] = [:], raw: Data? = nil
    ) async throws -> Answer {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else {
            throw URLError(.badURL)
        }
        var request = URLRequest(url: url)
        request.httpMethod = method
        if let caller { request.setValue(caller, forHTTPHeaderField: "X-Test-Caller") }
        if let body {
            request.httpBody = Data(body.text.utf8)
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        if let raw { request.httpBody = raw }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        // A machine that runs many suites at once is slow; none of them asks how fast this is.
        request.timeoutInterval = 600
        let (data, response) = try await URLSession.shared.data(for: request)
        guard let http = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        var fields: [String: String] = [:]
        for (name, value) in http.allHeaderFields {
            fields["\(name)".lowercased()] = "\(value)"
        }
        return Answer(status: http.statusCode, headers: fields, body: data)
    }
}

/// People of the tests.
enum People {
    static func lab(_ uscc: String = RunningService.importer) -> Principal {
        Principal(
            account: "ACC-0001", name: "li.na", roles: [.labManager], organisation: "ORG-0001",
            uscc: uscc, credential: .operator)
    }

    static func broker(entrusted: [String] = [RunningService.importer]) -> Principal {
        Principal(
            account: "ACC-0002", name: "chen.bo", roles: [.broker], organisation: "ORG-0002",
            entrusted: entrusted, credential: .operator)
    }

    static let administrator = Principal(
        account: "ACC-0003", name: "root", roles: [.administrator], organisation: "ORG-0003",
        credential: .operator)
}
