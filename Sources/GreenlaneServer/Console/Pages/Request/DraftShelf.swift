import GreenlaneCore
import GreenlaneStore
import Synchronization

/// Requests that somebody has not filed yet, kept for their account beside the log.
struct DraftShelf: Sendable {
    struct Draft: Sendable {
        var id: String
        var saved: Timestamp
        var sheet: RequestSheet
    }

    static let maximumCount = 20
    static let maximumBytes = 262_144

    private let folder: PrivateFolder
    /// One change at a time: two pages of one person may save at once.
    private static let gate = Mutex(())

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
    var all: [Draft] {
        folder.names.compactMap(draft).sorted {
            ($0.saved, $0.id) > ($1.saved, $1.id)
        }
    }

    func draft(_ id: String) -> Draft? {
        guard let bytes = folder.read(id) else { return nil }
        let json: JSONValue
        do throws(JSONSyntaxError) { json = try JSONParser.parse(bytes) } catch { return nil }
        guard let saved = json["saved"]?.stringValue.flatMap({ Timestamp($0) }) else { return nil }
        return Draft(id: id, saved: saved, sheet: RequestSheet(json: json))
    }

    /// Keeps a sheet under its name, or under the first that is free: that name. Refusals: those of
    /// `PrivateFolder`.
    func keep(_ sheet: RequestSheet, as id: String?, at now: Timestamp) throws(Refusal) -> String {
        var object = JSONObject([.init("saved", .string(now.description))])
        object.members += sheet.json.objectValue?.members ?? []
        let bytes = Array(JSONValue.object(object).text.utf8)
        let result = Self.gate.withLock { _ -> Result<String, Refusal> in
            let known = folder.names
            let name = id.flatMap { known.contains($0) ? $0 : nil } ?? Self.free(known)
            do throws(Refusal) {
                try folder.write(bytes, name: name)
                return .success(name)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    func drop(_ id: String) {
        Self.gate.withLock { _ in folder.delete(id) }
    }

    private static func free(_ known: [String]) -> String {
        var number = 1
        while known.contains("d-\(number)") { number += 1 }
        return "d-\(number)"
    }
}
