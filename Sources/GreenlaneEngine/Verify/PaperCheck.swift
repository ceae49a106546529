import GreenlaneCore
import GreenlaneStore
import TransparencyLog

/// Attached documents: the contents against their digests, and each cited by an event.
struct PaperCheck {
    /// Digests of the documents that the file has, and the names they are kept under.
    private var kept: [String: String] = [:]
    /// Size and type of their contents.
    private var forms: [String: (size: Int64, type: String)] = [:]
    /// The names that events gave them.
    private var named: [String: [String]] = [:]
    private var isCited: [String: Bool] = [:]
    private(set) var cited = 0
    private var erased: [String: Int64] = [:]
    /// Last event that took the contents in, of each digest whose contents are not here.
    private var missing: [String: Int64] = [:]
    private let looks: Bool

    var count: Int { kept.count }

    init(_ store: LogStore, hasPapers: Bool, _ findings: Findings) throws {
        looks = hasPapers
        guard hasPapers else { return }
        try store.forEachRow(of: .paper) { row in
            let digest = row.text(0)
            let found = ContentDigest.sha256(UnsafeRawBufferPointer(row.bytes(2))).text
            if !digest.isSame(as: found) { findings.add(0, "attachment-altered", digest) }
            kept[digest] = row.text(1)
            forms[digest] = Self.form(row.bytes(2))
        }
    }

    private static func form(_ bytes: UnsafeBufferPointer<UInt8>) -> (size: Int64, type: String) {
        guard bytes.count <= DocumentCheck.maximumBytes,
            case .type(let type) = ContentFinding.of([UInt8](bytes))
        else { return (Int64(bytes.count), "") }
        return (Int64(bytes.count), type.rawValue)
    }

    /// An event that came with documents. Size and type that it tells of contents which are here
    /// must be theirs.
    mutating func take(_ entry: EntryParts, _ findings: Findings) {
        guard case .success(let digests) = JSONParser.parse(entry.attachments) else { return }
        for digest in digests.arrayValue ?? [] {
            cited += 1
            guard let digest = digest.stringValue else { continue }
            guard kept[digest] != nil else {
                // Its type is told of contents that were handed in, and of no others.
                if looks, entry.json?["input"]?["media_type"]?.stringValue != nil {
                    missing[digest] = entry.position
                }
                continue
            }
            isCited[digest] = true
            erased[digest] = nil
            let input = entry.json?["input"]
            if input?["digest"]?.stringValue == digest, let name = input?["name"]?.stringValue {
                named[digest, default: []].append(name)
            }
            if input?["digest"]?.stringValue == digest, let form = forms[digest],
                input?["size"].map({ $0.integerValue != form.size }) ?? false
                    || input?["media_type"].map({ $0.stringValue != form.type }) ?? false
            {
                findings.add(entry.position, "attachment-misdescribed", digest)
            }
        }
    }

    /// Contents that an erasure deleted must be gone, unless they came again.
    mutating func erase(_ data: JSONValue, at position: Int64) {
        for digest in data["papers"]?.arrayValue ?? [] {
            guard let digest = digest.stringValue else { continue }
            erased[digest] = position
            missing[digest] = nil
        }
    }

    func finish(_ findings: Findings) {
        for (digest, position) in missing.sorted(by: { $0.value < $1.value }) {
            findings.add(position, "attachment-missing", digest)
        }
        for digest in kept.keys.sorted() {
            if let position = erased[digest] {
                findings.add(position, "sealed-remains", digest)
            } else if isCited[digest] == nil {
                findings.add(0, "attachment-uncited", digest)
            } else if let names = named[digest], let name = kept[digest],
                !names.contains(where: { $0.isSame(as: name) })
            {
                findings.add(0, "attachment-altered", "\(digest) (\(name))")
            }
        }
    }
}
