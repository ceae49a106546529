import GreenlaneCatalog
import GreenlaneCore

/// The words of the pages that are not data: one line of a table in `Words` for each, in both
/// languages.
struct ConsoleWords: Sendable {
    private var zh: [String: String] = [:]
    private var en: [String: String] = [:]

    /// Adds the lines of one table. Refusals: `console-files-damaged` with the line.
    mutating func add(_ text: String, file: String) throws(Refusal) {
        let rows = try Self.rows(text, file)
        for row in rows.dropFirst() {
            guard row.cells.count == 3, row.cells.allSatisfy({ !$0.isEmpty }) else {
                throw ConsoleFiles.damaged("\(file):\(row.line): key,zh,en")
            }
            guard zh.updateValue(row.cells[1], forKey: row.cells[0]) == nil else {
                throw ConsoleFiles.damaged("\(file):\(row.line): \(row.cells[0]) twice")
            }
            en[row.cells[0]] = row.cells[2]
        }
    }

    private static func rows(
        _ text: String, _ file: String
    ) throws(Refusal) -> [(line: Int, cells: [String])] {
        do throws(DelimitedText.Failure) {
            return try DelimitedText(text).rows.map { ($0.number, $0.cells.map(\.text)) }
        } catch {
            throw ConsoleFiles.damaged("\(file):\(error.line)")
        }
    }

    /// All of one language, as templates read them.
    func all(_ language: Language) -> [String: String] { language == .zh ? zh : en }

    /// Names of all words, in their order.
    var keys: [String] { zh.keys.sorted() }

    /// The word; its name where there is none, which a test forbids.
    func callAsFunction(_ key: String, _ language: Language) -> String {
        all(language)[key] ?? key
    }
}
