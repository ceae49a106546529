/// Who may look at whom: people see their own, and whom an entrustment ties them to.
extension AccessBook {
    /// Their own organisation, those that an entrustment ties to it, and for auditors the importers
    /// that they look at; administrators see all.
    public func sees(_ principal: Principal, organisation id: String) -> Bool {
        guard let organisation = organisation(id) else { return false }
        if principal.managesPeople || id == principal.organisation { return true }
        if let uscc = organisation.uscc, audits(principal, uscc) { return true }
        return allEntrustments.contains {
            ($0.importer == id && $0.broker == principal.organisation)
                || ($0.broker == id && $0.importer == principal.organisation)
        }
    }

    /// Their own account; administrators see all.
    public func sees(_ principal: Principal, account id: String) -> Bool {
        account(id) != nil && (principal.managesPeople || id == principal.account)
    }

    /// Those that their organisation gave or was given, and for auditors those of the importers
    /// that they look at; administrators see all.
    public func sees(_ principal: Principal, entrustment id: String) -> Bool {
        guard let held = entrustment(id) else { return false }
        if principal.managesPeople { return true }
        if held.importer == principal.organisation || held.broker == principal.organisation {
            return true
        }
        return organisation(held.importer)?.uscc.map { audits(principal, $0) } ?? false
    }

    /// Keys of their own account; administrators see all.
    public func sees(_ principal: Principal, key id: String) -> Bool {
        guard let key = key(id) else { return false }
        return principal.managesPeople || key.account == principal.account
    }

    private func audits(_ principal: Principal, _ uscc: String) -> Bool {
        principal.roles.contains(.auditor) && principal.auditScope.includes(importer: uscc)
    }
}

extension Principal {
    /// Registers organisations and accounts, and so sees all of them.
    public var managesPeople: Bool { reach(of: .manageAccounts) == .everything }
}
