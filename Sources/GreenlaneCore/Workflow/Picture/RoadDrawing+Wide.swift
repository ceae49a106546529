extension RoadDrawing {
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

    /// Stops of a row, and their distance: the same in all tracks, so that they stand in columns.
    private var grid: (perRow: Int, pitch: Int) {
        let room = Self.width - Self.margin
        let most = room / Self.narrowest
        let longest = max(tracks.map(\.stops.count).max() ?? 1, 1)
        let rows = (longest + most - 1) / most
        let perRow = (longest + rows - 1) / rows
        return (perRow, min(room / perRow, Self.widest))
    }

    /// Draws one track and says how high it is.
    private func wide(_ track: RoadTracks.Track, top: Int, _ ink: inout PictureInk) -> Int {
        let heading = PictureText.lines(title(track), width: Self.margin - 24, size: Self.size)
        for (index, line) in heading.enumerated() {
            ink.text(
                line, x: 0, y: top + 34 + index * Self.line, size: Self.size,
                "class=\"lane\" font-weight=\"600\" fill=\"\(PictureInk.ink)\"")
        }
        let (perRow, pitch) = grid
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
}
