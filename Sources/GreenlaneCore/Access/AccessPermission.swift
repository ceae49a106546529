extension AccessBook {
    /// Why this actor may not cause this event; nil where it may. Without an account the role that
    /// is stated counts: whoever may write to the data directory says who they are.
    public func notAllowed(_ event: AccessEvent, _ actor: Actor) -> Refusal? {
        if let id = actor.account {
            guard mayAct(id), account(id)?.roles.contains(actor.role) ?? false else {
                return AccessRefusal.accountNotActive
            }
        }
        let takes = allowed(event, actor)
        guard !takes.contains(actor.role) else { return nil }
        if let owner = owner(of: event), owner == actor.account { return nil }
        return AccessRefusal.role(actor.role, event, takes: takes)
    }

    private func allowed(_ event: AccessEvent, _ actor: Actor) -> [Actor.Role] {
        switch event.change {
        case .organisationRegistered, .organisationChanged, .accountRegistered, .accountChanged,
            .keyIssued, .keyRevoked:
            return [.administrator]
        // Nobody sets another's password: a link lets its owner do it.
        case .passwordSet: return [.system]
        case .entrustmentGranted(let entrustment):
            return granting(entrustment.importer, actor)
        case .entrustmentRevoked:
            return granting(entrustment(event.id)?.importer ?? "", actor)
        case .linkOffered(let link):
            return link.purpose == .firstAdministrator ? [.system] : [.administrator, .system]
        case .sessionClosed: return [.administrator, .system]
        case .linkUsed, .linkWithdrawn, .sessionOpened: return [.system]
        }
    }

    /// An importer's goods are its own to entrust.
    private func granting(_ importer: String, _ actor: Actor) -> [Actor.Role] {
        guard let id = actor.account else { return [.labManager, .administrator] }
        let isOwn = account(id)?.organisation == importer
        return isOwn ? [.labManager, .administrator] : [.administrator]
    }

    /// The account that may do this for itself, whatever its roles.
    private func owner(of event: AccessEvent) -> String? {
        switch event.change {
        case .passwordSet: event.id
        case .accountChanged(let change):
            // Its language, and nothing else.
            AccountChange(language: change.language) == change ? event.id : nil
        case .keyIssued(let key): key.account
        case .keyRevoked: key(event.id)?.account
        case .sessionClosed: session(id: event.id)?.account
        default: nil
        }
    }
}
