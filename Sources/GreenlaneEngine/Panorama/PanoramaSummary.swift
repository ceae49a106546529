public import GreenlaneCore

/// The figures of a period, counted for those goods that somebody may see.
public struct PanoramaSummary: Sendable {
    /// How long something took, in tenths of a working day.
    public struct Times: Sendable {
        public var count: Int
        /// By nearest rank: a value that really occurred.
        public var tenth: Int
        public var median: Int
        public var ninetieth: Int
    }

    public struct Week: Sendable {
        /// Its Monday.
        public var start: CalendarDate
        public var filed: Int
        public var released: Int
    }

    public var released = 0
    /// In as many days before the period.
    public var releasedBefore = 0
    /// Filed in the period.
    public var filed = 0
    /// Neither delivered nor ended.
    public var open = 0
    public var missed = 0
    /// From each stage to the next; in the order of the road.
    public var steps: [(from: Milestone, to: Milestone, times: Times)] = []
    /// From filing to release.
    public var whole: Times?
    public var listed: Times?
    public var unlisted: Times?
    public var weeks: [Week] = []
    /// Where the open ones stand.
    public var standing: [(milestone: Milestone, count: Int)] = []
    /// How shipments ended in the period, delivered ones included.
    public var ends: [(milestone: Milestone, count: Int)] = []
    /// Deadlines that passed, by the state whose they were; most first.
    public var missedByState: [(state: String, count: Int)] = []
    /// Nothing is within reach.
    public var isEmpty = true

    /// The step with the longest median.
    public var slowest: (from: Milestone, to: Milestone, times: Times)? {
        steps.max { ($0.times.median, $1.to) < ($1.times.median, $0.to) }
    }
}

extension PanoramaBook {
    /// Weeks that the volumes go back.
    static let weeks = 8

    /// Counts; one pass over all shipments, without looking at the log.
    public func summary(
        reach: Reach, days: Int, now: Timestamp, calendar: WorkingCalendar
    ) -> PanoramaSummary {
        let today = now.date
        let clock = WorkingMinutes(calendar, through: today)
        let isMine = importers.map { reach.includes(importer: $0) }
        var tally = PanoramaTally(today: today, days: days, weeks: Self.weeks)
        for mark in marks where isMine[Int(mark.importer)] { tally.add(mark, clock) }
        var summary = tally.summary
        let from = Int32(clamping: today.adding(days: -days).dayNumber * 1_440)
        var counts = [Int](repeating: 0, count: states.count)
        for one in missed where one.minute >= from && isMine[Int(one.importer)] {
            counts[Int(one.state)] += 1
        }
        summary.missed = counts.reduce(0, +)
        summary.missedByState = counts.indices.filter { counts[$0] > 0 }
            .sorted { (counts[$1], states[$0]) < (counts[$0], states[$1]) }
            .map { (states[$0], counts[$0]) }
        return summary
    }
}

/// Minutes that are worked before each day: a working day counts 24 hours, a day off none.
struct WorkingMinutes {
    private let first: Int
    private var before: [Int32] = []

    /// Days that the table goes back; older ones count as worked.
    private static let span = 4_000

    init(_ calendar: WorkingCalendar, through today: CalendarDate) {
        first = today.dayNumber - Self.span
        var total: Int32 = 0
        var day = today.adding(days: -Self.span)
        for _ in 0...(Self.span + 1) {
            before.append(total)
            if calendar.isWorking(day) ?? (day.weekday <= 5) { total += 1_440 }
            day = day.adding(days: 1)
        }
        before.append(total)
    }

    /// Tenths of a working day between two minutes, rounded.
    func tenths(from start: Int32, to end: Int32) -> Int {
        let minutes = max(at(end) - at(start), 0)
        return (minutes + 72) / 144
    }

    private func at(_ minute: Int32) -> Int {
        let day = Int(minute) / 1_440 - first
        guard day >= 0, day + 1 < before.count else { return Int(minute) - first * 1_440 }
        let isWorked = before[day + 1] > before[day]
        return Int(before[day]) + (isWorked ? Int(minute) % 1_440 : 0)
    }
}

