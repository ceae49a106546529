internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine

/// Fills an empty log with the month, through the one door, on a clock that moves through it.
final class DemoFilling {
    /// What the engine reads: the time of the month while it is filled, then the real one.
    final class Clock {
        var past: Timestamp?

        var now: Timestamp { past ?? SystemClock.now() }
    }

    /// One command of one shipment.
    private struct Moment {
        var at: Timestamp
        var plan: Int
        /// Nil files it.
        var beat: DemoScript.Beat?
    }

    private static let hour: Int64 = 3_600_000
    /// What happened within so long is written at once.
    private static let round = 2 * hour

    private let engine: Engine
    private let clock: Clock
    private let start: Timestamp
    private let end: Timestamp
    private let people: DemoPeople
    private let plans = DemoMonth.plans()
    private var requests: [ImportRequest?] = []
    private var ids: [String?]
    /// Steps that the rules said no to: they are part of the month.
    private(set) var refused = 0
    private(set) var filed = 0

    /// The first moment of the month that ends now.
    static func start(before now: Timestamp) -> Timestamp {
        Timestamp(startOf: now.date.adding(days: -DemoMonth.days)).adding(milliseconds: 9 * hour)
    }

    init(_ engine: Engine, _ clock: Clock, from start: Timestamp, to end: Timestamp) throws {
        self.engine = engine
        self.clock = clock
        self.start = start
        self.end = end
        clock.past = start
        ids = [String?](repeating: nil, count: plans.count)
        people = try DemoPeople(engine, on: start.date)
        let authority = people.actor(.authority, importer: "")
        for permit in DemoMonth.permits(on: start.date) {
            _ = try engine.handle(Envelope(.addPermit(permit), by: authority)).get()
        }
    }

    func run(_ samples: [Story]) throws {
        requests = plans.map { plan in
            DemoMonth.request(plan, samples, on: time(plan.start).date)
        }
        var round: [Moment] = []
        for moment in moments() {
            let isNext = round.first.map {
                moment.at.milliseconds - $0.at.milliseconds > Self.round
                    || moment.at.date != $0.at.date
                    || round.contains { $0.plan == moment.plan && $0.beat == nil }
            }
            if isNext == true {
                try take(round)
                round = []
            }
            round.append(moment)
        }
        try take(round)
        clock.past = end
        try engine.tick()
        clock.past = nil
    }

    private func time(_ hours: Int) -> Timestamp {
        start.adding(milliseconds: Int64(hours) * Self.hour)
    }

    /// All commands whose time has come, in the order of time.
    private func moments() -> [Moment] {
        var moments: [Moment] = []
        for (index, plan) in plans.enumerated() {
            var chance = DemoChance(seed: DemoMonth.seed ^ UInt64(plan.number))
            var at = office(time(plan.start), &chance)
            guard at < end else { continue }
            moments.append(Moment(at: at, plan: index, beat: nil))
            let script = DemoScript(
                plan.kind, plan.turn, seed: DemoMonth.seed, number: plan.number)
            for beat in script.beats {
                at = at.adding(
                    milliseconds: Int64(beat.hours) * Self.hour
                        + Int64(chance.number(1...59)) * 60_000)
                if beat.role != .carrier { at = office(at, &chance) }
                guard at < end else { break }
                moments.append(Moment(at: at, plan: index, beat: beat))
            }
        }
        return moments.sorted { ($0.at, $0.plan) < ($1.at, $1.plan) }
    }

    /// The same moment, or the next in which offices work.
    private func office(_ time: Timestamp, _ chance: inout DemoChance) -> Timestamp {
        let calendar = engine.definitions.calendar
        var day = time.date
        let ofDay = time.milliseconds - Timestamp(startOf: day).milliseconds
        let isOpen = calendar.isWorking(day) ?? (day.weekday <= 5)
        if isOpen, ofDay >= 9 * Self.hour, ofDay < 18 * Self.hour { return time }
        if isOpen, ofDay < 9 * Self.hour {
        } else {
            repeat {
                day = day.adding(days: 1)
            } while !(calendar.isWorking(day)
                ?? (day.weekday <= 5))
        }
        return Timestamp(startOf: day).adding(
            milliseconds: 9 * Self.hour + Int64(chance.number(0...200)) * 60_000)
    }

    private func take(_ round: [Moment]) throws {
        guard let last = round.last else { return }
        clock.past = last.at
        var taken: [Moment] = []
        var envelopes: [Envelope] = []
        for moment in round {
            guard let envelope = envelope(moment) else { continue }
            taken.append(moment)
            envelopes.append(envelope)
        }
        for (moment, result) in zip(taken, try engine.handle(envelopes)) {
            switch result {
            case .success(let outcome):
                if moment.beat == nil {
                    ids[moment.plan] = outcome.id
                    filed += 1
                }
            case .failure: refused += 1
            }
        }
    }

    private func envelope(_ moment: Moment) -> Envelope? {
        guard var request = requests[moment.plan], let uscc = request.importer.uscc else {
            return nil
        }
        guard let beat = moment.beat else {
            return Envelope(
                .file(request), by: people.actor(.labManager, importer: uscc),
                occurred: moment.at)
        }
        guard let id = ids[moment.plan] else { return nil }
        var input = beat.input
        for name in beat.today {
            let parts = name.split(separator: "+")
            let later = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
            input.append(
                String(parts[0]), .string(moment.at.date.adding(days: later).description))
        }
        if beat.event == "correct_request" {
            for index in request.items.indices {
                request.items[index].quantity = request.items[index].quantity.map {
                    Quantity(Decimal(10), $0.unit)
                }
            }
            input.append("request", request.json)
        }
        return Envelope(
            .step(shipment: id, event: beat.event, input: input),
            by: people.actor(beat.role, importer: uscc), occurred: moment.at)
    }
}
