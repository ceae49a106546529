import GreenlaneCore

/// Writes the page: every text from outside is escaped here and nowhere else.
struct EvidenceMarkup {
    private(set) var text = ""

    /// Markup of ours, as it is.
    mutating func raw(_ markup: StaticString) { text += markup.description }

    /// Text that may hold anything.
    mutating func plain(_ value: String) { text += Self.escaped(value) }

    /// Text that was escaped or made here.
    mutating func made(_ markup: String) { text += markup }

    mutating func line(_ markup: StaticString) {
        raw(markup)
        raw("\n")
    }

    /// Chinese with English behind it.
    static func pair(_ words: LocalizedText) -> String {
        guard words.zh != words.en else { return escaped(words.zh) }
        return "\(escaped(words.zh)) <span class=\"en\" lang=\"en\">\(escaped(words.en))</span>"
    }

    static func pair(_ zh: String, _ en: String) -> String { pair(LocalizedText(zh: zh, en: en)) }

    mutating func pair(_ zh: String, _ en: String) { text += Self.pair(zh, en) }

    mutating func heading(_ zh: String, _ en: String) {
        text += "<h2>\(Self.pair(zh, en))</h2>\n"
    }

    mutating func paragraph(_ zh: String, _ en: String, style: StaticString = "") {
        text += "<p class=\"\(style)\">\(Self.pair(zh, en))</p>\n"
    }

    /// A row of a list of facts; nothing where there is no value.
    mutating func fact(_ zh: String, _ en: String, _ markup: String?) {
        guard let markup, !markup.isEmpty else { return }
        text += "<div><dt>\(Self.pair(zh, en))</dt><dd>\(markup)</dd></div>\n"
    }

    /// A table; cells are markup.
    mutating func table(_ style: StaticString, _ heads: [(String, String)], _ rows: [[String]]) {
        text += "<div class=\"wide\"><table class=\"\(style)\"><thead><tr>"
        for (zh, en) in heads { text += "<th scope=\"col\">\(Self.pair(zh, en))</th>" }
        text += "</tr></thead><tbody>\n"
        for row in rows {
            text += "<tr>"
            for cell in row { text += "<td>\(cell)</td>" }
            text += "</tr>\n"
        }
        text += "</tbody></table></div>\n"
    }

    /// A day and time in both languages, on its own line where there is room for one.
    static func moment(_ time: Timestamp) -> String {
        "<time datetime=\"\(time)\">\(DateText.moment(time, .zh))</time>"
    }

    static func code(_ value: String) -> String { "<code>\(escaped(value))</code>" }

    static func basis(_ basis: [LegalBasis]) -> String {
        basis.map { item in
            let isQuoted = item.title.contains("《")
            var parts = [isQuoted ? item.title : "《\(item.title)》"]
            if !item.number.isEmpty { parts.append(item.number) }
            if !item.article.isEmpty { parts.append(item.article) }
            let shown = escaped(parts.joined(separator: " "))
            guard item.confidence == .unverified else { return shown }
            return "\(shown) <span class=\"mark\">〔\(pair("未经确认", "unverified"))〕</span>"
        }.joined(separator: "<br>")
    }

    /// For text and for attributes in double quotes. Characters that steer the reading direction
    /// become visible, so that a name cannot pretend to be something else.
    static func escaped(_ value: String) -> String {
        var result = ""
        result.reserveCapacity(value.utf8.count)
        for scalar in PlainText.printable(value).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
