/// Draws the whole workflow: lanes, frames, boxes and lines.
struct ChartDrawing {
    let plan: ChartPlan
    let tree: StateTree
    let language: Language
    let isAlone: Bool
    var done: [Int] = []
    var here: [Int] = []

    static let size = 13
    static let small = 11
    static let line = 17
    static let boxWidth = 104
    static let padding = 12
    static let heading = 26

    func title(of state: Int) -> String {
        tree.nodes[state].title?.text(language) ?? tree.nodes[state].name
    }

    // MARK: Sizes

    /// Lines under the title of a box: who acts, by when, where else it leads.
    func small(of state: Int) -> [(text: String, name: String)] {
        let node = tree.nodes[state]
        let comma = language == .zh ? "、" : ", "
        let width = Self.boxWidth - 10
        var lines: [(text: String, name: String)] = []
        func add(_ text: String, _ name: String) {
            lines += PictureText.lines(text, width: width, size: Self.small).map { ($0, name) }
        }
        var names = ""
        for role in node.roles {
            let name = Actor.Role(rawValue: role)?.title.text(language) ?? role
            let joined = names.isEmpty ? name : names + comma + name
            if PictureText.width(joined, size: Self.small) > width, !names.isEmpty {
                add(names, "role")
                names = name
            } else {
                names = joined
            }
        }
        if !names.isEmpty { add(names, "role") }
        if let within = node.deadline?.within, !within.isZero {
            add(Self.text(within, language), "by")
        }
        for target in plan.exits[state] ?? [] { add("→ " + title(of: target), "exit") }
        if node.kind == .parallel {
            let inside = plan.members(of: state).map(title)
            add("↓ " + inside.joined(separator: comma), "exit")
        }
        return lines
    }

    /// `14 天`, `20 个工作日`.
    static func text(_ delay: Delay, _ language: Language) -> String {
        var zh: [String] = []
        var en: [String] = []
        func add(_ count: Int, _ zhUnit: String, _ enUnit: String) {
            guard count > 0 else { return }
            zh.append("\(count) \(zhUnit)")
            en.append(count == 1 ? "1 \(enUnit)" : "\(count) \(enUnit)s")
        }
        add(delay.workingDays, "个工作日", "working day")
        add(delay.months, "个月", "month")
        add(delay.days, "天", "day")
        let minutes = Int(delay.milliseconds / 60_000)
        add(minutes / 60, "小时", "hour")
        add(minutes % 60, "分钟", "minute")
        return language == .zh
            ? "时限 " + zh.joined(separator: " ") : "within " + en.joined(separator: " ")
    }

    private func boxHeight(_ state: Int) -> Int {
        let names = PictureText.lines(
            title(of: state), width: Self.boxWidth - 14, size: Self.size)
        return names.count * Self.line + small(of: state).count * 15 + 12
    }

    /// A frame or lane with all that stands in it, laid out.
    struct Frame {
        let members: [Int]
        let inner: [Frame?]
        let layout: LayeredLayout
        let lines: [ChartPlan.Line]
    }

    func frame(_ state: Int) -> Frame {
        let members = plan.members(of: state)
        let inner = members.map { plan.isFrame($0) ? frame($0) : nil }
        var places: [Int: Int] = [:]
        for (index, member) in members.enumerated() { places[member] = index }
        let lines = plan.lines[state] ?? []
        let edges = lines.map { line in
            LayeredLayout.Edge(
                from: places[line.from] ?? 0, to: places[line.to] ?? 0,
                weight: line.isMain ? 60 : 1)
        }
        let widths = inner.map { frame in
            frame.map { $0.layout.width + Self.padding * 2 } ?? Self.boxWidth
        }
        let heights = zip(members, inner).map { member, frame in
            frame.map { $0.layout.height + Self.padding + Self.heading } ?? boxHeight(member)
        }
        let layout = LayeredLayout(
            widths: widths, heights: heights, edges: edges,
            order: members.map { plan.distances[$0] })
        return Frame(members: members, inner: inner, layout: layout, lines: lines)
    }

    // MARK: Drawing

    private static let margin = 1
    private static let laneGap = 12

