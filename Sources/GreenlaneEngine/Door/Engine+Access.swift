public import GreenlaneCore
public import GreenlaneStore
import TransparencyLog

/// The table of organisations, accounts and what lets them in: what `verify` makes again.
enum AccessProjection {
    static func row(
        _ kind: AccessEvent.Kind, _ id: String, _ book: AccessBook, key: Int64
    ) -> AccessRow? {
        guard let state = book.state(kind, id) else { return nil }
        return AccessRow(
            stream: key, kind: kind.rawValue, id: id, version: Int64(state.version),
            body: text(state.body), personal: state.personal.map(text))
    }

    /// All that the table keeps. A row that cannot be read is left out: `verify` tells of it.
    static func book(_ store: LogStore) throws -> AccessBook {
        var book = AccessBook()
        for row in try store.accesses() {
            guard let kind = AccessEvent.Kind(rawValue: row.kind),
                let body = json(row.body)
            else { continue }
            let state = AccessState(
                version: Int(row.version), body: body, personal: row.personal.flatMap(json))
            _ = book.restore(kind, row.id, state)
        }
        return book
    }

    private static func json(_ text: String) -> JSONValue? {
        do throws(JSONSyntaxError) { return try JSONParser.parse(text) } catch { return nil }
    }

    private static func text(_ value: JSONValue) -> String {
        String(decoding: value.canonicalBytes, as: UTF8.self)
    }
}

extension AccessBook {
    /// The book as a file keeps it, for those who only read.
    public static func read(_ store: LogStore) throws -> AccessBook {
        try AccessProjection.book(store)
    }
}

extension Engine {
    /// Refusals: `stale-version`, then those of the decider. It happens when it is recorded.
    func change(
        _ command: AccessCommand, _ envelope: Envelope, _ staging: inout Staging
    ) throws -> Result<Outcome, Refusal> {
        if let expected = envelope.expectedVersion, let current = access.version(of: command),
            expected != current
        {
            return .failure(DoorRefusal.staleVersion(expected, current))
        }
        let actor = envelope.actor
        switch access.decide(command, by: actor, at: staging.recorded) {
        case .failure(let refusal): return .failure(refusal)
        case .success(let events):
            guard let first = events.first else {
                return .success(Outcome(position: size, id: command.target, isRepeat: true))
            }
            let origin = try record(first, actor, from: nil, &staging)
            for event in events.dropFirst() {
                _ = try record(event, actor, from: origin, &staging)
            }
            return .success(
                Outcome(position: Int64(tree.size), id: AccessEvent.subject(of: events)))
        }
    }

    /// The event from which the others of one command follow: they name the same actor.
    private struct Origin {
        var position: Int64
        var actorName: String
    }

    private func record(
        _ event: AccessEvent, _ actor: Actor, from origin: Origin?, _ staging: inout Staging
    ) throws -> Origin {
        let stream = event.stream
        let key = try self.key(of: stream, &staging)
        if case .passwordSet = event.change { try retirePassword(key, &staging) }
        let version = (streamVersions[stream] ?? 0) + 1
        streamVersions[stream] = version
        var sealed = SealedFields()
        let name =
            origin?.actorName
            ?? sealed.seal(actor.name, at: "/actor/name", salt: salts.next())
        let guarded = origin == nil ? take(&staging, &sealed) : nil
        let data = seal(event.json, &sealed)
        let head = EntryHead(
            position: Int64(tree.size) + 1, stream: stream, version: version, type: event.type,
            occurred: staging.recorded, recorded: staging.recorded, role: actor.role,
            actorName: name, organisation: actor.organisation, account: actor.account,
            under: definitions.digest, cause: origin?.position, attachments: [],
            repeatGuard: guarded)
        append(
            head, stream: key, sealed: sealed.isEmpty ? nil : sealed.text, isHeard: false, &staging
        ) { $0.value(data, sorted: true) }
        access.apply(event, at: staging.recorded)
        if !staging.changedAccess.contains(where: { $0 == (event.kind, event.id) }) {
            staging.changedAccess.append((event.kind, event.id))
        }
        return Origin(position: head.position, actorName: name)
    }

