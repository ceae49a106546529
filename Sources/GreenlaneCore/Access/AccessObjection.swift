extension AccessBook {
    /// What stands against an event, whoever asks for it; nil where nothing does. Personal values
    /// that were erased are taken as good: what the log has was checked when they were there.
    public func objection(to event: AccessEvent, at now: Timestamp) -> Refusal? {
        switch event.change {
        case .organisationRegistered(let organisation): registering(organisation)
        case .organisationChanged(let change): changing(event.id, change)
        case .accountRegistered(let account): registering(account)
        case .accountChanged(let change): changing(event.id, change)
        case .passwordSet(let password): setting(password, of: event.id)
        case .entrustmentGranted(let entrustment): granting(entrustment, now)
        case .entrustmentRevoked: revoking(entrustment: event.id, now)
        case .keyIssued(let key): issuing(key, now)
        case .keyRevoked: revoking(key: event.id)
        case .sessionOpened(let session): opening(session)
        case .sessionClosed: closing(event.id)
        case .linkOffered(let link): offering(link)
        case .linkUsed: using(event.id, now)
        case .linkWithdrawn: nil
        }
    }

    // MARK: Organisations

    private func registering(_ organisation: Organisation) -> Refusal? {
        var problems = AccessProblems("organisation-invalid")
        problems.check(id: organisation.id)
        problems.check(name: organisation.name)
        if let uscc = organisation.uscc {
            problems.check(uscc: uscc, at: "/uscc")
        } else if organisation.kind == .importer {
            problems.add(
                "/uscc", "uscc-missing", "进口单位须有统一社会信用代码。", "An importer needs its USCC.")
        }
        if let refusal = problems.refusal { return refusal }
        if self.organisation(organisation.id) != nil {
            return AccessRefusal.exists(organisation.id)
        }
        if let uscc = organisation.uscc, let known = self.organisation(uscc: uscc) {
            return AccessRefusal.usccTaken(uscc, known.id)
        }
        return nil
    }

    private func changing(_ id: String, _ change: OrganisationChange) -> Refusal? {
        guard let known = organisation(id) else { return AccessRefusal.unknownOrganisation(id) }
        var problems = AccessProblems("organisation-invalid")
        if let name = change.name { problems.check(name: name) }
        if change.isEmpty { problems.addEmpty() }
        if let refusal = problems.refusal { return refusal }
        let isLast = activeAdministrators.allSatisfy { $0.organisation == known.id }
        if change.status == .suspended, !activeAdministrators.isEmpty, isLast {
            return AccessRefusal.lastAdministrator
        }
        return nil
    }

    // MARK: Accounts

    private func registering(_ account: Account) -> Refusal? {
        guard let organisation = organisation(account.organisation) else {
            return AccessRefusal.unknownOrganisation(account.organisation)
        }
        var problems = AccessProblems("account-invalid")
        problems.check(id: account.id)
        if let name = account.signInName, !Account.isSignInName(name) {
            problems.add(
                "/signInName", "sign-in-name-invalid",
                "登录名须为 3 至 64 个小写字母、数字或 . _ - @。",
                "A sign-in name has 3 to 64 small letters, digits or . _ - @.")
        }
        if let name = account.displayName { problems.check(displayName: name) }
        problems.check(roles: account.roles, of: organisation.kind)
        problems.check(scope: account.scope, roles: account.roles)
        if let issuer = account.issuer, issuer.isEmpty || account.subject == "" {
            problems.add(
                "/issuer", "subject-missing", "签发者和主体标识须同时给出。",
                "Issuer and subject go together.")
        }
        if let refusal = problems.refusal { return refusal }
        if self.account(account.id) != nil { return AccessRefusal.exists(account.id) }
        if let name = account.signInName, self.account(signInName: name) != nil {
            return AccessRefusal.signInNameTaken
        }
        if let issuer = account.issuer, let subject = account.subject,
            self.account(issuer: issuer, subject: subject) != nil
        {
            return AccessRefusal.subjectTaken
        }
        return nil
    }

    private func changing(_ id: String, _ change: AccountChange) -> Refusal? {
        guard let known = account(id), let organisation = organisation(known.organisation) else {
            return AccessRefusal.unknownAccount(id)
        }
        var problems = AccessProblems("account-invalid")
        if change.isEmpty { problems.addEmpty() }
        if let name = change.displayName?.value { problems.check(displayName: name) }
        if let roles = change.roles { problems.check(roles: roles, of: organisation.kind) }
        if change.scope != nil {
            problems.check(scope: change.scope, roles: change.roles ?? known.roles)
        }
        if let refusal = problems.refusal { return refusal }
        let losesRole = change.roles.map { !$0.contains(.administrator) } ?? false
        if losesRole || change.status == .disabled, activeAdministrators.map(\.id) == [id] {
            return AccessRefusal.lastAdministrator
        }
        return nil
    }

    private func setting(_ password: PersonalText, of id: String) -> Refusal? {
        guard account(id) != nil else { return AccessRefusal.unknownAccount(id) }
        guard let text = password.value else { return nil }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        var problems = AccessProblems("password-invalid")
        if !isPlain || !text.hasPrefix("$") || text.utf8.count > Account.maximumPasswordLength {
            problems.add(
                "/password", "password-malformed", "密码散列不是 PHC 格式。",
                "The hash of the password is not in PHC form.")
        }
        return problems.refusal
    }

    // MARK: Entrustments

    private func granting(_ entrustment: Entrustment, _ now: Timestamp) -> Refusal? {
        guard let importer = organisation(entrustment.importer) else {
            return AccessRefusal.unknownOrganisation(entrustment.importer)
        }
        guard let broker = organisation(entrustment.broker) else {
            return AccessRefusal.unknownOrganisation(entrustment.broker)
        }
        var problems = AccessProblems("entrustment-invalid")
        problems.check(id: entrustment.id)
        if importer.kind != .importer {
            problems.add(
                "/importer", "not-an-importer", "委托方须是进口单位。", "Only an importer entrusts.")
        }
        if !broker.kind.isEntrustable {
            problems.add(
                "/broker", "not-entrustable", "只能委托报关、仓储或承运企业。",
                "Only a broker, a warehouse or a carrier can be entrusted.")
        }
        let days = entrustment.until.dayNumber - entrustment.from.dayNumber + 1
        if days < 1 {
            problems.add("/until", "dates-reversed", "截止日早于起始日。", "It ends before it begins.")
        } else if days > Entrustment.maximumDays {
            problems.add(
                "/until", "too-long", "一次委托最长 \(Entrustment.maximumDays) 天。",
                "One entrustment lasts \(Entrustment.maximumDays) days at most.")
        } else if entrustment.until < now.date {
            problems.add("/until", "over-already", "截止日已过。", "The last day has passed.")
        }
        if let refusal = problems.refusal { return refusal }
        if self.entrustment(entrustment.id) != nil {
            return AccessRefusal.exists(entrustment.id)
        }
        let overlap = entrustments(importer: importer.id).first {
            $0.broker == broker.id && $0.revokedOn == nil && $0.from <= entrustment.until
                && entrustment.from <= $0.until
        }
        return overlap.map { AccessRefusal.entrustedAlready($0) }
    }

    private func revoking(entrustment id: String, _ now: Timestamp) -> Refusal? {
        guard let known = entrustment(id) else { return AccessRefusal.unknownEntrustment(id) }
        if known.revokedOn != nil || known.until < now.date { return AccessRefusal.over(id) }
        return nil
    }

    // MARK: Keys, sessions, links

    private func issuing(_ key: AccessKey, _ now: Timestamp) -> Refusal? {
        guard account(key.account) != nil else { return AccessRefusal.unknownAccount(key.account) }
        var problems = AccessProblems("key-invalid")
        let isPlain = key.id.utf8.allSatisfy { AccessProblems.isAlphanumeric($0) }
        if key.id.utf8.count != AccessKey.idLength || !isPlain {
            problems.add("/id", "id-invalid", "密钥编号须为 8 个字母或数字。", "Eight letters or digits.")
        }
        problems.check(digest: key.digest)
        problems.check(
            text: key.label, at: "/label", maximum: AccessKey.maximumLabelLength)
        if key.scopes.isEmpty {
            problems.add("/scopes", "scopes-missing", "须给出权限范围。", "It needs a scope.")
        }
        let longest = AccessKey.maximumDays * 86_400_000
        let lasts = key.expires.milliseconds - now.milliseconds
        if lasts <= 0 || lasts > longest {
            problems.add(
                "/expires", "expiry-invalid", "到期时间须在今后 \(AccessKey.maximumDays) 天之内。",
                "It expires within the next \(AccessKey.maximumDays) days.")
        }
        if let refusal = problems.refusal { return refusal }
        if !mayAct(key.account) { return AccessRefusal.accountNotActive }
        return self.key(key.id) != nil ? AccessRefusal.exists(key.id) : nil
    }

    private func revoking(key id: String) -> Refusal? {
        guard let known = key(id) else { return AccessRefusal.unknownKey(id) }
        return known.revoked != nil ? AccessRefusal.over(id) : nil
    }

    private func opening(_ session: Session) -> Refusal? {
        guard mayAct(session.account) else { return AccessRefusal.signInRefused }
        var problems = AccessProblems("session-invalid")
        problems.check(digest: session.digest)
        if let refusal = problems.refusal { return refusal }
        let isTaken = self.session(id: session.id) != nil
        return isTaken ? AccessRefusal.exists(session.id) : nil
    }

    private func closing(_ id: String) -> Refusal? {
        let isKnown = session(id: id) != nil
        return isKnown ? nil : AccessRefusal.unknownSession
    }

    private func offering(_ link: AccessLink) -> Refusal? {
        if let id = link.account, account(id) == nil { return AccessRefusal.unknownAccount(id) }
        var problems = AccessProblems("link-offer-invalid")
        problems.check(digest: link.digest)
        if (link.account == nil) != (link.purpose == .firstAdministrator) {
            problems.add(
                "/account", "account-misplaced", "首个管理员的链接不指定账户，其余必须指定。",
                "Only the first administrator's link names no account.")
        }
        if let refusal = problems.refusal { return refusal }
        if link.purpose == .firstAdministrator, !activeAdministrators.isEmpty {
            return AccessRefusal.administratorExists
        }
        if let id = link.account, !mayAct(id) { return AccessRefusal.accountNotActive }
        let isTaken = self.link(id: link.id) != nil
        return isTaken ? AccessRefusal.exists(link.id) : nil
    }

    private func using(_ id: String, _ now: Timestamp) -> Refusal? {
        guard let link = link(id: id), link.isOpen(at: now) else {
            return AccessRefusal.linkInvalid
        }
        if let account = link.account, !mayAct(account) { return AccessRefusal.linkInvalid }
        if link.purpose == .firstAdministrator, !activeAdministrators.isEmpty {
            return AccessRefusal.administratorExists
        }
        return nil
    }
}
