import GreenlaneCore

/// What somebody typed before their session ended, ready to go on with. Nothing is done until they
/// press the button: the form is their own, but the click was in another session.
enum ContinuePage {
    /// Where a form is shown again as it was, rather than done.
    private static let redrawn = "/requests"
    /// Values that are shown.
    private static let maximumShown = 12

    static func reply(
        _ parked: ParkedForm, _ console: Console, _ reader: ConsoleReader
    ) -> Reply {
        func text(_ zh: String, _ en: String) -> String { reader.language == .zh ? zh : en }
        let isRedrawn = parked.path == redrawn
        let heading = text("您填写的内容还在", "What you typed is still here")
        var sentence = text(
            "提交时原来的登录已经结束，所以没有办理，也没有丢失。",
            "The earlier session had ended when you sent it: nothing was done, nothing is lost."
        )
        if !parked.files.isEmpty {
            let names = parked.files.map { PlainText.printable($0) }
                .joined(separator: text("、", ", "))
            sentence += text("文件要重新选择：\(names)。", " Choose these files again: \(names).")
        }
        var fields = parked.fields
        if isRedrawn {
            fields.removeAll { ["do", "remove", "drop", "lost"].contains($0.name) }
            fields += parked.files.map { ("lost", $0) }
        }
        var context = JSONObject()
        context.append(
            "page",
            [
                "title": .string(heading), "heading": .string(heading),
                "sentence": .string(sentence),
            ])
        context.append("action", .string(parked.path))
        context.append("place", .string(parked.place))
        context.append(
            "kept", .array(fields.map { ["name": .string($0.name), "value": .string($0.value)] }))
        if !isRedrawn {
            let shown = parked.typed.prefix(maximumShown).map { JSONValue.string($0) }
            context.append("typed", .array(Array(shown)))
        }
        // Without its files, such a form would not be what was sent.
        if isRedrawn || parked.files.isEmpty {
            let go =
                isRedrawn
                ? text("回到填好的申请", "Back to the filled-in form") : text("继续提交", "Send it now")
            context.append("button", .string(go))
        }
        context.append("leave", .string(text("不提交了", "Leave it")))
        return console.page("continue", context, reader, status: 409)
    }
}
