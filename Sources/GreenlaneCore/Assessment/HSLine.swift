/// One ten-digit line of the tariff, with what the table says about licences and inspection.
public struct HSLine: Hashable, Sendable {
    /// A cell of the table: not shown at all, or letters (possibly none).
    public struct Letters: Hashable, Sendable {
        /// As written, such as `ABQ` or `P.V/Q.W`; empty where the line is known to have none.
        public var text: String
        public var confidence: LegalBasis.Confidence

        public init(text: String, confidence: LegalBasis.Confidence) {
            self.text = text
            self.confidence = confidence
        }
    }

    /// Ten digits.
    public var code: String
    public var description: LocalizedText
    /// Supervision document codes (监管证件代码); nil where the table does not show them.
    public var supervision: Letters?
    /// Inspection and quarantine categories (检验检疫类别); nil where the table does not show them.
    public var inspection: Letters?
    /// Most-favoured-nation duty in percent, as written.
    public var mfnPercent: String?
    /// Import VAT in percent, as written.
    public var vatPercent: String?
    public var source: String
    /// Year of the page that the letters come from; empty where it has none.
    public var year: String
    public var status: String

    public init(
        code: String, description: LocalizedText, supervision: Letters?, inspection: Letters?,
        mfnPercent: String? = nil, vatPercent: String? = nil, source: String, year: String,
        status: String
    ) {
        self.code = code
        self.description = description
        self.supervision = supervision
        self.inspection = inspection
        self.mfnPercent = mfnPercent
        self.vatPercent = vatPercent
        self.source = source
        self.year = year
        self.status = status
    }

    /// The bits of `Fact.letters` that a cell shows; separators are skipped.
    static func mask(_ text: String) -> UInt64 {
        var mask: UInt64 = 0
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39: mask |= 1 << UInt64(byte - 0x30)
            case 0x41...0x5A: mask |= 1 << UInt64(byte - 0x41 + 10)
            case 0x61...0x7A: mask |= 1 << UInt64(byte - 0x61 + 36)
            default: continue
            }
        }
        return mask
    }
}

/// The tariff lines that are known. A line that is not found says nothing: the table has gaps.
public protocol HSTable: Sendable {
    /// The line of a code; only the first ten digits count. Nil where there is no such line.
    func line(_ code: String) -> HSLine?
    /// Lines whose code starts so and whose Chinese description has at least so many of the texts,
    /// in order of code.
    func lines(startingWith prefix: String, having least: Int, of texts: [String]) -> [HSLine]
}

extension HSTable {
    /// A table that cannot be searched finds nothing.
    public func lines(
        startingWith prefix: String, having least: Int, of texts: [String]
    ) -> [HSLine] { [] }
}

/// Which letters of an HS line concern which direction. An import is never held by a condition
/// that only an export has.
public struct HSLetters: Hashable, Sendable {
    var importSupervision: UInt64
    var exportSupervision: UInt64
    var importInspection: UInt64
    var exportInspection: UInt64

    /// Letters of each direction, such as `"23AFILQRSX"`.
    public init(
        importSupervision: String, exportSupervision: String, importInspection: String,
        exportInspection: String
    ) {
        self.importSupervision = HSLine.mask(importSupervision)
        self.exportSupervision = HSLine.mask(exportSupervision)
        self.importInspection = HSLine.mask(importInspection)
        self.exportInspection = HSLine.mask(exportInspection)
    }

    /// By the direction that the table of meanings gives every letter.
    public init(_ meanings: [LetterMeaning]) {
        func letters(
            _ system: LetterMeaning.System, _ direction: ImportRequest.Direction
        ) -> String {
            meanings.filter { $0.system == system && $0.direction.concerns(direction) }
                .map(\.letter).joined()
        }
        self.init(
            importSupervision: letters(.supervision, .import),
            exportSupervision: letters(.supervision, .export),
            importInspection: letters(.inspection, .import),
            exportInspection: letters(.inspection, .export))
    }

    func supervision(_ letters: HSLine.Letters, _ direction: ImportRequest.Direction) -> UInt64 {
        HSLine.mask(letters.text) & (direction == .import ? importSupervision : exportSupervision)
    }

    func inspection(_ letters: HSLine.Letters, _ direction: ImportRequest.Direction) -> UInt64 {
        HSLine.mask(letters.text) & (direction == .import ? importInspection : exportInspection)
    }
}
