/// Answers a step from facts that somebody stated.
struct RunEnvironment: StepEnvironment, Sendable {
    /// One for each guard call of the chart.
    let answers: [Bool]
    var clock: Timestamp
    let calendar: WorkingCalendar
    let states: [Statechart.State]

    mutating func holds(_ guardIndex: Int) -> Bool { answers[guardIndex] }

    /// Custom actions belong to the engine; here they do nothing.
    mutating func perform(_ actionIndex: Int) {}

    /// Days are exact here, so that `after:P14D` meets an `after` of `P14D`.
    mutating func due(_ delay: Delay, from state: Int?) -> Timestamp {
        delay.elapsed(from: clock, calendar: calendar)
    }

    /// Every clock is taken to start on entering.
    mutating func deadline(of state: Int) -> Timestamp? {
        states[state].definition.deadline?.within.elapsed(from: clock, calendar: calendar)
    }
}

/// Reads `{"guards":{"name":true}}`.
enum RunFacts {
    static func answers(
        _ facts: JSONValue, for guards: [GuardCall]
    ) throws(Refusal) -> [Bool] {
        guard let object = facts.objectValue else { throw invalid("", facts) }
        let named = object["guards"] ?? .object(JSONObject())
        guard let answers = named.objectValue else { throw invalid("/guards", named) }
        for member in answers.members where member.value.boolValue == nil {
            throw invalid("/guards/" + member.name, member.value)
        }
        return guards.map { answers[$0.name]?.boolValue ?? false }
    }

    private static func invalid(_ pointer: String, _ value: JSONValue) -> Refusal {
        let message = LocalizedText(
            zh: "此处不能是 \(value.kind);事实文件形如 {\"guards\":{\"名称\":true}}。",
            en: "Unexpected \(value.kind); facts look like {\"guards\":{\"name\":true}}.")
        return Refusal(
            .input, "invalid-facts",
            LocalizedText(zh: "事实文件有误。", en: "The facts file is wrong."),
            details: [Refusal.Detail(pointer: pointer, code: "invalid-facts", message: message)])
    }
}
