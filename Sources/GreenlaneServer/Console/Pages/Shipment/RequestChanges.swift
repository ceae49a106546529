import GreenlaneCatalog
import GreenlaneCore

/// What a correction changed of a request, member by member, in the words of its form.
struct RequestChanges {
    /// Changes that a line of the history tells; the replay has the whole request.
    static let maximumTold = 8

    let call: PageCall

    /// One text a change, in the order of the newer request; the first few, and how many more.
    func told(from earlier: JSONObject, to later: JSONObject) -> [String] {
        var told = Told()
        compare(earlier, later, nil, &told)
        let (before, after) = (Self.items(earlier), Self.items(later))
        let known = Dictionary(before, uniquingKeysWith: { first, _ in first })
        for (line, item) in after {
            if let old = known[line] {
                if old != item { compare(old, item, line, &told) }
            } else {
                let name = Self.name(item)
                told.add(call.text("新增第 \(line) 项 \(name)", "line \(line) added: \(name)"))
            }
        }
        let kept = Set(after.map(\.line))
        for (line, item) in before where !kept.contains(line) {
            let name = Self.name(item)
            told.add(call.text("删去第 \(line) 项 \(name)", "line \(line) removed: \(name)"))
        }
        guard told.left > 0 else { return told.texts }
        return told.texts + [call.text("还有 \(told.left) 处", "and \(told.left) more")]
    }

    private struct Told {
        var texts: [String] = []
        var left = 0

        mutating func add(_ text: @autoclosure () -> String) {
            if texts.count < maximumTold { texts.append(text()) } else { left += 1 }
        }
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

    private func compare(
        _ earlier: JSONObject, _ later: JSONObject, _ line: Int64?, _ told: inout Told
    ) {
        let before = RequestSheet.members(earlier, "")
        let after = RequestSheet.members(later, "")
        let known = Dictionary(before, uniquingKeysWith: { first, _ in first })
        let stated = Set(after.map(\.path))
        let gone = before.filter { !stated.contains($0.path) }.map { (path: $0.path, text: "") }
        for (path, text) in after + gone where known[path] ?? "" != text && path != "line" {
            told.add(change(path, known[path] ?? "", text, line))
        }
    }

    private func change(_ path: String, _ was: String, _ text: String, _ line: Int64?) -> String {
        let place = path.replacing(".", with: "/")
        let fact = Fact.at(pointer: (line == nil ? "/" : "/items/0/") + place)
        let whose = line.map { call.text("第 \($0) 项", "line \($0) ") } ?? ""
        let none = call.text("未填", "not stated")
        let (old, new) = (word(was, fact), word(text, fact))
        return whose + title(path, fact, line) + call.text("：", ": ")
            + (old.isEmpty ? none : old) + " → " + (new.isEmpty ? none : new)
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
