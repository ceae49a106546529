import GreenlaneCore
import GreenlaneEngine

/// The workflow's picture with the way that this shipment took.
enum ShipmentPicture {
    static func svg(
        _ view: ShipmentView, _ history: [JSONValue], _ language: Language
    ) -> String {
        var path: [[String]] = []
        for line in history {
            let states = line["data"]?["at"]?.arrayValue?.compactMap(\.stringValue)
            // Notes and papers move nothing.
            if let states, !states.isEmpty { path.append(states) }
        }
        let overlay =
            path.isEmpty
            ? PictureOverlay(view.shipment, view.flow, notes: notes(view, language))
            : PictureOverlay(path: path, notes: notes(view, language))
        return WorkflowPicture.svg(view.flow, overlay, language)
    }

    private static func notes(
        _ view: ShipmentView, _ language: Language
    ) -> [PictureOverlay.Note] {
        view.deadlines.map { deadline in
            let day = ConsoleDates.day(deadline.due.date, language, now: view.now)
            let text = language == .zh ? "最晚 \(day)" : "by \(day)"
            return PictureOverlay.Note(
                state: deadline.state, text: text, kind: deadline.isOverdue ? .late : .plain)
        }
    }
}
