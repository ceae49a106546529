import Foundation
import GreenlaneCore
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
    private let served: ServedService
    let clock: HouseClock

    var port: Int { served.port }
    var service: ClearanceService { served.service }

    /// What every operation may refuse with, and what the gate answers.
    private static let common = [
        "not-signed-in", "credential-invalid", "role-not-allowed", "scope-missing",
        "foreign-origin", "body-invalid", "parameter-invalid", "parameter-unknown",
        "query-invalid", "header-invalid", "media-type-unknown", "body-too-large",
        "route-unknown", "version-needed",
    ]

    static let password = "correct horse battery staple"
    static let cheap = PasswordCost(logRounds: 4, blockSize: 1, parallelism: 1)

    private init(_ served: ServedService, clock: HouseClock) {
        self.served = served
        self.clock = clock
    }

    /// Codes that an operation refused with and did not announce.
    var unannounced: [String] {
        served.refusals.all.filter { operation, code in
            !operation.refusals.contains { $0.code == code } && !Self.common.contains(code)
        }.map { "\($0.operation.id) \($0.code)" }
    }

    /// Runs a body with a service, and stops it.
    static func serving<T>(
        _ configuration: AccessConfiguration = AccessConfiguration(
            hasSecureCookies: false, passwordCost: cheap), signInsPerMinute: Int = 0,
        _ body: (AccessHouse) async throws -> T
    ) async throws -> T {
        let house = try await start(configuration, signInsPerMinute)
        do {
            let result = try await body(house)
            try await house.stop()
            return result
        } catch {
            try await house.stop()
            throw error
        }
    }

    private static func start(
        _ configuration: AccessConfiguration, _ signInsPerMinute: Int
    ) async throws -> AccessHouse {
        guard let start = Timestamp("2026-09-01T09:00:00+08:00") else { throw CancellationError() }
        let clock = HouseClock(start)
        let served = try await ServedService.start(
            clock: { clock.now }, configure: { $0.signInsPerMinute = signInsPerMinute },
            pages: try ConsoleFiles.shipped()
        ) { AccountDoorkeeper(service: $0, configuration: configuration) }
        return AccessHouse(served, clock: clock)
    }

    private func stop() async throws { try await served.stop() }
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
