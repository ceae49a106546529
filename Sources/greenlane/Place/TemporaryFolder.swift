internal import Foundation
internal import Glibc
internal import GreenlaneCore

/// A folder that is gone, with all that is in it, when nobody uses it any more.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws(Refusal) {
        let base = FileManager.default.temporaryDirectory.path
        var template = Array("\(base)/greenlane-XXXXXX".utf8CString)
        let isMade = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
        }
        guard isMade else {
            let reason = String(cString: strerror(errno))
            throw Refusal(
                .fault, "temporary-folder",
                LocalizedText(
                    zh: "无法建立临时目录：\(reason)", en: "No temporary folder can be made: \(reason)"))
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        // What cannot be removed is left to the system's own cleaning.
        try? FileManager.default.removeItem(atPath: path)
    }
}
