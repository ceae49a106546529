internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// Where commands about organisations and accounts meet the data directory.
enum AccessPlace {
    /// Sends a wish through the one door; the id of what it concerns, and the book after it.
    static func handle(
        _ command: AccessCommand, by actor: Actor, _ options: GlobalOptions
    ) throws -> (id: String, book: AccessBook) {
        try Workplace.use(options) { place in
            let outcome = try place.door.handle(
                Envelope(.access(command), by: actor)
            ).get()
            return (outcome.id, try AccessBook.read(place.store))
        }
    }

    /// The book as it is, beside a writer or on a copy.
    static func read(_ options: GlobalOptions) throws -> AccessBook {
        try Workplace.read(options) { try AccessBook.read($0) }
    }

    /// The day of this process, in Asia/Shanghai.
    static var today: CalendarDate { SystemClock.now().date }
}
