import GreenlaneCore
public import Logging

/// Writes what libraries and our own code log, one line each. Metadata stand behind the message in
/// the order of their names.
public struct LineLogHandler: LogHandler {
    /// What is below is not logged.
    public var logLevel: Logger.Level
    /// Of this logger.
    public var metadata: Logger.Metadata = [:]
    /// Of the task, where somebody provides it.
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let form: ServiceConfiguration.LogForm
    private let sink: LogSink

    /// A handler for a logger of that label.
    public init(
        label: String, level: Logger.Level, form: ServiceConfiguration.LogForm, sink: LogSink
    ) {
        self.label = label
        logLevel = level
        self.form = form
        self.sink = sink
    }

    /// One value of the metadata.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        var line = LogLine(
            form, time: sink.now(), level: event.level.rawValue, message: "\(event.message)")
        line.add("logger", label)
        if let error = event.error {
            // The type only: texts of errors may quote what somebody sent.
            line.add("error", String(reflecting: type(of: error)))
        }
        var all = metadataProvider?.get() ?? [:]
        all.merge(metadata) { $1 }
        if let stated = event.metadata { all.merge(stated) { $1 } }
        for (name, value) in all.sorted(by: { $0.key < $1.key }) {
            line.add(named: name, "\(value)")
        }
        sink.put(line.finished())
    }
}
