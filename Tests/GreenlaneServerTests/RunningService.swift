import Foundation
import FoundationNetworking
import GreenlaneCore
import HTTPTypes
import Hummingbird
import Synchronization

@testable import GreenlaneServer

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

    let callers: Callers
    let subscriptions: TestSubscriptions
    private let served: ServedService

    var port: Int { served.port }
    var service: ClearanceService { served.service }
    var folder: String { served.folder }

    /// The importer of the requests that tests file.
    static let importer = "91440115MAXXX0015E"

    private init(_ served: ServedService, callers: Callers, subscriptions: TestSubscriptions) {
        self.served = served
        self.callers = callers
        self.subscriptions = subscriptions
    }

    /// `pages` serves the console too; `configure` changes the settings of tests.
    static func start(
        at moment: String = "2026-09-01T09:00:00+08:00", pages: ConsoleFiles? = nil,
        configure: (inout ServiceConfiguration) -> Void = { _ in }
    ) async throws -> RunningService {
        guard let now = Timestamp(moment) else { throw CancellationError() }
        let (callers, subscriptions) = (Callers(), TestSubscriptions())
        let served = try await ServedService.start(
            clock: { now }, hasLists: true, configure: configure, subscriptions: subscriptions,
            pages: pages
        ) { service in
            let access = AccessConfiguration(
                hasSecureCookies: false, passwordCost: AccessHouse.cheap)
            callers.open(AccountDoorkeeper(service: service, configuration: access).signIn)
            return callers
        }
        return RunningService(served, callers: callers, subscriptions: subscriptions)
    }

    /// `operation code` of every refusal so far.
    var refusalsSeen: [String] { served.refusals.all.map { "\($0.operation.id) \($0.code)" } }

    func stop() async throws { try await served.stop() }

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
