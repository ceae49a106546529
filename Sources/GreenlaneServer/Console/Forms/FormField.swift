import GreenlaneCore

/// A field of a form in the shape that the part `field` draws.
enum FormField {
    /// Beside its kind, what every field has. `id` is where it stands alone on a page.
    private static func field(
        _ kind: String, _ name: String, _ label: String, value: String, isRequired: Bool,
        hint: String?, error: String?, id: String?
    ) -> JSONObject {
        var object = JSONObject()
        object.append("id", .string(id ?? name))
        object.append("name", .string(name))
        object.append("label", .string(label))
        object.append("labelled", .bool(kind != "pick" && kind != "tick"))
        object.append(kind, true)
        // Choices have values of their own, and an empty one would take this for its.
        if kind != "choice", kind != "pick" { object.append("value", .string(value)) }
        object.append(isRequired ? "required" : "optional", true)
        if let hint { object.append("hint", .string(hint)) }
        if let error { object.append("error", .string(error)) }
        return object
    }

    static func text(
        _ name: String, _ label: String, value: String = "", isRequired: Bool = true,
        hint: String? = nil, error: String? = nil, maximumLength: Int? = nil, id: String? = nil
    ) -> JSONValue {
        var object = field(
            "text", name, label, value: value, isRequired: isRequired, hint: hint, error: error,
            id: id)
        if let maximumLength { object.append("maxLength", .integer(Int64(maximumLength))) }
        return .object(object)
    }

    static func long(
        _ name: String, _ label: String, value: String = "", isRequired: Bool = true,
        hint: String? = nil, error: String? = nil, maximumLength: Int? = nil, id: String? = nil
    ) -> JSONValue {
        var object = field(
            "long", name, label, value: value, isRequired: isRequired, hint: hint, error: error,
            id: id)
        object.append("wide", true)
        if let maximumLength { object.append("maxLength", .integer(Int64(maximumLength))) }
        return .object(object)
    }

    static func number(
        _ name: String, _ label: String, value: String = "", unit: String? = nil,
        isRequired: Bool = true, hint: String? = nil, error: String? = nil, id: String? = nil
    ) -> JSONValue {
        var object = field(
            "number", name, label, value: value, isRequired: isRequired, hint: hint,
            error: error, id: id)
        if let unit { object.append("unit", .string(unit)) }
        return .object(object)
    }

    static func date(
        _ name: String, _ label: String, value: String = "", isRequired: Bool = true,
        hint: String? = nil, error: String? = nil, id: String? = nil
    ) -> JSONValue {
        .object(
            field(
                "date", name, label, value: value, isRequired: isRequired, hint: hint,
                error: error, id: id))
    }

    static func time(
        _ name: String, _ label: String, value: String = "", isRequired: Bool = true,
        hint: String? = nil, error: String? = nil, id: String? = nil
    ) -> JSONValue {
        .object(
            field(
                "time", name, label, value: value, isRequired: isRequired, hint: hint,
                error: error, id: id))
    }

    /// One of a few values, in a list to open; `pick` shows them all.
    static func choice(
        _ name: String, _ label: String, _ choices: [(value: String, title: String)],
        value: String = "", isRequired: Bool = true, shows kind: ChoiceForm = .choice,
        hint: String? = nil, error: String? = nil, id: String? = nil
    ) -> JSONValue {
        var object = field(
            kind.rawValue, name, label, value: value, isRequired: isRequired, hint: hint,
            error: error, id: id)
        object.append("choices", .array(choices.map { choice($0, value) }))
        return .object(object)
    }

    enum ChoiceForm: String {
        case choice, pick
    }

    static func choice(_ choice: (value: String, title: String), _ value: String) -> JSONValue {
        [
            "value": .string(choice.value), "title": .string(choice.title),
            "chosen": .bool(choice.value == value),
        ]
    }

    static func file(
        _ name: String, _ label: String, accept: String? = nil, isRequired: Bool = true,
        hint: String? = nil, error: String? = nil, id: String? = nil
    ) -> JSONValue {
        var object = field(
            "file", name, label, value: "", isRequired: isRequired, hint: hint, error: error,
            id: id)
        if let accept { object.append("accept", .string(accept)) }
        return .object(object)
    }

    static func password(
        _ name: String, _ label: String, hint: String? = nil, error: String? = nil,
        autocomplete: String
    ) -> JSONValue {
        var object = field(
            "password", name, label, value: "", isRequired: true, hint: hint, error: error,
            id: nil)
        object.append("autocomplete", .string(autocomplete))
        return .object(object)
    }
}
