import GreenlaneCore
import GreenlaneEngine

/// Somebody else was faster: what they did, what was typed here, and the way to send it again.
enum ConflictPage {
    static func context(
        _ call: PageCall, _ definition: EventDefinition, _ material: ShipmentPage.Material
    ) -> JSONObject {
        let view = material.view
        let id = view.shipment.id
        let seen = call.form["version"].flatMap { Int64($0) } ?? 0
        let since = material.history.filter { ($0["version"]?.integerValue ?? 0) > seen }
        let history = ShipmentHistory(call: call, view: view)
        let title = call.text(
            definition.title ?? LocalizedText(zh: definition.name, en: definition.name))
        var fields: [JSONValue] = since.suffix(10).map { line in
            row(history.moment(line), "", history.did(line) + " " + history.who(line))
        }
        fields.append(
            row(
                call.text("版本", "Version"), String(seen), String(view.shipment.version)))
        for (name, value) in typed(call.form) {
            let field = definition.input.first { "input." + $0.name == name }
            let own = name == "text" ? call.text("备注", "Note") : name
            let label = field?.title.map(call.text) ?? own
            fields.append(row(label, value, ""))
        }
        var conflict = JSONObject()
        conflict.append("fields", .array(fields))
        conflict.append(
            "sentence",
            .string(
                call.text(
                    "没有写入任何内容。先看看上面的变化；仍然要办的话，可以按现在的版本再提交。",
                    "Nothing was written. Look at what changed; if it still holds, send it again "
                        + "on the present version.")))
        conflict.append("action", .string(call.path))
        conflict.append("version", .integer(Int64(view.shipment.version)))
        conflict.append("key", .string(SecretText.randomID(length: 22)))
        conflict.append(
            "kept",
            .array(typed(call.form).map { ["name": .string($0.0), "value": .string($0.1)] }))
        let isOpen = view.next.contains { $0.event == definition.name }
        if isOpen, call.form.files.isEmpty {
            conflict.append(
                "again", .string(call.text("仍要提交：\(title)", "Send it again: \(title)")))
        }
        conflict.append("see", .string("/shipments/\(id)?step=\(definition.name)"))
        let heading = call.text("这票货刚刚有变化", "The shipment has just changed")
        var context = JSONObject()
        context.append(
            "page",
            [
                "title": .string(heading), "heading": .string(heading),
                "sentence": .string(
                    call.text(
                        "您打开页面之后，\(id) 又有 \(since.count) 项变化，所以“\(title)”没有办理。",
                        "Since you opened the page, \(id) changed \(since.count) times; so "
                            + "“\(title)” was not done.")),
            ])
        context.append("conflict", .object(conflict))
        return context
    }

    private static func row(_ label: String, _ yours: String, _ theirs: String) -> JSONValue {
        [
            "label": .string(label), "yours": .string(yours.isEmpty ? "—" : yours),
            "theirs": .string(theirs.isEmpty ? "—" : theirs), "differs": .bool(yours != theirs),
        ]
    }

    /// What a person typed; not what the page put there.
    private static func typed(_ form: ConsoleForm) -> [(String, String)] {
        form.fields.filter {
            !["csrf", "version", "key", "who"].contains($0.name) && !$0.value.isEmpty
        }
        .map { ($0.name, $0.value) }
    }
}
