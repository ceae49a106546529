internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore
internal import GreenlaneWebhooks

/// `deliver`: sends the notices that are due.
struct DeliverCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "deliver", abstract: words("发送到期的通知", "Send the notices that are due"))
    }

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let (summary, pending) = try Workplace.useExisting(options) { place in
            try place.engine.tick()
            var gone: [String] = []
            let summary = try Delivery.send(
                place.engine.store, place.directory, access: place.engine.access,
                clock: SystemClock.now,
                disable: { gone.append($0.name) })
            for name in gone {
                let end = Envelope(.unsubscribe(name: name), by: Self.actor)
                if case .success = try place.engine.handle(end) {
                    try place.directory.secrets.delete(name)
                }
            }
            return (summary, try place.engine.store.deliveryCounts().pending)
        }
        if console.isJSON {
            console.json([
                "delivered": .integer(Int64(summary.delivered)),
                "retried": .integer(Int64(summary.retried)),
                "failed": .integer(Int64(summary.failed)),
                "skipped": .integer(Int64(summary.skipped)), "pending": .integer(Int64(pending)),
            ])
        } else {
            console.line(
                console.text(
                    "送达 \(summary.delivered)，稍后重试 \(summary.retried)，"
                        + "放弃 \(summary.failed)，待发 \(pending)",
                    "\(summary.delivered) delivered, \(summary.retried) to try again, "
                        + "\(summary.failed) given up, \(pending) pending"))
        }
    }

    /// Who ends a subscription whose endpoint said that it is gone.
    private static let actor = Actor(role: .system, name: "deliver")
}
