/// What a look at the bytes of a document came to.
public enum ContentFinding: Hashable, Sendable {
    case type(MediaType)
    /// Not to be kept, whatever it is called.
    case harmful(Harm)

    /// Why contents are turned away.
    public enum Harm: String, Hashable, Sendable, CaseIterable {
        /// A program or script.
        case executable
        /// A page that a browser would run: HTML or SVG.
        case activePage = "active-page"
        /// An Office file with macros or controls.
        case macros
        /// Contents that nobody here could look into.
        case encrypted
        /// The old binary form of Office files, which also holds encrypted ones.
        case oldOffice = "old-office"
        /// An archive that unpacks to far more than it is.
        case archiveBomb = "archive-bomb"
        /// An archive whose directory does not fit its contents.
        case archiveDamaged = "archive-damaged"
        /// XML that declares entities of its own.
        case entities
    }

    /// Looks at the first bytes, at the directory of an archive and at all of a text. Nothing is
    /// unpacked.
    public static func of(_ bytes: [UInt8]) -> ContentFinding {
        if let harm = program(bytes) { return .harmful(harm) }
        if let type = image(bytes) { return .type(type) }
        if isPDF(bytes) { return .type(.pdf) }
        if starts(bytes, [0x50, 0x4B, 0x03, 0x04]) { return ArchiveDirectory.finding(bytes) }
        if starts(bytes, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            return .harmful(.oldOffice)
        }
        return TextForm.finding(bytes)
    }

    /// Programs of the usual systems, scripts that name their interpreter, and Windows shortcuts.
    private static func program(_ bytes: [UInt8]) -> Harm? {
        let heads: [[UInt8]] = [
            [0x4D, 0x5A], [0x7F, 0x45, 0x4C, 0x46], [0xFE, 0xED, 0xFA, 0xCE],
            [0xFE, 0xED, 0xFA, 0xCF], [0xCE, 0xFA, 0xED, 0xFE], [0xCF, 0xFA, 0xED, 0xFE],
            [0xCA, 0xFE, 0xBA, 0xBE], [0x00, 0x61, 0x73, 0x6D], [0x23, 0x21],
            [0x4C, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00],
        ]
        // Two letters may also begin a line of text; a program has bytes that text never has.
        guard heads.contains(where: { starts(bytes, $0) }) else { return nil }
        if starts(bytes, [0x4D, 0x5A]), !bytes.prefix(256).contains(0) { return nil }
        return .executable
    }

    private static func image(_ bytes: [UInt8]) -> MediaType? {
        if starts(bytes, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if starts(bytes, [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if starts(bytes, [0x49, 0x49, 0x2A, 0x00]) || starts(bytes, [0x4D, 0x4D, 0x00, 0x2A]) {
            return .tiff
        }
        let isRIFF = starts(bytes, Array("RIFF".utf8))
        if isRIFF, bytes.dropFirst(8).starts(with: "WEBP".utf8) { return .webp }
        return nil
    }

    /// Only where the file begins so: what stands before it could be another file's beginning.
    private static func isPDF(_ bytes: [UInt8]) -> Bool {
        starts(bytes, Array("%PDF-".utf8)) && bytes.count > 5 && (0x30...0x39).contains(bytes[5])
    }

    static func starts(_ bytes: [UInt8], _ head: [UInt8]) -> Bool { bytes.starts(with: head) }
}

extension ContentFinding.Harm {
    /// One sentence for the person who chose the file.
    public var text: LocalizedText {
        switch self {
        case .executable:
            LocalizedText(zh: "这是程序或脚本。", en: "This is a program or a script.")
        case .activePage:
            LocalizedText(
                zh: "这是网页（HTML 或 SVG），可能带有脚本。",
                en: "This is a web page (HTML or SVG) and may hold scripts.")
        case .macros:
            LocalizedText(zh: "这份 Office 文件带有宏或控件。", en: "This Office file has macros.")
        case .encrypted: LocalizedText(zh: "文件已加密，无法核对。", en: "The file is encrypted.")
        case .oldOffice:
            LocalizedText(
                zh: "这是旧版或加密的 Office 文件（.doc、.xls）。",
                en: "This is an old or encrypted Office file (.doc, .xls).")
        case .archiveBomb:
            LocalizedText(
                zh: "压缩内容展开后过大。", en: "The compressed contents unpack to far too much.")
        case .archiveDamaged:
            LocalizedText(zh: "压缩包的目录已损坏。", en: "The directory of the archive is damaged.")
        case .entities:
            LocalizedText(zh: "XML 自带实体声明。", en: "The XML declares entities of its own.")
        }
    }
}
