import GreenlaneCore
import GreenlaneEngine

/// The form of one event, made from what the workflow says it takes, and what was typed into it.
struct StepForm {
    let call: PageCall
    let definition: EventDefinition
    /// Documents of the shipment, where a field names one.
    let documents: [Attachments.Document]
    /// Only for drawing it.
    var permits: PermitChoices?
    /// What fields begin with, by their names.
    var filled: [String: String] = [:]

    // MARK: To the page

    /// Fields as the page draws them. `prefix` makes their ids unique; `sent` has what was typed.
    func fields(prefix: String, sent: ConsoleForm?, refusal: Refusal?) -> [JSONValue] {
        definition.input.map { field in
            let value = sent?.exact(Self.name(field)) ?? filled[field.name] ?? ""
            let detail = refusal?.details.first { $0.pointer == "/" + field.name }
            var drawn = FormField(
                name: Self.name(field), label: field.title.map(call.text) ?? field.name,
                kind: kind(field), value: value, isRequired: field.required,
                hint: hint(field), error: detail.map { call.text($0.message) },
                id: "\(prefix)-\(field.name)")
            if case .boolean = field.kind, drawn.value.isEmpty, !field.required {
                drawn.value = "none"
            }
            return drawn.json
        }
    }

    /// Apart from the form's own hidden fields.
    static func name(_ field: InputField) -> String { "input." + field.name }

    private func kind(_ field: InputField) -> FormField.Kind {
        if let permits = permits?.of(field, definition) {
            return .choice([("", call.text("请选择", "Choose"))] + permits)
        }
        return switch field.kind {
        case .string:
            (field.maxLength ?? 0) > 200
                ? .long(maximumLength: field.maxLength) : .text(maximumLength: field.maxLength)
        case .integer, .decimal: .number(unit: field.unit)
        case .date: .date
        case .time: .time
        case .boolean: .pick(yesOrNo(isRequired: field.required))
        case .enumeration: .choice(choices(field))
        case .list: .text(maximumLength: 2_000)
        case .object: .long(maximumLength: 200_000)
        case .document: .choice(known(isRequired: field.required))
        }
    }

    private func yesOrNo(isRequired: Bool) -> [(value: String, title: String)] {
        let answers = [("yes", call.text("是", "Yes")), ("no", call.text("否", "No"))]
        return isRequired ? answers : answers + [("none", call.text("不填", "Not stated"))]
    }

    private func choices(_ field: InputField) -> [(value: String, title: String)] {
        let none = ("", call.text("请选择", "Choose"))
        return [none]
            + field.values.map { ($0, call.text(InputWords.choice($0, of: field.name))) }
    }

    private func known(isRequired: Bool) -> [(value: String, title: String)] {
        let none = ("", call.text("请选择", "Choose"))
        return [none]
            + documents.filter { !$0.isWithdrawn }.compactMap { document in
                document.digest.map {
                    ($0, "\(call.text(document.title)) \(document.name ?? "")")
                }
            }
    }

    private func hint(_ field: InputField) -> String? {
        switch field.kind {
        case .list:
            field.element == .integer
                ? call.text("多个用逗号分开，如 1,2", "Several with commas, such as 1,2")
                : call.text("多个用逗号分开", "Several with commas")
        case .object: call.text("JSON", "JSON")
        case .time: call.text("北京时间", "Beijing time")
        case .document:
            documents.isEmpty
                ? call.text("先在“文件”处上传", "Attach it under “Documents” first") : nil
        default: nil
        }
    }

    // MARK: From the page

    /// What was typed, as the event takes it; the engine judges it. Empty fields are left out.
    func input(_ form: ConsoleForm) throws(Refusal) -> JSONObject {
        var input = JSONObject()
        for field in definition.input {
            guard let text = form[Self.name(field)], !text.isEmpty else { continue }
            if let value = try value(text, field) { input.append(field.name, value) }
        }
        return input
    }

    private func value(_ text: String, _ field: InputField) throws(Refusal) -> JSONValue? {
        switch field.kind {
        case .integer: return Int64(text).map { .integer($0) } ?? .string(text)
        case .boolean: return text == "none" ? nil : .bool(text == "yes")
        case .time: return .string(Self.moment(text))
        case .list:
            let parts = text.split { ",，、;； \n\t".contains($0) }.map(String.init)
            return .array(
                parts.map { part in
                    guard field.element == .integer, let number = Int64(part) else {
                        return .string(part)
                    }
                    return .integer(number)
                })
        case .object:
            do throws(JSONSyntaxError) { return try JSONParser.parse(text) } catch {
                throw Self.unreadable(error, field)
            }
        case .string, .decimal, .date, .enumeration, .document: return .string(text)
        }
    }

    /// Of a field and not of the body: people fill in the one and never see the other.
    private static func unreadable(_ error: JSONSyntaxError, _ field: InputField) -> Refusal {
        let title = field.title ?? LocalizedText(zh: field.name, en: field.name)
        let (line, column) = (error.line, error.column)
        return Refusal(
            .input, "body-invalid",
            LocalizedText(
                zh: "“\(title.zh)”不是有效的 JSON。", en: "“\(title.en)” is not valid JSON."),
            details: [
                Refusal.Detail(
                    pointer: "/" + field.name, code: error.code,
                    message: LocalizedText(
                        zh: "第 \(line) 行第 \(column) 列：\(error.message.zh)",
                        en: "Line \(line), column \(column): \(error.message.en)"))
            ])
    }

    /// `2026-11-23T09:30`, as browsers give it, in Beijing.
    private static func moment(_ text: String) -> String {
        guard text.count == 16 || text.count == 19, !text.hasSuffix("Z") else { return text }
        return text + (text.count == 16 ? ":00" : "") + "+08:00"
    }
}
