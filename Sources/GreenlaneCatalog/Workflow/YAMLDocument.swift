internal import GreenlaneCore
internal import Yams

/// Reads YAML text within bounds. Anchors may be used; what they expand to counts against the
/// bound.
struct YAMLDocument {
    /// 1 MiB: far above any workflow that a person could still read.
    static let maximumBytes = 1 << 20
    /// After expansion of aliases.
    static let maximumNodes = 100_000
    /// Nested mappings and lists.
    static let maximumDepth = 64
    /// Duplicate keys that are looked for before giving up.
    static let maximumDuplicates = 40

    private(set) var root: YAMLValue?
    private(set) var diagnostics: [Diagnostic] = []
    private let file: String
    /// Keys that were masked because they stand twice.
    private var masked: [String] = []
    private var nodes = 0
    private var overflowed = false

    init(_ bytes: [UInt8], file: String) {
        self.file = file
        guard bytes.count <= Self.maximumBytes else {
            report(
                .start, "file-too-large",
                zh: "文件超过 \(Self.maximumBytes) 字节。",
                en: "The file is larger than \(Self.maximumBytes) bytes.")
            return
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: body, as: UTF8.self) else {
            report(.start, "not-utf8", zh: "文件不是 UTF-8 编码。", en: "The file is not UTF-8.")
            return
        }
        if let place = YAMLHazard.place(in: text) {
            report(
                place, "complex-key",
                zh: "键只能是文字;含别名的文件中不得用集合或别名作键。",
                en: "Keys must be text: no lists, mappings or aliases as keys beside aliases.")
            return
        }
        compose(text)
    }

    private mutating func compose(_ text: String) {
        var text = text
        // The parser stops at the first duplicate key; masking it lets the rest be read, so that
        // all problems are told at once.
        for _ in 0...Self.maximumDuplicates {
            do {
                guard let node = try Yams.compose(yaml: text) else {
                    report(.start, "empty-file", zh: "文件为空。", en: "The file is empty.")
                    return
                }
                let value = convert(node, depth: 0)
                // Half a file would only bring forth problems that it does not have.
                root = overflowed ? nil : value
                return
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                guard let key = keys.first, masked.count < Self.maximumDuplicates,
                    let changed = KeyMask.mask(
                        key, in: text, at: SourcePlace(context.mark), number: masked.count)
                else {
                    reportDuplicate(keys.first ?? "", SourcePlace(context.mark))
                    return
                }
                masked.append(key)
                text = changed
            } catch {
                report(error)
                return
            }
        }
    }

    private mutating func convert(_ node: Node, depth: Int) -> YAMLValue? {
        let place = node.mark.map { SourcePlace($0) } ?? .start
        nodes += 1
        guard !overflowed, nodes <= Self.maximumNodes, depth <= Self.maximumDepth else {
            if !overflowed {
                overflowed = true
                report(
                    place, "too-complex",
                    zh: "文件过于复杂:最多 \(Self.maximumNodes) 个节点、\(Self.maximumDepth) 层。",
                    en: "The file is too complex: at most \(Self.maximumNodes) nodes and "
                        + "\(Self.maximumDepth) levels.")
            }
            return nil
        }
        switch node {
        case .scalar(let scalar):
            let plain = scalar.style == .plain || scalar.style == .any
            return YAMLValue(place: place, content: .scalar(scalar.string, plain: plain))
        case .sequence(let sequence):
            let elements = sequence.compactMap { convert($0, depth: depth + 1) }
            return YAMLValue(place: place, content: .list(elements))
        case .mapping(let mapping):
            return YAMLValue(place: place, content: .map(entries(mapping, depth: depth)))
        case .alias:
            return nil
        }
    }

    private mutating func entries(_ mapping: Node.Mapping, depth: Int) -> [YAMLValue.Entry] {
        var entries: [YAMLValue.Entry] = []
        var seen = Set<String>()
        for (keyNode, valueNode) in mapping {
            let place = keyNode.mark.map { SourcePlace($0) } ?? .start
            guard case .scalar(let scalar) = keyNode else {
                report(place, "complex-key", zh: "键只能是文字。", en: "Keys must be text.")
                continue
            }
            let key =
                KeyMask.number(of: scalar.string).flatMap { number in
                    number < masked.count ? masked[number] : nil
                } ?? scalar.string
            guard seen.insert(key).inserted else {
                reportDuplicate(key, place)
                continue
            }
            guard let value = convert(valueNode, depth: depth + 1) else { continue }
            entries.append(YAMLValue.Entry(key: key, place: place, value: value))
        }
        return entries
    }

    private mutating func reportDuplicate(_ key: String, _ place: SourcePlace) {
        report(place, "duplicate-key", zh: "键 \(key) 重复出现。", en: "The key \(key) stands twice.")
    }

    private mutating func report(_ error: any Error) {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _),
            YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            report(
                SourcePlace(mark), "yaml-syntax",
                zh: "YAML 语法有误(\(problem))。", en: "The YAML is wrong: \(problem).")
        case YamlError.reader(let problem, _, _, _):
            report(
                .start, "yaml-syntax",
                zh: "文件含有 YAML 不允许的字符(\(problem))。",
                en: "The file has characters that YAML forbids: \(problem).")
        default:
            report(.start, "yaml-syntax", zh: "YAML 无法读取。", en: "The YAML cannot be read.")
        }
    }

    private mutating func report(_ place: SourcePlace, _ code: String, zh: String, en: String) {
        diagnostics.append(
            Diagnostic(
                file: file, line: place.line, column: place.column, code: code,
                message: LocalizedText(zh: zh, en: en)))
    }
}

extension SourcePlace {
    static let start = SourcePlace(line: 1, column: 1)

    init(_ mark: Mark) {
        self.init(line: mark.line, column: mark.column)
    }
}
