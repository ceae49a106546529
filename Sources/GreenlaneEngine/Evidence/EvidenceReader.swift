public import GreenlaneCore

/// A bundle as it was handed over: the evidence, and the page around it where it came as one.
public struct EvidenceFile: Sendable {
    public var bundle: EvidenceBundle
    /// All bytes of the page; nil where the evidence came alone.
    public var page: [UInt8]?

    /// A bundle with or without the page that it came on.
    public init(bundle: EvidenceBundle, page: [UInt8]? = nil) {
        self.bundle = bundle
        self.page = page
    }
}

/// Reads the two forms of a bundle. Refuses what is no bundle at all, by these codes:
/// `bundle-too-large`, `bundle-unreadable`, `bundle-joined`, `bundle-truncated`, `json-invalid`,
/// `format-unknown`, `form-invalid` (with the pointer of the first member that is wrong).
public enum EvidenceReader {
    /// What opens the evidence in a page.
    static let opening = "<script type=\"application/json\" id=\"greenlane-evidence\">"
    /// What ends it.
    static let closing = "</script>"

    /// The evidence of a page or of a JSON file; `name` is what messages call it.
    public static func read(_ bytes: [UInt8], name: String) throws(Refusal) -> EvidenceFile {
        guard bytes.count <= EvidenceLimits.bundleBytes else { throw tooLarge(name) }
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if first == UInt8(ascii: "{") {
            return EvidenceFile(bundle: try bundle(bytes[...], name), page: nil)
        }
        let opening = Array(opening.utf8)
        let closing = Array(closing.utf8)
        guard let start = firstRange(of: opening, in: bytes[...]) else {
            throw refusal(
                "bundle-unreadable", name, "不是证据包：既不是带证据的网页，也不是 JSON。",
                "is no bundle: neither a page with evidence in it nor JSON.")
        }
        let rest = bytes[start.upperBound...]
        guard let end = firstRange(of: closing, in: rest) else {
            throw refusal(
                "bundle-truncated", name, "不完整：证据在中途断了。", "breaks off in the evidence.")
        }
        if firstRange(of: opening, in: bytes[end.upperBound...]) != nil {
            throw refusal(
                "bundle-joined", name, "里有不止一个证据包，请逐个核对。",
                "holds more than one bundle; check them one by one.")
        }
        let evidence = bytes[start.upperBound..<end.lowerBound]
        return EvidenceFile(bundle: try bundle(evidence, name), page: bytes)
    }

    private static func bundle(
        _ bytes: ArraySlice<UInt8>, _ name: String
    ) throws(Refusal) -> EvidenceBundle {
        let parsed = bytes.withUnsafeBufferPointer { JSONParser.parse($0) }
        switch parsed {
        case .success(let json): return try EvidenceForm(name).bundle(json)
        case .failure(let error):
            let code: String
            switch error.reason {
            case .unexpectedEnd: code = "bundle-truncated"
            case .trailingText: code = "bundle-joined"
            default: code = "json-invalid"
            }
            var found = refusal(
                code, name, "里的证据不是规范的 JSON：\(error.message.zh)",
                "holds evidence that is no strict JSON: \(error.message.en)")
            found.details = [
                Refusal.Detail(
                    pointer: "\(PlainText.printable(name)):\(error.line):\(error.column)",
                    code: error.code, message: error.message)
            ]
            throw found
        }
    }

    /// For a file that was not even read.
    public static func tooLarge(_ name: String) -> Refusal {
        let limit = EvidenceLimits.bundleBytes / 1_048_576
        return refusal(
            "bundle-too-large", name, "超过 \(limit) MiB，不予读取。",
            "is larger than \(limit) MiB and is not read.")
    }

    static func refusal(_ code: String, _ name: String, _ zh: String, _ en: String) -> Refusal {
        let shown = PlainText.printable(name)
        return Refusal(
            .input, code, LocalizedText(zh: "\(shown) \(zh)", en: "\(shown) \(en)"),
            remedy: LocalizedText(
                zh: "请向出具方重新索取完整的文件。", en: "Ask whoever made it for the whole file."))
    }

    /// Where bytes first stand in others. One pass in practice: the needle's first byte is rare.
    private static func firstRange(
        of needle: [UInt8], in bytes: ArraySlice<UInt8>
    ) -> Range<Int>? {
        guard let first = needle.first, bytes.count >= needle.count else { return nil }
        var index = bytes.startIndex
        let last = bytes.endIndex - needle.count
        while index <= last {
            guard bytes[index] == first else {
                index += 1
                continue
            }
            let end = index + needle.count
            if bytes[index..<end].elementsEqual(needle) { return index..<end }
            index += 1
        }
        return nil
    }
}
