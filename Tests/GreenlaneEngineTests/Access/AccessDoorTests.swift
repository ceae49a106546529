import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing

@Suite("Accounts through the one door")
struct AccessDoorTests {
    private func world() throws -> World {
        let world = try World(whitelists: false)
        for step in AccessSteps.all(at: world.now) {
            _ = try world.engine.handle(Envelope(.access(step.command), by: step.actor)).get()
        }
        return world
    }

    private func rows(_ world: World) throws -> [EventRow] {
        var rows: [EventRow] = []
        try world.store.scan {
            rows.append($0.row)
            return true
        }
        return rows
    }

    private func handle(
        _ world: World, _ command: AccessCommand, _ actor: Actor, key: String? = nil,
        expecting version: Int? = nil
    ) throws -> Result<Outcome, Refusal> {
        try world.engine.handle(
            Envelope(
                .access(command), by: actor, expectedVersion: version, idempotencyKey: key))
    }

    @Test("the book is the same after another process opened the file, verify and replay are clean")
    func reopened() throws {
        let world = try world()
        let before = world.engine.access
        try world.reopen()
        let after = world.engine.access
        #expect(after.allOrganisations == before.allOrganisations)
        #expect(after.allAccounts == before.allAccounts)
        #expect(after.allEntrustments == before.allEntrustments)
        #expect(after.allKeys == before.allKeys)
        #expect(after.allSessions == before.allSessions)
        #expect(after.allLinks == before.allLinks)
        #expect(after.allAccounts.map(\.signInName) == ["zhang.wei", "li.na.2", "left.long.ago"])
        #expect(after.account("ACC-0002")?.password == AccessSteps.password(2))
        #expect(try Verifier(store: world.store).run().problems == [])
        let replay = try Replayer(store: world.store).run()
        #expect(replay.divergences == [])
        let count = try rows(world).count
        #expect(replay.events == count)
    }

    @Test("entries hold commitments, the account that acted, and no person's name")
    func entries() throws {
        let world = try world()
        let texts = try rows(world).map { String(decoding: $0.entry, as: UTF8.self) }
        let all = texts.joined(separator: "\n")
        for secret in ["zhang.wei", "张伟", "li.na", "李娜", "sub-1", "$scrypt"] {
            #expect(!all.contains(secret), "\(secret) is in an entry")
        }
        #expect(all.contains("{\"actor\":{\"account\":\"ACC-0002\",\"name\":\"sha256:"))
        #expect(all.contains("\"type\":\"account.password-set\""))
        for text in texts {
            let value = try JSONParser.parse(text)
            #expect(String(decoding: value.canonicalBytes, as: UTF8.self) == text)
        }
    }

    @Test("the hash of a password that was replaced is gone from the file")
    func retired() throws {
        let world = try world()
        try world.store.close()
        for file in try FileManager.default.contentsOfDirectory(atPath: world.folder) {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(world.folder)/\(file)"))
            #expect(data.range(of: Data("hash-1".utf8)) == nil, "\(file)")
        }
    }

    @Test("subscribers hear nothing of it")
    func unheard() throws {
        let world = try World(whitelists: false)
        let hook = Command.subscribe(
            name: "hook", endpoint: "https://a.example/h", format: "cloudevents")
        _ = try world.engine.handle(Envelope(hook, by: AccessSteps.host)).get()
        world.advance(days: 1)
        for step in AccessSteps.first {
            _ = try world.engine.handle(Envelope(.access(step.command), by: step.actor)).get()
        }
        let due = try world.store.dueDeliveries(at: world.now.milliseconds, limit: 10)
        #expect(!due.contains { $0.type != "subscription.created" })
        #expect(try Verifier(store: world.store).run().problems == [])
    }

    @Test("the same wish under the same key is one account; another under it is a conflict")
    func repeated() throws {
        let world = try world()
        let account = Account(
            organisation: "ORG-0002", roles: [.labManager], signInName: "new.one",
            displayName: "新人")
        let first = try handle(world, .registerAccount(account), AccessSteps.host, key: "k").get()
        let again = try handle(world, .registerAccount(account), AccessSteps.host, key: "k").get()
        #expect(first.id == "ACC-0004")
        #expect(again.id == "ACC-0004")
        #expect(again.isRepeat && again.position == first.position)
        let other = try handle(
            world, .revokeKey(id: "Ab12Cd34"), AccessSteps.host, key: "k")
        #expect(throws: Refusal.self) { try other.get() }
        // One with consequences, whose last event is another's.
        let suspend = AccessCommand.changeOrganisation(
            id: "ORG-0002", OrganisationChange(status: .suspended))
        #expect(try handle(world, suspend, AccessSteps.host, key: "s").get().id == "ORG-0002")
        #expect(try handle(world, suspend, AccessSteps.host, key: "s").get().id == "ORG-0002")
        #expect(try Verifier(store: world.store).run().problems == [])
    }

