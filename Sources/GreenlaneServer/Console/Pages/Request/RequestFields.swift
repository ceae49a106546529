import GreenlaneCore

/// The fields above the table of goods.
struct RequestFields {
    let form: RequestForm
    let call: PageCall

    var all: [JSONValue] {
        [
            importer, text("reference", isRequired: true, maximumLength: 64), purpose, port, mode,
            date("dispatch"), date("arrival"), broker, kind,
            text(
                "district", maximumLength: 6,
                hint: call.text("六位数字；南沙为 440115", "Six digits; Nansha is 440115")),
            regime, text("exporter", maximumLength: 200), use,
        ]
    }

    /// Customs offices of the region for goods, as public lists have them.
    private static let ports: [(code: String, title: LocalizedText)] = [
        ("5141", LocalizedText(zh: "广州机场", en: "Guangzhou Baiyun Airport")),
        ("5166", LocalizedText(zh: "南沙新港", en: "Nansha new port")),
        ("5167", LocalizedText(zh: "南沙货港", en: "Nansha cargo port")),
        ("5130", LocalizedText(zh: "广州萝岗", en: "Guangzhou Luogang")),
        ("5208", LocalizedText(zh: "埔开发区", en: "Huangpu development zone")),
        ("5317", LocalizedText(zh: "深关机场", en: "Shenzhen Airport")),
    ]

    private func label(_ name: String) -> String { call.text(SheetField.title(name)) }

    private func error(_ name: String) -> String? {
        form.problems.first { $0.row == nil && $0.key == name }.map { call.text($0.message) }
    }

    private var importer: JSONValue {
        let known = form.parties.importers
        var choices = known.map { (value: $0.uscc, title: title($0)) }
        if known.count != 1 { choices.insert(("", call.text("请选择", "Choose")), at: 0) }
        let hint =
            known.isEmpty
            ? call.text("还没有单位委托您办理。", "No importer has entrusted you yet.") : nil
        return FormField.choice(
            "importer", label("importer"), choices, value: form.sheet["importer"], hint: hint,
            error: error("importer"))
    }

    private var broker: JSONValue {
        let none = call.text("未定", "Not decided")
        return FormField.choice(
            "broker", label("broker"),
            [("", none)] + form.parties.brokers.map { ($0.id, title($0)) },
            value: form.parties.broker(form.sheet["broker"])?.id ?? "", isRequired: false,
            error: error("broker"))
    }

    private func title(_ party: SheetParties.Party) -> String {
        let text = call.text(party.title)
        return text.isEmpty ? party.name : text
    }

    private var purpose: JSONValue {
        words("purpose", .purpose, none: call.text("请选择", "Choose"), isRequired: true)
    }

    private var kind: JSONValue {
        words("kind", .importerKind, none: call.text("未填", "Not stated"), isRequired: false)
    }

    private var regime: JSONValue {
        words(
            "regime", .regime, none: call.text("一般贸易（默认）", "general trade (default)"),
            isRequired: false)
    }

    private func words(
        _ name: String, _ fact: Fact, none: String, isRequired: Bool
    ) -> JSONValue {
        let values = fact.vocabulary.map { (value: $0, title: call.text(fact.word($0))) }
        return FormField.choice(
            name, label(name), kept(name, [("", none)] + values), value: form.sheet[name],
            isRequired: isRequired, error: error(name))
    }

    /// What was typed elsewhere and is no choice stays to be seen.
    private func kept(
        _ name: String, _ choices: [(value: String, title: String)]
    ) -> [(value: String, title: String)] {
        let value = form.sheet[name]
        return choices.contains { $0.value == value } ? choices : choices + [(value, value)]
    }

    private var mode: JSONValue {
        let fact = Fact.transportMode
        let offered = fact.vocabulary.filter { $0 != "passenger" || form.sheet["mode"] == $0 }
        return FormField.choice(
            "mode", label("mode"), offered.map { ($0, call.text(fact.word($0))) },
            value: form.sheet["mode"], isRequired: false, shows: .pick, error: error("mode"))
    }

    private var port: JSONValue {
        let field = FormField.text(
            "port", label("port"), value: form.sheet["port"], isRequired: false,
            hint: call.text("四位数字，以海关公布为准", "Four digits, as customs publishes them"),
            error: error("port"), maximumLength: 4)
        guard case .object(var object) = field else { return field }
        let choices = Self.ports.map { port -> JSONValue in
            ["value": .string(port.code), "title": .string(call.text(port.title))]
        }
        object.append("datalist", ["choices": .array(choices)])
        return .object(object)
    }

    private func date(_ name: String) -> JSONValue {
        FormField.date(
            name, label(name), value: form.sheet[name], isRequired: false, error: error(name))
    }

    private func text(
        _ name: String, isRequired: Bool = false, maximumLength: Int, hint: String? = nil
    ) -> JSONValue {
        FormField.text(
            name, label(name), value: form.sheet[name], isRequired: isRequired, hint: hint,
            error: error(name), maximumLength: maximumLength)
    }

    private var use: JSONValue {
        FormField.long(
            "use", label("use"), value: form.sheet["use"], isRequired: false, error: error("use"),
            maximumLength: 1_000)
    }
}
