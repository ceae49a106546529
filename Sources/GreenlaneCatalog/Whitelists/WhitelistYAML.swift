import GreenlaneCore

/// A list in YAML: a sequence of entries, or a mapping with `entries`. The members of an entry are
/// named as the columns of a table.
enum WhitelistYAML {
    static func read(
        _ file: CatalogFile, schemes: WhitelistSchemeBook
    ) throws(DiagnosticList) -> LoadedWhitelist {
        let root: RuleNode
        do throws(Diagnostic) {
            root = try RuleNode.parse(file)
        } catch {
            throw DiagnosticList([error])
        }
        var problems: [Diagnostic] = []
        for member in root.mapping ?? [] where member.key.scalar != "entries" {
            let name = PlainText.printable(member.key.scalar ?? "")
            problems.append(
                WhitelistReader.problem(
                    file, "unknown-member", zh: "未知字段“\(name)”",
                    en: "Unknown member \"\(name)\"", line: member.key.line,
                    column: member.key.column))
        }
        let nodes = root.list ?? root["entries"]?.list ?? []
        if nodes.isEmpty {
            problems.append(
                WhitelistReader.problem(
                    file, "whitelist-no-entries", zh: "没有任何条目", en: "There is not one entry"))
        }
        var entries: [WhitelistEntry] = []
        var known: Set<String> = []
        for node in nodes {
            var row = row(file, node)
            let entry = row.entry(schemes)
            if !known.insert(entry.id).inserted, !entry.id.isEmpty {
                let shown = PlainText.printable(entry.id)
                row.report(
                    .entry, "whitelist-entry-twice", zh: "条目“\(shown)”重复",
                    en: "entry \"\(shown)\" twice")
            }
            problems += row.problems
            entries.append(entry)
        }
        if !problems.isEmpty { throw DiagnosticList(problems) }
        return LoadedWhitelist(entries: entries)
    }

    private static func row(_ file: CatalogFile, _ node: RuleNode) -> WhitelistRow {
        var members: [WhitelistRow.Member] = []
        var problems: [Diagnostic] = []
        let present = (node.mapping ?? []).map { $0.key.scalar ?? "" }
        for member in node.mapping ?? [] {
            let name = member.key.scalar ?? ""
            if WhitelistColumn(name: name) == nil,
                let meant = WhitelistLayout.meant(name, present: present)
            {
                problems.append(
                    WhitelistLayout.misspelt(
                        name, meant, file.name, line: member.key.line,
                        column: member.key.column))
            }
            let value = member.value
            let texts = value.list?.map { $0.scalar ?? "" } ?? value.scalar.map { [$0] }
            if members.contains(where: { $0.name == name }) {
                problems.append(
                    WhitelistReader.problem(
                        file, "whitelist-column-twice", zh: "字段“\(PlainText.printable(name))”重复",
                        en: "The member \"\(PlainText.printable(name))\" stands twice",
                        line: member.key.line, column: member.key.column))
            }
            guard let texts else {
                problems.append(
                    WhitelistReader.problem(
                        file, "expected-text", zh: "“\(PlainText.printable(name))”应为文本",
                        en: "\"\(PlainText.printable(name))\" should be a text",
                        line: value.line, column: value.column))
                continue
            }
            members.append(
                WhitelistRow.Member(
                    name: name, text: texts.joined(separator: ";"), line: value.line,
                    column: value.column))
        }
        var row = WhitelistRow(
            file: file.name, line: node.line, column: node.column, members: members)
        row.problems = problems
        return row
    }
}
