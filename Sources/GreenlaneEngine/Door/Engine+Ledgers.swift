import GreenlaneCore
import GreenlaneStore
import TransparencyLog

extension Engine {
    // MARK: Permits

    func add(
        _ permit: Permit, _ envelope: Envelope, _ staging: inout Staging
    ) throws -> Result<Outcome, Refusal> {
        let allowed: [Actor.Role] = [.authority, .labManager, .broker, .administrator]
        guard allowed.contains(envelope.actor.role) else {
            let what = LocalizedText(zh: "登记许可", en: "register a permit")
            return .failure(DoorRefusal.role(envelope.actor.role, what, takes: allowed))
        }
        var granted = permit
        if let known = ledgers.permit(
            code: permit.code, number: permit.number, holder: permit.holder)
        {
            guard PermitCheck.isSame(known, permit) else {
                return .failure(PermitCheck.registeredOtherwise(known))
            }
            return .success(Outcome(position: size, id: known.id, isRepeat: true))
        }
        if granted.id.isEmpty { granted.id = ledgers.nextPermitID }
        if let refusal = PermitCheck.refusal(granted, ledgers, definitions.rules) {
            return .failure(refusal)
        }
        granted.balance = Balance(granted: permit.balance.granted)
        let event = LedgerEvent(ledger: .permit, id: granted.id, change: .granted(granted))
        try record(
            event, envelope.actor, envelope.occurred ?? staging.recorded, cause: nil, nil, &staging)
        return .success(Outcome(position: Int64(tree.size), id: granted.id))
    }

    func revoke(
        _ id: String, _ reason: String, _ envelope: Envelope, _ staging: inout Staging
    ) throws -> Result<Outcome, Refusal> {
        let allowed: [Actor.Role] = [.authority, .administrator]
        guard allowed.contains(envelope.actor.role) else {
            let what = LocalizedText(zh: "撤销许可", en: "revoke a permit")
            return .failure(DoorRefusal.role(envelope.actor.role, what, takes: allowed))
        }
        guard let permit = ledgers.permit(id) else {
            return .failure(PermitCheck.unknown(id))
        }
        guard permit.status == .valid else {
            return .failure(
                Refusal(
                    .rule, "permit-revoked",
                    LocalizedText(zh: "许可 \(id) 已经撤销。", en: "Permit \(id) is already revoked.")))
        }
        let event = LedgerEvent(ledger: .permit, id: id, change: .revoked(reason: reason))
        try record(
            event, envelope.actor, envelope.occurred ?? staging.recorded, cause: nil, nil, &staging)
        return .success(Outcome(position: Int64(tree.size), id: id))
    }

    // MARK: Whitelists

    /// A list is published once; the same file again changes nothing. A later list restates the
    /// entries that it names otherwise.
    func publish(
        _ publication: WhitelistPublication, _ envelope: Envelope, _ staging: inout Staging
    ) throws -> Result<Outcome, Refusal> {
        let allowed: [Actor.Role] = [.whitelistSteward, .administrator, .system]
        guard allowed.contains(envelope.actor.role) else {
            let what = LocalizedText(zh: "发布白名单", en: "publish a whitelist")
            return .failure(DoorRefusal.role(envelope.actor.role, what, takes: allowed))
        }
        if let refusal = PublicationRecord.refusal(publication, definitions.schemes) {
            return .failure(refusal)
        }
        let digest = ContentDigest.sha256(publication.text).text
        // The same bytes again are a repetition only while they say what stands: a list that was
        // overtaken by another one counts anew.
        let isSettled = publication.entries.allSatisfy { ledgers.entry($0.id)?.entry == $0 }
        let isKept = try store.definition(digest) != nil
        if isKept, isSettled {
            return .success(Outcome(position: size, id: publication.name, isRepeat: true))
        }
        if let changed = PermitCheck.changedUnit(publication.entries, ledgers) {
            return .failure(changed)
        }
        if !isKept {
            staging.batch.definitions.append(
                DefinitionRow(
                    digest: digest, kind: "whitelist", name: publication.name,
                    body: publication.text))
        }
        if !areTextsKept { staging.batch.definitions += definitions.texts }
        let occurred = envelope.occurred ?? staging.recorded
        let (_, position) = try record(
            type: "whitelist.published", stream: "whitelist/\(publication.name)",
            data: PublicationRecord(publication, digest: digest, over: ledgers).json(occurred),
            envelope.actor, occurred, &staging)
        for entry in publication.entries {
            let known = ledgers.entry(entry.id)
            if known?.entry == entry { continue }
            let change: LedgerEvent.Change = known == nil ? .published(entry) : .restated(entry)
            try record(
                LedgerEvent(ledger: .entry, id: entry.id, change: change), envelope.actor,
                occurred, cause: position, nil, &staging)
        }
        return .success(Outcome(position: Int64(tree.size), id: publication.name))
    }

    // MARK: Subscriptions

    func subscribe(
        _ name: String, _ endpoint: String, _ format: String, _ envelope: Envelope,
        _ staging: inout Staging
    ) throws -> Result<Outcome, Refusal> {
        let allowed: [Actor.Role] = [
            .labManager, .broker, .warehouse, .auditor, .administrator,
        ]
        guard allowed.contains(envelope.actor.role) else {
            let what = LocalizedText(zh: "订阅通知", en: "subscribe")
            return .failure(DoorRefusal.role(envelope.actor.role, what, takes: allowed))
        }
        let (_, position) = try record(
            type: "subscription.created", stream: "subscription/\(name)",
            data: ["endpoint": .string(endpoint), "format": .string(format)], envelope.actor,
            envelope.occurred ?? staging.recorded, &staging)
        let row = SubscriptionRow(
            id: Int64(subscriptionNames.count + 1), name: name, url: endpoint, format: format,
            active: true, since: position)
        subscriptionNames.append(row)
        staging.batch.subscriptions.append(row)
        return .success(Outcome(position: position, id: name))
    }

