import GreenlaneCore

/// A form of a page, as the part `simple-form` draws it. Where it was sent and refused, it has what
/// was typed, with each problem at its field.
struct FormSheet {
    private let call: PageCall
    /// Tells the forms of one page apart.
    private let name: String
    private let refusal: Refusal?
    private(set) var fields: [JSONValue] = []
    private var hidden: [JSONValue] = []
    /// Places of problems that stand at a field.
    private var placed: [String] = []
    /// What was typed may be shown again after the session has ended.
    private var isCarriedOn = true

    init(_ call: PageCall, _ name: String, refusal: Refusal? = nil) {
        self.call = call
        self.name = name
        self.refusal = refusal
    }

    // MARK: Fields

    mutating func text(
        _ field: String, _ label: LocalizedText, known: String = "", isRequired: Bool = true,
        hint: LocalizedText? = nil, at pointers: [String] = [], maximumLength: Int? = nil,
        choices: [(value: String, title: String)] = []
    ) {
        let made = FormField.text(
            field, call.text(label), value: value(field, known), isRequired: isRequired,
            hint: self.hint(field, known, hint), error: error(field, pointers),
            maximumLength: maximumLength, id: id(field))
        guard !choices.isEmpty, case .object(var object) = made else {
            fields.append(made)
            return
        }
        object.append(
            "datalist", ["choices": .array(choices.map { FormField.choice($0, "") })])
        fields.append(.object(object))
    }

    /// `isAsked` starts with none chosen.
    mutating func choice(
        _ field: String, _ label: LocalizedText, _ choices: [(value: String, title: String)],
        known: String = "", isAsked: Bool = false, shows kind: FormField.ChoiceForm = .choice,
        hint: LocalizedText? = nil, at pointers: [String] = []
    ) {
        let none = isAsked ? [("", call.text("请选择", "Please choose"))] : []
        fields.append(
            FormField.choice(
                field, call.text(label), none + choices, value: value(field, known), shows: kind,
                hint: hint.map(call.text), error: error(field, pointers), id: id(field)))
    }

    mutating func day(
        _ field: String, _ label: LocalizedText, known: CalendarDate?, last: CalendarDate? = nil,
        isRequired: Bool = true, at pointers: [String] = []
    ) {
        let known = known?.description ?? ""
        let made = FormField.date(
            field, call.text(label), value: value(field, known), isRequired: isRequired,
            hint: hint(field, known, nil), error: error(field, pointers), id: id(field))
        guard let last, case .object(var object) = made else {
            fields.append(made)
            return
        }
        object.append("max", .string(last.description))
        fields.append(.object(object))
    }

    /// One box; several stand for a list of words.
    mutating func tick(
        _ field: String, _ label: LocalizedText, _ title: String, known: Bool,
        at pointers: [String] = []
    ) {
        var object = JSONObject()
        object.append("id", .string(id(field)))
        object.append("name", .string(field))
        object.append("label", .string(call.text(label)))
        object.append("labelled", false)
        object.append("tick", true)
        object.append("title", .string(title))
        object.append("chosen", .bool(refusal == nil ? known : call.form[field] != nil))
        if let error = error(field, pointers) { object.append("error", .string(error)) }
        fields.append(.object(object))
    }

    mutating func password(
        _ field: String, _ label: LocalizedText, hint: LocalizedText? = nil,
        isRequired: Bool = true, autocomplete: String, at pointers: [String] = []
    ) {
        isCarriedOn = false
        let made = FormField.password(
            field, call.text(label), hint: hint.map(call.text),
            error: error(field, pointers), autocomplete: autocomplete)
        guard !isRequired, case .object(var object) = made else {
            fields.append(made)
            return
        }
        object["required"] = nil
        object.append("optional", true)
        fields.append(.object(object))
    }

    mutating func keep(_ field: String, _ value: String) {
        hidden.append(["name": .string(field), "value": .string(value)])
    }

    /// Sent twice, the form does its work once.
    mutating func keepKey() { keep("key", Self.freshKey()) }

    static func freshKey() -> String { SecretText.randomID(length: 22) }

    private func id(_ field: String) -> String { "\(name)-\(field)" }

    private func value(_ field: String, _ known: String) -> String {
        refusal == nil ? known : call.form[field] ?? known
    }

    /// Where somebody else was faster, what is there now stands beside what was typed.
    private func hint(
        _ field: String, _ known: String, _ hint: LocalizedText?
    ) -> String? {
        guard refusal?.code == "stale-version", value(field, known) != known else {
            return hint.map(call.text)
        }
        return call.text("现在是：\(known)", "It is now: \(known)")
    }

    private mutating func error(_ field: String, _ pointers: [String]) -> String? {
        let places = ["/\(field)"] + pointers
        placed += places
        let found = (refusal?.details ?? []).filter { Self.stands($0.pointer, at: places) }
        guard !found.isEmpty else { return nil }
        return found.map { call.text($0.message) }.joined(separator: call.text("", " "))
    }

    private static func stands(_ pointer: String, at places: [String]) -> Bool {
        places.contains { pointer == $0 || pointer.hasPrefix($0 + "/") }
    }

    // MARK: The form

    /// The form with what it sends and where. `about` stands beside its title, `hint` beside its
    /// button.
    func made(
        _ title: LocalizedText, action: String, button: LocalizedText,
        about: LocalizedText? = nil, hint: LocalizedText? = nil, isOpen: Bool = false,
        isGrave: Bool = false
    ) -> JSONValue {
        var object = JSONObject()
        object.append("title", .string(call.text(title)))
        object.append("action", .string(action))
        object.append("button", .string(call.text(button)))
        object.append("fields", .array(fields))
        object.append("hidden", .array(hidden + owner))
        object.append("open", .bool(isOpen || refusal != nil))
        object.append("grave", .bool(isGrave))
        if let about { object.append("about", .string(call.text(about))) }
        if let hint { object.append("hintLine", .string(call.text(hint))) }
        if let problem { object.append("problem", .string(problem)) }
        return .object(object)
    }

    /// Whose form it is: sent after the session has ended, it goes on with them alone.
    private var owner: [JSONValue] {
        guard isCarriedOn, let account = call.reader.principal?.account else { return [] }
        return [["name": "who", "value": .string(account)]]
    }

    /// What is wrong and stands at no field, and the way out.
    var problem: String? {
        guard let refusal else { return nil }
        let rest = refusal.details.filter { !Self.stands($0.pointer, at: placed) }
        // A detail that stands at its field says it all; the sum of them would only repeat it.
        guard refusal.details.isEmpty || !rest.isEmpty else {
            return call.text("没有保存，请看下面标出的栏目。", "Not saved: see the marked fields.")
        }
        var parts = [refusal.message] + rest.map(\.message)
        if let remedy = refusal.remedy { parts.append(remedy) }
        return parts.map(call.text).joined(separator: call.text("", " "))
    }
}
