import GreenlaneCore

/// A field of a form in the shape that the part `field` draws.
struct FormField {
    /// How it is filled in.
    enum Kind {
        case text(maximumLength: Int?)
        case long(maximumLength: Int?)
        case number(unit: String?)
        case date
        /// A day and a time in Beijing.
        case time
        /// One of many, in a list to open.
        case choice([(value: String, title: String)])
        /// One of a few, all shown.
        case pick([(value: String, title: String)])
        case file(accept: String?)
        case password(autocomplete: String)
    }

    var name: String
    var label: String
    var kind: Kind
    var value = ""
    var isRequired = true
    var hint: String?
    var error: String?
    /// Unique on its page; the name where nil.
    var id: String?

    var json: JSONValue {
        var object = JSONObject()
        object.append("id", .string(id ?? name))
        object.append("name", .string(name))
        object.append("label", .string(label))
        var isLabelled = true
        if case .pick = kind { isLabelled = false }
        object.append("labelled", .bool(isLabelled))
        object.append("required", .bool(isRequired))
        object.append("optional", .bool(!isRequired))
        if case .long = kind { object.append("wide", true) } else { object.append("wide", false) }
        if let hint { object.append("hint", .string(hint)) }
        if let error { object.append("error", .string(error)) }
        let (name, inner) = inner
        object.append(name, .object(inner))
        return .object(object)
    }

    private var inner: (String, JSONObject) {
        var object = JSONObject([.init("value", .string(value))])
        switch kind {
        case .text(let length), .long(let length):
            if let length { object.append("maxLength", .integer(Int64(length))) }
        case .number(let unit): if let unit { object.append("unit", .string(unit)) }
        case .date, .time: break
        case .choice(let choices), .pick(let choices):
            object.append(
                "choices", .array(choices.map { FormField.choice($0, value) })
            )
        case .file(let accept):
            // The section opens for an object; its members may be absent.
            if let accept { object.append("accept", .string(accept)) }
        case .password(let autocomplete): object.append("autocomplete", .string(autocomplete))
        }
        return (kindName, object)
    }

    private var kindName: String {
        switch kind {
        case .text: "text"
        case .long: "long"
        case .number: "number"
        case .date: "date"
        case .time: "time"
        case .choice: "choice"
        case .pick: "pick"
        case .file: "file"
        case .password: "password"
        }
    }

    /// One value of a list to choose from, and whether it is the chosen one.
    static func choice(
        _ choice: (value: String, title: String), _ chosen: String
    ) -> JSONValue {
        [
            "value": .string(choice.value), "title": .string(choice.title),
            "chosen": .bool(choice.value == chosen),
        ]
    }

    // MARK: The usual ones

    static func text(
        _ name: String, _ label: String, value: String = "", isRequired: Bool = true,
        hint: String? = nil, error: String? = nil, maximumLength: Int? = nil, id: String? = nil
    ) -> JSONValue {
        FormField(
            name: name, label: label, kind: .text(maximumLength: maximumLength), value: value,
            isRequired: isRequired, hint: hint, error: error, id: id
        ).json
    }

    static func long(
        _ name: String, _ label: String, value: String = "", isRequired: Bool = true,
        hint: String? = nil, error: String? = nil, maximumLength: Int? = nil, id: String? = nil
    ) -> JSONValue {
        FormField(
            name: name, label: label, kind: .long(maximumLength: maximumLength), value: value,
            isRequired: isRequired, hint: hint, error: error, id: id
        ).json
    }

    static func number(
        _ name: String, _ label: String, value: String = "", unit: String? = nil,
        isRequired: Bool = true, hint: String? = nil, error: String? = nil, id: String? = nil
    ) -> JSONValue {
        FormField(
            name: name, label: label, kind: .number(unit: unit), value: value,
            isRequired: isRequired, hint: hint, error: error, id: id
        ).json
    }

    static func date(
        _ name: String, _ label: String, value: String = "", isRequired: Bool = true,
        hint: String? = nil, error: String? = nil, id: String? = nil
    ) -> JSONValue {
        FormField(
            name: name, label: label, kind: .date, value: value, isRequired: isRequired,
            hint: hint, error: error, id: id
        ).json
    }

    static func time(
        _ name: String, _ label: String, value: String = "", isRequired: Bool = true,
        hint: String? = nil, error: String? = nil, id: String? = nil
    ) -> JSONValue {
        FormField(
            name: name, label: label, kind: .time, value: value, isRequired: isRequired,
            hint: hint, error: error, id: id
        ).json
    }

    /// A list to open, or all values side by side.
    enum ChoiceForm {
        case choice, pick
    }

    static func choice(
        _ name: String, _ label: String, _ choices: [(value: String, title: String)],
        value: String = "", isRequired: Bool = true, shows form: ChoiceForm = .choice,
        hint: String? = nil, error: String? = nil, id: String? = nil
    ) -> JSONValue {
        FormField(
            name: name, label: label, kind: form == .pick ? .pick(choices) : .choice(choices),
            value: value, isRequired: isRequired, hint: hint, error: error, id: id
        ).json
    }

    static func file(
        _ name: String, _ label: String, accept: String? = nil, isRequired: Bool = true,
        hint: String? = nil, error: String? = nil, id: String? = nil
    ) -> JSONValue {
        FormField(
            name: name, label: label, kind: .file(accept: accept), isRequired: isRequired,
            hint: hint, error: error, id: id
        ).json
    }

    static func password(
        _ name: String, _ label: String, hint: String? = nil, error: String? = nil,
        autocomplete: String
    ) -> JSONValue {
        FormField(
            name: name, label: label, kind: .password(autocomplete: autocomplete), hint: hint,
            error: error
        ).json
    }
}
