internal import GreenlaneCore

/// Guards and actions: a name, or `type` and `params`.
extension WorkflowReader {
    /// A list means that all must hold.
    mutating func condition(_ value: YAMLValue) -> GuardDefinition? {
        if case .list(let elements) = value.content {
            return .all(elements.compactMap { condition($0) })
        }
        guard let call = call(value) else { return nil }
        switch call.type {
        case "and": return guards(call).map { .all($0) }
        case "or": return guards(call).map { .any($0) }
        case "not":
            let params = params(call, allowed: ["guard"], required: ["guard"])
            return params["guard"].flatMap { condition($0) }.map { .not($0) }
        case "in":
            let params = params(call, allowed: ["state"], required: ["state"])
            guard let state = params["state"], let name = text(state) else { return nil }
            return .inState(NameReference(name, at: state.place))
        default:
            return .call(
                GuardCall(
                    call.type, params: call.params?.json ?? .object(JSONObject()),
                    at: call.place))
        }
    }

    private mutating func guards(_ call: Call) -> [GuardDefinition]? {
        let params = params(call, allowed: ["guards"], required: ["guards"])
        guard let guards = params["guards"] else { return nil }
        guard case .list(let elements) = guards.content else {
            return condition(guards).map { [$0] }
        }
        return elements.compactMap { condition($0) }
    }

    /// One action, or a list of them.
    mutating func actions(_ value: YAMLValue) -> [ActionDefinition] {
        if case .list(let elements) = value.content {
            return elements.compactMap { action($0) }
        }
        return action(value).map { [$0] } ?? []
    }

    private mutating func action(_ value: YAMLValue) -> ActionDefinition? {
        guard let call = call(value) else { return nil }
        switch call.type {
        case "raise":
            let params = params(call, allowed: ["event"], required: ["event"])
            guard let event = params["event"].flatMap({ eventName($0) }) else { return nil }
            return .raise(event)
        case "send":
            let params = params(call, allowed: ["event", "delay", "id"], required: ["event"])
            let id = params["id"].flatMap { text($0) }
            let wait = params["delay"].flatMap { delay($0) }
            guard let event = params["event"].flatMap({ eventName($0) }) else { return nil }
            return .send(event: event, delay: wait, id: id)
        case "cancel":
            let params = params(call, allowed: ["id"], required: ["id"])
            guard let id = params["id"].flatMap({ text($0) }) else { return nil }
            return .cancel(id: id)
        default:
            return .call(
                ActionCall(
                    call.type, params: call.params?.json ?? .object(JSONObject()),
                    at: call.place))
        }
    }

    private mutating func eventName(_ value: YAMLValue) -> String? {
        guard let name = text(value) else { return nil }
        guard name != "*", !name.hasSuffix(".*") else {
            report(
                value.place, "invalid-event-name",
                zh: "\(name) 是匹配式,不是事件名。", en: "\(name) is a pattern, no event's name.")
            return nil
        }
        return name
    }

    private struct Call {
        let type: String
        let params: YAMLValue?
        let place: SourcePlace
    }

    private mutating func call(_ value: YAMLValue) -> Call? {
        if let name = value.scalar { return Call(type: name, params: nil, place: value.place) }
        let fields = fields(of: value, allowed: ["type", "params"])
        guard fields.isMap else { return nil }
        guard let type = fields["type"], let name = text(type) else {
            report(value.place, "missing-type", zh: "缺少 type。", en: "A type is missing.")
            return nil
        }
        return Call(type: name, params: fields["params"], place: value.place)
    }

    /// The parameters of a built-in guard or action.
    private mutating func params(
        _ call: Call, allowed: [String], required: [String]
    ) -> YAMLFields {
        let fields =
            call.params.map { self.fields(of: $0, allowed: allowed) }
            ?? YAMLFields(entries: [], isMap: true)
        for name in required where fields.isMap && fields[name] == nil {
            report(
                call.place, "missing-param",
                zh: "\(call.type) 须有参数 \(name)。", en: "\(call.type) needs the parameter \(name).")
        }
        return fields
    }
}
