import GreenlaneCatalog
import GreenlaneCore

/// What a correction changed of a request, member by member, in the words of its form.
struct RequestChanges {
    /// Changes that a line of the history tells; the replay has the whole request.
    static let maximumTold = 8

    let call: PageCall

    /// One text a change, in the order of the newer request.
    func told(from earlier: JSONObject, to later: JSONObject) -> [String] {
        var texts = changes(RequestSheet.members(earlier, ""), RequestSheet.members(later, ""), nil)
        let (before, after) = (Self.items(earlier), Self.items(later))
        for (line, item) in after {
            guard let known = before.first(where: { $0.line == line })?.item else {
                let name = Self.name(item)
                texts.append(call.text("新增第 \(line) 项 \(name)", "line \(line) added: \(name)"))
                continue
            }
            texts += changes(RequestSheet.members(known, ""), RequestSheet.members(item, ""), line)
        }
        for (line, item) in before where !after.contains(where: { $0.line == line }) {
            let name = Self.name(item)
            texts.append(call.text("删去第 \(line) 项 \(name)", "line \(line) removed: \(name)"))
        }
        let left = texts.count - Self.maximumTold
        guard left > 0 else { return texts }
        return texts.prefix(Self.maximumTold)
            + [call.text("还有 \(left) 处", "and \(left) more")]
    }

    private static func items(_ request: JSONObject) -> [(line: Int64, item: JSONObject)] {
        (request["items"]?.arrayValue ?? []).enumerated().map { index, value in
            let item = value.objectValue ?? JSONObject()
            return (item["line"]?.integerValue ?? Int64(index + 1), item)
        }
    }

    private static func name(_ item: JSONObject) -> String {
        let name = item["name"]?["zh"]?.stringValue ?? item["name"]?["en"]?.stringValue ?? ""
        return PlainText.printable(name)
    }

    private func changes(
        _ before: [(path: String, text: String)], _ after: [(path: String, text: String)],
        _ line: Int64?
    ) -> [String] {
        let gone = before.filter { known in !after.contains { $0.path == known.path } }
        let none = call.text("未填", "not stated")
        return (after + gone.map { ($0.path, "") }).compactMap { path, text in
            let was = before.first { $0.path == path }?.text ?? ""
            guard was != text, path != "line" else { return nil }
            let fact = Fact.at(
                pointer: (line == nil ? "/" : "/items/0/") + path.replacing(".", with: "/"))
            let whose = line.map { call.text("第 \($0) 项", "line \($0) ") } ?? ""
            let (old, new) = (word(was, fact), word(text, fact))
            return whose + title(path, fact, line) + call.text("：", ": ")
                + (old.isEmpty ? none : old) + " → " + (new.isEmpty ? none : new)
        }
    }

    private func title(_ path: String, _ fact: Fact?, _ line: Int64?) -> String {
        let column = line == nil ? nil : SheetColumn.index(path: path).map { SheetColumn.all[$0] }
        let field = line == nil ? SheetField.named(path: path) : nil
        let heading = call.language == .zh ? RequestHeading.chinese(path) : nil
        return column.map { call.text($0.title) } ?? field.map { call.text($0.title) }
            ?? fact.map { call.text($0.title) } ?? heading ?? path
    }

    private func word(_ text: String, _ fact: Fact?) -> String {
        PlainText.printable(fact.map { call.text($0.word(text)) } ?? text)
    }
}
