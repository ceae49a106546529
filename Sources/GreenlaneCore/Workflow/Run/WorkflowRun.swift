/// A workflow driven by hand: no database, a clock that moves only when told, and guards that are
/// answered from a list of facts.
public struct WorkflowRun: Sendable {
    /// Timers that one waiting may fire; more means that timers set each other without end.
    public static let maximumFirings = 10_000
    /// Where the clock stands at the start: 2026-01-01 in Asia/Shanghai. Only differences matter.
    public static let startOfClock = Timestamp(milliseconds: 1_767_196_800_000)

    public let chart: Statechart
    public private(set) var configuration = Configuration()
    public private(set) var isFinal = false
    /// Why the last line was refused, in words; nil where it was not.
    public private(set) var lastRefusal: Refusal?
    public private(set) var clock = Self.startOfClock
    private var environment: RunEnvironment

    /// `facts` is `{"guards":{"name":true}}`; a guard without a fact does not hold.
    public init(
        _ chart: Statechart, facts: JSONValue = .object(JSONObject()),
        calendar: WorkingCalendar = .weekendsOnly
    ) throws(Refusal) {
        self.chart = chart
        let answers = try RunFacts.answers(facts, for: chart.guards)
        environment = RunEnvironment(
            answers: answers, clock: clock, calendar: calendar, states: chart.states)
    }

    /// Enters the workflow; the first line.
    public mutating func start() -> JSONValue {
        do throws(StepFault) {
            adopt(try chart.start(&environment))
            return line(event: .null, refused: nil)
        } catch {
            return line(event: .null, refused: Self.endlessLoop)
        }
    }

    /// Sends an event, or lets time pass with `after:PT4H`; the line that says what became of it.
    public mutating func send(_ event: String) -> JSONValue {
        let prefix = "after:"
        let refusal =
            event.hasPrefix(prefix)
            ? wait(String(event.dropFirst(prefix.utf8.count))) : take(event)
        return line(event: .string(event), refused: refusal)
    }

    private mutating func take(_ event: String) -> Refusal? {
        do throws(StepFault) {
            let step = try chart.send(
                chart.eventID(named: event), to: configuration, &environment)
            guard !step.taken.isEmpty else { return notAccepted(event) }
            adopt(step)
            return nil
        } catch {
            return Self.endlessLoop
        }
    }

    /// Fires what comes due on the way, each at its own time.
    private mutating func wait(_ text: String) -> Refusal? {
        guard let delay = Delay(text) else {
            return Refusal(
                .input, "invalid-duration",
                LocalizedText(
                    zh: "\(text) 不是时长;请写如 PT4H、P14D 或 20 working days。",
                    en: "\(text) is no duration; write PT4H, P14D or 20 working days."))
        }
        let end = delay.elapsed(from: clock, calendar: environment.calendar)
        var refusal: Refusal?
        var firings = 0
        while let timer = configuration.timers.first, timer.due <= end {
            firings += 1
            guard firings <= Self.maximumFirings else {
                refusal = Self.endlessLoop
                break
            }
            environment.clock = max(timer.due, environment.clock)
            do throws(StepFault) {
                adopt(try chart.fireFirstTimer(in: configuration, &environment))
            } catch {
                // Nothing of it happens, but the timer is spent: it would stop all later ones.
                configuration.timers.removeFirst()
                refusal = Self.endlessLoop
            }
        }
        clock = end
        environment.clock = end
        return refusal
    }

    private mutating func adopt(_ step: Step) {
        configuration = step.configuration
        isFinal = step.final
    }

    private mutating func line(event: JSONValue, refused: Refusal?) -> JSONValue {
        lastRefusal = refused
        var object = JSONObject()
        object.append("event", event)
        object.append("active", .array(chart.names(of: configuration.active).map { .string($0) }))
        object.append("final", .bool(isFinal))
        object.append("refused", refused.map { ["code": .string($0.code)] } ?? .null)
        return .object(object)
    }

    private func notAccepted(_ event: String) -> Refusal {
        Refusal(
            .rule, "event-not-accepted",
            LocalizedText(
                zh: "当前没有任何活动状态接受事件 \(event)。",
                en: "No active state takes the event \(event)."))
    }

    static var endlessLoop: Refusal {
        Refusal(
            .rule, "endless-loop",
            LocalizedText(
                zh: "一个事件引发了超过 \(Statechart.maximumMicrosteps) 个微步,工作流在循环;已全部撤回。",
                en: "One event led to more than \(Statechart.maximumMicrosteps) microsteps; "
                    + "the workflow loops, and nothing of it happened."))
    }
}