    @Test("who saw an older version is told")
    func versions() throws {
        let world = try world()
        let change = AccessCommand.changeAccount(
            id: "ACC-0002", AccountChange(displayName: PersonalText("李娜二")))
        guard
            case .failure(let refusal) = try handle(
                world, change, AccessSteps.host, expecting: 1)
        else {
            Issue.record("accepted")
            return
        }
        #expect(refusal.code == "stale-version")
        #expect(world.engine.access.account("ACC-0002")?.version == 3)
        _ = try handle(world, change, AccessSteps.host, expecting: 3).get()
    }

    @Test("a refused sign-in is on the record, and the name that was tried is not")
    func signInRefused() throws {
        let world = try world()
        for account in [nil, "ACC-0002", "ACC-0099", "not.a known one"] as [String?] {
            let opening = SessionOpening(
                account: account, digest: AccessSteps.digest("c"), means: .password,
                credentialAccepted: false)
            guard
                case .failure(let refusal) = try handle(
                    world, .openSession(opening), AccessSteps.service)
            else {
                Issue.record("accepted")
                continue
            }
            #expect(refusal == AccessRefusal.signInRefused)
        }
        let kept = try rows(world).filter { $0.type == "command.refused" }
        let streams = try kept.map { try world.store.streamName($0.stream) ?? "" }
        #expect(streams == ["refusals/sign-in", "refusals/ACC-0002", "refusals/door"])
        let all = kept.map { String(decoding: $0.entry, as: UTF8.self) + ($0.sealed ?? "") }
        #expect(!all.joined().contains("known one"))
        #expect(try Verifier(store: world.store).run().problems == [])
        #expect(try Replayer(store: world.store).run().divergences == [])
    }

    @Test("whoever left is forgotten with all that is theirs; who works here is not")
    func forgotten() throws {
        let world = try world()
        func erase(_ name: String) throws -> Result<Outcome, Refusal> {
            try world.engine.handle(
                Envelope(
                    .erase(PersonalErasure(name: name, reason: "本人申请")), by: AccessSteps.host))
        }
        guard case .failure(let refusal) = try erase("李娜") else {
            Issue.record("somebody who works here was forgotten")
            return
        }
        #expect(refusal.code == "account-active")
        _ = try erase("Left.Long.Ago").get()
        let account = try #require(world.engine.access.account("ACC-0003"))
        #expect(!account.hasPersonalValues)
        #expect(world.engine.access.account(signInName: "left.long.ago") == nil)
        #expect(try Verifier(store: world.store).run().problems == [])
        #expect(try Replayer(store: world.store).run().divergences == [])
        try world.reopen()
        #expect(world.engine.access.account("ACC-0003") == account)
        try world.store.close()
        for file in try FileManager.default.contentsOfDirectory(atPath: world.folder) {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(world.folder)/\(file)"))
            for text in ["left.long.ago", "前员工"] {
                #expect(data.range(of: Data(text.utf8)) == nil, "\(text) in \(file)")
            }
        }
    }

    @Test("sessions that ended are forgotten in memory, and stay in the file")
    func ended() throws {
        let world = try world()
        world.advance(days: 1)
        let opening = SessionOpening(
            account: "ACC-0002", digest: AccessSteps.digest("d"), means: .password,
            credentialAccepted: true)
        _ = try handle(world, .openSession(opening), AccessSteps.service).get()
        #expect(world.engine.access.allSessions.map(\.digest) == [AccessSteps.digest("d")])
        #expect(try world.store.accesses().filter { $0.kind == "session" }.count == 3)
        // A new password now closes only the session that is open: replay must agree.
        let password = AccessCommand.setPassword(
            account: "ACC-0002", password: AccessSteps.password(3))
        _ = try handle(world, password, AccessSteps.manager).get()
        #expect(try Verifier(store: world.store).run().problems == [])
        #expect(try Replayer(store: world.store).run().divergences == [])
    }
}
