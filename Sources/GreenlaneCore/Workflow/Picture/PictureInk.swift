/// Writes the elements of a drawing. Classes find their colours in the console's style; attributes
/// say the same for a drawing that stands alone.
struct PictureInk {
    static let accent = "#0b6b57"
    static let late = "#a3261d"
    static let soon = "#8a5a00"
    static let paper = "#fbfaf8"
    static let ink = "#1d1f22"
    static let quiet = "#5c6167"
    private static let fonts =
        "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"

    private(set) var parts: [String] = []

    mutating func add(_ element: String) { parts.append(element) }

    mutating func open(_ name: String, _ attributes: String) {
        parts.append("<\(name) \(attributes)>")
    }

    mutating func close(_ name: String) { parts.append("</\(name)>") }

    mutating func title(_ text: String) {
        parts.append("<title>\(PictureText.escaped(text))</title>")
    }

    /// A line of text; `attributes` come after its place and size.
    mutating func text(
        _ text: String, x: Int, y: Int, size: Int, _ attributes: String = ""
    ) {
        let more = attributes.isEmpty ? "" : " " + attributes
        parts.append(
            "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\"\(more)>"
                + PictureText.escaped(text) + "</text>")
    }

    /// The whole drawing. `description` is read aloud.
    func svg(
        class name: String, width: Int, height: Int, description: String, isAlone: Bool
    ) -> String {
        var head = "<svg"
        if isAlone { head += " xmlns=\"http://www.w3.org/2000/svg\"" }
        head +=
            " class=\"flow \(name)\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\""
            + " height=\"\(height)\" role=\"img\" color=\"\(Self.ink)\" fill=\"currentColor\""
            + " font-family=\"\(Self.fonts)\" aria-label=\"\(PictureText.escaped(description))\">"
        let ground =
            isAlone
            ? "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(Self.paper)\"/>" : ""
        return head + ground + parts.joined(separator: "\n") + "</svg>\n"
    }
}
