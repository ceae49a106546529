/// How a decimal may be written.
struct DecimalFormat {
    var integerDigits: Int
    var places: Int
    var mayBeNegative: Bool

    /// Amounts, shares, money, kilograms.
    static let amount = DecimalFormat(
        integerDigits: Decimal.maximumIntegerDigits, places: 6, mayBeNegative: false)
    /// Degrees Celsius.
    static let temperature = DecimalFormat(integerDigits: 3, places: 2, mayBeNegative: true)
}

extension MemberReader {
    func decimal(
        _ name: String, _ format: DecimalFormat = .amount, required: Bool = false
    ) -> Decimal? {
        guard let value = value(name, required: required) else { return nil }
        guard let text = value.stringValue else {
            problems.add(.wrongType(expected: "decimal", found: value), at: place(name))
            return nil
        }
        switch Self.decimal(text, format) {
        case .success(let decimal): return decimal
        case .failure(let problem):
            problems.add(problem.problem, at: place(name))
            return nil
        }
    }

    /// A text with a normal form: check digits hold, spaces and full-width letters are forgiven.
    func identifier(
        _ name: String, _ check: (String) throws(IdentifierProblem) -> String
    ) -> String? {
        guard let text = text(name) else { return nil }
        guard problems.need != .stored else { return text }
        do throws(IdentifierProblem) {
            return try check(text)
        } catch {
            problems.add(error, at: place(name))
            return nil
        }
    }

    /// A code that must stand in its normal form already, as the schema's pattern asks.
    func exact(_ name: String, _ check: (String) throws(IdentifierProblem) -> String) -> String? {
        guard let text = text(name) else { return nil }
        guard problems.need != .stored else { return text }
        do throws(IdentifierProblem) {
            let normal = try check(text)
            if normal.utf8.elementsEqual(text.utf8) { return text }
            problems.add(
                .wrongFormat(
                    LocalizedText(zh: "请写作 \(normal)", en: "Please write it as \(normal)")),
                at: place(name))
        } catch {
            problems.add(error, at: place(name))
        }
        return nil
    }

    func digits(_ name: String, count: Int) -> String? {
        pattern(
            name, LocalizedText(zh: "应为 \(count) 位数字", en: "This should be \(count) digits")
        ) { $0.count == count && $0.allSatisfy { (0x30...0x39).contains($0) } }
    }

    func capitals(_ name: String, count: Int, meaning: LocalizedText, required: Bool = false)
        -> String?
    {
        pattern(name, meaning, required: required) {
            $0.count == count && $0.allSatisfy { (0x41...0x5A).contains($0) }
        }
    }

    /// ISO 3166 alpha-2.
    func country(_ name: String) -> String? {
        capitals(
            name, count: 2,
            meaning: LocalizedText(
                zh: "国家（地区）应为两位大写字母代码，例如 US",
                en: "A country is a code of two capital letters, such as US"))
    }

    private func pattern(
        _ name: String, _ meaning: LocalizedText, required: Bool = false,
        _ fits: (String.UTF8View) -> Bool
    ) -> String? {
        guard let text = text(name, required: required) else { return nil }
        if fits(text.utf8) { return text }
        problems.add(.wrongFormat(meaning), at: place(name))
        return nil
    }

    private struct DecimalProblem: Error {
        var problem: RequestProblem
    }

    private static func decimal(
        _ text: String, _ format: DecimalFormat
    ) -> Result<Decimal, DecimalProblem> {
        let shown = IdentifierText.quoted(text)
        let negative = text.utf8.first == UInt8(ascii: "-")
        let parts = text.utf8.dropFirst(negative ? 1 : 0).split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let areDigits = parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) }
        }
        guard areDigits, let whole = parts.first else {
            return .failure(DecimalProblem(problem: .wrongDecimal(shown)))
        }
        if negative, !format.mayBeNegative {
            return .failure(DecimalProblem(problem: .negative(shown)))
        }
        if whole.count > format.integerDigits {
            return .failure(
                DecimalProblem(problem: .overflow(shown, digits: format.integerDigits)))
        }
        if parts.count == 2, parts[1].count > format.places {
            return .failure(
                DecimalProblem(problem: .tooPrecise(shown, places: format.places)))
        }
        guard let value = Decimal(text) else {
            return .failure(DecimalProblem(problem: .wrongDecimal(shown)))
        }
        return .success(value)
    }
}
