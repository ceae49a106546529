/// Draws the road: tracks under each other with their stops, left to right; or top to bottom where
/// the page is narrow.
struct RoadDrawing {
    let tree: StateTree
    let tracks: [RoadTracks.Track]
    let notes: [PictureOverlay.Note]
    let language: Language
    let isAlone: Bool

    static let size = 13
    static let small = 12
    static let line = 17

    func title(of state: Int) -> String {
        tree.nodes[state].title?.text(language) ?? tree.nodes[state].name
    }

    func title(_ track: RoadTracks.Track) -> String {
        guard track.region > 0 || tree.nodes[0].title == nil else {
            return LocalizedText(zh: "结局", en: "End").text(language)
        }
        return title(of: track.region)
    }

    func notes(of stop: RoadTracks.Stop) -> [PictureOverlay.Note] {
        guard stop.progress == .here else { return [] }
        let names = [tree.nodes[stop.state].name]
        return notes.filter { names.contains($0.state) }
    }

    func isLate(_ stop: RoadTracks.Stop) -> Bool {
        stop.progress == .here
            && (tree.nodes[stop.state].tags.contains("overdue")
                || notes(of: stop).contains { $0.kind == .late })
    }

    func isHold(_ stop: RoadTracks.Stop) -> Bool {
        tree.nodes[stop.state].tags.contains("hold")
    }

    /// The word beside the mark, so that colour is not alone.
    func word(_ stop: RoadTracks.Stop) -> String? {
        guard stop.progress == .here else { return nil }
        if isLate(stop) { return LocalizedText(zh: "逾期", en: "late").text(language) }
        if isHold(stop) { return LocalizedText(zh: "暂停", en: "on hold").text(language) }
        return LocalizedText(zh: "现在", en: "now").text(language)
    }

    var description: String {
        // The usual road of a workflow: nobody is on it.
        guard tracks.contains(where: { $0.stops.contains { $0.progress != .next } }) else {
            return tracks.map(title).joined(separator: language == .zh ? "；" : "; ")
        }
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

    func kind(_ stop: RoadTracks.Stop) -> String {
        switch stop.progress {
        case .done: return "done"
        case .next: return "next"
        case .here: return isLate(stop) ? "here late" : "here"
        }
    }

    func open(_ stop: RoadTracks.Stop, _ ink: inout PictureInk) {
        let mark = stop.progress == .here ? " data-now=\"\"" : ""
        ink.open("g", "class=\"state \(kind(stop))\"\(mark)")
    }

    func mark(_ stop: RoadTracks.Stop, x: Int, y: Int, _ ink: inout PictureInk) {
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

    func way(
        _ path: String, to stop: RoadTracks.Stop, _ ink: inout PictureInk
    ) {
        let isAhead = stop.progress == .next
        let look =
            isAhead
            ? "stroke=\"#d6d3cd\" stroke-width=\"1.5\""
            : "stroke=\"\(PictureInk.quiet)\" stroke-width=\"2\""
        ink.add(
            "<path class=\"way\(isAhead ? "" : " done")\" d=\"\(path)\" fill=\"none\" \(look)/>")
    }

    func colour(_ stop: RoadTracks.Stop) -> String {
        switch stop.progress {
        case .done: return "class=\"name\" fill=\"\(PictureInk.ink)\""
        case .next: return "class=\"name\" fill=\"\(PictureInk.quiet)\""
        case .here:
            let colour = isLate(stop) ? PictureInk.late : PictureInk.accent
            return "class=\"name\" font-weight=\"600\" fill=\"\(colour)\""
        }
    }

    func colour(_ note: PictureOverlay.Note) -> String {
        let colour: String
        switch note.kind {
        case .plain: colour = PictureInk.quiet
        case .soon: colour = PictureInk.soon
        case .late: colour = PictureInk.late
        }
        return "class=\"note \(note.kind.rawValue)\" fill=\"\(colour)\""
    }
}
