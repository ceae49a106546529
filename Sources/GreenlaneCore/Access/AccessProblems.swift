/// Gathers what is wrong with the input of one command, each with its place.
struct AccessProblems {
    /// Bytes of an id that the caller chose.
    static let maximumIDLength = 40

    private let code: String
    private var details: [Refusal.Detail] = []

    init(_ code: String) {
        self.code = code
    }

    mutating func add(_ pointer: String, _ code: String, _ zh: String, _ en: String) {
        details.append(
            Refusal.Detail(pointer: pointer, code: code, message: LocalizedText(zh: zh, en: en)))
    }

    mutating func addEmpty() {
        add("", "nothing-stated", "没有说明要改什么。", "It does not say what to change.")
    }

    mutating func check(id: String) {
        let isPlain = id.utf8.allSatisfy { Self.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        if id.isEmpty || id.utf8.count > Self.maximumIDLength || !isPlain {
            add("/id", "id-invalid", "编号只能用字母、数字和连字符。", "Letters, digits and hyphens only.")
        }
    }

    mutating func check(name: LocalizedText) {
        check(text: name.zh, at: "/name/zh", maximum: Organisation.maximumNameLength)
        guard !name.en.isEmpty else { return }
        check(text: name.en, at: "/name/en", maximum: Organisation.maximumNameLength)
    }

    mutating func check(displayName: String) {
        check(
            text: displayName, at: "/displayName", maximum: Account.maximumDisplayNameLength)
    }

    mutating func check(text: String, at pointer: String, maximum: Int) {
        let isPrintable = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        let isBlank = text.allSatisfy { $0 == " " || $0 == "\u{3000}" }
        if isBlank || text.count > maximum || text.utf8.count > maximum * 16 || !isPrintable {
            add(
                pointer, "text-invalid", "须有内容，最长 \(maximum) 个字符，不能有控制字符。",
                "1 to \(maximum) characters, none of them control characters.")
        }
    }

    mutating func check(uscc: String, at pointer: String) {
        do throws(IdentifierProblem) {
            _ = try UnifiedSocialCreditCode.check(uscc)
        } catch {
            details.append(
                Refusal.Detail(pointer: pointer, code: error.code, message: error.message))
        }
    }

    mutating func check(digest: String) {
        if !AccessDigest.isWellFormed(digest) {
            add("/digest", "digest-malformed", "摘要须为 64 位十六进制。", "64 hexadecimal digits.")
        }
    }

    mutating func check(roles: [Actor.Role], of kind: Organisation.Kind) {
        if roles.isEmpty {
            add("/roles", "roles-missing", "须至少有一个角色。", "It needs a role.")
        }
        for role in roles where !kind.roles.contains(role) {
            let may = kind.roles
            add(
                "/roles", "role-not-of-organisation",
                "\(kind.title.zh)的账户不能是\(role.title.zh)；可以是："
                    + may.map(\.title.zh).joined(separator: "、") + "。",
                "An account of a \(kind.title.en) cannot be \(role.title.en); it can be: "
                    + may.map(\.title.en).joined(separator: ", ") + ".")
        }
    }

    mutating func check(scope: AuditScope?, roles: [Actor.Role]) {
        guard let scope else { return }
        if !roles.contains(.auditor) {
            add("/scope", "scope-without-auditor", "只有审计员有审计范围。", "Only auditors have a scope.")
        }
        for (index, uscc) in (scope.importers ?? []).enumerated() {
            check(uscc: uscc, at: "/scope/importers/\(index)")
        }
        if let from = scope.from, let until = scope.until, until < from {
            add(
                "/scope/until", "dates-reversed", "截止日早于起始日。", "It ends before it begins.")
        }
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte)
    }

    var refusal: Refusal? {
        guard !details.isEmpty else { return nil }
        return Refusal(
            .input, code,
            LocalizedText(
                zh: "输入有 \(details.count) 处问题。", en: "The input has \(details.count) problem(s)."),
            details: details)
    }
}
