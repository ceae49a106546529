/// The conditions that a clearance workflow may name, with their parameters read once.
enum Guard: Hashable, Sendable {
    case permitsHeld(beforeDispatch: Bool)
    case prohibited
    case drugFormNeeded
    case drugFormHeld
    case whitelistCovers
    case quantityShort
    case approvalsValid
    case allAccepted
    case allReleased
    case requires(permit: String)
    case known(fact: String)
    case factEquals(fact: String, value: String)
    case excursionOverLimit
    case ledgerNeeded
    case ledgerBalanced
    case quantityLeft
    case goodsHarmless
    /// Nil: those that the event itself names. A number is enough unless a digest is asked for.
    case documentsPresent([String]?, withDigest: Bool)
    case linesUndeclared
    case late
    /// For a call that could not be read; a chart with one does not load.
    case never

    init?(_ call: GuardCall) {
        func text(_ name: String) -> String? { call.params[name]?.stringValue }
        switch call.name {
        case "permits-held": self = .permitsHeld(beforeDispatch: text("before") == "dispatch")
        case "prohibited": self = .prohibited
        case "drug-form-needed": self = .drugFormNeeded
        case "drug-form-held": self = .drugFormHeld
        case "whitelist-covers": self = .whitelistCovers
        case "quantity-short": self = .quantityShort
        case "approvals-valid": self = .approvalsValid
        case "all-accepted": self = .allAccepted
        case "all-released": self = .allReleased
        case "requires":
            guard let permit = text("permit") else { return nil }
            self = .requires(permit: permit)
        case "known":
            guard let fact = text("fact") else { return nil }
            self = .known(fact: fact)
        case "fact-equals":
            guard let fact = text("fact"), let value = text("value") else { return nil }
            self = .factEquals(fact: fact, value: value)
        case "excursion-over-limit": self = .excursionOverLimit
        case "ledger-needed": self = .ledgerNeeded
        case "ledger-balanced": self = .ledgerBalanced
        case "quantity-left": self = .quantityLeft
        case "goods-harmless": self = .goodsHarmless
        case "documents-present":
            let withDigest = call.params["withDigest"]?.boolValue ?? false
            guard let listed = call.params["documents"] else {
                self = .documentsPresent(nil, withDigest: withDigest)
                break
            }
            guard let kinds = listed.arrayValue?.compactMap(\.stringValue), !kinds.isEmpty else {
                return nil
            }
            self = .documentsPresent(kinds, withDigest: withDigest)
        case "lines-undeclared": self = .linesUndeclared
        case "late": self = .late
        default: return nil
        }
    }
}

/// What a clearance workflow may do on the way, with the parameters read once.
enum Action: Hashable, Sendable {
    case assess, reserve, consume, free, giveBack, correct, undo, linkPermit, grantPermit
    case applyPermit(status: String)
    case remember(input: String, fact: String)
    case lodge
    case declaration(Declaration.Status)
    case openTask(code: String, LocalizedText)
    case closeTasks, attach, reading, use, destroy, note

    init?(_ call: ActionCall) {
        func text(_ name: String) -> String? { call.params[name]?.stringValue }
        switch call.type {
        case "assess": self = .assess
        case "reserve": self = .reserve
        case "consume": self = .consume
        case "free": self = .free
        case "give-back": self = .giveBack
        case "correct": self = .correct
        case "undo": self = .undo
        case "link-permit": self = .linkPermit
        case "grant-permit": self = .grantPermit
        case "apply-permit": self = .applyPermit(status: text("status") ?? "applied")
        case "remember":
            guard let input = text("input") else { return nil }
            self = .remember(input: input, fact: text("as") ?? input)
        case "lodge": self = .lodge
        case "declaration":
            guard let status = text("status").flatMap({ Declaration.Status(rawValue: $0) }) else {
                return nil
            }
            self = .declaration(status)
        case "open-task":
            guard let code = text("code") else { return nil }
            self = .openTask(
                code: code,
                LocalizedText(zh: text("zh") ?? code, en: text("en") ?? code))
        case "close-tasks": self = .closeTasks
        case "attach": self = .attach
        case "reading": self = .reading
        case "use": self = .use
        case "destroy": self = .destroy
        case "note": self = .note
        default: return nil
        }
    }
}
