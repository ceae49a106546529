internal import GreenlaneCore

extension LegalBasis {
    /// `《…》 海关总署令第281号 第九条`, marked where nobody has read the official text yet.
    func text(_ language: Language) -> String {
        let isMarked = title.contains("《")
        var parts = [language == .zh && !isMarked ? "《\(title)》" : title]
        if !number.isEmpty { parts.append(number) }
        if !article.isEmpty { parts.append(article) }
        let text = parts.joined(separator: " ")
        guard confidence == .unverified else { return text }
        return text + LocalizedText(zh: "〔未经确认〕", en: " [unverified]").text(language)
    }
}
