public import GreenlaneCatalog
public import GreenlaneCore
public import GreenlaneStore

/// Runs stories through the real engine, in one log, in the order in which they happened: the
/// stories' own times are the clock.
public final class StoryRunner {
    /// One story on its way.
    public struct Progress: Sendable {
        public let story: Story
        /// Nil before it is filed.
        public internal(set) var shipment: String?
        public internal(set) var milestone: Milestone?
        /// The furthest stage of the road that it reached.
        public internal(set) var furthest: Milestone?
        public internal(set) var state = ""
        public internal(set) var isFinal = false
        /// Steps that were refused as the story tells, with the reasons.
        public internal(set) var refused: [Refused] = []
    }

    /// A step that the rules said no to.
    public struct Refused: Sendable {
        public let step: Story.Step
        public let refusal: Refusal
    }

    /// What came out otherwise than the story says.
    public struct Mismatch: Hashable, Sendable, CustomStringConvertible {
        /// `01-heparin-whitelisted/story.yaml:17`.
        public var place: String
        public var expected: String
        public var found: String

        /// In one line.
        public var description: String { "\(place): expected \(expected), found \(found)" }
    }

    /// The stories in their order, with where they stand.
    public private(set) var progress: [Progress]
    /// Empty where every step came out as told.
    public private(set) var mismatches: [Mismatch] = []
    /// When the step under way happens.
    public var now: Timestamp { clock.now }
    public let engine: Engine
    private let clock: StoryClock
    private let lists: [WhitelistPublication]

    /// The engine reads its time here.
    private final class StoryClock {
        var now: Timestamp

        init(_ now: Timestamp) {
            self.now = now
        }
    }

    /// One command of one story.
    private enum Beat {
        case file
        case step(Int)
    }

    /// `seed` makes the salts, so that the log comes out the same every time.
    public init(
        _ stories: [Story], store: LogStore, definitions: DefinitionSet,
        lists: [WhitelistPublication], seed: UInt64
    ) throws {
        let first = stories.map(\.start).min() ?? Timestamp(milliseconds: 0)
        let clock = StoryClock(first)
        progress = stories.map { Progress(story: $0) }
        self.clock = clock
        self.lists = lists
        engine = try Engine(
            store: store, definitions: definitions, salts: .seeded(seed), clock: { clock.now })
    }

    /// Publishes the lists and runs every step; `each` is called after it.
    public func run(each: (StoryRunner) throws -> Void = { _ in }) throws {
        try ShippedWhitelists.publish(lists, through: engine)
        for (index, beat) in beats() {
            switch beat {
            case .file: try file(index)
            case .step(let step): try take(progress[index].story.steps[step], index)
            }
            try refresh()
            try each(self)
        }
        for entry in progress { check(entry.story.expect, entry, "\(entry.story.name)/story.yaml") }
    }

    /// All commands in the order of time; at the same time, in the order of the stories.
    private func beats() -> [(story: Int, beat: Beat)] {
        var beats: [(at: Timestamp, story: Int, order: Int, beat: Beat)] = []
        for (index, entry) in progress.enumerated() {
            beats.append((entry.story.start, index, 0, .file))
            for (number, step) in entry.story.steps.enumerated() {
                beats.append((step.at, index, number + 1, .step(number)))
            }
        }
        return beats.sorted { ($0.at, $0.story, $0.order) < ($1.at, $1.story, $1.order) }
            .map { ($0.story, $0.beat) }
    }

    private func file(_ index: Int) throws {
        let story = progress[index].story
        clock.now = story.start
        for grant in story.permits {
            _ = try engine.handle(Envelope(.addPermit(grant.permit), by: grant.actor)).get()
        }
        let outcome = try engine.handle(Envelope(.file(story.request), by: story.actor)).get()
        progress[index].shipment = outcome.id
    }

    private func take(_ step: Story.Step, _ index: Int) throws {
        let story = progress[index].story
        let place = "\(story.name)/story.yaml:\(step.line)"
        guard let shipment = progress[index].shipment else { return }
        clock.now = step.at
        let result = try engine.handle(
            Envelope(
                .step(shipment: shipment, event: step.event, input: step.input), by: step.actor))
        switch (result, step.refused) {
        case (.success, nil): break
        case (.failure(let refusal), let code?) where refusal.code == code:
            progress[index].refused.append(Refused(step: step, refusal: refusal))
        case (.failure(let refusal), let code):
            mismatches.append(
                Mismatch(
                    place: place, expected: code.map { "refused: \($0)" } ?? "accepted",
                    found: "refused: \(refusal.code)"))
        case (.success, let code?):
            mismatches.append(
                Mismatch(place: place, expected: "refused: \(code)", found: "accepted"))
        }
        try refresh()
        check(step.expect, progress[index], place)
    }

    /// Timers may have moved any of the shipments.
    private func refresh() throws {
        for index in progress.indices {
            guard let id = progress[index].shipment, !progress[index].isFinal,
                let row = try engine.store.shipment(id: id),
                let milestone = Milestone(rawValue: row.milestone)
            else { continue }
            progress[index].milestone = milestone
            progress[index].state = row.state
            progress[index].isFinal = row.final
            if milestone <= .delivered {
                progress[index].furthest = max(progress[index].furthest ?? milestone, milestone)
            }
        }
    }

    private func check(_ expected: Story.Standing?, _ entry: Progress, _ place: String) {
        guard let expected else { return }
        let found = "\(entry.milestone?.rawValue ?? "nothing") in \(entry.state)"
        let wanted = "\(expected.milestone.rawValue) in \(expected.state)"
        if found != wanted {
            mismatches.append(Mismatch(place: place, expected: wanted, found: found))
        }
    }
}
