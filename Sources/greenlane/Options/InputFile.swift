internal import Glibc
internal import GreenlaneCatalog
internal import GreenlaneCore

/// Files that people name on the command line; `-` is standard input.
enum InputFile {
    /// More than any file that is read here may hold, so that its own reader can say so.
    static let maximumBytes = CatalogFiles.maximumBytes

    /// The bytes under the name as it was typed; of standard input never more than 16 MiB.
    static func read(
        _ name: String, maximumBytes: Int = maximumBytes
    ) throws(Refusal) -> CatalogFile {
        if name == "-" { return CatalogFile(name: "-", bytes: try standardInput()) }
        guard access(name, F_OK) == 0 else {
            let shown = PlainText.printable(name)
            throw Refusal(
                .input, "file-missing",
                LocalizedText(
                    zh: "没有 \(shown) 这个文件。", en: "There is no file \(shown)."))
        }
        do throws(Diagnostic) {
            return try CatalogFiles.read(name, maximumBytes: maximumBytes)
        } catch {
            throw Refusal(
                .input, error.code,
                LocalizedText(
                    zh: "\(PlainText.printable(name))：\(error.message.zh)",
                    en: "\(PlainText.printable(name)): \(error.message.en)"))
        }
    }

    /// A JSON object, such as the input of a step.
    static func object(_ name: String) throws(Refusal) -> JSONObject {
        let file = try read(name)
        let json: JSONValue
        do throws(JSONSyntaxError) {
            json = try JSONParser.parse(file.bytes)
        } catch {
            throw Refusal(
                .input, "json-invalid",
                LocalizedText(
                    zh: "\(name) 不是有效的 JSON：\(error.message.zh)",
                    en: "\(name) is not valid JSON: \(error.message.en)"),
                details: [
                    Refusal.Detail(
                        pointer: "\(name):\(error.line):\(error.column)", code: error.code,
                        message: error.message)
                ])
        }
        guard let object = json.objectValue else {
            throw Refusal(
                .input, "json-no-object",
                LocalizedText(
                    zh: "\(name) 应为一个 JSON 对象。", en: "\(name) must hold one JSON object."))
        }
        return object
    }

    private static func standardInput() throws(Refusal) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes }
            bytes += buffer.prefix(count)
            guard bytes.count <= maximumBytes else {
                throw Refusal(
                    .input, "file-too-large",
                    LocalizedText(
                        zh: "标准输入超过 \(maximumBytes / 1_048_576) MiB。",
                        en: "Standard input is larger than \(maximumBytes / 1_048_576) MiB."))
            }
        }
    }
}
