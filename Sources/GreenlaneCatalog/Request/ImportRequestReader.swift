public import GreenlaneCore

/// Reads import requests from the bytes of a file: JSON, or a table.
public enum ImportRequestReader {
    /// Larger files are refused before they are read: 8 MiB.
    public static let maximumBytes = 8 * 1024 * 1024

    /// The columns of a table: the dotted path, and the documented Chinese title.
    public static var columns: [(path: String, title: String)] {
        RequestColumn.all.map { ($0.path, $0.titles.first ?? $0.path) }
    }

    /// The form of a file.
    public enum Form: Hashable, Sendable {
        case json, table
    }

    /// The one request of a file. A table with several references is refused as
    /// `several-requests`.
    public static func read(
        _ bytes: [UInt8], file: String, for need: ImportRequest.Need = .assessment
    ) throws(Refusal) -> ImportRequest {
        let results = readAll(bytes, file: file, for: need)
        guard results.count == 1, let only = results.first else {
            throw Refusal(
                .input, "several-requests",
                LocalizedText(
                    zh: "文件含 \(results.count) 份申请，此处只接受一份",
                    en: "The file holds \(results.count) requests; one is expected here"),
                remedy: LocalizedText(
                    zh: "请按申请编号拆分文件，逐份提交",
                    en: "Split the file by reference and send each request by itself"))
        }
        return try only.get()
    }

    /// Every request of a file, in its order; at least one result. A file that cannot be read at
    /// all gives one refusal.
    public static func readAll(
        _ bytes: [UInt8], file: String, for need: ImportRequest.Need = .assessment
    ) -> [Result<ImportRequest, Refusal>] {
        guard bytes.count <= maximumBytes else { return [.failure(tooLarge(bytes.count, file))] }
        do throws(Refusal) {
            switch form(of: bytes, file: file) {
            case .json: return [.success(try readJSON(bytes, file, need))]
            case .table: return try readTable(bytes, file, need)
            }
        } catch {
            return [.failure(error)]
        }
    }

    /// The name decides where it ends as such files do; else the first character of the text does.
    public static func form(of bytes: [UInt8], file: String) -> Form {
        let name = file.lowercased()
        if name.hasSuffix(".json") { return .json }
        if [".csv", ".tsv", ".txt"].contains(where: { name.hasSuffix($0) }) { return .table }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .table }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        guard let first = bytes[start...].first(where: { !blanks.contains($0) }) else {
            return .json
        }
        // No header starts with a bracket; a broken document may start with anything else too, but
        // then has no separator in its first line.
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return .json }
        let line = bytes.prefix { $0 != 0x0A }
        return line.contains { $0 == UInt8(ascii: ",") || $0 == 0x09 } ? .table : .json
    }

    private static func readJSON(
        _ bytes: [UInt8], _ file: String, _ need: ImportRequest.Need
    ) throws(Refusal) -> ImportRequest {
        let json: JSONValue
        do throws(JSONSyntaxError) {
            json = try JSONParser.parse(bytes)
        } catch {
            throw Refusal(
                .input, "json-invalid",
                LocalizedText(
                    zh: "\(file) 第 \(error.line) 行第 \(error.column) 列不是有效的 JSON："
                        + error.message.zh,
                    en: "\(file) is not valid JSON at line \(error.line), column "
                        + "\(error.column): \(error.message.en)"),
                details: [
                    Refusal.Detail(
                        pointer: "\(file):\(error.line):\(error.column)", code: error.code,
                        message: error.message)
                ])
        }
        return try ImportRequest(json: json, for: need)
    }

    private static func readTable(
        _ bytes: [UInt8], _ file: String, _ need: ImportRequest.Need
    ) throws(Refusal) -> [Result<ImportRequest, Refusal>] {
        try RequestTable(text(bytes, file), file: file).requests(for: need)
    }

    /// The text of a table. Refusals: `file-too-large`, `encoding-unknown`, `encoding-unsupported`.
    static func text(_ bytes: [UInt8], _ file: String) throws(Refusal) -> String {
        guard bytes.count <= maximumBytes else { throw tooLarge(bytes.count, file) }
        do throws(TextEncoding.Failure) {
            return try TextEncoding.decode(bytes)
        } catch {
            throw unreadable(error, file)
        }
    }

    private static func unreadable(_ failure: TextEncoding.Failure, _ file: String) -> Refusal {
        switch failure {
        case .unreadable:
            Refusal(
                .input, "encoding-unknown",
                LocalizedText(
                    zh: "无法识别 \(file) 的文字编码", en: "The character encoding of \(file) is not known"),
                remedy: LocalizedText(
                    zh: "请另存为“CSV UTF-8（逗号分隔）”后重试",
                    en: "Save the file as \"CSV UTF-8 (comma delimited)\" and try again"))
        case .converterMissing:
            Refusal(
                .input, "encoding-unsupported",
                LocalizedText(
                    zh: "本机缺少 GB18030 转换组件，无法读取 \(file)",
                    en: "This system has no GB18030 converter, so \(file) cannot be read"),
                remedy: LocalizedText(
                    zh: "请另存为 UTF-8 编码，或安装 glibc 的 gconv 组件",
                    en: "Save the file as UTF-8, or install the gconv modules of glibc"))
        }
    }

    private static func tooLarge(_ count: Int, _ file: String) -> Refusal {
        let limit = maximumBytes / 1_048_576
        return Refusal(
            .input, "file-too-large",
            LocalizedText(
                zh: "\(file) 为 \(count) 字节，超过 \(limit) MiB 上限",
                en: "\(file) has \(count) bytes; the limit is \(limit) MiB"),
            remedy: LocalizedText(
                zh: "请按申请编号拆分为多个文件", en: "Split the file by reference into several files"))
    }
}
