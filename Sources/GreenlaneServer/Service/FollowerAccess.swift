import GreenlaneCore

/// What somebody who follows the log may see as time goes on: a stream stays open for hours, and
/// an entrustment, a key or a session ends meanwhile.
struct FollowerAccess: Sendable {
    let service: ClearanceService
    let principal: Principal

    /// Nil once they may not follow any more.
    var reading: EventReading? {
        guard let reach else { return nil }
        return EventReading(service, reach)
    }

    private var reach: Reach? {
        let (book, now) = (service.access.book, service.clock())
        // Whoever has no account here has nothing that could end.
        guard book.account(principal.account) != nil else {
            return principal.reach(of: .readEvents)
        }
        switch principal.credential {
        case .session(let digest):
            guard book.session(digest: digest)?.isOpen(at: now) ?? false else { return nil }
        case .key(let id):
            guard book.key(id)?.isActive(at: now) ?? false else { return nil }
        case .token, .operator: break
        }
        let current = service.access.principal(
            of: principal.account, principal.credential, scopes: principal.scopes, at: now)
        guard let current, current.may(.readEvents) else { return nil }
        return current.reach(of: .readEvents)
    }
}
