import GreenlaneCore
import GreenlaneStore

/// Requests that somebody has not filed yet, kept for their account beside the log.
struct DraftShelf: Sendable {
    /// What a list of drafts shows: the first line of each file, so that a list parses no more.
    struct Heading: Sendable {
        var id: String
        var saved: Timestamp
        var title: LocalizedText
    }

    static let maximumCount = 20
    static let maximumBytes = 262_144

    private let folder: PrivateFolder

    /// Nil for accounts whose id is no plain name, which none of ours is.
    init?(_ directory: DataDirectory, account: String) {
        guard
            let folder = PrivateFolder(
                in: directory, ["console", account, "drafts"], maximumBytes: Self.maximumBytes,
                maximumCount: Self.maximumCount)
        else { return nil }
        self.folder = folder
    }

    /// Latest first.
    var all: [Heading] {
        folder.names.compactMap(heading).sorted { ($0.saved, $0.id) > ($1.saved, $1.id) }
    }

    private func heading(_ id: String) -> Heading? {
        guard let bytes = folder.read(id),
            let json = Self.json(bytes.prefix { $0 != Self.lineEnd }),
            let saved = json["saved"]?.stringValue.flatMap({ Timestamp($0) })
        else { return nil }
        return Heading(
            id: id, saved: saved,
            title: LocalizedText(
                zh: json["zh"]?.stringValue ?? id, en: json["en"]?.stringValue ?? id))
    }

    func draft(_ id: String) -> RequestSheet? {
        guard let bytes = folder.read(id),
            let json = Self.json(bytes.drop { $0 != Self.lineEnd })
        else { return nil }
        return RequestSheet(json: json)
    }

    private static let lineEnd = UInt8(ascii: "\n")

    private static func json(_ bytes: ArraySlice<UInt8>) -> JSONValue? {
        do throws(JSONSyntaxError) { return try JSONParser.parse(Array(bytes)) } catch {
            return nil
        }
    }

    /// Keeps a sheet under its name, or under the first that is free: that name. Refusals: those of
    /// `PrivateFolder`.
    func keep(_ sheet: RequestSheet, as id: String?, at now: Timestamp) throws(Refusal) -> String {
        let heading: JSONValue = [
            "saved": .string(now.description), "zh": .string(sheet.title(.zh)),
            "en": .string(sheet.title(.en)),
        ]
        let bytes = Array((heading.text + "\n" + sheet.json.text).utf8)
        return try folder.keep(bytes, as: id)
    }

    func drop(_ id: String) { folder.delete(id) }
}
