import GreenlaneCore
import GreenlaneEngine
import HTTPTypes

/// A new request: the form, what it would need while it is typed, drafts, and filing it.
enum RequestPages {
    static let all: [ConsolePage] = [sample, form, back, assessment, act, correction, correct]

    /// Bytes of a form with its files: as much as the service takes in one request.
    static let maximumBytes = 33_554_432

    static let form = ConsolePage.get(
        "/requests/new", .fileRequests, query: ["draft", "copy"]
    ) { call in
        var desk = try await RequestDesk(call)
        try await desk.open()
        return desk.page()
    }

    /// Where a form was answered with itself, the address is none to look at again.
    static let back = ConsolePage.get("/requests", .fileRequests) { _ in
        .seeOther("/requests/new")
    }

    /// The panel alone, for the script that shows it beside what is being typed.
    static let assessment = ConsolePage.post("/requests/assessment", .fileRequests) { call in
        let sheet = RequestSheet(call.form)
        let panel = AssessmentPanel.of(sheet, try SheetParties(call), call)
        return call.console.part(
            "assessment", panel.objectValue ?? JSONObject(), call.reader)
    }

    static let act = ConsolePage.post(
        "/requests", .fileRequests, maximumBytes: maximumBytes
    ) { call in
        try await press(try await RequestDesk(call), call)
    }

    /// A filed request on the same form, to be corrected.
    static let correction = ConsolePage.get(
        "/shipments/{id}/correction", .takeSteps, subject: .shipment("id")
    ) { call in
        let correction = try await RequestDesk.correction(call)
        guard var desk = try await RequestDesk.correcting(correction, call) else {
            return .seeOther("/shipments/\(correction.shipment)?step=\(correction.event.name)")
        }
        return desk.page()
    }

    /// At an address of its own: by that the browser's drafts know an answer from the page itself.
    static let correct = ConsolePage.post(
        "/shipments/{id}/correction/form", .takeSteps, subject: .shipment("id"),
        maximumBytes: maximumBytes
    ) { call in
        try await press(try await RequestDesk.corrected(call), call)
    }

    /// What the button says that was pressed.
    private static func press(_ opened: RequestDesk, _ call: PageCall) async throws -> Reply {
        var desk = opened
        desk.take(RequestSheet(call.form))
        if let line = call.form["remove"].flatMap({ Int($0) }) { return desk.remove(line: line) }
        if let draft = call.form["drop"] { return desk.drop(draft) }
        switch call.form["do"] {
        case "add": return desk.add()
        case "read": return try await desk.read()
        case "keep" where desk.form.correction == nil: return try desk.keep()
        case "file": return try await desk.file()
        default: return desk.page()
        }
    }

    static let sample = ConsolePage.get("/requests/items.csv", .fileRequests) { call in
        var reply = Reply.bytes(
            RequestSample.bytes(call.language), type: "text/csv; charset=utf-8")
        reply.headers[.contentDisposition] = "attachment; filename=\"items.csv\""
        return reply
    }
}
