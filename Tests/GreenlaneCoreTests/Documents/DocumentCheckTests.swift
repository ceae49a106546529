import GreenlaneCore
import Testing

@Suite("A document handed in under a name")
struct DocumentCheckTests {
    private static let invoice = DocumentKind(
        id: "invoice", title: LocalizedText(zh: "发票", en: "Invoice"), formats: [.pdf, .image])

    private static func code(
        _ name: String, _ finding: ContentFinding, size: Int = 10, as kind: DocumentKind? = invoice
    ) -> String? {
        do throws(Refusal) {
            _ = try DocumentCheck(name: name, size: size, finding: finding).accepted(as: kind)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(
        "is taken or told why not",
        arguments: [
            ("invoice.pdf", .type(.pdf), 10, nil), ("发票.JPG", .type(.jpeg), 10, nil),
            ("invoice", .type(.pdf), DocumentCheck.maximumBytes, nil),
            ("invoice.pdf", .type(.pdf), 0, "document-empty"),
            ("invoice.pdf", .type(.pdf), DocumentCheck.maximumBytes + 1, "document-too-large"),
            ("..", .type(.pdf), 10, "document-name-invalid"),
            ("", .type(.pdf), 10, "document-name-invalid"),
            (String(repeating: "长", count: 201), .type(.pdf), 10, "document-name-invalid"),
            ("invoice.pdf", .type(.png), 10, "document-name-invalid"),
            ("invoice.pdf.exe", .type(.pdf), 10, "document-name-invalid"),
            ("invoice.xlsx", .type(.xlsx), 10, "document-type-not-accepted"),
            ("invoice.pdf", .harmful(.executable), 10, "document-type-not-accepted"),
            ("invoice.bin", .type(.octets), 10, "document-type-not-accepted"),
        ] as [(String, ContentFinding, Int, String?)])
    func taken(name: String, finding: ContentFinding, size: Int, code: String?) {
        #expect(Self.code(name, finding, size: size) == code)
    }

    @Test("is taken in any harmless form where the workflow has no table of kinds")
    func withoutTable() {
        #expect(Self.code("rows.csv", .type(.text), as: nil) == nil)
        #expect(
            Self.code("rows.bin", .type(.octets), as: nil) == "document-type-not-accepted")
        #expect(
            Self.code("page.txt", .harmful(.activePage), as: nil) == "document-type-not-accepted")
    }

    @Test("is refused with the formats that would be taken, and what it was found to be")
    func told() throws {
        let refusal = try #require(throws: Refusal.self) {
            try DocumentCheck(name: "a.xls", size: 9, finding: .harmful(.oldOffice))
                .accepted(as: Self.invoice)
        }
        #expect(refusal.kind == .input)
        #expect(refusal.details.map(\.code) == ["old-office"])
        #expect(refusal.message.zh.contains("发票"))
        #expect(refusal.remedy?.en.contains("PDF, JPEG image") == true)
    }

    @Test(
        "is shown without a path and without what cannot be seen",
        arguments: [
            ("/etc/passwd", "passwd"), ("..\\..\\boot.ini", "boot.ini"),
            ("invoice\u{202E}fdp.exe", "invoicefdp.exe"), ("a\u{0}b\n.pdf", "ab.pdf"),
            ("  发票 1.pdf. ", "发票 1.pdf"), ("\u{200B}x.pdf", "x.pdf"), ("a/", nil),
            (".", nil), ("....", nil), ("\u{202E}", nil),
        ] as [(String, String?)])
    func shown(name: String, shown: String?) {
        #expect(DocumentName.shown(name) == shown)
    }
}
