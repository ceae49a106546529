import GreenlaneCore
import TransparencyLog

/// The page that people read: one file with no script and nothing from outside, which carries its
/// evidence inside. It is made from the evidence alone, so that a check can make it again and see
/// that it says nothing else.
public enum EvidencePage {
    /// Goes up whenever the same evidence gives other bytes.
    public static let version: Int64 = 1

    /// The whole page as UTF-8.
    public static func render(_ bundle: EvidenceBundle) -> [UInt8] {
        let account = EvidenceAccount(bundle)
        var page = EvidenceMarkup()
        head(&page, bundle)
        EvidenceSummary.write(account, to: &page)
        EvidenceRoad.write(account, to: &page)
        EvidenceHoldings.write(account, to: &page)
        EvidenceNotes.write(account, to: &page)
        EvidenceProofs.write(account, to: &page)
        page.line("</main>")
        page.made(EvidenceReader.opening)
        page.made(embedded(bundle))
        page.made(EvidenceReader.closing)
        page.line("\n</body></html>")
        return Array(page.text.utf8)
    }

    /// The evidence as JSON that no browser takes for markup.
    private static func embedded(_ bundle: EvidenceBundle) -> String {
        var bytes: [UInt8] = []
        let json = Array(bundle.json.text.utf8)
        bytes.reserveCapacity(json.count)
        let escape = Array("\\u003c".utf8)
        for byte in json {
            if byte == UInt8(ascii: "<") { bytes += escape } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func head(_ page: inout EvidenceMarkup, _ bundle: EvidenceBundle) {
        let style = EvidenceStyle.sheet
        let digest = ContentDigest.sha256(style)
        let hash = MerkleHash(digest.bytes)?.base64 ?? ""
        page.line("<!DOCTYPE html>")
        page.line("<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">")
        page.made(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                + "style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'\">\n")
        page.line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        page.line("<meta name=\"referrer\" content=\"no-referrer\">")
        page.line("<meta name=\"color-scheme\" content=\"light dark\">")
        page.raw("<title>")
        page.plain("\(bundle.shipment) 通关证据 · Evidence of clearance")
        page.line("</title>")
        page.made("<style>\(style)</style></head>\n<body><main>\n")
    }
}
