internal import ArgumentParser

/// One of a list of words that the core knows, as an option takes it.
struct StatedWord<Word: RawRepresentable<String> & CaseIterable & Sendable>: ExpressibleByArgument,
    Sendable
{
    let word: Word

    init(_ word: Word) {
        self.word = word
    }

    init?(argument: String) {
        guard let word = Word(rawValue: argument) else { return nil }
        self.word = word
    }

    var defaultValueDescription: String { word.rawValue }

    static var allValueStrings: [String] { Word.allCases.map(\.rawValue) }
}
