extension ChartDrawing {
    func drawFrame(
        _ state: Int, _ inner: Frame, x: Int, y: Int, width: Int, height: Int,
        _ ink: inout PictureInk
    ) {
        ink.open("g", "class=\"frame\"")
        ink.add(
            "<rect class=\"ground\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\""
                + " rx=\"6\" fill=\"#f6f5f2\" stroke=\"#e3e1dc\"/>")
        ink.text(
            title(of: state), x: x + Self.padding, y: y + 17, size: 12,
            "class=\"head\" fill=\"\(PictureInk.quiet)\"")
        draw(inner, of: state, x: x + Self.padding, y: y + Self.heading, &ink)
        ink.close("g")
    }

    func drawBox(_ state: Int, x: Int, y: Int, height: Int, _ ink: inout PictureInk) {
        let node = tree.nodes[state]
        let isHere = here.contains(state)
        let isDone = done.contains(state)
        var classes = ["state"]
        if isHere { classes.append("here") } else if isDone { classes.append("done") }
        if node.tags.contains("hold") { classes.append("hold") }
        if node.kind == .final { classes.append("final") }
        let now = isHere ? " data-now=\"\"" : ""
        ink.open("g", "class=\"\(classes.joined(separator: " "))\"\(now)")
        ink.title(title(of: state) + " · " + node.name)
        box(node, isHere: isHere, x: x, y: y, height: height, &ink)
        let middle = x + Self.boxWidth / 2
        let colour = isHere ? "#ffffff" : PictureInk.ink
        var line = y + 6 + 13
        let name = isDone && !isHere ? "✓ " + title(of: state) : title(of: state)
        for text in PictureText.lines(name, width: Self.boxWidth - 14, size: Self.size) {
            ink.text(
                text, x: middle, y: line, size: Self.size,
                "class=\"name\" text-anchor=\"middle\" fill=\"\(colour)\"")
            line += Self.line
        }
        line -= 1
        for small in small(of: state) {
            let colour = isHere ? "#ffffff" : PictureInk.quiet
            ink.text(
                small.text, x: middle, y: line, size: Self.small,
                "class=\"\(small.name)\" text-anchor=\"middle\" fill=\"\(colour)\"")
            line += 15
        }
        ink.close("g")
    }

    private func box(
        _ node: StateDefinition, isHere: Bool, x: Int, y: Int, height: Int,
        _ ink: inout PictureInk
    ) {
        let fill = isHere ? PictureInk.accent : "#ffffff"
        let dash = node.tags.contains("hold") ? " stroke-dasharray=\"4 3\"" : ""
        let stroke = node.kind == .final ? PictureInk.ink : "#85898e"
        let width = node.kind == .final ? "2" : "1"
        ink.add(
            "<rect class=\"box\" x=\"\(x)\" y=\"\(y)\" width=\"\(Self.boxWidth)\""
                + " height=\"\(height)\" rx=\"6\" fill=\"\(fill)\" stroke=\"\(stroke)\""
                + " stroke-width=\"\(width)\"\(dash)/>")
    }

    /// One line with its heads. Its title names the events.
    func draw(
        _ line: ChartPlan.Line, _ number: Int, _ layout: LayeredLayout, x: Int, y: Int,
        _ ink: inout PictureInk
    ) {
        let edge = layout.edges[number]
        var points = layout.route(number)
        guard points.count >= 2 else { return }
        let isBack = layout.isBack(edge)
        let left = isBack ? edge.to : edge.from
        let right = isBack ? edge.from : edge.to
        // Boxes may be narrower than their column.
        points[0].x = layout.place(ofBox: left).x + layout.widths[left]
        points[points.count - 1].x = layout.place(ofBox: right).x
        let leftColumn = layout.lefts[layout.ranks[left]] + layout.columnWidths[layout.ranks[left]]
        let rightColumn = layout.lefts[layout.ranks[right]]
        var path = "M\(x + points[0].x) \(y + points[0].y)H\(x + leftColumn)"
        var from = (x: leftColumn, y: points[0].y)
        for index in stride(from: 1, to: points.count, by: 2) {
            var to = points[index]
            if index == points.count - 1 { to.x = rightColumn }
            path += Self.curve(from, to, x, y)
            if index + 1 < points.count {
                from = points[index + 1]
                path += "H\(x + from.x)"
            } else {
                path += "H\(x + points[index].x)"
            }
        }
        let colour = line.isMain ? PictureInk.quiet : "#b9b7b2"
        ink.open("g", "class=\"way\(line.isMain ? " main" : "")\"")
        ink.title(label(line))
        ink.add(
            "<path class=\"line\" d=\"\(path)\" fill=\"none\" stroke=\"\(colour)\""
                + " stroke-width=\"\(line.isMain ? "2" : "1.25")\"/>")
        let first = (x: x + points[0].x, y: y + points[0].y)
        let last = (x: x + points[points.count - 1].x, y: y + points[points.count - 1].y)
        if !isBack || line.goesBack { head(last, -7, colour, &ink) }
        if isBack || line.goesBack { head(first, 7, colour, &ink) }
        ink.close("g")
    }

    private static func curve(
        _ from: (x: Int, y: Int), _ to: (x: Int, y: Int), _ x: Int, _ y: Int
    ) -> String {
        guard from.y != to.y else { return "H\(x + to.x)" }
        let middle = x + (from.x + to.x) / 2
        return "C\(middle) \(y + from.y) \(middle) \(y + to.y) \(x + to.x) \(y + to.y)"
    }

    private func head(
        _ point: (x: Int, y: Int), _ length: Int, _ colour: String, _ ink: inout PictureInk
    ) {
        ink.add(
            "<path class=\"head\" d=\"M\(point.x) \(point.y)l\(length) -4v8z\" fill=\"\(colour)\"/>"
        )
    }

    private func label(_ line: ChartPlan.Line) -> String {
        let arrow = title(of: line.from) + " → " + title(of: line.to)
        let comma = language == .zh ? "；" : "; "
        func texts(_ titles: [String]) -> String {
            let named = titles.filter { !$0.isEmpty }
            return named.isEmpty
                ? "" : (language == .zh ? "：" : ": ") + named.joined(separator: comma)
        }
        var label = arrow + texts(line.titles)
        if line.goesBack {
            label +=
                "\n" + title(of: line.to) + " → " + title(of: line.from)
                + texts(line.backTitles)
        }
        return label
    }
}
