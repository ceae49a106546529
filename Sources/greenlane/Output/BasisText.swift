internal import GreenlaneCore

extension LegalBasis {
    /// `《…》 海关总署令第281号 第九条`, marked where nobody has read the official text yet.
    func text(_ language: Language) -> String {
        let text = citation(language)
        guard confidence == .unverified else { return text }
        return text + LocalizedText(zh: "〔未经确认〕", en: " [unverified]").text(language)
    }
}
