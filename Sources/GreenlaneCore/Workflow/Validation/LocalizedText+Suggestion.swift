extension LocalizedText {
    /// The message with the known name that somebody probably meant, where one is near.
    public func suggesting(_ name: String, among candidates: [String]) -> LocalizedText {
        guard let nearest = Suggestion.nearest(to: name, in: candidates) else { return self }
        return LocalizedText(
            zh: zh + "您是否想写 \(nearest)?", en: en + " Did you mean \(nearest)?")
    }
}
