extension WorkflowDiagram {
    /// Mermaid `stateDiagram-v2`.
    public func mermaid() -> String {
        var lines = ["stateDiagram-v2"]
        // Arrows stand in the narrowest body that holds both ends: Mermaid would otherwise draw a
        // state a second time.
        var arrows = [[Arrow]](repeating: [], count: tree.nodes.count)
        for state in tree.nodes.indices.dropFirst() {
            for arrow in self.arrows(from: state) {
                arrows[scope(of: arrow)].append(arrow)
            }
        }
        appendBody(of: 0, arrows, indent: 1, to: &lines)
        appendClasses(to: &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    private func appendBody(
        of state: Int, _ arrows: [[Arrow]], indent: Int, to lines: inout [String]
    ) {
        let space = String(repeating: "    ", count: indent)
        let isParallel = tree.nodes[state].kind == .parallel
        for target in tree.initialTargets(of: state) where !isParallel {
            lines.append("\(space)[*] --> \(identifier(of: target))")
        }
        for (number, child) in tree.children[state].enumerated() {
            if isParallel, number > 0 { lines.append(space + "--") }
            appendState(child, arrows, indent: indent, to: &lines)
        }
        for arrow in arrows[state] {
            let ends = "\(identifier(of: arrow.source)) --> \(identifier(of: arrow.target))"
            let label = arrow.label.isEmpty ? "" : " : " + Self.escaped(arrow.label)
            lines.append(space + ends + label)
        }
    }

    private func appendState(
        _ state: Int, _ arrows: [[Arrow]], indent: Int, to lines: inout [String]
    ) {
        let space = String(repeating: "    ", count: indent)
        let id = identifier(of: state)
        let declaration = "\(space)state \"\(Self.escaped(title(of: state)))\" as \(id)"
        guard !tree.children[state].isEmpty else {
            lines.append(declaration)
            if tree.nodes[state].kind == .final { lines.append("\(space)\(id) --> [*]") }
            return
        }
        lines.append(declaration + " {")
        appendBody(of: state, arrows, indent: indent + 1, to: &lines)
        lines.append(space + "}")
    }

    private func scope(of arrow: Arrow) -> Int {
        var scope = tree.parents[arrow.source]
        while scope > 0,
            !tree.isDescendant(arrow.target, of: scope) || tree.nodes[scope].kind == .parallel
        {
            scope = tree.parents[scope]
        }
        return max(scope, 0)
    }

    /// Mermaid styles leaves only.
    private func appendClasses(to lines: inout [String]) {
        let leaves = tree.nodes.indices.dropFirst().filter { tree.children[$0].isEmpty }
        let ends = leaves.filter { tree.nodes[$0].kind == .final }
        let holds = leaves.filter { tree.nodes[$0].tags.contains("hold") }
        if !ends.isEmpty {
            lines.append("    classDef finalState stroke-width:3px")
            lines.append("    class \(ends.map(identifier).joined(separator: ",")) finalState")
        }
        if !holds.isEmpty {
            lines.append("    classDef holdState stroke-dasharray:4 3")
            lines.append("    class \(holds.map(identifier).joined(separator: ",")) holdState")
        }
    }

    /// Entity codes for what Mermaid reads as syntax.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "#quot;"
            case "<": result += "#lt;"
            case ">": result += "#gt;"
            case "#", ":", ";", "{", "}", "%", "\\", "`": result += "#\(scalar.value);"
            case "\n", "\r", "\t": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
