import GreenlaneCore
import Yams

/// A node of a rule file with its place: what the readers of rules and schemes work on.
struct RuleNode: Sendable {
    enum Content: Sendable {
        case scalar(String)
        case list([RuleNode])
        case mapping([Member])
    }

    struct Member: Sendable {
        var key: RuleNode
        var value: RuleNode
    }

    var content: Content
    /// From 1.
    var line: Int
    var column: Int

    /// The whole file; throws where it is no YAML.
    static func parse(_ file: CatalogFile) throws(Diagnostic) -> RuleNode {
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
            throw Diagnostic(
                file: file.name, line: 1, column: 1, code: "not-utf8",
                message: LocalizedText(zh: "文件不是UTF-8编码", en: "The file is not UTF-8"))
        }
        do {
            guard let node = try Yams.compose(yaml: text, .basic) else {
                return RuleNode(content: .mapping([]), line: 1, column: 1)
            }
            return RuleNode(node)
        } catch let error as YamlError {
            throw syntax(file.name, error)
        } catch {
            throw Diagnostic(
                file: file.name, line: 1, column: 1, code: "yaml-syntax",
                message: LocalizedText(zh: "无法解析YAML", en: "This is not readable as YAML"))
        }
    }

    private init(content: Content, line: Int, column: Int) {
        self.content = content
        self.line = line
        self.column = column
    }

    private init(_ node: Node) {
        line = node.mark?.line ?? 1
        column = node.mark?.column ?? 1
        switch node {
        case .scalar(let scalar): content = .scalar(scalar.string)
        case .sequence(let sequence): content = .list(sequence.map { RuleNode($0) })
        case .mapping(let mapping):
            content = .mapping(
                mapping.map { Member(key: RuleNode($0.key), value: RuleNode($0.value)) })
        case .alias: content = .scalar("")
        }
    }

    private static func syntax(_ file: String, _ error: YamlError) -> Diagnostic {
        var line = 1
        var column = 1
        // What follows the first line is the file itself.
        var problem = "\(error)".split(separator: "\n").first.map(String.init) ?? ""
        switch error {
        case .duplicatedKeysInMapping(let keys, let context):
            line = context.mark.line
            column = context.mark.column
            problem = "duplicate key \(keys.joined(separator: ", "))"
        case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _),
            .composer(_, let text, let mark, _):
            line = mark.line
            column = mark.column
            problem = text
        default: break
        }
        return Diagnostic(
            file: file, line: line, column: column, code: "yaml-syntax",
            message: LocalizedText(zh: "YAML语法错误：\(problem)", en: "YAML syntax: \(problem)"))
    }

    var scalar: String? {
        if case .scalar(let text) = content { text } else { nil }
    }

    var list: [RuleNode]? {
        if case .list(let nodes) = content { nodes } else { nil }
    }

    var mapping: [Member]? {
        if case .mapping(let pairs) = content { pairs } else { nil }
    }

    /// A list, or the one node that stands for a list of one.
    var oneOrMore: [RuleNode] { list ?? [self] }

    subscript(name: String) -> RuleNode? {
        mapping?.first { $0.key.scalar == name }?.value
    }
}
