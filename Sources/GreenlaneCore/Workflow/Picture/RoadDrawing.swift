/// Draws the road: tracks under each other with their stops, left to right; or top to bottom where
/// the page is narrow.
struct RoadDrawing {
    let tree: StateTree
    let tracks: [RoadTracks.Track]
    let notes: [PictureOverlay.Note]
    let language: Language
    let isAlone: Bool

    private static let size = 13
    private static let small = 12
    private static let line = 17

    func title(of state: Int) -> String {
        tree.nodes[state].title?.text(language) ?? tree.nodes[state].name
    }

    private func title(_ track: RoadTracks.Track) -> String {
        guard track.region > 0 || tree.nodes[0].title == nil else {
            return LocalizedText(zh: "结局", en: "End").text(language)
        }
        return title(of: track.region)
    }

    private func notes(of stop: RoadTracks.Stop) -> [PictureOverlay.Note] {
        guard stop.progress == .here else { return [] }
        let names = [tree.nodes[stop.state].name]
        return notes.filter { names.contains($0.state) }
    }

    private func isLate(_ stop: RoadTracks.Stop) -> Bool {
        stop.progress == .here
            && (tree.nodes[stop.state].tags.contains("overdue")
                || notes(of: stop).contains { $0.kind == .late })
    }

    private func isHold(_ stop: RoadTracks.Stop) -> Bool {
        tree.nodes[stop.state].tags.contains("hold")
    }

    /// The word beside the mark, so that colour is not alone.
    private func word(_ stop: RoadTracks.Stop) -> String? {
        guard stop.progress == .here else { return nil }
        if isLate(stop) { return LocalizedText(zh: "逾期", en: "late").text(language) }
        if isHold(stop) { return LocalizedText(zh: "暂停", en: "on hold").text(language) }
        return LocalizedText(zh: "现在", en: "now").text(language)
    }

    private var description: String {
        let sentences = tracks.map { track -> String in
            let here = track.stops.filter { $0.progress == .here }.map { title(of: $0.state) }
            let colon = language == .zh ? "：" : ": "
            if !here.isEmpty {
                return title(track) + colon + here.joined(separator: language == .zh ? "、" : ", ")
            }
            let isDone =
                !track.stops.isEmpty && track.stops.allSatisfy { $0.progress == .done }
            let word =
                isDone
                ? LocalizedText(zh: "已走完", en: "done") : LocalizedText(zh: "未开始", en: "not begun")
            return title(track) + colon + word.text(language)
        }
        return sentences.joined(separator: language == .zh ? "；" : "; ")
    }

    // MARK: Marks

    private func kind(_ stop: RoadTracks.Stop) -> String {
        switch stop.progress {
        case .done: return "done"
        case .next: return "next"
        case .here: return isLate(stop) ? "here late" : "here"
        }
    }

    private func open(_ stop: RoadTracks.Stop, _ ink: inout PictureInk) {
        let mark = stop.progress == .here ? " data-now=\"\"" : ""
        ink.open("g", "class=\"state \(kind(stop))\"\(mark)")
    }

    private func mark(_ stop: RoadTracks.Stop, x: Int, y: Int, _ ink: inout PictureInk) {
        switch stop.progress {
        case .done:
            ink.add(
                "<circle class=\"dot\" cx=\"\(x)\" cy=\"\(y)\" r=\"8\" fill=\"\(PictureInk.paper)\""
                    + " stroke=\"\(PictureInk.quiet)\" stroke-width=\"1.5\"/>")
            ink.add(
                "<path class=\"tick\" d=\"M\(x - 4) \(y)l3 3 5-6\" fill=\"none\""
                    + " stroke=\"\(PictureInk.quiet)\" stroke-width=\"1.5\""
                    + " stroke-linecap=\"round\" stroke-linejoin=\"round\"/>")
        case .here:
            let colour = isLate(stop) ? PictureInk.late : PictureInk.accent
            ink.add(
                "<circle class=\"halo\" cx=\"\(x)\" cy=\"\(y)\" r=\"13\" fill=\"\(colour)\""
                    + " fill-opacity=\"0.16\"/>")
            ink.add("<circle class=\"dot\" cx=\"\(x)\" cy=\"\(y)\" r=\"8\" fill=\"\(colour)\"/>")
        case .next:
            ink.add(
                "<circle class=\"dot\" cx=\"\(x)\" cy=\"\(y)\" r=\"5\" fill=\"\(PictureInk.paper)\""
                    + " stroke=\"#b9b7b2\" stroke-width=\"1.5\"/>")
        }
    }

    private func way(
        _ path: String, to stop: RoadTracks.Stop, _ ink: inout PictureInk
    ) {
        let isAhead = stop.progress == .next
        let look =
            isAhead
            ? "stroke=\"#d6d3cd\" stroke-width=\"1.5\""
            : "stroke=\"\(PictureInk.quiet)\" stroke-width=\"2\""
        ink.add("<path class=\"way\(isAhead ? "" : " done")\" d=\"\(path)\" fill=\"none\" \(look)/>")
    }

    private func colour(_ stop: RoadTracks.Stop) -> String {
        switch stop.progress {
        case .done: return "class=\"name\" fill=\"\(PictureInk.ink)\""
        case .next: return "class=\"name\" fill=\"\(PictureInk.quiet)\""
        case .here:
            let colour = isLate(stop) ? PictureInk.late : PictureInk.accent
            return "class=\"name\" font-weight=\"600\" fill=\"\(colour)\""
        }
    }

    private func colour(_ note: PictureOverlay.Note) -> String {
        let colour: String
        switch note.kind {
        case .plain: colour = PictureInk.quiet
        case .soon: colour = PictureInk.soon
        case .late: colour = PictureInk.late
        }
        return "class=\"note \(note.kind.rawValue)\" fill=\"\(colour)\""
    }

