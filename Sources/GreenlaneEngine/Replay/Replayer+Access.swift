import GreenlaneCore

/// What a replay knows of organisations, accounts and what lets them in.
struct AccessReplay {
    var book = AccessBook()
    /// The event from which the next ones should follow; nil where nothing more should.
    var expectedCause: Int64?
    /// What it causes by itself, in order.
    var expected: ArraySlice<AccessEvent> = []
    /// It used a link: what comes with that is in the events and nowhere else.
    var isLink = false
}

/// Wishes that concern access, decided again from the events that came of them. Personal values
/// may have been erased, so what depends on them alone is left to `verify`.
extension Replayer {
    func decideAccess(_ entry: EntryView, position: Int64) {
        guard let event = AccessEvent(withoutPersonalValues: entry), let recorded = entry.recorded
        else { return unreadable(entry, position) }
        defer { access.book.apply(event, at: recorded) }
        if let cause = entry.cause {
            follow(event, entry, position, cause: cause, recorded)
            return
        }
        let refusal =
            entry.accessActor.map { access.book.notAllowed(event, $0) }
            ?? AccessRefusal.signInRefused
        if let refusal = refusal ?? access.book.objection(to: event, at: recorded) {
            refuse(refusal, entry, position)
        }
        if let differing = misstated(event, recorded) { differ(differing, entry, position) }
        access.expected = access.book.consequences(of: event, at: recorded)[...]
        access.isLink = event.change == .linkUsed
        access.expectedCause = position
    }

    /// An event that another one caused.
    private func follow(
        _ event: AccessEvent, _ entry: EntryView, _ position: Int64, cause: Int64,
        _ recorded: Timestamp
    ) {
        guard cause == access.expectedCause else {
            return tell("unexpected", entry, position)
        }
        if let wanted = access.expected.first {
            access.expected = access.expected.dropFirst()
            if wanted != event { differ(wanted, entry, position) }
            return
        }
        guard access.isLink else { return tell("unexpected", entry, position) }
        if let refusal = access.book.objection(to: event, at: recorded) {
            refuse(refusal, entry, position)
        }
        access.expected = access.book.consequences(of: event, at: recorded)[...]
    }

    /// Times that the decider sets, where the log says otherwise.
    private func misstated(_ event: AccessEvent, _ now: Timestamp) -> AccessEvent? {
        var right = event
        switch event.change {
        case .sessionOpened(var session):
            session.opened = now
            session.expires = now.adding(milliseconds: Session.lifetimeMilliseconds)
            right.change = .sessionOpened(session)
        case .keyIssued(var key):
            key.created = now
            right.change = .keyIssued(key)
        case .linkOffered(var link):
            let ends = now.adding(milliseconds: AccessLink.lifetimeMilliseconds)
            link.expires = link.purpose == .firstAdministrator ? nil : ends
            right.change = .linkOffered(link)
        case .entrustmentRevoked: right.change = .entrustmentRevoked(on: now.date)
        default: return nil
        }
        return right == event ? nil : right
    }

    /// What should have followed, and did not.
    func finishAccess(at position: Int64) {
        defer {
            access.expected = []
            access.expectedCause = nil
        }
        guard only == nil else { return }
        for wanted in access.expected {
            var found = ReplayDivergence(
                position: position, stream: wanted.stream, kind: "missing")
            found.decided = wanted.json.text
            found.under = String(decoding: under, as: UTF8.self)
            diverge(found)
        }
    }

    private func refuse(_ refusal: Refusal, _ entry: EntryView, _ position: Int64) {
        guard only == nil else { return }
        var found = divergence("refused", entry, position)
        found.refusal = refusal
        diverge(found)
    }

    private func differ(_ wanted: AccessEvent, _ entry: EntryView, _ position: Int64) {
        guard only == nil else { return }
        var found = divergence("event-differs", entry, position)
        found.decided = wanted.json.text
        diverge(found)
    }

    private func tell(_ kind: String, _ entry: EntryView, _ position: Int64) {
        guard only == nil else { return }
        diverge(divergence(kind, entry, position))
    }

    private func divergence(
        _ kind: String, _ entry: EntryView, _ position: Int64
    ) -> ReplayDivergence {
        var found = ReplayDivergence(
            position: position, stream: EntryView.text(entry.stream), kind: kind)
        found.recorded = EntryView.text(entry.data)
        found.check = "access"
        found.under = EntryView.text(entry.under)
        return found
    }
}

extension EntryView {
    /// The actor as far as access depends on it: role and account; nil where the role is unknown.
    var accessActor: Actor? {
        guard let role, case .success(let json) = JSONParser.parse(actor) else { return nil }
        return Actor(
            role: role, name: "", organisation: json["organisation"]?.stringValue,
            account: json["account"]?.stringValue)
    }
}

extension AccessEvent {
    /// With nothing in the place of personal values, whether or not they were erased.
    init?(withoutPersonalValues entry: EntryView) {
        guard case .success(let json) = JSONParser.parse(entry.data), case .object(var data) = json
        else { return nil }
        for member in AccessEvent.personalMembers where data[member] != nil {
            data[member] = .null
        }
        self.init(
            stream: EntryView.text(entry.stream), type: EntryView.text(entry.type),
            data: .object(data))
    }
}