    /// Commitments in the place of personal values.
    private func seal(_ data: JSONValue, _ sealed: inout SealedFields) -> JSONValue {
        guard case .object(var object) = data else { return data }
        for member in AccessEvent.personalMembers {
            guard let value = object[member]?.stringValue else { continue }
            object[member] = .string(
                sealed.seal(value, at: "/data/\(member)", salt: salts.next()))
        }
        return .object(object)
    }

    /// The hash of a password that is replaced is of no use to anybody but a thief.
    private func retirePassword(_ stream: Int64, _ staging: inout Staging) throws {
        let type = AccessEvent.passwordType
        let staged = staging.batch.events.last { $0.stream == stream && $0.type == type }
        let earlier = try staged ?? store.events(stream: stream).last { $0.type == type }
        guard let earlier, let sealed = earlier.sealed,
            let members = try JSONParser.parse(sealed).arrayValue
        else { return }
        let kept = members.filter { $0["path"]?.stringValue != "/data/password" }
        guard kept.count < members.count else { return }
        staging.batch.erasures.append(
            ErasureRow(
                position: earlier.position,
                sealed: kept.isEmpty ? nil : JSONValue.array(kept).text, forgetsKey: false))
    }

    /// Plans the erasure of all personal values of accounts that are somebody's. Whoever may still
    /// sign in is not forgotten: `account-active`.
    func forget(
        accountsOf name: String, _ plan: inout ErasurePlan, _ staging: inout Staging
    ) throws -> Refusal? {
        let signIn = access.account(signInName: name)?.id
        let meant = access.allAccounts.filter {
            $0.hasPersonalValues
                && ($0.id == signIn || $0.displayName == name || $0.subject == name)
        }
        if let active = meant.first(where: { $0.status == .active }) {
            return Self.accountActive(active.id)
        }
        for account in meant {
            let stream = "\(AccessEvent.Kind.account.rawValue)/\(account.id)"
            let key = try key(of: stream, &staging)
            try store.forEachSealed(stream: key, containing: nil) {
                try plan.add($0, $1, name: name, isOwn: true)
            }
            access.forgetPersonalValues(of: account.id)
            staging.changedAccess.append((.account, account.id))
        }
        return nil
    }

    private static func accountActive(_ id: String) -> Refusal {
        Refusal(
            .rule, "account-active",
            LocalizedText(
                zh: "账户 \(id) 还在使用，不能删除它的个人信息。",
                en: "Account \(id) is in use: its personal data cannot be erased."),
            remedy: LocalizedText(
                zh: "先停用账户 \(id)，再删除。",
                en: "Disable account \(id) first, then erase."))
    }

    /// Whom or what a command that was accepted before concerned.
    func accessID(at position: Int64) throws -> String {
        var events: [AccessEvent] = []
        var first = position
        try store.scan(from: position) { view in
            first = EntryView(view.entry)?.cause ?? position
            return false
        }
        try store.scan(from: first) { view in
            guard let entry = EntryView(view.entry), let event = AccessEvent(entry) else {
                return false
            }
            events.append(event)
            return view.position < position
        }
        return AccessEvent.subject(of: events)
    }
}

extension AccessEvent {
    static let passwordType = AccessEvent(id: "", change: .passwordSet(PersonalText(nil))).type

    /// Whom a command's events concern: the account of a link that was used, else what the first
    /// is about.
    static func subject(of events: [AccessEvent]) -> String {
        guard let first = events.first else { return "" }
        guard case .linkUsed = first.change else { return first.id }
        return events.first { $0.type == passwordType }?.id ?? first.id
    }

    /// As the log has it: commitments stand for personal values.
    init?(_ entry: EntryView) {
        guard case .success(let data) = JSONParser.parse(entry.data) else { return nil }
        self.init(
            stream: EntryView.text(entry.stream), type: EntryView.text(entry.type), data: data)
    }
}