    func unsubscribe(
        _ name: String, _ envelope: Envelope, _ staging: inout Staging
    ) throws -> Result<Outcome, Refusal> {
        guard let index = subscriptionNames.firstIndex(where: { $0.name == name }),
            subscriptionNames[index].active
        else {
            return .failure(
                Refusal(
                    .notFound, "subscription-unknown",
                    LocalizedText(zh: "没有订阅 \(name)。", en: "There is no subscription \(name).")))
        }
        let (_, position) = try record(
            type: "subscription.ended", stream: "subscription/\(name)", data: [:],
            envelope.actor, envelope.occurred ?? staging.recorded, &staging)
        subscriptionNames[index].active = false
        staging.batch.subscriptions.append(subscriptionNames[index])
        return .success(Outcome(position: position, id: name))
    }
}

/// What a permit must be to be registered.
enum PermitCheck {
    /// Characters of an id that the caller chose.
    static let maximumIDLength = 40

    static func refusal(_ permit: Permit, _ ledgers: LedgerBook, _ rules: RuleBook) -> Refusal? {
        var details: [Refusal.Detail] = []
        func problem(_ pointer: String, _ code: String, _ zh: String, _ en: String) {
            details.append(
                Refusal.Detail(
                    pointer: pointer, code: code, message: LocalizedText(zh: zh, en: en)))
        }
        let isPlain = permit.id.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
        }
        if permit.id.isEmpty || permit.id.utf8.count > maximumIDLength || !isPlain {
            problem("/id", "id-invalid", "编号只能用字母、数字和连字符。", "Letters, digits and hyphens only.")
        }
        if rules.permit(permit.code) == nil {
            problem("/code", "permit-code-unknown", "没有这种许可。", "There is no permit of this code.")
        }
        if permit.number.isEmpty {
            problem("/number", "number-missing", "缺少证件号。", "The number is missing.")
        }
        if permit.validTo < permit.validFrom {
            problem("/validTo", "dates-reversed", "有效期止早于起。", "It ends before it begins.")
        }
        if let quantity = permit.balance.granted, quantity.amount <= .zero {
            problem("/quantity", "quantity-invalid", "数量应大于零。", "The quantity must be above zero.")
        }
        do throws(IdentifierProblem) {
            _ = try UnifiedSocialCreditCode.check(permit.holder)
        } catch {
            details.append(
                Refusal.Detail(pointer: "/holder", code: error.code, message: error.message))
        }
        if ledgers.permit(permit.id) != nil {
            return Refusal(
                .conflict, "permit-exists",
                LocalizedText(
                    zh: "许可 \(permit.id) 已登记。", en: "Permit \(permit.id) is already registered."))
        }
        guard !details.isEmpty else { return nil }
        return Refusal(
            .input, "permit-invalid",
            LocalizedText(
                zh: "许可有 \(details.count) 处问题。", en: "The permit has \(details.count) problem(s)."),
            details: details)
    }

    /// The same paper with the same content; an id that the caller left open may be any.
    static func isSame(_ known: Permit, _ stated: Permit) -> Bool {
        (stated.id.isEmpty || stated.id == known.id) && stated.goods == known.goods
            && stated.validFrom == known.validFrom && stated.validTo == known.validTo
            && stated.singleUse == known.singleUse
            && stated.balance.granted == known.balance.granted
    }

    /// An entry that shipments draw on keeps its unit: what they hold is counted in it.
    static func changedUnit(_ entries: [WhitelistEntry], _ ledgers: LedgerBook) -> Refusal? {
        var details: [Refusal.Detail] = []
        for entry in entries {
            guard let known = ledgers.entry(entry.id), known.balance.isDrawnOn,
                let old = known.balance.granted?.unit, let new = entry.approved?.unit, old != new
            else { continue }
            details.append(
                Refusal.Detail(
                    pointer: entry.id, code: "whitelist-unit-changed",
                    message: LocalizedText(
                        zh: "条目 \(entry.id) 已按 \(old.rawValue) 预留或核销，不能改用 \(new.rawValue)。",
                        en: """
                            Entry \(entry.id) is drawn on in \(old.rawValue) and cannot turn to \
                            \(new.rawValue).
                            """)))
        }
        guard !details.isEmpty else { return nil }
        return Refusal(
            .conflict, "whitelist-unit-changed",
            LocalizedText(
                zh: "有 \(details.count) 个已被使用的条目换了计量单位，名单未发布。",
                en: "\(details.count) entries in use change their unit: not published."),
            remedy: LocalizedText(
                zh: "按原计量单位填写核准数量，或用新的条目编号发布。",
                en: "State the quantity in the old unit, or publish it under a new entry id."),
            details: details)
    }

    static func registeredOtherwise(_ known: Permit) -> Refusal {
        Refusal(
            .conflict, "permit-exists",
            LocalizedText(
                zh: "证件 \(known.number) 已登记为 \(known.id)，但内容不同。",
                en: "Number \(known.number) is registered as \(known.id), with other content."),
            remedy: LocalizedText(
                zh: "与已登记的 \(known.id) 核对。", en: "Compare it with \(known.id)."))
    }

    static func unknown(_ id: String) -> Refusal {
        Refusal(
            .notFound, "permit-unknown",
            LocalizedText(zh: "没有登记过许可 \(id)。", en: "No permit \(id) is registered."))
    }
}
