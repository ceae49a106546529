extension AccessBook {
    /// Whose goods an account may concern itself with on a day; nothing where it may not act.
    public func reach(of id: String, _ action: AccessAction, on day: CalendarDate) -> Reach {
        guard mayAct(id), let account = account(id),
            let organisation = organisation(account.organisation)
        else { return .nothing }
        let principal = Principal(
            account: id, name: id, roles: account.roles, organisation: organisation.id,
            uscc: organisation.uscc, entrusted: importers(entrustedTo: organisation.id, at: day),
            auditScope: account.scope?.reach(on: day) ?? .nothing, credential: .operator)
        return principal.reach(of: action)
    }
}
