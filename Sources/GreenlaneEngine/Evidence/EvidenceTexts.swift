import GreenlaneCore
import TransparencyLog

/// The texts of a bundle: each is what its digest says, bears the name that its manifest gives it,
/// and none that is cited is missing.
struct EvidenceTexts {
    private let rows: [EvidenceBundle.Definition]
    private var texts: [String: EvidenceBundle.Definition] = [:]
    private var seen: Set<String> = []
    /// Kinds and names under which manifests know a text.
    private var known: [String: [String]] = [:]

    init(_ bundle: EvidenceBundle, _ report: inout EvidenceReport) {
        rows = bundle.definitions
        for row in rows {
            if ContentDigest.sha256(row.text).text != row.digest {
                report.add(
                    .definitionAltered, "“\(row.name)”与它的摘要不符。",
                    "\(row.name) is not what its digest says.")
            }
            if texts.updateValue(row, forKey: row.digest) != nil {
                report.add(
                    .definitionDuplicate, "“\(row.name)”出现了两次。", "\(row.name) stands twice.")
            }
        }
    }

    mutating func cite(
        _ digest: String, at position: Int64, _ report: inout EvidenceReport
    ) {
        guard seen.insert(digest).inserted else { return }
        guard let row = texts[digest] else {
            report.add(
                .definitionMissing, at: position, "缺少所引用的规则文本 \(digest)。",
                "The text \(digest) that it cites is not here.")
            return
        }
        // One level: what a manifest names is never a manifest, so nothing can go in circles.
        guard row.text.utf8.first == UInt8(ascii: "[") else { return }
        for member in DefinitionManifest.read(Array(row.text.utf8)) {
            known[member.digest, default: []].append("\(member.kind.rawValue)\n\(member.name)")
            guard texts[member.digest] == nil, seen.insert(member.digest).inserted else {
                continue
            }
            report.add(
                .definitionMissing, at: position, "缺少清单所列的“\(member.name)”。",
                "\(member.name), which the manifest lists, is not here.")
        }
    }

    /// Once all is cited.
    func finish(_ report: inout EvidenceReport) {
        for row in rows {
            guard let names = known[row.digest], !names.contains("\(row.kind)\n\(row.name)") else {
                continue
            }
            report.add(
                .definitionAltered, "“\(row.name)”在清单中不叫这个名称。",
                "\(row.name) has another name in the manifest.")
        }
    }
}