    // MARK: Wide

    private static let width = 1160
    private static let margin = 128
    private static let narrowest = 86
    private static let widest = 124

    /// 1,160 px wide.
    func wide() -> String {
        var ink = PictureInk()
        var top = 0
        for (number, track) in tracks.enumerated() {
            if number > 0 {
                ink.add(
                    "<path class=\"rule\" d=\"M0 \(top)H\(Self.width)\" stroke=\"#e3e1dc\"/>")
            }
            top += wide(track, top: top + 6, &ink) + 12
        }
        return ink.svg(
            class: "road wide", width: Self.width, height: top + 4, description: description,
            isAlone: isAlone)
    }

    /// Draws one track and says how high it is.
    private func wide(_ track: RoadTracks.Track, top: Int, _ ink: inout PictureInk) -> Int {
        let heading = PictureText.lines(title(track), width: Self.margin - 24, size: Self.size)
        for (index, line) in heading.enumerated() {
            ink.text(
                line, x: 0, y: top + 34 + index * Self.line, size: Self.size,
                "class=\"lane\" font-weight=\"600\" fill=\"\(PictureInk.ink)\"")
        }
        let room = Self.width - Self.margin
        let most = room / Self.narrowest
        let rows = max((track.stops.count + most - 1) / most, 1)
        let perRow = max((track.stops.count + rows - 1) / rows, 1)
        let pitch = min(room / perRow, Self.widest)
        var y = top + 30
        var bottom = top + 34 + heading.count * Self.line
        for start in stride(from: 0, to: track.stops.count, by: perRow) {
            let row = Array(track.stops[start..<min(start + perRow, track.stops.count)])
            if start > 0, let first = row.first {
                way("M\(Self.margin) \(y)h\(pitch / 2)", to: first, &ink)
            }
            let next = start + perRow < track.stops.count ? track.stops[start + perRow] : nil
            bottom = max(bottom, wide(row, y: y, pitch: pitch, then: next, &ink))
            y = bottom + 26
        }
        return max(bottom - top, 62)
    }

    private func wide(
        _ row: [RoadTracks.Stop], y: Int, pitch: Int, then next: RoadTracks.Stop?,
        _ ink: inout PictureInk
    ) -> Int {
        var bottom = y + 30
        for index in row.indices.dropFirst() {
            let x = Self.margin + pitch / 2 + (index - 1) * pitch
            way("M\(x) \(y)h\(pitch)", to: row[index], &ink)
        }
        if let next {
            let x = Self.margin + pitch / 2 + (row.count - 1) * pitch
            way("M\(x) \(y)h\(pitch / 2 - 4)m-5 -4l5 4 -5 4", to: next, &ink)
        }
        for (index, stop) in row.enumerated() {
            let x = Self.margin + pitch / 2 + index * pitch
            open(stop, &ink)
            ink.title(title(of: stop.state))
            mark(stop, x: x, y: y, &ink)
            if let word = word(stop) {
                ink.text(word, x: x, y: y - 18, size: Self.small, colour(stop) + Self.middle)
            }
            var line = y + 30
            for text in PictureText.lines(title(of: stop.state), width: pitch - 8, size: Self.size)
            {
                ink.text(text, x: x, y: line, size: Self.size, colour(stop) + Self.middle)
                line += Self.line
            }
            for note in notes(of: stop) {
                for text in PictureText.lines(note.text, width: pitch + 12, size: Self.small) {
                    ink.text(text, x: x, y: line, size: Self.small, colour(note) + Self.middle)
                    line += Self.line
                }
            }
            ink.close("g")
            bottom = max(bottom, line - 4)
        }
        return bottom
    }

    private static let middle = " text-anchor=\"middle\""

    // MARK: Narrow

    private static let narrowWidth = 358

    /// For a phone: 358 px wide, top to bottom.
    func narrow() -> String {
        var ink = PictureInk()
        var y = 18
        for (number, track) in tracks.enumerated() {
            if number > 0 {
                ink.add(
                    "<path class=\"rule\" d=\"M0 \(y - 20)H\(Self.narrowWidth)\""
                        + " stroke=\"#e3e1dc\"/>")
            }
            ink.text(
                title(track), x: 0, y: y, size: 14,
                "class=\"lane\" font-weight=\"600\" fill=\"\(PictureInk.ink)\"")
            y = narrow(track.stops, top: y + 24, &ink) + 26
        }
        return ink.svg(
            class: "road narrow", width: Self.narrowWidth, height: y - 14,
            description: description, isAlone: isAlone)
    }

    private func narrow(_ stops: [RoadTracks.Stop], top: Int, _ ink: inout PictureInk) -> Int {
        let texts = stops.map { stop -> [String] in
            let word = word(stop).map { " · " + $0 } ?? ""
            return PictureText.lines(
                title(of: stop.state) + word, width: Self.narrowWidth - 40, size: 14)
        }
        var places: [Int] = []
        var y = top
        for (index, stop) in stops.enumerated() {
            places.append(y)
            let lines = texts[index].count + notes(of: stop).count
            y += 11 + lines * 19
        }
        for index in stops.indices.dropFirst() {
            way("M14 \(places[index - 1])V\(places[index])", to: stops[index], &ink)
        }
        for (index, stop) in stops.enumerated() {
            open(stop, &ink)
            mark(stop, x: 14, y: places[index], &ink)
            var line = places[index] + 5
            for text in texts[index] {
                ink.text(text, x: 36, y: line, size: 14, colour(stop))
                line += 19
            }
            for note in notes(of: stop) {
                ink.text(note.text, x: 36, y: line, size: Self.small, colour(note))
                line += 19
            }
            ink.close("g")
        }
        return y
    }
}
