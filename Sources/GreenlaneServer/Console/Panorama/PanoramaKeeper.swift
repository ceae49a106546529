import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import Synchronization

/// Keeps the panorama's book beside the log. A request reads on a little; what is more is read in
/// the background, and the page says how far it is.
final class PanoramaKeeper: Sendable {
    /// Events that one request may read.
    static let shortRead = 2_000
    /// Events that the background reads at a time.
    static let longRead = 20_000
    /// Answers kept: one for each reach, period and day.
    static let maximumAnswers = 64

    private struct Answer {
        var key: Key
        var next: Int64
        var summary: PanoramaSummary
    }

    private struct Key: Hashable {
        var reach: Reach
        var days: Int
        var today: CalendarDate
    }

    private struct Contents {
        var book = PanoramaBook()
        var isReading = false
        var isWhole = false
        var answers: [Answer] = []
    }

    private let contents = Mutex(Contents())

    /// The figures, and whether all of the log is in them.
    func summary(
        _ service: ClearanceService, reach: Reach, days: Int, now: Timestamp
    ) async throws -> (summary: PanoramaSummary, isWhole: Bool) {
        try await readOn(service)
        let key = Key(reach: reach, days: days, today: now.date)
        let (book, isWhole, known) = contents.withLock { contents in
            let answer = contents.answers.first {
                $0.key == key && $0.next == contents.book.next
            }
            return (contents.book, contents.isWhole, answer?.summary)
        }
        if let known { return (known, isWhole) }
        let calendar = service.definitions.calendar
        let summary = try await service.reading.work {
            book.summary(reach: reach, days: days, now: now, calendar: calendar)
        }
        contents.withLock { contents in
            contents.answers.removeAll { $0.key == key }
            if contents.answers.count >= Self.maximumAnswers { contents.answers.removeFirst() }
            contents.answers.append(Answer(key: key, next: book.next, summary: summary))
        }
        return (summary, isWhole)
    }

    private func readOn(_ service: ClearanceService) async throws {
        let isWhole = try await read(service, limit: Self.shortRead)
        guard isWhole == false else { return }
        Task.detached(priority: .utility) { [self] in
            var isWhole: Bool? = false
            while isWhole == false { isWhole = try await read(service, limit: Self.longRead) }
        }
    }

    /// Nil where somebody reads already.
    private func read(_ service: ClearanceService, limit: Int) async throws -> Bool? {
        let start: PanoramaBook? = contents.withLock { contents in
            guard !contents.isReading else { return nil }
            contents.isReading = true
            return contents.book
        }
        guard let start else { return nil }
        do {
            let (book, isWhole) = try await service.reading.read { store in
                var book = start
                let isWhole = try book.take(store, limit: limit)
                return (book, isWhole)
            }
            contents.withLock { contents in
                contents.book = book
                contents.isWhole = isWhole
                contents.isReading = false
            }
            return isWhole
        } catch {
            contents.withLock { $0.isReading = false }
            throw error
        }
    }
}
