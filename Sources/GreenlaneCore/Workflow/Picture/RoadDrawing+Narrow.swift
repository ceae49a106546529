extension RoadDrawing {
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