    func svg() -> String {
        var ink = PictureInk()
        let lanes = plan.lanes.map { (state: $0, frame: frame($0)) }
        let sizes = lanes.map { lane in
            let least = PictureText.width(heading(lane.state), size: Self.size) + Self.padding * 2
            return max(lane.frame.layout.width + Self.padding * 2 + 14, least)
        }
        let widest = sizes.max() ?? 0
        var y = Self.margin
        for row in Self.rows(sizes, room: widest) {
            var x = Self.margin
            let heights = row.map { index in
                lanes[index].frame.layout.height + Self.heading + Self.padding + 6
                    + laneNotes(lanes[index].state).count * 15
            }
            let height = heights.max() ?? 0
            for index in row {
                // The last of a row takes what is left of it.
                let width = index == row.last ? widest + Self.margin - x : sizes[index]
                let lane = lanes[index]
                draw(
                    lane.state, lane.frame, laneNotes(lane.state), x: x, y: y, width: width,
                    height: height, &ink)
                x += width + Self.laneGap
            }
            y += height + Self.laneGap
        }
        return ink.svg(
            class: "chart", width: widest + 2 * Self.margin, height: y - Self.laneGap + Self.margin,
            description: title(of: 0), isAlone: isAlone)
    }

    /// Lanes in rows, each in the first row that has room.
    private static func rows(_ sizes: [Int], room: Int) -> [[Int]] {
        var rows: [(lanes: [Int], width: Int)] = []
        for (index, size) in sizes.enumerated() {
            if let row = rows.firstIndex(where: { $0.width + laneGap + size <= room }) {
                rows[row].lanes.append(index)
                rows[row].width += laneGap + size
            } else {
                rows.append(([index], size))
            }
        }
        return rows.map(\.lanes)
    }

    private func heading(_ lane: Int) -> String {
        guard lane > 0 else {
            return LocalizedText(zh: "开始与结局", en: "Begin and end").text(language)
        }
        let parent = tree.parents[lane]
        guard parent > 0, tree.parents[parent] > 0 else { return title(of: lane) }
        return title(of: parent) + " › " + title(of: lane)
    }

    private func laneNotes(_ lane: Int) -> [String] {
        let targets = plan.exits[lane] ?? []
        guard !targets.isEmpty else { return [] }
        let start = LocalizedText(zh: "任何一步都可能 → ", en: "From any step → ").text(language)
        let names = targets.map(title).joined(separator: language == .zh ? "、" : ", ")
        return [start + names]
    }

    private func draw(
        _ lane: Int, _ frame: Frame, _ notes: [String], x: Int, y: Int, width: Int, height: Int,
        _ ink: inout PictureInk
    ) {
        ink.open("g", "class=\"lane\"")
        ink.add(
            "<rect class=\"ground\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\""
                + " rx=\"6\" fill=\"#ffffff\" stroke=\"#e3e1dc\"/>")
        ink.text(
            heading(lane), x: x + Self.padding, y: y + 20, size: Self.size,
            "class=\"head\" font-weight=\"600\" fill=\"\(PictureInk.ink)\"")
        var top = y + Self.heading + 6
        for note in notes {
            ink.text(
                note, x: x + Self.padding, y: top + 4, size: Self.small,
                "class=\"note\" fill=\"\(PictureInk.quiet)\"")
            top += 15
        }
        draw(frame, of: lane, x: x + Self.padding + 14, y: top, &ink)
        ink.close("g")
    }

    /// Lines first, so that boxes lie on them.
    func draw(_ frame: Frame, of state: Int, x: Int, y: Int, _ ink: inout PictureInk) {
        for (number, line) in frame.lines.enumerated() {
            draw(line, number, frame.layout, x: x, y: y, &ink)
        }
        let start = tree.initialTargets(of: state).first.map { plan.child(of: state, with: $0) }
        for (index, member) in frame.members.enumerated() {
            let place = frame.layout.place(ofBox: index)
            let left = x + place.x
            let top = y + place.y
            if member == start {
                let middle = top + frame.layout.heights[index] / 2
                ink.add(
                    "<path class=\"start\" d=\"M\(left - 14) \(middle)h10\""
                        + " stroke=\"\(PictureInk.quiet)\" stroke-width=\"1.5\"/><circle"
                        + " class=\"start\" cx=\"\(left - 14)\" cy=\"\(middle)\" r=\"3\""
                        + " fill=\"\(PictureInk.quiet)\"/>")
            }
            if let inner = frame.inner[index] {
                drawFrame(
                    member, inner, x: left, y: top, width: frame.layout.widths[index],
                    height: frame.layout.heights[index], &ink)
            } else {
                drawBox(member, x: left, y: top, height: frame.layout.heights[index], &ink)
            }
        }
    }
}
