/// What the contents of a document are, found from their bytes and never from a name.
public enum MediaType: String, Hashable, Sendable, CaseIterable {
    case pdf = "application/pdf"
    case png = "image/png"
    case jpeg = "image/jpeg"
    case tiff = "image/tiff"
    case webp = "image/webp"
    case xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    /// The national fixed-layout format (GB/T 33190).
    case ofd = "application/ofd"
    case xml = "application/xml"
    /// Lines of text, tables of values among them, in UTF-8 or GB 18030.
    case text = "text/plain"
    /// What none of the others is.
    case octets = "application/octet-stream"

    /// Endings that a file of this type may have, in lower case; the usual one first.
    public var endings: [String] {
        switch self {
        case .pdf: ["pdf"]
        case .png: ["png"]
        case .jpeg: ["jpg", "jpeg", "jpe", "jfif"]
        case .tiff: ["tif", "tiff"]
        case .webp: ["webp"]
        case .xlsx: ["xlsx"]
        case .docx: ["docx"]
        case .ofd: ["ofd"]
        case .xml: ["xml"]
        case .text: ["txt", "csv", "tsv", "log", "md"]
        case .octets: []
        }
    }

    /// As people call it.
    public var title: LocalizedText {
        switch self {
        case .pdf: LocalizedText(zh: "PDF", en: "PDF")
        case .png: LocalizedText(zh: "PNG 图片", en: "PNG image")
        case .jpeg: LocalizedText(zh: "JPEG 图片", en: "JPEG image")
        case .tiff: LocalizedText(zh: "TIFF 图片", en: "TIFF image")
        case .webp: LocalizedText(zh: "WebP 图片", en: "WebP image")
        case .xlsx: LocalizedText(zh: "Excel 工作簿（.xlsx）", en: "Excel workbook (.xlsx)")
        case .docx: LocalizedText(zh: "Word 文档（.docx）", en: "Word document (.docx)")
        case .ofd: LocalizedText(zh: "OFD 版式文件", en: "OFD document")
        case .xml: LocalizedText(zh: "XML", en: "XML")
        case .text: LocalizedText(zh: "纯文本或 CSV", en: "plain text or CSV")
        case .octets: LocalizedText(zh: "未知格式", en: "an unknown format")
        }
    }
}

/// Groups of types, as the table of document kinds names them.
public enum DocumentFormat: String, Hashable, Sendable, CaseIterable {
    case pdf, image, office, ofd, xml, text

    /// The types that belong to the group.
    public var types: [MediaType] {
        switch self {
        case .pdf: [.pdf]
        case .image: [.jpeg, .png, .tiff, .webp]
        case .office: [.xlsx, .docx]
        case .ofd: [.ofd]
        case .xml: [.xml]
        case .text: [.text]
        }
    }
}
