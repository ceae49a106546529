extension WorkflowDiagram {
    /// Fonts that have Chinese, the first that the machine knows.
    private static let font = "Noto Sans CJK SC,Source Han Sans SC,Microsoft YaHei,sans-serif"

    /// Graphviz DOT: states with children are clusters.
    public func dot() -> String {
        let font = Self.quoted(Self.font)
        var lines = [
            "digraph \(Self.quoted(definition.id)) {",
            "    graph [rankdir=LR, compound=true, fontname=\(font)]",
            "    node [shape=box, style=rounded, fontname=\(font)]",
            "    edge [fontname=\(font)]",
        ]
        appendMembers(of: 0, indent: 1, to: &lines)
        for state in tree.nodes.indices { appendStart(of: state, to: &lines) }
        for state in tree.nodes.indices.dropFirst() {
            for arrow in arrows(from: state) { append(arrow, to: &lines) }
        }
        lines.append("}")
        return lines.joined(separator: "\n") + "\n"
    }

    private func appendMembers(of state: Int, indent: Int, to lines: inout [String]) {
        let space = String(repeating: "    ", count: indent)
        if hasStart(state) {
            lines.append("\(space)\(start(of: state)) [shape=point, label=\"\"]")
        }
        for child in tree.children[state] {
            let label = Self.quoted(title(of: child))
            guard tree.children[child].isEmpty else {
                lines.append("\(space)subgraph \(cluster(child)) {")
                let style = isRegion(child) ? "dashed" : "rounded"
                lines.append("\(space)    label=\(label); style=\(style)")
                appendMembers(of: child, indent: indent + 1, to: &lines)
                lines.append(space + "}")
                continue
            }
            let shape: String
            switch tree.nodes[child].kind {
            case .final: shape = ", shape=doublecircle"
            case .history: shape = ", shape=circle"
            default: shape = ""
            }
            lines.append("\(space)\(node(child)) [label=\(label)\(shape)]")
        }
    }

    private func appendStart(of state: Int, to lines: inout [String]) {
        guard hasStart(state) else { return }
        for target in tree.initialTargets(of: state) {
            lines.append(edge(start(of: state), node(leaf(target)), head: head(target), label: ""))
        }
    }

    private func append(_ arrow: Arrow, to lines: inout [String]) {
        var attributes = head(arrow.target)
        if !tree.children[arrow.source].isEmpty {
            attributes.append("ltail=\(cluster(arrow.source))")
        }
        lines.append(
            edge(
                node(leaf(arrow.source)), node(leaf(arrow.target)), head: attributes,
                label: arrow.label))
    }

    private func edge(
        _ source: String, _ target: String, head: [String], label: String
    ) -> String {
        var attributes = head
        if !label.isEmpty { attributes.append("label=\(Self.quoted(label))") }
        let list = attributes.isEmpty ? "" : " [" + attributes.joined(separator: ", ") + "]"
        return "    \(source) -> \(target)\(list)"
    }

    private func head(_ target: Int) -> [String] {
        tree.children[target].isEmpty ? [] : ["lhead=\(cluster(target))"]
    }

    private func hasStart(_ state: Int) -> Bool {
        tree.nodes[state].kind == .compound && !tree.initialTargets(of: state).isEmpty
    }

    private func isRegion(_ state: Int) -> Bool {
        tree.parents[state] >= 0 && tree.nodes[tree.parents[state]].kind == .parallel
    }

    /// Arrows end at nodes, so a cluster is meant by the first leaf inside.
    private func leaf(_ state: Int) -> Int {
        var leaf = state
        while let child = tree.children[leaf].first { leaf = child }
        return leaf
    }

    private func node(_ state: Int) -> String { Self.quoted(identifier(of: state)) }

    private func cluster(_ state: Int) -> String { Self.quoted("cluster_" + identifier(of: state)) }

    private func start(of state: Int) -> String {
        Self.quoted("start." + (state == 0 ? "" : identifier(of: state)))
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n", "\r": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
