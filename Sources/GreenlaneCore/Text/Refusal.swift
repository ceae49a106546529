/// A no with a reason: data that every surface shows the same way. Faults are errors, not refusals.
public struct Refusal: Error, Hashable, Sendable {
    /// Decides exit code and HTTP status.
    public enum Kind: Hashable, Sendable {
        /// The rules say no (exit 1, 422; 403 where `forbidden`).
        case rule
        /// The actor's role may not (exit 1, 403).
        case role
        /// The input or the command line is wrong (exit 2, 400).
        case input
        /// There is no such thing (exit 3, 404).
        case notFound
        /// Stale version, same key with other content, held by another writer (exit 4, 409/412).
        case conflict
        /// What was written does not agree with what was signed or handed over (exit 5).
        case unproven
        /// The machine could not: disk full, directory not writable (exit 70, 503).
        case fault
    }

    /// One problem of several, with the place in the input.
    public struct Detail: Hashable, Sendable {
        /// JSON pointer (RFC 6901) into the input, or `file:line:column`.
        public var pointer: String
        public var code: String
        public var message: LocalizedText

        public init(pointer: String, code: String, message: LocalizedText) {
            self.pointer = pointer
            self.code = code
            self.message = message
        }
    }

    public var kind: Kind
    /// Stable, kebab-case; documented in order of precedence.
    public var code: String
    public var message: LocalizedText
    /// What to do next.
    public var remedy: LocalizedText?
    public var basis: [LegalBasis]
    public var details: [Detail]

    public init(
        _ kind: Kind, _ code: String, _ message: LocalizedText, remedy: LocalizedText? = nil,
        basis: [LegalBasis] = [], details: [Detail] = []
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.remedy = remedy
        self.basis = basis
        self.details = details
    }
}

extension Refusal {
    /// What to do next: its own words, else what always helps with refusals of its kind.
    public var advice: LocalizedText {
        if let remedy { return remedy }
        switch kind {
        case .rule:
            return LocalizedText(
                zh: "先查看现在可以做什么，再办理。",
                en: "Look at what can be done now, then decide.")
        case .role: return LocalizedText(zh: "请由有权的角色来做。", en: "Leave it to a role that may.")
        case .input:
            return LocalizedText(zh: "按提示改正后重试。", en: "Correct it as told and try again.")
        case .notFound: return LocalizedText(zh: "核对编号后重试。", en: "Check the name and try again.")
        case .conflict: return LocalizedText(zh: "重新查看后再决定。", en: "Look again, then decide.")
        case .unproven:
            return LocalizedText(
                zh: "请重新核对日志，查明哪里不符（命令行：greenlane verify）。",
                en: "Verify the log to find what differs (greenlane verify on the command line).")
        case .fault:
            return LocalizedText(
                zh: "稍后重试；仍不行请联系维护人员。", en: "Try again; if it stays, call whoever runs this.")
        }
    }
}

/// Where a rule comes from, and how sure we are of it.
public struct LegalBasis: Hashable, Sendable {
    public enum Confidence: String, Hashable, Sendable, CaseIterable {
        case confirmed, unverified
    }

    public var title: String
    /// Document number, such as 海关总署令第281号; empty where it has none.
    public var number: String
    /// Article or clause; empty where the source names none.
    public var article: String
    /// First day in force, `YYYY-MM-DD`; empty where not known.
    public var inForce: String
    /// Id in the sources table, such as S48.
    public var source: String
    public var confidence: Confidence

    public init(
        title: String, number: String = "", article: String = "", inForce: String = "",
        source: String = "", confidence: Confidence
    ) {
        self.title = title
        self.number = number
        self.article = article
        self.inForce = inForce
        self.source = source
        self.confidence = confidence
    }

    /// `《…》 海关总署令第281号 第九条`: title, number and article in one line.
    public func citation(_ language: Language) -> String {
        let isMarked = title.contains("《")
        var parts = [language == .zh && !isMarked ? "《\(title)》" : title]
        if !number.isEmpty { parts.append(number) }
        if !article.isEmpty { parts.append(article) }
        return parts.joined(separator: " ")
    }
}
