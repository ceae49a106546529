/// The problems of one reading, in the order of the document.
final class RequestProblems {
    /// Enough for any honest file; a hostile one must not fill the memory with complaints.
    static let limit = 1000

    private(set) var details: [Refusal.Detail] = []
    let need: ImportRequest.Need

    init(need: ImportRequest.Need) {
        self.need = need
    }

    var isFull: Bool { details.count > Self.limit }

    func add(_ problem: RequestProblem, at pointer: String) {
        add(pointer, problem.code, problem.message)
    }

    func add(_ problem: IdentifierProblem, at pointer: String) {
        add(pointer, problem.code, problem.message)
    }

    private func add(_ pointer: String, _ code: String, _ message: LocalizedText) {
        guard !isFull else { return }
        guard details.count < Self.limit else {
            let more = RequestProblem.moreProblems
            details.append(Refusal.Detail(pointer: "", code: more.code, message: more.message))
            return
        }
        details.append(Refusal.Detail(pointer: pointer, code: code, message: message))
    }
}

/// Reads the members of one object and notes what is wrong with them, so that a single pass finds
/// every problem of a document. A member that is missing or wrong reads as nil.
struct MemberReader {
    let object: JSONObject
    let pointer: String
    let problems: RequestProblems

    /// The reader of an object, or a note that the value is none.
    init?(_ value: JSONValue, at pointer: String, known: [String], _ problems: RequestProblems) {
        guard let object = value.objectValue else {
            problems.add(.wrongType(expected: "object", found: value), at: pointer)
            return nil
        }
        self.object = object
        self.pointer = pointer
        self.problems = problems
        guard problems.need != .stored else { return }
        for member in object.members where !known.contains(member.name) {
            guard !problems.isFull else { return }
            problems.add(
                .unknownMember(
                    member.name, suggestion: Suggestion.nearest(to: member.name, in: known)),
                at: JSONPointer.appending(member.name, to: pointer))
        }
    }

    func place(_ name: String) -> String { JSONPointer.appending(name, to: pointer) }

    func value(_ name: String, required: Bool = false) -> JSONValue? {
        let value = object[name]
        if value == nil, required { problems.add(.missingMember(name), at: place(name)) }
        return value
    }

    func child(_ name: String, known: [String], required: Bool = false) -> MemberReader? {
        guard let value = value(name, required: required) else { return nil }
        return MemberReader(value, at: place(name), known: known, problems)
    }

    /// Lengths count Unicode scalars, as JSON Schema does.
    func text(
        _ name: String, minimum: Int = 0, limit: Int = .max, required: Bool = false
    ) -> String? {
        guard let value = value(name, required: required) else { return nil }
        guard let text = value.stringValue else {
            problems.add(.wrongType(expected: "string", found: value), at: place(name))
            return nil
        }
        let length = text.unicodeScalars.count
        guard length >= minimum else {
            problems.add(.tooShort(minimum: minimum), at: place(name))
            return nil
        }
        guard length <= limit else {
            problems.add(.tooLong(limit: limit), at: place(name))
            return nil
        }
        return text
    }

    func choice<T: RawRepresentable & CaseIterable>(
        _ name: String, required: Bool = false
    ) -> T? where T.RawValue == String {
        guard let value = value(name, required: required) else { return nil }
        return Self.choice(value, at: place(name), among: Array(T.allCases), problems)
    }

    static func choice<T: RawRepresentable>(
        _ value: JSONValue, at pointer: String, among cases: [T], _ problems: RequestProblems
    ) -> T? where T.RawValue == String {
        guard let text = value.stringValue else {
            problems.add(.wrongType(expected: "string", found: value), at: pointer)
            return nil
        }
        if let found = cases.first(where: { $0.rawValue == text }) { return found }
        problems.add(.notAllowed(text, allowed: cases.map(\.rawValue)), at: pointer)
        return nil
    }

    func integer(_ name: String, in range: ClosedRange<Int>, required: Bool = false) -> Int? {
        guard let value = value(name, required: required) else { return nil }
        let whole: Int64?
        let shown: String
        switch value {
        case .integer(let number):
            whole = number
            shown = String(number)
        case .number(let literal):
            // JSON Schema takes 1.0 for an integer.
            let decimal = Decimal(literal).map(\.millionths) ?? 1
            whole = decimal % 1_000_000 == 0 ? Int64(exactly: decimal / 1_000_000) : nil
            shown = IdentifierText.quoted(literal)
        default:
            problems.add(.wrongType(expected: "integer", found: value), at: place(name))
            return nil
        }
        guard let whole, let number = Int(exactly: whole), range.contains(number) else {
            problems.add(.outOfRange(shown, range), at: place(name))
            return nil
        }
        return number
    }

    func flag(_ name: String) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let flag = value.boolValue else {
            problems.add(.wrongType(expected: "boolean", found: value), at: place(name))
            return nil
        }
        return flag
    }

    func date(_ name: String) -> CalendarDate? {
        guard let value = value(name) else { return nil }
        guard let text = value.stringValue else {
            problems.add(.wrongType(expected: "date", found: value), at: place(name))
            return nil
        }
        guard let date = CalendarDate(text) else {
            problems.add(.impossibleDate(IdentifierText.quoted(text)), at: place(name))
            return nil
        }
        return date
    }

    func elements(
        _ name: String, minimum: Int = 0, limit: Int = .max, required: Bool = false
    ) -> [JSONValue]? {
        guard let value = value(name, required: required) else { return nil }
        guard let elements = value.arrayValue else {
            problems.add(.wrongType(expected: "array", found: value), at: place(name))
            return nil
        }
        if elements.count < minimum { problems.add(.tooFew(minimum: minimum), at: place(name)) }
        if elements.count > limit {
            problems.add(.tooMany(limit: limit, found: elements.count), at: place(name))
        }
        return elements
    }
}
