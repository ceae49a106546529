/// Emphasis for a terminal; plain text where colour is off.
struct Style: Hashable, Sendable {
    /// Whether codes are written at all.
    let isOn: Bool

    static let plain = Style(isOn: false)

    func bold(_ text: String) -> String { wrapped(text, "1") }
    func dim(_ text: String) -> String { wrapped(text, "2") }
    /// The lane is open: done, released, delivered.
    func green(_ text: String) -> String { wrapped(text, "32") }
    /// Somebody has to look: due soon, unverified, held.
    func amber(_ text: String) -> String { wrapped(text, "33") }
    /// Refused, prohibited, overdue.
    func red(_ text: String) -> String { wrapped(text, "31") }

    private func wrapped(_ text: String, _ code: String) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
