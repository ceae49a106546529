extension AccessBook {
    /// What follows from a wish: the event that it asks for, then those that this one causes; none
    /// where everything is so already. `actor` is who asks, `now` when it is recorded.
    ///
    /// Refusals, in order of precedence: `account-not-active`, `role-not-allowed`,
    /// `sign-in-refused`, `link-invalid`, `…-unknown`, `…-invalid`, then what stands against it
    /// as `Access.md` lists them.
    public func decide(
        _ command: AccessCommand, by actor: Actor, at now: Timestamp
    ) -> Result<[AccessEvent], Refusal> {
        let event = event(for: command, at: now)
        if let refusal = notAllowed(event, actor) { return .failure(refusal) }
        if case .openSession(let opening) = command {
            let isKnown = opening.account.map { mayAct($0) } ?? false
            guard opening.credentialAccepted, isKnown else {
                return .failure(AccessRefusal.signInRefused)
            }
        }
        if let refusal = objection(to: event, at: now) { return .failure(refusal) }
        if changesNothing(event) { return .success([]) }
        guard case .useLink(let use) = command else {
            return .success([event] + consequences(of: event, at: now))
        }
        return used(use, event, at: now)
    }

    /// The event that a command asks for, whether or not it may be.
    private func event(for command: AccessCommand, at now: Timestamp) -> AccessEvent {
        switch command {
        case .registerOrganisation(var organisation):
            if organisation.id.isEmpty { organisation.id = nextOrganisationID }
            organisation.uscc = organisation.uscc.map(Self.normalised)
            return AccessEvent(id: organisation.id, change: .organisationRegistered(organisation))
        case .changeOrganisation(let id, let change):
            return AccessEvent(id: id, change: .organisationChanged(change))
        case .registerAccount(var account):
            if account.id.isEmpty { account.id = nextAccountID }
            return AccessEvent(id: account.id, change: .accountRegistered(account))
        case .changeAccount(let id, let change):
            return AccessEvent(id: id, change: .accountChanged(change))
        case .setPassword(let id, let password):
            return AccessEvent(id: id, change: .passwordSet(PersonalText(password)))
        case .grantEntrustment(var entrustment):
            if entrustment.id.isEmpty { entrustment.id = nextEntrustmentID }
            return AccessEvent(id: entrustment.id, change: .entrustmentGranted(entrustment))
        case .revokeEntrustment(let id):
            return AccessEvent(id: id, change: .entrustmentRevoked(on: now.date))
        case .issueKey(var key):
            key.created = now
            return AccessEvent(id: key.id, change: .keyIssued(key))
        case .revokeKey(let id): return AccessEvent(id: id, change: .keyRevoked)
        case .offerLink(let digest, let purpose, let account):
            let ends = now.adding(milliseconds: AccessLink.lifetimeMilliseconds)
            let link = AccessLink(
                digest: digest, purpose: purpose, account: account,
                expires: purpose == .firstAdministrator ? nil : ends)
            return AccessEvent(id: link.id, change: .linkOffered(link))
        case .useLink(let use):
            let known = link(digest: use.digest)
            return AccessEvent(id: known?.id ?? "", change: .linkUsed)
        case .openSession(let opening):
            let session = Session(
                digest: opening.digest, account: opening.account ?? "", means: opening.means,
                opened: now, expires: now.adding(milliseconds: Session.lifetimeMilliseconds))
            return AccessEvent(id: session.id, change: .sessionOpened(session))
        case .closeSession(let digest):
            let known = session(digest: digest)
            return AccessEvent(id: known?.id ?? "", change: .sessionClosed(.signOut))
        }
    }

    private static func normalised(_ uscc: String) -> String {
        do throws(IdentifierProblem) {
            return try UnifiedSocialCreditCode.check(uscc)
        } catch {
            // Said by the check of the event, with the reason.
            return uscc
        }
    }

    /// Everything that the event would set is so already.
    private func changesNothing(_ event: AccessEvent) -> Bool {
        switch event.change {
        case .organisationChanged(let change):
            guard var known = organisation(event.id) else { return false }
            let before = known
            known.evolve(change)
            known.version = before.version
            return known == before
        case .accountChanged(let change):
            guard var known = account(event.id) else { return false }
            let before = known
            known.evolve(change)
            known.version = before.version
            return known == before
        case .sessionClosed: return session(id: event.id)?.ending != nil
        default: return false
        }
    }

    /// What an event causes by itself: sessions that end, links that a later one replaces.
    public func consequences(of event: AccessEvent, at now: Timestamp) -> [AccessEvent] {
        switch event.change {
        case .passwordSet: return closings(event.id, .passwordChanged, now)
        case .accountChanged(let change) where change.status == .disabled:
            return closings(event.id, .accountDisabled, now)
        case .organisationChanged(let change) where change.status == .suspended:
            return allAccounts.filter { $0.organisation == event.id }.flatMap {
                closings($0.id, .organisationSuspended, now)
            }
        case .linkOffered(let link):
            return allLinks.filter {
                $0.isOpen(at: now) && $0.account == link.account && $0.id != link.id
            }.map { AccessEvent(id: $0.id, change: .linkWithdrawn) }
        default: return []
        }
    }

    private func closings(
        _ account: String, _ ending: Session.Ending, _ now: Timestamp
    ) -> [AccessEvent] {
        openSessions(of: account, at: now).map {
            AccessEvent(id: $0.id, change: .sessionClosed(ending))
        }
    }

    /// A link's use sets a password; that of the first administrator makes the account before.
    private func used(
        _ use: LinkUse, _ event: AccessEvent, at now: Timestamp
    ) -> Result<[AccessEvent], Refusal> {
        guard let link = link(digest: use.digest) else {
            return .failure(AccessRefusal.linkInvalid)
        }
        var book = self
        var events = [event]
        book.apply(event, at: now)
        func add(_ next: AccessEvent) -> Refusal? {
            if let refusal = book.objection(to: next, at: now) { return refusal }
            let caused = book.consequences(of: next, at: now)
            for event in [next] + caused { book.apply(event, at: now) }
            events += [next] + caused
            return nil
        }
        var account = link.account ?? ""
        switch (link.purpose, use.administrator) {
        case (.firstAdministrator, let stated?):
            for make in [Self.operatorEvent, Self.administratorEvent] {
                guard let next = make(book, stated) else { continue }
                if let refusal = add(next) { return .failure(refusal) }
                account = next.id
            }
        case (.firstAdministrator, nil): return .failure(AccessRefusal.administratorMissing)
        case (_, .some): return .failure(AccessRefusal.administratorUnasked)
        case (_, nil): break
        }
        let password = AccessEvent(
            id: account, change: .passwordSet(PersonalText(use.password)))
        if let refusal = add(password) { return .failure(refusal) }
        return .success(events)
    }

    /// Nil where an operator is registered already.
    private static func operatorEvent(
        _ book: AccessBook, _ stated: LinkUse.Administrator
    ) -> AccessEvent? {
        guard book.activeOperator == nil else { return nil }
        let organisation = Organisation(
            id: book.nextOrganisationID, kind: .operator, name: stated.organisation)
        return AccessEvent(id: organisation.id, change: .organisationRegistered(organisation))
    }

    private static func administratorEvent(
        _ book: AccessBook, _ stated: LinkUse.Administrator
    ) -> AccessEvent? {
        let account = Account(
            id: book.nextAccountID, organisation: book.activeOperator?.id ?? "",
            roles: [.administrator], signInName: stated.signInName,
            displayName: stated.displayName, language: stated.language)
        return AccessEvent(id: account.id, change: .accountRegistered(account))
    }

    /// The first organisation that runs the service.
    private var activeOperator: Organisation? {
        allOrganisations.first { $0.kind == .operator && $0.status == .active }
    }
}
