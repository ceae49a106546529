internal import Foundation
import GreenlaneCore

/// Reads what another process of this program wrote. Nothing is guessed: a member that is missing
/// or of another kind refuses the whole.
struct WireForm {
    private let json: JSONValue
    /// JSON pointer of `json` in the request.
    private let place: String

    init(_ json: JSONValue, at place: String) {
        self.json = json
        self.place = place
    }

    func text(_ name: String) throws(Refusal) -> String {
        guard let value = json[name]?.stringValue else { throw unreadable(name) }
        return value
    }

    /// Nil where the member is missing.
    func optionalText(_ name: String) throws(Refusal) -> String? {
        json[name] == nil ? nil : try text(name)
    }

    /// Nil where the member is missing.
    func optionalInteger(_ name: String) throws(Refusal) -> Int64? {
        guard let value = json[name] else { return nil }
        guard let number = value.integerValue else { throw unreadable(name) }
        return number
    }

    func flag(_ name: String) throws(Refusal) -> Bool {
        guard let value = json[name]?.boolValue else { throw unreadable(name) }
        return value
    }

    func bytes(_ name: String) throws(Refusal) -> [UInt8] {
        guard let data = Data(base64Encoded: try text(name)) else { throw unreadable(name) }
        return Array(data)
    }

    func member(_ name: String) throws(Refusal) -> WireForm {
        guard let value = json[name] else { throw unreadable(name) }
        return WireForm(value, at: "\(place)/\(name)")
    }

    func value(_ name: String) throws(Refusal) -> JSONValue {
        guard let value = json[name] else { throw unreadable(name) }
        return value
    }

    func elements(_ name: String) throws(Refusal) -> [JSONValue] {
        guard let value = json[name]?.arrayValue else { throw unreadable(name) }
        return value
    }

    /// Every element, each with its place.
    func forms(_ name: String) throws(Refusal) -> [WireForm] {
        try elements(name).enumerated().map { index, element in
            WireForm(element, at: "\(place)/\(name)/\(index)")
        }
    }

    func texts(_ name: String) throws(Refusal) -> [String] {
        let values = try elements(name)
        let texts = values.compactMap(\.stringValue)
        guard texts.count == values.count else { throw unreadable(name) }
        return texts
    }

    func unreadable(_ name: String) -> Refusal {
        Refusal(
            .input, "door-request-unreadable",
            LocalizedText(
                zh: "请求的 \(place)/\(name) 读不懂。",
                en: "The request's \(place)/\(name) cannot be read."),
            remedy: LocalizedText(
                zh: "请让命令行和服务使用同一版本的 greenlane。",
                en: "Use the same version of greenlane for the command and the service."),
            details: [
                Refusal.Detail(
                    pointer: "\(place)/\(name)", code: "unreadable",
                    message: LocalizedText(zh: "读不懂。", en: "It cannot be read."))
            ])
    }

    /// Bytes as text.
    static func base64(_ bytes: [UInt8]) -> JSONValue {
        .string(Data(bytes).base64EncodedString())
    }
}
