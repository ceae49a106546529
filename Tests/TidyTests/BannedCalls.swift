/// Calls that have a better replacement here.
struct BannedCall: Sendable {
    enum Place: Hashable, Sendable {
        /// Every room.
        case everywhere
        /// Every room but those named.
        case except([String])
        /// Only the rooms named.
        case only([String])

        func covers(_ room: String) -> Bool {
            switch self {
            case .everywhere: true
            case .except(let rooms): !rooms.contains(room)
            case .only(let rooms): rooms.contains(room)
            }
        }
    }

    let pattern: String
    let instead: String
    let place: Place

    /// The rooms at the edge, where real time and chance enter.
    private static let edge = ["greenlane", "GreenlaneServer", "GreenlaneWebhooks"]
    private static let time = "take the time from the facts or from the clock that is handed in"

    static let all: [BannedCall] = [
        BannedCall(pattern: "Date()", instead: time, place: .except(edge)),
        BannedCall(pattern: "Date.now", instead: time, place: .except(edge)),
        BannedCall(pattern: "ContinuousClock", instead: time, place: .except(edge)),
        BannedCall(pattern: "SuspendingClock", instead: time, place: .except(edge)),
        BannedCall(
            pattern: "UUID()", instead: "take ids from the facts", place: .except(edge)),
        BannedCall(
            pattern: ".random(", instead: "take chance from a generator that is handed in",
            place: .except(edge)),
        BannedCall(
            pattern: "Task.sleep", instead: "let a timer of the engine fire", place: .except(edge)),
        BannedCall(
            pattern: "usleep", instead: "wait on a condition, never by the clock",
            place: .everywhere),
        BannedCall(
            pattern: "fatalError", instead: "throw a Refusal or an error", place: .everywhere),
        BannedCall(pattern: "try!", instead: "handle the error", place: .everywhere),
        BannedCall(pattern: "as!", instead: "use as? and handle nil", place: .everywhere),
        BannedCall(
            pattern: "print(", instead: "return text to the command line, or log it",
            place: .except(["greenlane"])),
        BannedCall(
            pattern: "Double", instead: "use Decimal, or whole milliseconds",
            place: .only(["GreenlaneCore"])),
        BannedCall(pattern: "Float", instead: "use Decimal", place: .only(["GreenlaneCore"])),
    ]

    static func check(_ file: SourceFile) -> [Finding] {
        guard file.isSwift, let room = file.room else { return [] }
        let banned = all.filter { $0.place.covers(room) }
        return SwiftCode(file.text).lines.enumerated().flatMap { index, line in
            banned.filter { line.containsWord($0.pattern) }.map {
                Finding(
                    path: file.path, line: index + 1,
                    message: "\($0.pattern) is banned in \(room): \($0.instead)")
            }
        }
    }
}

extension String {
    /// Whether the pattern occurs, and not as a part of a longer word.
    func containsWord(_ pattern: String) -> Bool {
        var rest = self[...]
        while let range = rest.firstRange(of: pattern) {
            let before = range.lowerBound > startIndex ? self[index(before: range.lowerBound)] : " "
            let after = range.upperBound < endIndex ? self[range.upperBound] : " "
            let startsWord = !pattern.isWordLike(at: \.first) || !before.isWordPart
            let endsWord = !pattern.isWordLike(at: \.last) || !after.isWordPart
            if startsWord, endsWord { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }

    private func isWordLike(at place: (String) -> Character?) -> Bool {
        place(self)?.isWordPart ?? false
    }
}

extension Character {
    fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