/// How often each time occurred, in tenths of a working day: percentiles without sorting.
struct TimeCounts {
    private static let longest = 4_000
    private var counts = [Int32](repeating: 0, count: TimeCounts.longest + 1)
    private var total = 0

    mutating func add(_ tenths: Int) {
        counts[min(tenths, Self.longest)] += 1
        total += 1
    }

    var times: PanoramaSummary.Times? {
        guard total > 0 else { return nil }
        return PanoramaSummary.Times(
            count: total, tenth: rank(10), median: rank(50), ninetieth: rank(90))
    }

    private func rank(_ percent: Int) -> Int {
        let wanted = max((total * percent + 99) / 100, 1)
        var seen = 0
        for (tenths, count) in counts.enumerated() {
            seen += Int(count)
            if seen >= wanted { return tenths }
        }
        return Self.longest
    }
}

/// Adds shipments up.
struct PanoramaTally {
    private let from: Int32
    private let before: Int32
    private let firstWeek: CalendarDate
    private var result = PanoramaSummary()
    private var steps = [TimeCounts](repeating: TimeCounts(), count: Milestone.road.count - 1)
    private var whole = TimeCounts()
    private var listed = TimeCounts()
    private var unlisted = TimeCounts()
    private var standing = [Int](repeating: 0, count: Milestone.allCases.count)
    private var ends = [Int](repeating: 0, count: Milestone.allCases.count)

    init(today: CalendarDate, days: Int, weeks: Int) {
        from = Int32(clamping: today.adding(days: -days).dayNumber * 1_440)
        before = Int32(clamping: today.adding(days: -2 * days).dayNumber * 1_440)
        firstWeek = today.adding(days: 1 - today.weekday - 7 * (weeks - 1))
        for week in 0..<weeks {
            result.weeks.append(
                .init(start: firstWeek.adding(days: 7 * week), filed: 0, released: 0))
        }
    }

    mutating func add(_ mark: PanoramaBook.Mark, _ clock: WorkingMinutes) {
        result.isEmpty = false
        let filed = mark.reached[Milestone.filed.order]
        let released = mark.reached[Milestone.released.order]
        if filed >= from { result.filed += 1 }
        count(filed) { $0.filed += 1 }
        if mark.milestone < .delivered {
            result.open += 1
            standing[mark.milestone.order] += 1
        } else if mark.updated >= from {
            ends[mark.milestone.order] += 1
        }
        for step in steps.indices {
            let start = mark.reached[step]
            let end = mark.reached[step + 1]
            // A stage that was passed over took no time of its own.
            guard start >= 0, end >= from, end > start else { continue }
            steps[step].add(clock.tenths(from: start, to: end))
        }
        guard released >= 0 else { return }
        if released >= before, released < from { result.releasedBefore += 1 }
        count(released) { $0.released += 1 }
        guard released >= from else { return }
        result.released += 1
        let tenths = clock.tenths(from: filed, to: released)
        whole.add(tenths)
        if mark.isListed { listed.add(tenths) } else { unlisted.add(tenths) }
    }

    private mutating func count(_ minute: Int32, _ add: (inout PanoramaSummary.Week) -> Void) {
        guard minute >= 0 else { return }
        let week = (Int(minute) / 1_440 - firstWeek.dayNumber)
        guard week >= 0, week / 7 < result.weeks.count else { return }
        add(&result.weeks[week / 7])
    }

    var summary: PanoramaSummary {
        var summary = result
        summary.steps = steps.indices.compactMap { step in
            steps[step].times.map { (Milestone.road[step], Milestone.road[step + 1], $0) }
        }
        summary.whole = whole.times
        summary.listed = listed.times
        summary.unlisted = unlisted.times
        summary.standing = Milestone.allCases.filter { standing[$0.order] > 0 }
            .map { ($0, standing[$0.order]) }
        summary.ends = Milestone.allCases.filter { ends[$0.order] > 0 }.map { ($0, ends[$0.order]) }
        return summary
    }
}
