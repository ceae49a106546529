import Crypto
import Foundation
import GreenlaneCore

/// A form that came when its sender's session had ended. It goes to the sign-in page and back,
/// sealed, so that nothing is kept for it here, nobody else at that browser can read it, and only
/// the account that typed it gets it back.
struct ParkedForm: Sendable, Equatable {
    /// Bytes of a form, as it is sent, that is carried on.
    static let maximumBytes = 1_048_576

    /// Whose form it was, as the page said.
    var account: String
    /// Where it was sent to, and the page that it stood on.
    var path: String
    var place: String
    var fields: [(name: String, value: String)]
    /// Names of the files that were chosen: a page cannot choose them again.
    var files: [String]

    /// Fields that the page put there, not the person.
    private static let ours = ["csrf", "who", "key", "version", "draft", "shown", "back", "event"]

    /// Nil where the form does not say whose it was.
    init?(_ form: ConsoleForm, path: String, place: String) {
        guard let account = form["who"], !account.isEmpty else { return nil }
        self.account = account
        self.path = path
        self.place = place
        fields = form.fields.filter { $0.name != "csrf" && !$0.value.isEmpty }
        files = form.files.filter { !$0.file.bytes.isEmpty }.map(\.file.name)
    }

    /// What a person typed.
    var typed: [String] {
        fields.filter { !Self.ours.contains($0.name) }.map(\.value)
    }

    static func == (one: ParkedForm, other: ParkedForm) -> Bool { one.json == other.json }

    // MARK: Sealing

    /// Readable for this process alone.
    func sealed(_ key: SymmetricKey) -> String? {
        do {
            let box = try AES.GCM.seal(Data(json.text.utf8), using: key)
            return box.combined?.base64EncodedString()
        } catch { return nil }
    }

    /// Nil where it was not sealed here, or was changed on its way.
    init?(sealed text: String, _ key: SymmetricKey) {
        guard let bytes = Data(base64Encoded: text) else { return nil }
        do {
            let opened = try AES.GCM.open(AES.GCM.SealedBox(combined: bytes), using: key)
            self.init(json: try JSONParser.parse(Array(opened)))
        } catch { return nil }
    }

    private var json: JSONValue {
        [
            "account": .string(account), "path": .string(path), "place": .string(place),
            "fields": .array(fields.map { [.string($0.name), .string($0.value)] }),
            "files": .array(files.map { .string($0) }),
        ]
    }

    private init?(json: JSONValue) {
        guard let account = json["account"]?.stringValue, let path = json["path"]?.stringValue,
            let place = json["place"]?.stringValue
        else { return nil }
        self.account = account
        self.path = path
        self.place = place
        fields = (json["fields"]?.arrayValue ?? []).compactMap { pair in
            let texts = pair.arrayValue?.compactMap(\.stringValue) ?? []
            return texts.count == 2 ? (texts[0], texts[1]) : nil
        }
        files = (json["files"]?.arrayValue ?? []).compactMap(\.stringValue)
    }
}
